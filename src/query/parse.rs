//! Recursive descent parser; total on any input, with errors that carry a byte range and a hint.
//!
//! ```text
//! query   = any
//! any     = all { "OR" all }
//! all     = near { [ "AND" ] near }
//! near    = unary { "NEAR/" number unary }
//! unary   = ( "-" | "!" | "NOT" | "+" ) unary | "(" any ")" | phrase | word [ "*" ] | filter
//! filter  = field ":" [ "-" | "!" ] ( word | phrase )      nothing between but what is written
//! ```
//!
//! Standalone signs, and a colon after a word that is no field, are skipped as punctuation.
//! Full-width characters, 「」『』 and curly quotes are accepted.
//!
//! For any text: the result prints as a query with the same tree, and an error has a byte range
//! within the text.

use std::ops::Range;

use super::{
    Expr, Field, Text,
    scan::{Kind, Token, tokens},
};
use crate::{Error, Result, character::half_width};

/// Maximum length of a query in bytes.
pub const LONGEST_QUERY: usize = 4096;

/// Maximum number of terms in a query.
const MOST_TERMS: usize = 128;

/// Maximum nesting of brackets and negations.
const DEEPEST: usize = 32;

/// Parses a query; byte ranges refer to `query`. An empty query is an empty conjunction.
pub fn parse(query: &str) -> Result<Expr> {
    let too_long = |length: usize| {
        let message = format!("the query is {length} bytes long; at most {LONGEST_QUERY} are read");
        let mut within = (0..=LONGEST_QUERY).rev();
        let cut = within.find(|&at| at < query.len() && query.is_char_boundary(at));
        Error::request(message)
            .at(query, cut.unwrap_or(0)..query.len())
            .hint("search for the words that matter in it")
    };
    if query.len() > LONGEST_QUERY {
        return Err(too_long(query.len()));
    }
    let tokens = tokens(query)?;
    let mut terms = tokens.iter().filter(|token| token.kind.is_term());
    if let Some(beyond) = terms.nth(MOST_TERMS) {
        return Err(Error::request(format!(
            "the query has more than {MOST_TERMS} terms, which are too many to read"
        ))
        .at(query, beyond.span.clone())
        .hint("leave some out, or put words that belong together in quotes"));
    }
    let mut parser = Parser {
        query,
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let expr = parser.any()?;
    if let Some(token) = parser.peek() {
        return Err(Error::request("this bracket closes nothing")
            .at(query, token.span.clone())
            .hint("remove it, or open one before it"));
    }
    // The printed form must be parseable too.
    match expr.to_string().len() {
        printed if printed > LONGEST_QUERY => Err(too_long(printed)),
        _ => Ok(expr),
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

    /// Whether an operand comes next.
    fn at_operand(&self) -> bool {
        self.peek().is_some_and(|token| token.kind.begins_operand())
    }

    fn error(&self, message: &str, span: Range<usize>, hint: &str) -> Error {
        Error::request(message).at(self.query, span).hint(hint)
    }

    fn any(&mut self) -> Result<Expr> {
        let mut parts = vec![self.all()?];
        while let Some(or) = self.next_if(&Kind::Or) {
            let right = self.all()?;
            if right.is_empty() || parts.iter().any(Expr::is_empty) {
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
                Kind::Close | Kind::Or => break,
                Kind::And => {
                    self.at += 1;
                    let before = parts.pop().filter(|_| self.at_operand());
                    let Some(before) = before else {
                        let message = "AND has nothing on one side";
                        let hint = "write `a AND b`, or leave it out";
                        return Err(self.error(message, token.span.clone(), hint));
                    };
                    parts.push(demanded(before));
                    parts.push(demanded(self.near()?));
                }
                _ => parts.push(self.near()?),
            }
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Expr::All(parts),
        })
    }

    /// One operand, or a chain of operands joined by `NEAR`.
    fn near(&mut self) -> Result<Expr> {
        let first_token = self.at;
        let first = self.unary()?;
        let mut others = Vec::new();
        while let Some(&Token {
            kind: Kind::Near(between),
            ref span,
            ..
        }) = self.peek()
        {
            if others.is_empty() {
                self.has_place(&first, first_token)?;
            }
            self.at += 1;
            if !self.at_operand() {
                let message = "nothing follows to stand near";
                return Err(self.error(message, span.clone(), "write `a NEAR/5 b`"));
            }
            let token = self.at;
            let other = self.unary()?;
            self.has_place(&other, token)?;
            others.push((between, other));
        }
        Ok(if others.is_empty() {
            first
        } else {
            Expr::Near(Box::new(first), others)
        })
    }

    /// Whether an operand that was parsed from this token on has positions.
    fn has_place(&self, part: &Expr, from: usize) -> Result<()> {
        if part.has_place() {
            return Ok(());
        }
        let read = self.tokens.get(from..self.at).unwrap_or_default();
        let start = read.first().map_or(0, |token| token.span.start);
        let end = read.last().map_or(start, |token| token.span.end);
        let message = "only words, phrases and choices among them stand near";
        let hint = "write `a NEAR/5 b` or `(a OR b) NEAR/5 c`";
        Err(self.error(message, start..end, hint))
    }

    fn unary(&mut self) -> Result<Expr> {
        let Some(token) = self.peek() else {
            return Ok(Expr::All(Vec::new()));
        };
        self.at += 1;
        self.descend(token)?;
        let expr = match &token.kind {
            Kind::Open => self.bracketed(token)?,
            Kind::Not => {
                if !self.at_operand() {
                    let message = "nothing follows to leave out";
                    let hint = "write `-word`, or put quotes around a hyphen";
                    return Err(self.error(message, token.span.clone(), hint));
                }
                Expr::Not(Box::new(self.unary()?))
            }
            Kind::Must => demanded(self.unary()?),
            Kind::Phrase(text) => {
                if !text.chars().any(char::is_alphanumeric) {
                    let message = "these quotes hold nothing to look for";
                    return Err(self.error(message, token.span.clone(), "put words between them"));
                }
                Expr::Phrase(Text::new(text, token.span.clone()))
            }
            Kind::Word(text) => self.term(text, token)?,
            Kind::Name(field) => self.filter(*field, token)?,
            Kind::Near(_) | Kind::And | Kind::Or | Kind::Close => {
                let message = "nothing stands before this";
                return Err(self.error(message, token.span.clone(), "write `a NEAR/5 b`"));
            }
        };
        self.depth -= 1;
        Ok(expr)
    }

    /// Descends one level.
    fn descend(&mut self, token: &Token) -> Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the query is nested deeper than {DEEPEST} levels");
            return Err(self.error(&message, token.span.clone(), "write it flatter"));
        }
        Ok(())
    }

    fn bracketed(&mut self, open: &Token) -> Result<Expr> {
        let inner = self.any()?;
        if self.next_if(&Kind::Close).is_none() {
            let message = "this bracket is never closed";
            return Err(self.error(message, open.span.clone(), "add a `)`"));
        }
        if inner.is_empty() {
            let message = "these brackets are empty";
            return Err(self.error(message, open.span.clone(), "leave them out"));
        }
        Ok(inner)
    }

    fn term(&self, text: &str, token: &Token) -> Result<Expr> {
        let span = token.span.clone();
        let star = |c: char| half_width(c) == '*';
        // Asterisks before a word are markup.
        let is_marked = text.starts_with(star);
        let stem = text.trim_end_matches(star);
        if is_marked || !text.contains(star) {
            Ok(Expr::Term(Text::new(text, span)))
        } else if stem.chars().all(char::is_alphanumeric) && stem.chars().count() > 1 {
            Ok(Expr::Prefix(Text::new(stem, span)))
        } else {
            let message = "a star stands only at the end of a word of two letters or more";
            let hint = "write `invest*`, or put quotes around a star that is meant";
            Err(self.error(message, span, hint))
        }
    }

    fn filter(&mut self, field: Field, name: &Token) -> Result<Expr> {
        let glued = |parser: &Self| parser.peek().filter(|token| token.glued);
        let negated = glued(self).is_some_and(|token| token.kind == Kind::Not);
        if negated {
            self.at += 1;
        }
        let value = glued(self).map(|token| (&token.kind, &token.span));
        let filter = match value {
            Some((Kind::Word(text) | Kind::Phrase(text), span)) if !text.trim().is_empty() => {
                Expr::Filter(field, Text::new(text.trim(), span.clone()))
            }
            Some((Kind::Open, span)) => {
                let message = format!("`{field}:` takes one value, not brackets");
                let hint = format!("write `{field}:a OR {field}:b`");
                return Err(self.error(&message, span.clone(), &hint));
            }
            _ => {
                let message = format!("`{field}:` has no value");
                let hint = format!("write it like `{}`, without a space", field.example());
                return Err(self.error(&message, name.span.clone(), &hint));
            }
        };
        self.at += 1;
        if !negated {
            return Ok(filter);
        }
        self.descend(name)?;
        self.depth -= 1;
        Ok(Expr::Not(Box::new(filter)))
    }
}

/// `+` on a bare term; other expressions are required anyway.
fn demanded(expr: Expr) -> Expr {
    match expr {
        Expr::Term(_) => Expr::Must(Box::new(expr)),
        Expr::All(parts) => Expr::All(parts.into_iter().map(demanded).collect()),
        other => other,
    }
}
