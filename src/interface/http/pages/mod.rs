//! The pages. Each gets all its data from the engine in one call; [`crate::interface::web`] renders it.

mod cache;
mod compare;
mod counts;
mod edit;
mod edits;
mod file;
mod filled;
mod lists;
mod preferences;
mod reading;
mod related;
mod request;
mod response;
mod routes;
mod saved;
mod search;

pub(super) use self::{cache::PageCache, response::not_found, routes::router};
