//! Styles and scripts of the pages. Their names contain a hash of their content, so clients cache them forever.

use axum::{
    Router,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{app::App, problem::Problem};
use crate::interface::web::assets::ASSETS;

/// The route of the assets.
pub(super) fn router() -> Router<App> {
    Router::new().route("/assets/{file}", get(answer))
}

async fn answer(Path(file): Path<String>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.file == file) else {
        return Problem::not_found(&format!("/assets/{file}")).into_response();
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.media_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, asset.text.as_str()).into_response()
}
