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

/// Cuts a run of folded Han characters into words as [`cut`] does. A word of four characters and more that is
/// made of words of two and more (资本支出: 资本, 支出) is followed by those that begin with it, in order of
/// their start, the longest first.
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

/// The shorter words that a word is made of without unparsed, in any way, each of two characters and more.
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
    // Of these only those stay from which the end is reached.
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

/// The lengths of the dictionary words that some characters begin with.
fn lengths(characters: &[char]) -> impl Iterator<Item = usize> {
    let mut node = Some(dictionary::ROOT);
    characters.iter().zip(1..).filter_map(move |(&c, len)| {
        let (next, frequency) = dictionary::step(node?, c).unzip();
        node = next;
        (frequency? > 0).then_some(len)
    })
}

/// Whether the dictionary has a word.
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
