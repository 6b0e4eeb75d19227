//! Errors as problem details (RFC 9457).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Error,
    error::{Kind, Location},
    interface::redact::redact,
};

/// Problem details (RFC 9457), with what can be done about it.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::interface) struct Problem {
    /// `about:blank`: the status says which sort of problem.
    r#type: &'static str,
    /// The status in words.
    title: &'static str,
    /// Status of HTTP.
    status: u16,
    /// What is wrong, one sentence in lower case.
    pub(in crate::interface) detail: String,
    /// One thing to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::interface) hint: Option<String>,
    /// The part of the query that is at fault, in code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::interface) span: Option<[usize; 2]>,
    /// Something named in the request does not exist.
    #[serde(skip)]
    unknown: bool,
    /// Seconds after which to ask again.
    #[serde(skip)]
    retry_after: Option<u64>,
    /// The full error, for the log of the server only.
    #[serde(skip)]
    log: Option<String>,
}

/// An extension of a response: the full error, for the log of the server only.
#[derive(Clone)]
pub(super) struct LogEntry(pub(super) String);

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            hint: None,
            span: None,
            unknown: false,
            retry_after: None,
            log: None,
        }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    pub(super) fn without_hint(self) -> Self {
        Self { hint: None, ..self }
    }

    /// The server cannot answer now.
    pub(super) fn busy(detail: &str) -> Self {
        Self {
            retry_after: Some(2),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    /// An internal error.
    pub(super) fn internal(log: impl Into<String>) -> Self {
        Self {
            log: Some(log.into()),
            ..Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "the answer could not be made",
            )
        }
    }

    /// There is nothing at this path.
    pub(super) fn not_found(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is nothing at {path}"))
            .hint("/api/openapi.json lists what there is")
    }

    /// The same with status 404 if what does not exist is named by the path.
    pub(super) fn of_path(self) -> Self {
        if !self.unknown {
            return self;
        }
        Self {
            title: "Not Found",
            status: 404,
            ..self
        }
    }

    /// The JSON document.
    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The HTTP status.
    pub(in crate::interface) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Error> for Problem {
    /// An error in the request is shown as it is; any other is redacted and logged in full.
    fn from(error: Error) -> Self {
        let (error, log) = redact(error);
        let (status, retry_after) = match error.kind {
            Kind::Request | Kind::Unknown => (StatusCode::BAD_REQUEST, None),
            Kind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, None),
            Kind::Deadline | Kind::Cancelled => (StatusCode::SERVICE_UNAVAILABLE, Some(2)),
            Kind::Input | Kind::Index | Kind::System => (StatusCode::SERVICE_UNAVAILABLE, Some(10)),
        };
        let span = match &error.location {
            Some(Location::Query { query, span }) => {
                let spans = crate::interface::json::code_points(query, std::slice::from_ref(span));
                spans.first().copied()
            }
            _ => None,
        };
        Self {
            unknown: error.kind == Kind::Unknown,
            retry_after,
            log,
            span,
            hint: error.hint.clone(),
            ..Self::new(status, error.sentence())
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.json();
        let media_type = HeaderValue::from_static("application/problem+json");
        let mut response =
            (self.status(), [(header::CONTENT_TYPE, media_type)], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(log) = self.log {
            response.extensions_mut().insert(LogEntry(log));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_request_is_told_that_it_is_at_fault() {
        for (error, status) in [
            (Error::request("x"), 400),
            (Error::unknown("x"), 400),
            (Error::input("secret/file", "x"), 503),
            (Error::index("secret"), 503),
            (Error::system("secret"), 503),
            (Error::internal("secret"), 500),
        ] {
            let of_request = error.kind.is_of_request();
            let problem = Problem::from(error);
            assert_eq!(problem.status, status);
            assert_eq!(of_request, status == 400);
            assert_eq!(problem.log.is_none(), of_request, "{problem:?}");
            assert!(!problem.detail.contains("secret"), "{problem:?}");
        }
    }
}
