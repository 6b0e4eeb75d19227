//! Tokens on their way into the index, as one text a stream: tantivy's own form for tokens cut beforehand
//! goes through JSON and allocates for each token, which took a third of all indexing.

use std::fmt::Write;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name of the tokenizer that unpacks.
pub(super) const PRETOKENIZED: &str = "pretokenized";

/// Behind the places from the token before, and behind the token. No token has either.
const STEP_END: char = '\t';
const TOKEN_END: char = '\n';

/// A stream while it is packed.
#[derive(Debug, Default)]
pub(super) struct TokenBuffer {
    text: String,
    /// Position of the last token.
    position: u32,
}

impl TokenBuffer {
    /// The tokens so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a token; none comes before another that stands after it.
    pub(super) fn put(&mut self, token: &str, position: u32) {
        match position - self.position {
            places @ 0..10 => self.text.push(char::from(b'0' + places as u8)),
            places => {
                let _ = write!(self.text, "{places}");
            }
        }
        self.text.push(STEP_END);
        self.text.push_str(token);
        self.text.push(TOKEN_END);
        self.position = position;
    }
}

/// What stands before and after a sign. It is never far off, so byte after byte is fastest.
fn split(text: &str, sign: char) -> Option<(&str, &str)> {
    let at = text.bytes().position(|b| b == sign as u8)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Unpacks tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct PretokenizedTokenizer;

/// Packed tokens, one after the other.
#[derive(Debug)]
pub(super) struct PretokenizedStream<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for PretokenizedTokenizer {
    type TokenStream<'a> = PretokenizedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PretokenizedStream<'a> {
        let token = Token {
            position: 0,
            ..Token::default()
        };
        PretokenizedStream { rest: text, token }
    }
}

impl TokenStream for PretokenizedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((places, rest)) = split(self.rest, STEP_END) else {
            return false;
        };
        let Some((text, rest)) = split(rest, TOKEN_END) else {
            return false;
        };
        self.rest = rest;
        self.token.position += places.parse::<usize>().unwrap_or_default();
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
    fn what_is_unpacked_is_what_was_packed() {
        let tokens = [
            ("in", 0),
            ("AI", 0),
            ("資本", 3),
            ("%", 1_000),
            ("x", 1_009),
        ];
        let mut packing = TokenBuffer::default();
        for (token, position) in tokens {
            packing.put(token, position);
        }
        let mut tokenizer = PretokenizedTokenizer;
        let mut stream = tokenizer.token_stream(packing.text());
        for (token, position) in tokens {
            assert!(stream.advance());
            let unpacked = (stream.token().text.as_str(), stream.token().position);
            assert_eq!(unpacked, (token, position as usize));
        }
        assert!(!stream.advance());
    }
}
