//! Bodies of requests: read whole before the handler runs, within limits of size and time.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time;

use super::problem::Problem;

/// Maximum size of a request's body in bytes.
const MAX_BYTES: usize = 1 << 20;

/// How long a client may take to send a body; the same as for a head.
pub(super) const TIMEOUT: Duration = Duration::from_secs(20);

/// Middleware: passes a request on with its whole body. Only POST has one; others lose it unread.
pub(super) async fn read(timeout: Duration, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    if head.method != Method::POST {
        return next.run(Request::from_parts(head, Body::empty())).await;
    }
    let content_length = head.headers.get(header::CONTENT_LENGTH);
    let content_length =
        content_length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let too_large = || {
        let detail = format!("a request has at most {} MB", MAX_BYTES >> 20);
        closing(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail))
    };
    if content_length.is_some_and(|length| length > MAX_BYTES as u64) {
        return too_large();
    }
    match time::timeout(timeout, to_bytes(body, MAX_BYTES)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Ok(Err(_)) => too_large(),
        Err(_) => {
            let detail = "the body of the request did not come in time";
            closing(Problem::new(StatusCode::REQUEST_TIMEOUT, detail))
        }
    }
}

/// A response after which the connection is closed.
fn closing(problem: Problem) -> Response {
    let mut response = problem.into_response();
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

/// Middleware: turns an error response of plain text, as axum writes, into a problem document.
pub(super) async fn as_problem(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let media_type = media_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if media_type.contains("json") || media_type.starts_with("text/html") {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let text = to_bytes(body, 4_096).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let detail = match text.trim() {
        "" => status.canonical_reason().unwrap_or("Error").to_lowercase(),
        text => text.to_owned(),
    };
    let (problem, body) = Problem::new(status, detail).into_response().into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(problem.headers);
    Response::from_parts(parts, body)
}
