//! The pages: which address shows what.

use axum::{Router, response::Html, routing::get};

use super::app::App;

/// Every page.
pub(super) fn router() -> Router<App> {
    Router::new().route("/", get(async || Html("<!doctype html>")))
}
