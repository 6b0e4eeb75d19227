//! The PDF file of a call, for links that open it at a page.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{preferences, response::problem_page};
use crate::interface::{http::app::App, web::address::Address};

/// Lets a browser show the file in its own viewer, some of which embed it in a page, and nothing else.
const VIEWER_POLICY: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers with the file as it is. The headers of every response forbid a browser to take it for anything
/// but a PDF file, and other sites to embed it.
pub(super) async fn answer(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let asked = id.clone();
    match app.run(move |engine| engine.pdf_of(&asked)).await {
        Ok((bytes, name)) => {
            let name = utf8_percent_encode(&name, NON_ALPHANUMERIC);
            let disposition = format!("inline; filename*=UTF-8''{name}");
            let headers = [
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("application/pdf"),
                ),
                (
                    header::CONTENT_SECURITY_POLICY,
                    HeaderValue::from_static(VIEWER_POLICY),
                ),
                (
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("private, no-cache"),
                ),
                (
                    header::CONTENT_DISPOSITION,
                    HeaderValue::try_from(disposition)
                        .unwrap_or_else(|_| HeaderValue::from_static("inline")),
                ),
            ];
            (headers, bytes).into_response()
        }
        Err(problem) => {
            let ui = preferences::ui(&headers, Address::file(&id), std::iter::empty(), false);
            problem_page(&ui, problem.of_path())
        }
    }
}
