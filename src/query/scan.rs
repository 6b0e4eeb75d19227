//! The scanner: a query's text to words, phrases, field names and signs.

use std::ops::Range;

use super::Field;
use crate::{Error, Result, model::Word};

/// Most words between the two sides of `NEAR`.
const FARTHEST: u32 = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(`, `)`, `-`, `O` for OR, `A` for AND.
    Sign(char),
    /// `NEAR/5`.
    Near(u32),
    Word(String),
    Phrase(String),
    /// A field's name and the colon.
    Name(Field),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    /// Follows the token before without white space.
    pub(super) glued: bool,
}

pub(super) fn half_width(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '－' => '-',
        '＊' => '*',
        '！' => '!',
        _ => c,
    }
}

fn closing_quote(c: char) -> Option<&'static [char]> {
    match c {
        '"' | '“' | '”' | '＂' => Some(&['"', '“', '”', '＂']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

pub(super) fn tokens(query: &str) -> Result<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        let start = at;
        let width = c.len_utf8();
        if c.is_whitespace() {
            at += width;
            continue;
        }
        let glued = tokens.last().is_some_and(|token| token.span.end == start);
        let after_name = matches!(
            tokens.last(),
            Some(Token {
                kind: Kind::Name(_),
                ..
            })
        ) && glued;
        let begins = !glued
            || matches!(
                tokens.last(),
                Some(Token {
                    kind: Kind::Sign(_) | Kind::Near(_) | Kind::Phrase(_),
                    ..
                })
            );
        let kind = if let Some(close) = closing_quote(c) {
            let inner = &query[at + width..];
            let Some(len) = inner.find(close) else {
                return Err(Error::request("this quotation mark is never closed")
                    .at(query, start..start + width)
                    .hint("close it, or leave it out"));
            };
            let end = at + width + len;
            at = end + query[end..].chars().next().map_or(0, char::len_utf8);
            Kind::Phrase(query[start + width..end].to_owned())
        } else {
            match half_width(c) {
                sign @ ('(' | ')') if !after_name => {
                    at += width;
                    Kind::Sign(sign)
                }
                '-' | '!' if begins && !query[at + width..].starts_with(char::is_whitespace) => {
                    at += width;
                    Kind::Sign('-')
                }
                _ => {
                    let (kind, len) = word(query, at, begins)?;
                    at += len;
                    kind
                }
            }
        };
        tokens.push(Token {
            kind,
            span: start..at,
            glued,
        });
    }
    Ok(tokens)
}

/// A word, an operator, or a field's name with its colon; and its length in bytes.
fn word(query: &str, start: usize, begins: bool) -> Result<(Kind, usize)> {
    let rest = &query[start..];
    let ends = |c: char| {
        c.is_whitespace() || matches!(half_width(c), '(' | ')') || closing_quote(c).is_some()
    };
    // Brackets and quotes inside a word of Latin letters do not occur, so a word ends there.
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let len = rest[first..]
        .find(ends)
        .map_or(rest.len(), |end| first + end);
    let text = &rest[..len];
    if begins {
        match text {
            "OR" | "||" => return Ok((Kind::Sign('O'), len)),
            "AND" | "&&" => return Ok((Kind::Sign('A'), len)),
            "NOT" => return Ok((Kind::Sign('-'), len)),
            _ => {}
        }
        if let Some(distance) = text.strip_prefix("NEAR/") {
            return match distance.parse() {
                Ok(between @ 0..=FARTHEST) => Ok((Kind::Near(between), len)),
                _ => Err(Error::request("`NEAR/` wants a number of words")
                    .at(query, start..start + len)
                    .hint(format!("write `a NEAR/5 b`; at most {FARTHEST}"))),
            };
        }
        let name_len = text
            .bytes()
            .take_while(|b| b.is_ascii_alphabetic() || *b == b'_')
            .count();
        let colon = text[name_len..]
            .chars()
            .next()
            .filter(|&c| half_width(c) == ':');
        if let (1.., Some(colon)) = (name_len, colon) {
            let name = &text[..name_len];
            return match Field::from_word(name) {
                Some(field) => Ok((Kind::Name(field), name_len + colon.len_utf8())),
                None => Err(unknown_field(query, name, start)),
            };
        }
    }
    Ok((Kind::Word(text.to_owned()), len))
}

fn unknown_field(query: &str, name: &str, start: usize) -> Error {
    let lower = name.to_lowercase();
    let nearest = Field::ALL
        .iter()
        .map(|field| (strsim::damerau_levenshtein(&lower, field.word()), field))
        .min_by_key(|&(distance, _)| distance)
        .filter(|&(distance, field)| distance <= 2.min(field.word().len() / 2));
    let hint = match nearest {
        Some((_, field)) => format!("did you mean `{field}`?"),
        None => {
            let names: Vec<&str> = Field::ALL.iter().map(|field| field.word()).collect();
            format!(
                "fields are {}; put quotes around text with a colon",
                names.join(", ")
            )
        }
    };
    Error::request(format!("unknown field `{name}`"))
        .at(query, start..start + name.len())
        .hint(hint)
}
