//! Bare terms side by side: a passage is wanted to say all of them, or most.

use super::{Node, Term};

/// A term of a query that is wanted, not demanded.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) struct Want {
    /// As typed.
    pub(in crate::search) typed: String,
    /// What says it.
    pub(in crate::search) node: Node,
}

/// Several terms that are wanted together.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) struct Wanted {
    /// The terms, in the order of the query.
    pub(in crate::search) wants: Vec<Want>,
    /// How many of them are enough where no passage says all.
    pub(in crate::search) least: usize,
}

/// From so many terms on, two are enough for a passage that says part.
const SEVERAL: usize = 3;

impl Want {
    pub(super) fn term(term: Term) -> Self {
        Self {
            typed: term.typed.clone(),
            node: Node::Term(term),
        }
    }
}

impl Wanted {
    /// Terms of which most are enough: two of several, one of two.
    pub(super) fn most(wants: Vec<Want>) -> Self {
        let least = if wants.len() < SEVERAL { 1 } else { 2 };
        Self { wants, least }
    }

    /// Terms of which any is enough.
    pub(super) fn any(wants: Vec<Want>) -> Self {
        Self { wants, least: 1 }
    }

    /// Terms beside text that is demanded: that is enough.
    pub(super) fn beside(wants: Vec<Want>) -> Self {
        Self { wants, least: 0 }
    }

    pub(in crate::search) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.wants.iter().map(|want| &want.node)
    }
}
