//! Builds the request of the command line, the API, the pages and the agents' tools.

use crate::{
    Result,
    query::{Expr, parse},
    search::{FilterArg, Request},
};

/// Maximum number of passages of an answer over HTTP, with those around hits, and of a file to save.
#[cfg(feature = "server")]
pub(in crate::interface) const MAX_PASSAGES: usize = 10_000;

/// Whether a query has several optional terms, of which a count takes all.
pub(super) fn has_several_terms(query: &str) -> bool {
    let is_term = |part: &Expr| matches!(part, Expr::Term(_) | Expr::Phrase(_));
    match parse(query) {
        Ok(Expr::All(parts)) => parts.iter().filter(|part| is_term(part)).count() > 1,
        _ => false,
    }
}

/// A request of a query under filters; `literal` matches only what is typed. The query is parsed before the
/// index is opened or refreshed, so that a syntax error is reported at once.
///
/// # Errors
/// If the query has a syntax error.
pub(super) fn build_request(
    query: impl Into<String>,
    filters: Vec<FilterArg>,
    literal: bool,
) -> Result<Request> {
    let query = query.into();
    parse(&query)?;
    Ok(Request {
        filters,
        literal,
        ..Request::new(query)
    })
}
