//! The JSON of a term that calls relate to a term of a query.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{model::TermRelation, search::Suggestion};

/// A term that calls relate to a term of a query.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SuggestionJson {
    term: String,
    also: String,
    relation: TermRelation,
    calls: u64,
    /// Whether it matches in this search.
    used: bool,
}

impl From<&Suggestion> for SuggestionJson {
    fn from(suggestion: &Suggestion) -> Self {
        Self {
            term: suggestion.term.clone(),
            also: suggestion.also.clone(),
            relation: suggestion.relation,
            calls: suggestion.calls,
            used: suggestion.used,
        }
    }
}
