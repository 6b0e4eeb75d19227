//! Chinese words: jieba on folded text, with a dictionary of companies, finance and industry.

use std::sync::LazyLock;

use jieba_rs::{Jieba, TokenizeMode};

use super::{fold_str, is_han};

/// Loads in about 100 ms, so only indexing and long Chinese questions touch it.
static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for word in own_words() {
        jieba.add_word(&word, None, None);
    }
    jieba
});

/// The words of the field, folded.
fn own_words() -> impl Iterator<Item = String> {
    let lines = |data: &'static str| data.lines().filter(|line| !line.starts_with('#'));
    let names = lines(include_str!("data/words.txt")).flat_map(str::split_whitespace);
    let terms = lines(include_str!("data/glossary.txt")).flat_map(|line| line.split('|'));
    let words = names.chain(terms).map(|word| fold_str(word.trim()));
    words.filter(|word| word.chars().count() > 1 && word.chars().all(is_han))
}

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
    fn words_of_the_field_are_one() {
        for word in own_words() {
            let length = word.chars().count();
            let whole = segment(&word)
                .into_iter()
                .any(|found| found.start == 0 && found.len == length);
            assert!(whole, "{word}");
        }
        assert!(own_words().count() > 900, "{}", own_words().count());
    }

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
