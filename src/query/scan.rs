//! Scanner: splits a query into words, phrases, field names and signs.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Field, field::nearest_field};
use crate::{Error, Result, character::half_width, model::Word};

/// Maximum number of words between the operands of `NEAR`.
const FARTHEST: u32 = 100;

/// Pairs of quotation marks.
pub(super) const DOUBLE: [char; 4] = ['"', '“', '”', '＂'];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `-`, `!` or `NOT`.
    Not,
    /// `+`.
    Must,
    And,
    Or,
    /// `NEAR/5`.
    Near(u32),
    /// A word, in composed form.
    Word(String),
    /// The content of quotation marks, in composed form.
    Phrase(String),
    /// A field name and its colon.
    Name(Field),
}

impl Kind {
    /// Whether it is something to search for rather than a sign.
    pub(super) fn is_term(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Phrase(_) | Self::Name(_))
    }

    /// Whether an operand can begin with it.
    pub(super) fn begins_operand(&self) -> bool {
        self.is_term() || matches!(self, Self::Open | Self::Not | Self::Must)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    /// Not separated from the token before by white space.
    pub(super) glued: bool,
}

/// Whether a sign before a word or filter value negates it. Numbers may be negative.
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
    let mut open = 0_usize;
    while let Some(first) = scanner.skip_blanks() {
        let start = scanner.at;
        let glued = tokens.last().is_some_and(|token| token.span.end == start);
        if !glued {
            scanner.value_of = None;
        }
        let is_value = scanner.value_of.is_some();
        let kind = scanner.token(first)?;
        match &kind {
            Kind::Word(text) if !is_value && says_nothing(text) => continue,
            Kind::Open => open += 1,
            Kind::Close if open > 0 => open -= 1,
            Kind::Close if glued && tokens.last().is_some_and(is_list_marker) => continue,
            _ => {}
        }
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
    /// Byte offset of the next character.
    at: usize,
    /// The field whose value comes next.
    value_of: Option<Field>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.query.get(self.at..).unwrap_or_default()
    }

    /// Skips white space and returns the next character.
    fn skip_blanks(&mut self) -> Option<char> {
        let rest = self.rest().trim_start();
        self.at = self.query.len() - rest.len();
        rest.chars().next()
    }

    fn token(&mut self, first: char) -> Result<Kind> {
        let (start, width) = (self.at, first.len_utf8());
        if let Some(closing) = closing_quotes(first)
            && self.punctuating(start).is_none()
        {
            self.at += width;
            let inside = self.rest();
            // An unclosed quotation mark is punctuation.
            let Some(len) = inside.find(closing) else {
                return Ok(Kind::Word(String::new()));
            };
            let (text, after) = inside.split_at(len);
            self.at += len + after.chars().next().map_or(0, char::len_utf8);
            return Ok(Kind::Phrase(text.nfc().collect()));
        }
        if let Some((field, value, end)) = self.flag() {
            let name = field.word();
            let error = Error::request(format!("`--{name}` is a flag, not a part of a query"));
            let hint = format!("write {name}:{value}, or the flag outside of the quotes");
            return Err(error.hint(hint).at(self.query, start..end));
        }
        let sign = match half_width(first) {
            '(' => Kind::Open,
            ')' => Kind::Close,
            _ if negates(first, self.value_of) && self.is_sign_of_operand() => Kind::Not,
            '+' if self.value_of.is_none() && self.demands() => Kind::Must,
            _ => return self.word(),
        };
        self.at += width;
        Ok(sign)
    }

    /// The field of a flag of the command line that is typed here, `--role analyst`, the word after it, and where it ends.
    fn flag(&self) -> Option<(Field, &'a str, usize)> {
        let typed = self.rest().strip_prefix("--")?;
        let name = typed.split([' ', '=']).next()?;
        let field = Field::from_word(name)?;
        let value = typed.get(name.len()..)?.trim_start_matches([' ', '=']);
        let value = value
            .split(ends_word)
            .next()
            .filter(|value| !value.is_empty());
        Some((
            field,
            value.unwrap_or("VALUE"),
            self.at + "--".len() + name.len(),
        ))
    }

    /// Whether the signs here are followed by something to negate; a lone dash is punctuation.
    fn is_sign_of_operand(&self) -> bool {
        if self.value_of.is_some() {
            let rest = self.rest();
            return !rest.chars().nth(1).is_some_and(char::is_whitespace);
        }
        let rest = self.rest().trim_start_matches(|c| negates(c, None));
        let word = rest.split(ends_word).next().unwrap_or_default();
        !says_nothing(word) || opens(rest)
    }

    /// Whether a `+` here requires what follows. Before a digit it is a sign.
    fn demands(&self) -> bool {
        let mut rest = self.rest().chars();
        rest.next();
        rest.as_str().starts_with(char::is_alphabetic) || opens(rest.as_str())
    }

    /// End of a quotation that is punctuation within unspaced text (對「需求」的看法): it touches other
    /// text, and its marks are not ASCII.
    fn punctuating(&self, start: usize) -> Option<usize> {
        let (before, rest) = self.query.split_at_checked(start)?;
        let opening = rest.chars().next().filter(|c| half_width(*c) != '"')?;
        let closing = closing_quotes(opening)?;
        let inside = rest.get(opening.len_utf8()..)?;
        let len = inside.find(closing)?;
        let quoted = inside.get(..len)?;
        let mut after = inside.get(len..)?.chars();
        let end = start + opening.len_utf8() + len + after.next()?.len_utf8();
        let touches = |c: Option<char>| c.is_some_and(is_unspaced);
        let unspaced = !quoted.contains(char::is_whitespace);
        (unspaced && (touches(before.chars().next_back()) || touches(after.next()))).then_some(end)
    }

    /// End of the word that begins here.
    fn end_of_word(&self) -> usize {
        let mut at = self.at;
        while let Some(rest) = self.query.get(at..).filter(|rest| !rest.is_empty()) {
            let end = at + rest.find(ends_word).unwrap_or(rest.len());
            match self.punctuating(end) {
                Some(after) => at = after,
                None => return end,
            }
        }
        at
    }

    /// A word, an operator, or a field name with its colon. The value of a filter is always a word.
    fn word(&mut self) -> Result<Kind> {
        let start = self.at;
        self.at = self.end_of_word();
        let typed = self.query.get(start..self.at).unwrap_or_default();
        if self.value_of.is_none() {
            if let Some(operator) = operator(typed) {
                return operator.map_err(|error| error.at(self.query, start..self.at));
            }
            if let Some((name, colon)) = name(typed) {
                let end = start + name.len();
                self.at = end + colon.len_utf8();
                let plain_name = plain(name);
                let has_value = !self.rest().chars().next().is_none_or(ends_word);
                return match (Field::from_word(&plain_name), nearest_field(&plain_name)) {
                    (Some(field), _) => Ok(Kind::Name(field)),
                    (None, Some(field)) if has_value => {
                        Err(unknown_field(&plain_name, field).at(self.query, start..end))
                    }
                    // An operator keeps its colon.
                    _ if operator(name).is_some() => {
                        let read = self.query.get(start..self.at).unwrap_or_default();
                        Ok(Kind::Word(read.nfc().collect()))
                    }
                    _ => Ok(Kind::Word(name.nfc().collect())),
                };
            }
        }
        Ok(Kind::Word(typed.nfc().collect()))
    }
}

/// A text in composed form and half width.
fn plain(text: &str) -> String {
    text.nfc().map(half_width).collect()
}

/// The operator that a word is, if any.
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

/// The field name and colon that a word begins with. Addresses (`https://…`) have none.
fn name(word: &str) -> Option<(&str, char)> {
    let (name, after) = word.split_at(word.find(|c| half_width(c) == ':')?);
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let reads_so = !name.is_empty() && plain(name).chars().all(is_letter);
    let colon = after.chars().next()?;
    let value = after.strip_prefix(colon)?;
    (reads_so && !is_address(value)).then_some((name, colon))
}

/// Whether the text after a colon makes it an address (`https://…`).
pub(super) fn is_address(value: &str) -> bool {
    plain(value).starts_with("//")
}

fn unknown_field(name: &str, nearest: &str) -> Error {
    let hint = format!("did you mean `{nearest}`?");
    Error::request(format!("unknown field `{name}`")).hint(hint)
}

/// Whether a character is of a script that puts no spaces between words.
fn is_unspaced(c: char) -> bool {
    let is_cjk = matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    is_cjk && c.is_alphanumeric()
}

/// Whether a bracket or a phrase begins here.
fn opens(rest: &str) -> bool {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let closes = |closing: &[char]| chars.as_str().contains(closing);
    half_width(first) == '(' || closing_quotes(first).is_some_and(closes)
}

/// Whether a word contains nothing to search for.
fn says_nothing(word: &str) -> bool {
    !word.contains(|c: char| c.is_alphanumeric() || half_width(c) == '%')
}

/// Whether a word numbers a list: `1)`, `a)`.
fn is_list_marker(token: &Token) -> bool {
    matches!(&token.kind, Kind::Word(text) if text.chars().count() <= 2)
}
