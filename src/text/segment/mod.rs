//! Segmentation of Chinese by jieba-rs without its hidden Markov model. Unknown words become single
//! characters, which phrases still match, and the segmentation depends less on context.
//!
//! The dictionary is jieba's with the terms of this field. It is compiled into the program as a
//! table ([`dictionary`]), since loading it into jieba takes 100 ms; [`cutter`] gives jieba only
//! the words that a text can contain.

mod cutter;
mod dictionary;

use std::cmp::Reverse;

use jieba_rs::{Token, TokenizeMode};

/// A dictionary word within a run of Han characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Index of its first character.
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

/// Segments a run of folded Han characters into words that cover it without overlapping.
pub fn cut(run: &str) -> Vec<Word> {
    tokenize(run, TokenizeMode::Default)
}

/// Like [`cut`], with the words of two and three characters within longer words, ordered by start,
/// the longest first.
pub fn segment(run: &str) -> Vec<Word> {
    let mut words = tokenize(run, TokenizeMode::Search);
    words.sort_by_key(|word| (word.start, Reverse(word.len)));
    words
}

/// Like [`cut`]; a word of four or more characters that is composed of words of two or more (资本支出:
/// 资本, 支出) is followed by those, ordered by start, the longest first.
pub fn words(run: &str) -> Vec<Word> {
    let characters: Vec<char> = run.chars().collect();
    let mut words = Vec::new();
    for word in cut(run) {
        let (start, end) = (word.start, word.start + word.len);
        let parts = parts(characters.get(start..end).unwrap_or_default());
        words.push(word);
        words.extend(parts.into_iter().map(|part| Word {
            start: start + part.start,
            ..part
        }));
    }
    words
}

/// The shorter words that a word can be composed of completely, each of two or more characters.
fn parts(word: &[char]) -> Vec<Word> {
    if word.len() < 4 {
        return Vec::new();
    }
    let mut begins = vec![false; word.len() + 1];
    if let Some(first) = begins.first_mut() {
        *first = true;
    }
    let mut found: Vec<Word> = Vec::new();
    for start in 0..word.len() {
        if begins.get(start) != Some(&true) {
            continue;
        }
        let rest = word.get(start..).unwrap_or_default();
        let lengths = lengths(rest).filter(|&len| len > 1 && len < word.len());
        for len in lengths {
            if let Some(begins) = begins.get_mut(start + len) {
                *begins = true;
            }
            found.push(Word { start, len });
        }
    }
    // Keeps only those from which the end can be reached.
    let mut ends = vec![false; word.len() + 1];
    if let Some(last) = ends.last_mut() {
        *last = true;
    }
    let mut parts: Vec<Word> = Vec::new();
    for part in found.into_iter().rev() {
        if ends.get(part.start + part.len) == Some(&true) {
            if let Some(ends) = ends.get_mut(part.start) {
                *ends = true;
            }
            parts.push(part);
        }
    }
    parts.sort_by_key(|part| (part.start, Reverse(part.len)));
    parts
}

/// Lengths of the dictionary words that are prefixes of some characters.
fn lengths(characters: &[char]) -> impl Iterator<Item = usize> {
    let mut node = Some(dictionary::ROOT);
    characters.iter().zip(1..).filter_map(move |(&c, len)| {
        let (next, frequency) = dictionary::step(node?, c).unzip();
        node = next;
        (frequency? > 0).then_some(len)
    })
}

/// Whether a word is in the dictionary.
pub(crate) fn is_word(word: &[char]) -> bool {
    lengths(word).any(|len| len == word.len())
}

fn tokenize(run: &str, mode: TokenizeMode) -> Vec<Word> {
    cutter::with(run, |jieba| {
        let tokens = jieba.tokenize(run, mode, false);
        tokens.iter().map(Word::of).collect()
    })
}

#[cfg(test)]
mod tests;
