//! What optional terms weigh.

use crate::search::rank::QueryTree;

/// Share of the total weight with which a single term suffices for a partial match.
const ENOUGH: f32 = 0.15;

/// Number of queries that any passage matches.
pub(super) fn frequencies(queries: &[QueryTree]) -> usize {
    queries.iter().filter(|query| query.has_terms()).count()
}

/// Queries, each with whether its weight alone suffices for a partial match.
pub(super) fn weighed(queries: Vec<QueryTree>) -> Vec<(QueryTree, bool)> {
    let frequencies = queries.iter().filter(|query| query.has_terms());
    let all: f32 = frequencies.map(QueryTree::max_score).sum();
    let weighs = |query: &QueryTree| query.max_score() >= ENOUGH * all;
    let both = queries.into_iter().map(|query| (weighs(&query), query));
    both.map(|(alone, query)| (query, alone)).collect()
}
