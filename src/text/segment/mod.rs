//! Chinese words: the longest likely row of dictionary words, and the shorter words within the long ones.
//!
//! The cut is jieba's without its hidden Markov model, word for word (a test holds it): a word the
//! dictionary lacks falls into single characters, which a phrase still matches, and the cut depends less
//! on neighbours. The dictionary is jieba's with the words of this field, as a table within the program,
//! where jieba reads its own for 100 ms at each start.

mod dictionary;

use std::cmp::Reverse;

use dictionary::{ROOT, log_total, step};

/// A dictionary word within a run of Han characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// First character, counted from the start of the run.
    pub start: usize,
    /// Number of characters.
    pub len: usize,
}

/// Dictionary words by where they begin.
struct Edges {
    /// Characters of a word, and the logarithm of its frequency.
    words: Vec<(usize, f64)>,
    /// Of each character the first of the words that begin there; and the end of all.
    first: Vec<usize>,
}

impl Edges {
    fn of(chars: &[char]) -> Self {
        let mut edges = Self {
            words: Vec::with_capacity(chars.len() * 2),
            first: Vec::with_capacity(chars.len() + 1),
        };
        for start in 0..chars.len() {
            edges.first.push(edges.words.len());
            let mut node = ROOT;
            for (before, &c) in chars.iter().skip(start).enumerate() {
                let Some((next, frequency)) = step(node, c) else {
                    break;
                };
                if frequency > 0 {
                    edges.words.push((before + 1, f64::from(frequency).ln()));
                }
                node = next;
            }
        }
        edges.first.push(edges.words.len());
        edges
    }

    /// The words that begin at a character, the shortest first.
    fn at(&self, start: usize) -> &[(usize, f64)] {
        let range = self.first.get(start).zip(self.first.get(start + 1));
        range
            .and_then(|(&from, &to)| self.words.get(from..to))
            .unwrap_or_default()
    }

    fn has(&self, start: usize, len: usize) -> bool {
        self.at(start).iter().any(|(known, _)| *known == len)
    }

    /// The length of the word at each character on the likeliest way from there to the end: of equally
    /// likely ones the longer.
    fn likeliest(&self, chars: usize) -> Vec<usize> {
        let log_total = log_total();
        let mut lengths = vec![1; chars];
        let mut worths = vec![0.0; chars + 1];
        for start in (0..chars).rev() {
            let rest = |len: usize| worths.get(start + len).copied().unwrap_or(0.0);
            let mut best: Option<(usize, f64)> = None;
            for &(len, log_frequency) in self.at(start) {
                let worth = log_frequency - log_total + rest(len);
                if best.is_none_or(|(_, known)| worth >= known) {
                    best = Some((len, worth));
                }
            }
            let (len, worth) = best.unwrap_or((1, -log_total + rest(1)));
            if let (Some(slot), Some(own)) = (lengths.get_mut(start), worths.get_mut(start)) {
                (*slot, *own) = (len, worth);
            }
        }
        lengths
    }
}

/// Cuts a run of folded Han characters into words and, within long words, the shorter ones of two and
/// three characters too, in order of their start, the longest first.
pub fn segment(run: &str) -> Vec<Word> {
    let chars: Vec<char> = run.chars().collect();
    let edges = Edges::of(&chars);
    let lengths = edges.likeliest(chars.len());
    let mut words = Vec::with_capacity(chars.len());
    let mut start = 0;
    while let Some(&len) = lengths.get(start) {
        let within = (2..=3).filter(|&part| part < len);
        for (part, from) in within.flat_map(|part| (0..=len - part).map(move |from| (part, from))) {
            if edges.has(start + from, part) {
                words.push(Word {
                    start: start + from,
                    len: part,
                });
            }
        }
        words.push(Word { start, len });
        start += len;
    }
    words.sort_by_key(|word| (word.start, Reverse(word.len)));
    words
}

#[cfg(test)]
mod tests;
