//! What makes a partial match, for a store that matches itself.

use super::{
    Compiler, Says,
    optional_terms::{frequencies, weighed},
};
use crate::{
    Result,
    search::plan::{Node, Term},
};

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
