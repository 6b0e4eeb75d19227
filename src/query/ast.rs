use std::{fmt, ops::Range};

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
    pub(super) fn new(typed: &str, span: Range<usize>) -> Self {
        Self {
            text: typed.nfc().collect(),
            span,
        }
    }
}

/// A query as a tree. Its `Display` prints a query that parses to the same tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// A bare term: a word, a compound or a run of Chinese.
    Term(Text),
    /// A quoted phrase, taken as typed.
    Phrase(Text),
    /// A word's beginning: `invest*`.
    Prefix(Text),
    /// Two of the above, or choices among them, with at most so many words between, in any order.
    Near(Box<Expr>, u32, Box<Expr>),
    /// A filter: `company:BABA`.
    Filter(Field, Text),
    /// All of these.
    All(Vec<Expr>),
    /// Any of these.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
}

impl Expr {
    /// Whether its matches have a place in the text that something can be near to.
    pub(super) fn has_place(&self) -> bool {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Prefix(_) => true,
            Self::Any(parts) => parts.iter().all(Self::has_place),
            _ => false,
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |f: &mut fmt::Formatter<'_>, parts: &[Self], between: &str| {
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    f.write_str(between)?;
                }
                match part {
                    Self::All(_) | Self::Any(_) => write!(f, "({part})")?,
                    _ => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Term(term) => f.write_str(&term.text),
            Self::Phrase(phrase) => write!(f, "\"{}\"", phrase.text),
            Self::Prefix(prefix) => write!(f, "{}*", prefix.text),
            Self::Near(first, between, second) => {
                let operand = |f: &mut fmt::Formatter<'_>, operand: &Self| match operand {
                    Self::Any(_) => write!(f, "({operand})"),
                    _ => write!(f, "{operand}"),
                };
                operand(f, first)?;
                write!(f, " NEAR/{between} ")?;
                operand(f, second)
            }
            Self::Filter(field, value) => {
                let plain = value
                    .text
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-_.<>=:%".contains(c));
                let quote = if plain { "" } else { "\"" };
                write!(f, "{field}:{quote}{}{quote}", value.text)
            }
            Self::All(parts) => join(f, parts, " "),
            Self::Any(parts) => join(f, parts, " OR "),
            Self::Not(inner) => match **inner {
                Self::All(_) | Self::Any(_) => write!(f, "-({inner})"),
                _ => write!(f, "-{inner}"),
            },
        }
    }
}
