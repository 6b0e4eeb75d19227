//! The parser: recursive descent, total on any input, errors with a place and a way out.
//!
//! ```text
//! query   = any
//! any     = all { "OR" all }
//! all     = near { [ "AND" ] near }
//! near    = unary { "NEAR/" number unary }
//! unary   = ( "-" | "NOT" ) unary | "(" any ")" | phrase | field ":" value | word [ "*" ]
//! ```
//!
//! Full-width signs (（）：－＊), 「」『』 and curly quotes are accepted for the plain ones.

use std::ops::Range;

use super::{
    Expr, Field, Text,
    scan::{Kind, Token, half_width, tokens},
};
use crate::{Error, Result};

/// Longest query in bytes.
pub const LONGEST_QUERY: usize = 4096;

/// Most terms in a query.
const MOST_TERMS: usize = 128;

/// Deepest nesting of brackets and negations.
const DEEPEST: usize = 32;

/// Reads a query; spans are bytes of `query`. An empty query is an empty conjunction.
pub fn parse(query: &str) -> Result<Expr> {
    if query.len() > LONGEST_QUERY {
        return Err(Error::request(format!(
            "the query is {} bytes long; at most {LONGEST_QUERY} are read",
            query.len()
        )));
    }
    let tokens = tokens(query)?;
    let terms = tokens
        .iter()
        .filter(|token| !matches!(token.kind, Kind::Sign(_)))
        .count();
    if terms > MOST_TERMS {
        return Err(Error::request(format!(
            "the query has {terms} terms; at most {MOST_TERMS} are read"
        )));
    }
    let mut parser = Parser {
        query,
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let expr = parser.any()?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(Error::request("this bracket closes nothing")
            .at(query, token.span.clone())
            .hint("remove it, or open one before it")),
    }
}

struct Parser<'a> {
    query: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn next_if(&mut self, kind: &Kind) -> Option<&'a Token> {
        let token = self.peek().filter(|token| token.kind == *kind)?;
        self.at += 1;
        Some(token)
    }

    fn error(&self, message: &str, span: Range<usize>, hint: &str) -> Error {
        Error::request(message).at(self.query, span).hint(hint)
    }

    fn any(&mut self) -> Result<Expr> {
        let mut parts = vec![self.all()?];
        while let Some(or) = self.next_if(&Kind::Sign('O')) {
            let right = self.all()?;
            let empty = |expr: &Expr| matches!(expr, Expr::All(parts) if parts.is_empty());
            if parts.iter().any(empty) || empty(&right) {
                let message = "OR has nothing on one side";
                return Err(self.error(message, or.span.clone(), "write `a OR b`"));
            }
            parts.push(right);
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Expr::Any(parts),
        })
    }

    fn all(&mut self) -> Result<Expr> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Sign('A') => {
                    self.at += 1;
                }
                Kind::Sign(')' | 'O') => break,
                _ => parts.extend(self.near()?),
            }
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Expr::All(parts),
        })
    }

    /// One part, or a chain of parts that stand near one another, two by two.
    fn near(&mut self) -> Result<Vec<Expr>> {
        let mut parts = Vec::new();
        let mut start = self.peek().map_or(0, |token| token.span.start);
        let mut left = self.unary()?;
        while let Some(&Token {
            kind: Kind::Near(between),
            ref span,
            ..
        }) = self.peek()
        {
            self.at += 1;
            let Some(next) = self.peek() else {
                let message = "nothing follows to stand near";
                return Err(self.error(message, span.clone(), "write `a NEAR/5 b`"));
            };
            let after = next.span.start;
            let right = self.unary()?;
            let end = self
                .tokens
                .get(self.at - 1)
                .map_or(after, |last| last.span.end);
            for (side, span) in [(&left, start..span.start), (&right, after..end)] {
                if !side.has_place() {
                    let message = "only words, phrases and choices among them stand near";
                    let hint = "write `a NEAR/5 b` or `(a OR b) NEAR/5 c`";
                    return Err(self.error(message, span, hint));
                }
            }
            parts.push(Expr::Near(Box::new(left), between, Box::new(right.clone())));
            (left, start) = (right, after);
        }
        if parts.is_empty() {
            parts.push(left);
        }
        Ok(parts)
    }

    fn unary(&mut self) -> Result<Expr> {
        let Some(token) = self.peek() else {
            return Ok(Expr::All(Vec::new()));
        };
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the query is nested deeper than {DEEPEST} levels");
            return Err(self.error(&message, token.span.clone(), "write it flatter"));
        }
        let expr = match &token.kind {
            Kind::Sign('(') => {
                let inner = self.any()?;
                if self.next_if(&Kind::Sign(')')).is_none() {
                    let message = "this bracket is never closed";
                    return Err(self.error(message, token.span.clone(), "add a `)`"));
                }
                if matches!(&inner, Expr::All(parts) if parts.is_empty()) {
                    let message = "these brackets are empty";
                    return Err(self.error(message, token.span.clone(), "leave them out"));
                }
                inner
            }
            Kind::Near(_) => {
                let message = "nothing stands before this";
                return Err(self.error(message, token.span.clone(), "write `a NEAR/5 b`"));
            }
            Kind::Sign(_) => match self.peek() {
                None => {
                    let message = "nothing follows to leave out";
                    let hint = "write `-word`, or put quotes around a hyphen";
                    return Err(self.error(message, token.span.clone(), hint));
                }
                Some(_) => Expr::Not(Box::new(self.unary()?)),
            },
            Kind::Phrase(text) => {
                if !text.chars().any(char::is_alphanumeric) {
                    let message = "these quotes hold nothing to look for";
                    return Err(self.error(message, token.span.clone(), "put words between them"));
                }
                Expr::Phrase(Text::new(text, token.span.clone()))
            }
            Kind::Word(text) => self.term(text, token)?,
            Kind::Name(field) => self.filter(*field, token)?,
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn term(&self, text: &str, token: &Token) -> Result<Expr> {
        let span = token.span.clone();
        if !text.chars().any(char::is_alphanumeric) && !text.contains('%') {
            let message = format!("`{text}` holds nothing to look for");
            return Err(self.error(&message, span, "type a word or leave it out"));
        }
        let stem = text.trim_end_matches(['*', '＊']);
        if stem.len() < text.len() {
            let wildcard = |c: char| half_width(c) == '*' || c == '?';
            let one_word = stem.chars().all(char::is_alphanumeric);
            if !one_word || stem.contains(wildcard) || stem.chars().count() < 2 {
                let message = "a star stands only at the end of a word of two letters or more";
                return Err(self.error(message, span, "write `invest*`"));
            }
            return Ok(Expr::Prefix(Text::new(stem, span)));
        }
        Ok(Expr::Term(Text::new(text, span)))
    }

    fn filter(&mut self, field: Field, name: &Token) -> Result<Expr> {
        let value = self.peek().filter(|value| value.glued);
        let (text, span) = match value.map(|value| (&value.kind, &value.span)) {
            Some((Kind::Word(text) | Kind::Phrase(text), span)) if !text.trim().is_empty() => {
                (text.trim().to_owned(), span.clone())
            }
            _ => {
                let message = format!("`{field}:` has no value");
                let example = super::FIELDS
                    .iter()
                    .find(|info| info.field == field)
                    .map_or("company:BABA", |info| info.example);
                return Err(self.error(
                    &message,
                    name.span.clone(),
                    &format!("write it like `{example}`, without a space"),
                ));
            }
        };
        self.at += 1;
        Ok(Expr::Filter(field, Text::new(&text, span)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn queries_print_as_they_parse() {
        for (query, printed) in [
            ("capex", "capex"),
            ("capex guidance", "capex guidance"),
            (
                "\"quick commerce\" -guidance",
                "\"quick commerce\" -guidance",
            ),
            ("a1 OR b1 c1", "a1 OR (b1 c1)"),
            ("(a1 OR b1) AND c1", "(a1 OR b1) c1"),
            (
                "capex company:BABA speaker:\"Eddie Wu\"",
                "capex company:BABA speaker:\"Eddie Wu\"",
            ),
            ("NOT capex", "-capex"),
            ("-(a1 b1)", "-(a1 b1)"),
            ("invest*", "invest*"),
            ("「供應鏈」（ＡＩ OR 雲端）", "\"供應鏈\" (ＡＩ OR 雲端)"),
            ("company：阿里巴巴", "company:阿里巴巴"),
            ("Q3營收 year-over-year R&D", "Q3營收 year-over-year R&D"),
            ("-company:BABA", "-company:BABA"),
            (
                "amount:>100b percent：\"30 .. 40\"",
                "amount:>100b percent:\"30 .. 40\"",
            ),
            ("展望：正面", "展望：正面"),
            ("34%", "34%"),
            (
                "capex NEAR/5 (AI OR 雲端) x1",
                "capex NEAR/5 (AI OR 雲端) x1",
            ),
            (
                "a1 NEAR/2 \"b c\" NEAR/3 d*e1",
                "a1 NEAR/2 \"b c\" \"b c\" NEAR/3 d*e1",
            ),
            ("", ""),
        ] {
            let expr = parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
            assert_eq!(expr.to_string(), printed, "{query}");
        }
    }

    #[test]
    fn unreadable_queries_say_where() {
        for (query, message, at) in [
            ("compny:2330 x", "unknown field `compny`", 0..6),
            ("capex \"never", "this quotation mark is never closed", 6..7),
            ("(capex", "this bracket is never closed", 0..1),
            ("capex)", "this bracket closes nothing", 5..6),
            ("()", "these brackets are empty", 0..1),
            ("OR capex", "OR has nothing on one side", 0..2),
            ("company: BABA", "`company:` has no value", 0..8),
            ("capex -", "nothing follows to leave out", 6..7),
            ("\"...\"", "these quotes hold nothing to look for", 0..5),
            ("*", "`*` holds nothing to look for", 0..1),
            ("NEAR/5 b1", "nothing stands before this", 0..6),
            ("a1 NEAR/5", "nothing follows to stand near", 3..9),
            ("a1 NEAR/x b1", "`NEAR/` wants a number of words", 3..9),
            (
                "a1 NEAR/5 (b1 c1)",
                "only words, phrases and choices among them stand near",
                10..17,
            ),
            (
                "company:BABA NEAR/5 c1",
                "only words, phrases and choices among them stand near",
                0..13,
            ),
            (
                "in*t*",
                "a star stands only at the end of a word of two letters or more",
                0..5,
            ),
        ] {
            let error = parse(query).unwrap_err();
            assert_eq!(error.message, message, "{query}");
            let place = crate::error::Place::Query {
                query: query.to_owned(),
                span: at,
            };
            assert_eq!(error.place, Some(place), "{query}");
            assert!(error.hint.is_some(), "{query}");
        }
    }

    proptest! {
        #[test]
        fn any_input_is_answered(query in "\\PC{0,60}") {
            let _ = parse(&query);
        }

        #[test]
        fn what_prints_parses_to_the_same(query in "([a-c]{2}|資本|\"a b\"|-|\\(|\\)| OR | NEAR/3 |role:ir|ab\\*| ){0,12}") {
            if let Ok(expr) = parse(&query) {
                let printed = expr.to_string();
                let again = parse(&printed).map(|expr| expr.to_string()).ok();
                prop_assert_eq!(again, Some(printed));
            }
        }
    }
}
