//! Chinese words: jieba on folded text.

use std::sync::LazyLock;

use jieba_rs::{Jieba, TokenizeMode};

/// Loads in about 100 ms, so only indexing and long Chinese questions touch it.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// A dictionary word within a run of Han characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// First character, counted from the start of the run.
    pub start: usize,
    /// Number of characters.
    pub len: usize,
}

/// Cuts a run of folded Han characters into words and, within long words, the shorter ones too, in
/// order of their start, the longest first.
///
/// Without jieba's hidden Markov model: a word the dictionary lacks falls into single characters,
/// which a phrase still matches, and the cut depends less on neighbours.
pub fn segment(run: &str) -> Vec<Word> {
    let mut words: Vec<Word> = JIEBA
        .tokenize(run, TokenizeMode::Search, false)
        .into_iter()
        .map(|token| Word {
            start: token.start,
            len: token.end - token.start,
        })
        .collect();
    words.sort_by_key(|word| (word.start, std::cmp::Reverse(word.len)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_long_words_into_their_parts_too() {
        let run = "资产负债表";
        let chars: Vec<char> = run.chars().collect();
        let words: Vec<String> = segment(run)
            .into_iter()
            .map(|word| chars[word.start..word.start + word.len].iter().collect())
            .collect();
        assert!(words.contains(&"负债".to_owned()), "{words:?}");
        assert_eq!(words[0].chars().next(), Some('资'));
    }
}
