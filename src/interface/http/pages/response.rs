//! Responses that are not a page's own: problems, unknown paths, the `Vary` header.

use axum::{
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};

use super::preferences;
use crate::interface::{
    http::problem::Problem,
    web::{self, Ui, address::Address, problem::ProblemView},
};

/// Sets `Vary`: a page depends on the language and the cookies of the reader.
pub(super) fn set_vary(response: &mut Response) {
    let by = HeaderValue::from_static("accept-language, cookie");
    response.headers_mut().append(header::VARY, by);
}

/// A problem as the pages show it.
pub(super) fn view(problem: &Problem) -> ProblemView<'_> {
    ProblemView {
        status: problem.status().as_u16(),
        detail: &problem.detail,
        hint: problem.hint.as_deref(),
        span: problem.span,
    }
}

/// A problem as a page, with status and headers of the problem.
pub(super) fn problem_page(ui: &Ui, problem: Problem) -> Response {
    let body = web::problem(ui, &view(&problem));
    let html = web::page(ui, &body).into_string();
    let (mut parts, _) = problem.into_response().into_parts();
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, html.into())
}

/// The response for an unknown path: a page for a browser, a problem document for other clients.
pub(in crate::interface::http) async fn not_found(uri: Uri, headers: HeaderMap) -> Response {
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    let problem = Problem::not_found(uri.path());
    if !accepts.is_some_and(|accept| accept.contains("text/html")) {
        return problem.into_response();
    }
    let ui = preferences::ui(&headers, Address::new("/"), std::iter::empty(), false);
    problem_page(&ui, problem.without_hint())
}
