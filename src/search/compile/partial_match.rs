//! What makes a partial match, and what terms weigh.

use crate::search::rank::QueryTree;
#[cfg(feature = "cluster")]
use {
    super::{Compiler, Says},
    crate::{
        Result,
        search::plan::{Node, Term},
    },
};

/// Share of the total weight with which a single term suffices for a partial match.
const ENOUGH: f32 = 0.15;

#[cfg(feature = "cluster")]
impl<'a> Compiler<'a> {
    /// Which optional terms make a partial match: how many of them, and which suffice alone. None if the plan
    /// has no optional terms.
    pub(crate) fn partial_match(
        &self,
        node: &'a Node,
        least: usize,
    ) -> Result<Option<(usize, Vec<bool>)>> {
        let Some(wanted) = node.wanted() else {
            return Ok(None);
        };
        let says = Says::Part(least);
        let wants = wanted.nodes().map(|node| self.query(node, says));
        let wants = wants.collect::<Result<Vec<_>>>()?;
        let least = wanted.enough.of(frequencies(&wants)).min(least);
        let alone = weighed(wants).into_iter().map(|(_, alone)| alone);
        Ok(Some((least, alone.collect())))
    }

    /// The inverse document frequency of a term.
    pub(crate) fn idf_of(&self, term: &Term) -> Result<f32> {
        Ok(self.synonym_group(term)?.idf())
    }
}

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
