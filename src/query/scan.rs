//! The scanner: a query's text to words, phrases, field names and signs.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Field, field::nearest_field};
use crate::{Error, Result, model::Word};

/// Most words between the two sides of `NEAR`.
const FARTHEST: u32 = 100;

/// Quotation marks that open and close one another.
pub(super) const DOUBLE: [char; 4] = ['"', '“', '”', '＂'];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `-`, `!` or `NOT`.
    Not,
    And,
    Or,
    /// `NEAR/5`.
    Near(u32),
    /// A word, in composed form.
    Word(String),
    /// What stands between quotation marks, in composed form.
    Phrase(String),
    /// A field's name and the colon.
    Name(Field),
}

impl Kind {
    /// Whether it holds something to look for, not only a sign between such.
    pub(super) fn is_term(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Phrase(_) | Self::Name(_))
    }

    /// Whether an operand of an operator can begin with it.
    pub(super) fn begins_operand(&self) -> bool {
        self.is_term() || matches!(self, Self::Open | Self::Not)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    /// Follows the token before without white space.
    pub(super) glued: bool,
}

/// The plain form of a full-width sign, digit or letter; anything else as it is.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether a sign before a word or a filter's value leaves it out. Numbers may be negative.
pub(super) fn negates(sign: char, value_of: Option<Field>) -> bool {
    match half_width(sign) {
        '!' => true,
        '-' => !value_of.is_some_and(Field::is_number),
        _ => false,
    }
}

/// Whether a word ends before a character.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(half_width(c), '(' | ')') || closing_quotes(c).is_some()
}

fn closing_quotes(opening: char) -> Option<&'static [char]> {
    match opening {
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ if DOUBLE.contains(&opening) => Some(&DOUBLE),
        _ => None,
    }
}

pub(super) fn tokens(query: &str) -> Result<Vec<Token>> {
    let mut scanner = Scanner {
        query,
        at: 0,
        value_of: None,
    };
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(first) = scanner.skip_blanks() {
        let start = scanner.at;
        let glued = tokens.last().is_some_and(|token| token.span.end == start);
        if !glued {
            scanner.value_of = None;
        }
        let kind = scanner.token(first)?;
        scanner.value_of = match kind {
            Kind::Name(field) => Some(field),
            Kind::Not => scanner.value_of,
            _ => None,
        };
        tokens.push(Token {
            kind,
            span: start..scanner.at,
            glued,
        });
    }
    Ok(tokens)
}

struct Scanner<'a> {
    query: &'a str,
    /// Byte of the query that is read next.
    at: usize,
    /// The field whose value is read next.
    value_of: Option<Field>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.query.get(self.at..).unwrap_or_default()
    }

    /// Goes to the next character that is no white space, and gives it.
    fn skip_blanks(&mut self) -> Option<char> {
        let rest = self.rest().trim_start();
        self.at = self.query.len() - rest.len();
        rest.chars().next()
    }

    fn token(&mut self, first: char) -> Result<Kind> {
        let (start, width) = (self.at, first.len_utf8());
        if let Some(closing) = closing_quotes(first) {
            self.at += width;
            let inside = self.rest();
            let Some(len) = inside.find(closing) else {
                return Err(Error::request("this quotation mark is never closed")
                    .at(self.query, start..self.at)
                    .hint("close it, or leave it out"));
            };
            let (text, after) = inside.split_at(len);
            self.at += len + after.chars().next().map_or(0, char::len_utf8);
            return Ok(Kind::Phrase(text.nfc().collect()));
        }
        let sign = match half_width(first) {
            '(' => Kind::Open,
            ')' => Kind::Close,
            _ if negates(first, self.value_of) && !self.blank_after(width) => Kind::Not,
            _ => return self.word(),
        };
        self.at += width;
        Ok(sign)
    }

    fn blank_after(&self, width: usize) -> bool {
        let rest = self.rest().get(width..).unwrap_or_default();
        rest.starts_with(char::is_whitespace)
    }

    /// A word, an operator, or a field's name with its colon. A filter's value is a word whatever it
    /// reads like.
    fn word(&mut self) -> Result<Kind> {
        let rest = self.rest();
        let (typed, _) = rest.split_at(rest.find(ends_word).unwrap_or(rest.len()));
        let start = self.at;
        self.at += typed.len();
        if self.value_of.is_none() {
            if let Some(operator) = operator(typed) {
                return operator.map_err(|error| error.at(self.query, start..self.at));
            }
            if let Some((name, colon)) = name(typed) {
                let end = start + name.len();
                self.at = end + colon.len_utf8();
                let name = plain(name);
                return (Field::from_word(&name).map(Kind::Name))
                    .ok_or_else(|| unknown_field(&name).at(self.query, start..end));
            }
        }
        Ok(Kind::Word(typed.nfc().collect()))
    }
}

/// A text in composed form and half width.
fn plain(text: &str) -> String {
    text.nfc().map(half_width).collect()
}

/// The operator that a word is.
fn operator(word: &str) -> Option<Result<Kind>> {
    let word = plain(word);
    Some(Ok(match word.as_str() {
        "OR" | "||" => Kind::Or,
        "AND" | "&&" => Kind::And,
        "NOT" => Kind::Not,
        _ => {
            let distance = word.strip_prefix("NEAR")?;
            let distance = match distance.strip_prefix('/') {
                None if !distance.is_empty() => return None,
                distance => distance.and_then(|words| words.parse().ok()),
            };
            match distance.filter(|between| *between <= FARTHEST) {
                Some(between) => Kind::Near(between),
                None => {
                    return Some(Err(Error::request("`NEAR/` wants a number of words")
                        .hint(format!("write `a NEAR/5 b`; at most {FARTHEST}"))));
                }
            }
        }
    }))
}

/// The field's name that a word begins with, and the colon after it. An address (`https://…`) has
/// none.
fn name(word: &str) -> Option<(&str, char)> {
    let (name, after) = word.split_at(word.find(|c| half_width(c) == ':')?);
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let reads_so = !name.is_empty() && plain(name).chars().all(is_letter);
    let colon = after.chars().next()?;
    let value = after.strip_prefix(colon)?;
    (reads_so && !is_address(value)).then_some((name, colon))
}

/// Whether what follows a colon makes an address of it all (`https://…`).
pub(super) fn is_address(value: &str) -> bool {
    plain(value).starts_with("//")
}

fn unknown_field(name: &str) -> Error {
    let hint = match nearest_field(name) {
        Some(field) => format!("did you mean `{field}`?"),
        None => {
            let names: Vec<&str> = Field::ALL.iter().map(|field| field.word()).collect();
            format!(
                "fields are {}; put quotes around text with a colon",
                names.join(", ")
            )
        }
    };
    Error::request(format!("unknown field `{name}`")).hint(hint)
}
