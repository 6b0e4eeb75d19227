//! Bodies of requests: read whole before anything is done with them, within a bound of bytes and time.

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

/// Most bytes of a request's body.
const LARGEST: usize = 1 << 20;

/// How long a client may take to send one; as long as for a head.
pub(super) const LONGEST: Duration = Duration::from_secs(20);

/// Hands a request on once its body is there. One that has no use for a body loses it unread.
pub(super) async fn read(longest: Duration, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    if head.method != Method::POST {
        return next.run(Request::from_parts(head, Body::empty())).await;
    }
    let announced = head.headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let too_large = || {
        let detail = format!("a request has at most {} MB", LARGEST >> 20);
        closing(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail))
    };
    if announced.is_some_and(|length| length > LARGEST as u64) {
        return too_large();
    }
    match time::timeout(longest, to_bytes(body, LARGEST)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Ok(Err(_)) => too_large(),
        Err(_) => {
            let detail = "the body of the request did not come in time";
            closing(Problem::new(StatusCode::REQUEST_TIMEOUT, detail))
        }
    }
}

/// An answer after which nothing more is read.
fn closing(problem: Problem) -> Response {
    let mut response = problem.into_response();
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

/// Makes a problem document of an error that something else has written as bare text.
pub(super) async fn as_problem(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let media = response.headers().get(header::CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    if media.contains("json") || media.starts_with("text/html") {
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
