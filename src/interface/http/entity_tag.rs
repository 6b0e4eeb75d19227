//! Entity tags: which state of the index and which request an answer belongs to, so that a client that has
//! the answer already need not get it again.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{Error, Result, engine::Engine, error::Kind};

/// A weak entity tag, since an answer contains the time it took; none if the state of the index is unknown.
#[derive(Debug, Clone)]
pub(in crate::interface) struct EntityTag(Option<HeaderValue>);

/// The entity tags of a client's `If-None-Match` header.
pub(in crate::interface) struct KnownTags(Option<HeaderValue>);

impl EntityTag {
    /// The tag of the answer to a request.
    ///
    /// # Errors
    /// If there is no index.
    pub(in crate::interface) fn of(engine: &Engine, request: &str) -> Result<Self> {
        let state = match engine.state() {
            Ok(state) => state.ok_or_else(|| {
                Error::index("there is no index")
                    .hint("`verbatim index` builds one from the corpus")
            })?,
            // The overrides cannot be read: the answer says so and must not be cached.
            Err(error) if error.kind == Kind::Input => return Ok(Self(None)),
            Err(error) => return Err(error),
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(state.as_bytes());
        hasher.update(request.as_bytes());
        let hash: String = hasher.finalize().to_hex().chars().take(24).collect();
        let tag = HeaderValue::try_from(format!("W/\"{hash}\""));
        tag.map(|tag| Self(Some(tag)))
            .map_err(|error| Error::internal("the answer has no tag").because(error))
    }

    /// Whether the state of the index is known.
    pub(super) fn is_known(&self) -> bool {
        self.0.is_some()
    }

    /// Whether both are of the same answer.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.is_known() && self.0 == other.0
    }

    #[cfg(test)]
    pub(super) fn for_test(tag: &str) -> Self {
        Self(HeaderValue::try_from(tag).ok())
    }

    #[cfg(test)]
    pub(super) fn unknown() -> Self {
        Self(None)
    }

    /// Sets the tag and requires the client to revalidate.
    pub(in crate::interface) fn set_headers(self, response: &mut Response) {
        let headers = response.headers_mut();
        let cache_control = if self.0.is_some() {
            "no-cache"
        } else {
            "no-store"
        };
        headers.extend(self.0.map(|tag| (header::ETAG, tag)));
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(cache_control),
        );
        headers.append(header::VARY, HeaderValue::from_static("accept"));
    }

    /// The answer to a client that has it already: 304.
    pub(in crate::interface) fn not_modified(self) -> Response {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        self.set_headers(&mut response);
        response
    }
}

impl KnownTags {
    /// Those of a request.
    pub(in crate::interface) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get(header::IF_NONE_MATCH).cloned())
    }

    /// Whether the client has the answer of this tag.
    pub(in crate::interface) fn contain(&self, tag: &EntityTag) -> bool {
        let known = self.0.as_ref().and_then(|known| known.to_str().ok());
        let tag = tag.0.as_ref().and_then(|tag| tag.to_str().ok());
        known
            .zip(tag)
            .is_some_and(|(known, tag)| known.split(',').any(|one| one.trim() == tag))
    }
}
