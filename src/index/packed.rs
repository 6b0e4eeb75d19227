//! Tokens on their way into the index, as one text a stream: tantivy's own form for tokens cut beforehand
//! goes through JSON and allocates for each token, which took a third of all indexing.

use std::{fmt::Write, ops::Range};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::schema::{is_left_out, slot};
use crate::text::{Stream, Tokens};

/// Name of the tokenizer that unpacks.
pub(super) const PACKED: &str = "packed";

/// Behind the places from the token before, and behind the token. No token has either.
const STEP_END: char = '\t';
const TOKEN_END: char = '\n';

/// The tokens of both streams.
#[derive(Debug, Default)]
pub(super) struct Packed {
    streams: [Packing; 2],
}

/// A stream while it is packed.
#[derive(Debug, Default)]
struct Packing {
    text: String,
    /// Position of the last token.
    position: u32,
}

impl Packed {
    /// The packed tokens of a stream.
    pub(super) fn stream(&self, stream: Stream) -> &str {
        &self.streams[slot(stream)].text
    }
}

impl Tokens for Packed {
    fn put(&mut self, stream: Stream, token: &str, position: u32, _: Range<usize>) {
        if stream == Stream::Words && is_left_out(token) {
            return;
        }
        let Packing {
            text,
            position: last,
        } = &mut self.streams[slot(stream)];
        match position - *last {
            places @ 0..10 => text.push(char::from(b'0' + places as u8)),
            places => {
                let _ = write!(text, "{places}");
            }
        }
        text.push(STEP_END);
        text.push_str(token);
        text.push(TOKEN_END);
        *last = position;
    }
}

/// Unpacks tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unpack;

/// Packed tokens, one after the other.
#[derive(Debug)]
pub(super) struct Unpacked<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for Unpack {
    type TokenStream<'a> = Unpacked<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Unpacked<'a> {
        let token = Token {
            position: 0,
            ..Token::default()
        };
        Unpacked { rest: text, token }
    }
}

impl TokenStream for Unpacked<'_> {
    fn advance(&mut self) -> bool {
        let Some((places, rest)) = self.rest.split_once(STEP_END) else {
            return false;
        };
        let Some((text, rest)) = rest.split_once(TOKEN_END) else {
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
    use crate::text::{analyse, analyse_into};

    #[test]
    fn what_is_unpacked_is_what_the_analysis_says() {
        let text = "In 2025 the company's CapEx, 資本支出 of US$1.2 billion, is full-stack: 皇后 在 後宮。";
        let mut packed = Packed::default();
        analyse_into(text, &mut packed);
        let analysis = analyse(text);
        for stream in [Stream::Literal, Stream::Words] {
            let mut unpacked = Vec::new();
            let mut tokenizer = Unpack;
            let mut tokens = tokenizer.token_stream(packed.stream(stream));
            while tokens.advance() {
                unpacked.push((tokens.token().position as u32, tokens.token().text.clone()));
            }
            let all = analysis.stream(stream).iter();
            let all: Vec<_> = all
                .map(|token| (token.position, token.text.clone()))
                .collect();
            match stream {
                Stream::Literal => assert_eq!(unpacked, all),
                Stream::Words => {
                    let kept = |(_, token): &(u32, String)| !is_left_out(token);
                    let kept: Vec<_> = all.into_iter().filter(kept).collect();
                    assert_eq!(unpacked, kept);
                }
            }
        }
    }
}
