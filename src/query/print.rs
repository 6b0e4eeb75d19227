//! Prints a tree as a query, with as few brackets as possible.

use std::fmt;

use super::{
    Expr, Field, Text,
    scan::{DOUBLE, ends_word, is_address, negates},
};

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => f.write_str(&term.text),
            Self::Phrase(phrase) => quoted(f, &phrase.text),
            Self::Prefix(prefix) => write!(f, "{}*", prefix.text),
            Self::Near(first, others) => {
                let bracketed = |part: &Self| matches!(part, Self::Any(_));
                operand(f, first, bracketed)?;
                for (between, other) in others {
                    write!(f, " NEAR/{between} ")?;
                    operand(f, other, bracketed)?;
                }
                Ok(())
            }
            Self::Filter(field, value) => filter(f, *field, value),
            Self::All(parts) => {
                let bracketed = |part: &Self| matches!(part, Self::All(_) | Self::Any(_));
                joined(f, parts, " ", bracketed)
            }
            Self::Any(parts) => joined(f, parts, " OR ", |part| matches!(part, Self::Any(_))),
            Self::Must(inner) => {
                f.write_str("+")?;
                // A plus before a digit is a sign.
                let starts = |text: &Text| text.text.starts_with(char::is_alphabetic);
                operand(f, inner, |part| !part.term().is_some_and(starts))
            }
            Self::Not(inner) => {
                f.write_str("-")?;
                operand(f, inner, |part| {
                    matches!(part, Self::All(_) | Self::Any(_) | Self::Near(..))
                })
            }
        }
    }
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Expr],
    between: &str,
    bracketed: fn(&Expr) -> bool,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        operand(f, part, bracketed)?;
    }
    Ok(())
}

/// An operand, in brackets where needed.
fn operand(
    f: &mut fmt::Formatter<'_>,
    part: &Expr,
    bracketed: impl Fn(&Expr) -> bool,
) -> fmt::Result {
    if bracketed(part) {
        write!(f, "({part})")
    } else {
        write!(f, "{part}")
    }
}

fn filter(f: &mut fmt::Formatter<'_>, field: Field, value: &Text) -> fmt::Result {
    let text = &value.text;
    let negated = |text: &str| text.starts_with(|first| negates(first, Some(field)));
    write!(f, "{field}:")?;
    if text.is_empty() || text.contains(ends_word) || negated(text) || is_address(text) {
        quoted(f, text)
    } else {
        f.write_str(text)
    }
}

/// A text in quotation marks that it does not contain.
fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if !text.contains(DOUBLE) {
        write!(f, "\"{text}\"")
    } else if !text.contains('」') {
        write!(f, "「{text}」")
    } else if !text.contains('』') {
        write!(f, "『{text}』")
    } else {
        // Marks of every kind are punctuation within unspaced text, which was read without quotes.
        f.write_str(text)
    }
}
