//! jieba as a tokenizer of tantivy, the way it is commonly put there: search mode with the hidden
//! Markov model, positions by character, lower-cased.

use std::sync::{Arc, LazyLock};

use jieba_rs::{Jieba, TokenizeMode};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

static JIEBA: LazyLock<Arc<Jieba>> = LazyLock::new(|| Arc::new(Jieba::new()));

#[derive(Clone, Default)]
pub(super) struct JiebaTokenizer;

pub(super) struct Words {
    words: Vec<Token>,
    /// One more than the place of the current word.
    next: usize,
}

impl Tokenizer for JiebaTokenizer {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        let words = JIEBA
            .tokenize(text, TokenizeMode::Search, true)
            .into_iter()
            .filter(|token| token.word.chars().any(char::is_alphanumeric))
            .map(|token| Token {
                offset_from: token.byte_start,
                offset_to: token.byte_end,
                position: token.start,
                text: token.word.to_lowercase(),
                position_length: token.end - token.start,
            })
            .collect();
        Words { words, next: 0 }
    }
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.words.len()
    }

    fn token(&self) -> &Token {
        &self.words[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.words[self.next - 1]
    }
}
