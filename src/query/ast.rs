use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Field;

/// A piece of a query and where it stands in it, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What is looked for, without quotes, in Unicode's composed form (NFC) as the corpus is.
    pub text: String,
    /// Where it was typed, quotes included.
    pub span: Range<usize>,
}

impl Text {
    /// What was typed at a place.
    pub fn new(typed: &str, span: Range<usize>) -> Self {
        Self {
            text: typed.nfc().collect(),
            span,
        }
    }
}

/// A query as a tree. What [`parse`](super::parse) gives prints (`Display`) as a query that parses
/// to the same tree, but for the places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// A bare term: a word, a compound or a run of Chinese.
    Term(Text),
    /// A quoted phrase, taken as typed.
    Phrase(Text),
    /// A word's beginning: `invest*`.
    Prefix(Text),
    /// Terms, phrases, beginnings or choices among them, each of the later ones with the most words
    /// that may stand between it and the one before, in any order.
    Near(Box<Expr>, Vec<(u32, Expr)>),
    /// A filter: `company:BABA`.
    Filter(Field, Text),
    /// All of these.
    All(Vec<Expr>),
    /// Any of these.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// This bare term in any case: `+word`.
    Must(Box<Expr>),
}

impl Expr {
    /// Whether nothing is asked for: the query is empty.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// What must all hold: the parts of a conjunction, else the tree itself.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// The tree as if every piece had been typed nowhere: two queries mean the same if these are
    /// equal.
    pub fn without_places(&self) -> Self {
        let text = |text: &Text| Text {
            text: text.text.clone(),
            span: 0..0,
        };
        let all = |parts: &[Self]| parts.iter().map(Self::without_places).collect();
        match self {
            Self::Term(term) => Self::Term(text(term)),
            Self::Phrase(phrase) => Self::Phrase(text(phrase)),
            Self::Prefix(prefix) => Self::Prefix(text(prefix)),
            Self::Near(first, others) => {
                let others = others.iter();
                let others = others.map(|(between, other)| (*between, other.without_places()));
                Self::Near(Box::new(first.without_places()), others.collect())
            }
            Self::Filter(field, value) => Self::Filter(*field, text(value)),
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Not(inner) => Self::Not(Box::new(inner.without_places())),
            Self::Must(inner) => Self::Must(Box::new(inner.without_places())),
        }
    }

    /// The text of a bare term.
    pub fn term(&self) -> Option<&Text> {
        match self {
            Self::Term(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it asks for some text.
    pub fn asks_for_text(&self) -> bool {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Prefix(_) | Self::Near(..) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_text),
            Self::Must(inner) => inner.asks_for_text(),
            Self::Filter(..) | Self::Not(_) => false,
        }
    }

    /// Whether its matches have a place in the text that something can be near to.
    pub(super) fn has_place(&self) -> bool {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Prefix(_) => true,
            Self::Any(parts) => parts.iter().all(Self::has_place),
            Self::Must(inner) => inner.has_place(),
            _ => false,
        }
    }
}
