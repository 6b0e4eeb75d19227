//! Optional terms: a passage should match all of them, or most.

use super::{Node, Term};

/// A term of a query that is wanted, not demanded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OptionalTerm {
    /// As typed.
    pub(crate) typed: String,
    /// What says it.
    pub(crate) node: Node,
    /// The words of a term that is several.
    pub(crate) words: Vec<Term>,
}

/// Several terms that are wanted together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OptionalTerms {
    /// The terms, in the order of the query.
    pub(crate) wants: Vec<OptionalTerm>,
    /// How many of them a passage has to say that does not say all.
    pub(crate) enough: MinimumMatch,
    /// What says all of them, where that is another thing than to say each: the term that they make up.
    pub(crate) together: Option<Box<Node>>,
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
            words: Vec::new(),
        }
    }
}

impl OptionalTerms {
    /// The words of one term of several: a passage says it, or a part of it.
    pub(super) fn words_of(want: OptionalTerm, enough: MinimumMatch) -> Self {
        Self {
            wants: want.words.into_iter().map(OptionalTerm::term).collect(),
            enough,
            together: Some(Box::new(want.node)),
        }
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.wants.iter().map(|want| &want.node)
    }
}
