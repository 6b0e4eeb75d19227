//! Bare terms side by side: a passage is wanted to say all of them, or most.

use super::{Node, Term};

/// A term of a query that is wanted, not demanded.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) struct Want {
    /// As typed.
    pub(in crate::search) typed: String,
    /// What says it.
    pub(in crate::search) node: Node,
    /// The words of a term that is several.
    pub(in crate::search) words: Vec<Term>,
}

/// Several terms that are wanted together.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) struct Wanted {
    /// The terms, in the order of the query.
    pub(in crate::search) wants: Vec<Want>,
    /// How many of them a passage has to say that does not say all.
    pub(in crate::search) enough: Enough,
    /// What says all of them, where that is another thing than to say each: the term that they make up.
    pub(in crate::search) together: Option<Box<Node>>,
}

/// How many of several terms are enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum Enough {
    /// None of them: what is demanded beside them is enough.
    Nothing,
    /// One.
    Any,
    /// One of two, two of more.
    Most,
}

impl Enough {
    /// How many of so many terms are enough.
    pub(in crate::search) fn of(self, terms: usize) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Any => 1,
            Self::Most if terms < 3 => 1,
            Self::Most => 2,
        }
    }
}

impl Want {
    pub(super) fn term(term: Term) -> Self {
        Self {
            typed: term.typed.clone(),
            node: Node::Term(term),
            words: Vec::new(),
        }
    }
}

impl Wanted {
    /// The words of one term of several: a passage says it, or a part of it.
    pub(super) fn words_of(want: Want, enough: Enough) -> Self {
        Self {
            wants: want.words.into_iter().map(Want::term).collect(),
            enough,
            together: Some(Box::new(want.node)),
        }
    }

    pub(in crate::search) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.wants.iter().map(|want| &want.node)
    }
}
