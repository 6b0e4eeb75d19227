//! Optional terms: a passage should match all of them, or most.

use super::{Node, Term};

/// A term of a query that is wanted, not demanded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OptionalTerm {
    /// As typed.
    pub(crate) typed: String,
    /// What says it.
    pub(crate) node: Node,
}

/// Several terms that are wanted together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OptionalTerms {
    /// The terms, in the order of the query.
    pub(crate) wants: Vec<OptionalTerm>,
    /// How many of them a passage has to say that does not say all.
    pub(crate) enough: MinimumMatch,
}

/// How many of several terms are enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MinimumMatch {
    /// None of them: what is demanded beside them is enough.
    Nothing,
    /// One.
    Any,
    /// One of two, two of more.
    Most,
}

impl MinimumMatch {
    /// How many of so many terms are enough.
    pub(crate) fn of(self, terms: usize) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Any => 1,
            Self::Most if terms < 3 => 1,
            Self::Most => 2,
        }
    }
}

impl OptionalTerm {
    pub(crate) fn term(term: Term) -> Self {
        Self {
            typed: term.typed.clone(),
            node: Node::Term(term),
        }
    }
}

impl OptionalTerms {
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.wants.iter().map(|want| &want.node)
    }
}
