use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Field;

/// A text of a query and its byte range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text without quotes, in composed form (NFC) like the corpus.
    pub text: String,
    /// Byte range as typed, quotes included.
    pub span: Range<usize>,
}

impl Text {
    /// A text typed at a byte range.
    pub fn new(typed: &str, span: Range<usize>) -> Self {
        Self {
            text: typed.nfc().collect(),
            span,
        }
    }
}

/// A query as a syntax tree. A tree from [`parse`](super::parse) prints (`Display`) as a query that
/// parses to the same tree, except for byte ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// A bare term: a word, a compound or a run of Chinese.
    Term(Text),
    /// A quoted phrase, taken as typed.
    Phrase(Text),
    /// A prefix: `invest*`.
    Prefix(Text),
    /// Operands in any order, each later one with the maximum number of words between it and the
    /// one before.
    Near(Box<Expr>, Vec<(u32, Expr)>),
    /// A filter: `company:LMRA`.
    Filter(Field, Text),
    /// All of these.
    All(Vec<Expr>),
    /// Any of these.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// A required bare term: `+word`.
    Must(Box<Expr>),
}

impl Expr {
    /// Whether the query is empty.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// The operands of a conjunction, else the tree itself.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// The tree without byte ranges: two queries are equivalent if these are equal.
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

    /// Whether it matches text rather than only filtering.
    pub fn asks_for_text(&self) -> bool {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Prefix(_) | Self::Near(..) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_text),
            Self::Must(inner) => inner.asks_for_text(),
            Self::Filter(..) | Self::Not(_) => false,
        }
    }

    /// Whether its matches have positions, so that it can be an operand of `NEAR`.
    pub(super) fn has_place(&self) -> bool {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Prefix(_) => true,
            Self::Any(parts) => parts.iter().all(Self::has_place),
            Self::Must(inner) => inner.has_place(),
            _ => false,
        }
    }
}
