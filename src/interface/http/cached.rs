//! Answers that a client has already: an entity tag says from which state of the index, and to which
//! question, an answer is.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{Error, Result, engine::Engine, error::Kind};

/// A weak entity tag, since the time an answer took is part of it; none where the state that the answer
/// is from is not known.
#[derive(Debug, Clone)]
pub(in crate::interface) struct Tag(Option<HeaderValue>);

/// The entity tags that a client knows.
pub(in crate::interface) struct Known(Option<HeaderValue>);

impl Tag {
    /// The tag of the answer to something.
    ///
    /// # Errors
    /// Where there is no index to answer from.
    pub(in crate::interface) fn of(engine: &Engine, asked: &str) -> Result<Self> {
        let state = match engine.state() {
            Ok(state) => state.ok_or_else(|| {
                Error::index("there is no index")
                    .hint("`verbatim index` builds one from the corpus")
            })?,
            // A overrides that cannot be read: the answer says so, and is not to be kept.
            Err(error) if error.kind == Kind::Input => return Ok(Self(None)),
            Err(error) => return Err(error),
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(state.as_bytes());
        hasher.update(asked.as_bytes());
        let hash: String = hasher.finalize().to_hex().chars().take(24).collect();
        let tag = HeaderValue::try_from(format!("W/\"{hash}\""));
        tag.map(|tag| Self(Some(tag)))
            .map_err(|error| Error::internal("the answer has no tag").because(error))
    }

    /// Marks an answer with the tag; the client is to ask whether it still holds.
    pub(in crate::interface) fn mark(self, response: &mut Response) {
        let headers = response.headers_mut();
        let kept = if self.0.is_some() {
            "no-cache"
        } else {
            "no-store"
        };
        headers.extend(self.0.map(|tag| (header::ETAG, tag)));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        headers.append(header::VARY, HeaderValue::from_static("accept"));
    }

    /// The answer to a client that has it already.
    pub(in crate::interface) fn not_modified(self) -> Response {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        self.mark(&mut response);
        response
    }
}

impl Known {
    pub(in crate::interface) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get(header::IF_NONE_MATCH).cloned())
    }

    pub(in crate::interface) fn has(&self, tag: &Tag) -> bool {
        let known = self.0.as_ref().and_then(|known| known.to_str().ok());
        let tag = tag.0.as_ref().and_then(|tag| tag.to_str().ok());
        known
            .zip(tag)
            .is_some_and(|(known, tag)| known.split(',').any(|one| one.trim() == tag))
    }
}
