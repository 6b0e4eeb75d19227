//! Chinese words, cut by jieba-rs without its hidden Markov model: a word the dictionary lacks falls into
//! single characters, which a phrase still matches, and the cut depends less on neighbours.
//!
//! The dictionary is jieba's with the words of this field. It lies in the program as a table
//! ([`dictionary`]), because jieba takes 100 ms to load all of it. [`cutter`] gives jieba the words that a
//! text can contain and cuts exactly as the full dictionary does.

mod cutter;
mod dictionary;

use std::cmp::Reverse;

use jieba_rs::{Token, TokenizeMode};

/// A dictionary word within a run of Han characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// First character, counted from the start of the run.
    pub start: usize,
    /// Number of characters.
    pub len: usize,
}

impl Word {
    fn of(token: &Token) -> Self {
        Self {
            start: token.start,
            len: token.end - token.start,
        }
    }
}

/// Cuts a run of folded Han characters into words, which cover it without overlapping.
pub fn cut(run: &str) -> Vec<Word> {
    tokenize(run, TokenizeMode::Default)
}

/// Cuts a run of folded Han characters into words and, within long words, the shorter ones of two and
/// three characters too, in order of their start, the longest first.
pub fn segment(run: &str) -> Vec<Word> {
    let mut words = tokenize(run, TokenizeMode::Search);
    words.sort_by_key(|word| (word.start, Reverse(word.len)));
    words
}

fn tokenize(run: &str, mode: TokenizeMode) -> Vec<Word> {
    cutter::with(run, |jieba| {
        let tokens = jieba.tokenize(run, mode, false);
        tokens.iter().map(Word::of).collect()
    })
}

#[cfg(test)]
mod tests;
