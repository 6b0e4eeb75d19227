//! The tokens of a field serialized as one text, which tantivy splits by the tokenizer here. tantivy's own
//! `PreTokenizedString` goes through JSON and allocates each token, which took a third of indexing time.

use std::fmt::Write;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name under which the tokenizer is registered.
pub(super) const PRETOKENIZED: &str = "pretokenized";

/// A token is written as its distance from the token before, a tab, its text and a line feed. No token
/// contains either.
const DISTANCE_END: char = '\t';
const TOKEN_END: char = '\n';

/// Serializes tokens.
#[derive(Debug, Default)]
pub(super) struct TokenBuffer {
    text: String,
    /// Position of the last token.
    position: u32,
}

impl TokenBuffer {
    /// The tokens so far, serialized.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a token. Positions never decrease.
    pub(super) fn push(&mut self, token: &str, position: u32) {
        match position - self.position {
            distance @ 0..10 => self.text.push(char::from(b'0' + distance as u8)),
            distance => {
                let _ = write!(self.text, "{distance}");
            }
        }
        self.text.push(DISTANCE_END);
        self.text.push_str(token);
        self.text.push(TOKEN_END);
        self.position = position;
    }
}

/// Splits a text at a separator. The separator is near, so a plain loop beats `str::split_once`, which
/// sets up a search for each call.
fn split(text: &str, separator: char) -> Option<(&str, &str)> {
    let at = text.bytes().position(|b| b == separator as u8)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Parses serialized tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct PretokenizedTokenizer;

/// Yields serialized tokens one by one.
#[derive(Debug)]
pub(super) struct PretokenizedStream<'a> {
    remaining: &'a str,
    token: Token,
}

impl Tokenizer for PretokenizedTokenizer {
    type TokenStream<'a> = PretokenizedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PretokenizedStream<'a> {
        let token = Token {
            position: 0,
            ..Token::default()
        };
        PretokenizedStream {
            remaining: text,
            token,
        }
    }
}

impl TokenStream for PretokenizedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((distance, remaining)) = split(self.remaining, DISTANCE_END) else {
            return false;
        };
        let Some((text, remaining)) = split(remaining, TOKEN_END) else {
            return false;
        };
        self.remaining = remaining;
        self.token.position += distance.parse::<usize>().unwrap_or_default();
        self.token.text.clear();
        self.token.text.push_str(text);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parsed_tokens_are_those_that_were_serialized() {
        let tokens = [
            ("in", 0),
            ("AI", 0),
            ("資本", 3),
            ("%", 1_000),
            ("x", 1_009),
        ];
        let mut buffer = TokenBuffer::default();
        for (token, position) in tokens {
            buffer.push(token, position);
        }
        let mut tokenizer = PretokenizedTokenizer;
        let mut stream = tokenizer.token_stream(buffer.text());
        for (token, position) in tokens {
            assert!(stream.advance());
            let parsed = (stream.token().text.as_str(), stream.token().position);
            assert_eq!(parsed, (token, position as usize));
        }
        assert!(!stream.advance());
    }
}
