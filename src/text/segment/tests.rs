//! The cut is jieba's, with the words of the field.

use std::sync::LazyLock;

use jieba_rs::{Jieba, TokenizeMode};
use proptest::prelude::*;

use super::*;
use crate::text::{fold_str, is_han};

/// jieba with the words of the field, and the frequencies that it gives them.
static JIEBA: LazyLock<(Jieba, Vec<(String, usize)>)> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    let add = |word: String| {
        let frequency = jieba.add_word(&word, None, None);
        (word, frequency)
    };
    let words = own_words().map(add).collect();
    (jieba, words)
});

/// The words of the field, folded.
fn own_words() -> impl Iterator<Item = String> {
    let lines = |data: &'static str| data.lines().filter(|line| !line.starts_with('#'));
    let names = lines(include_str!("../data/words.txt")).flat_map(str::split_whitespace);
    let terms = lines(include_str!("../data/glossary.txt")).flat_map(|line| line.split('|'));
    let words = names.chain(terms).map(|word| fold_str(word.trim()));
    words.filter(|word| word.chars().count() > 1 && word.chars().all(is_han))
}

fn frequency(word: &str) -> Option<u32> {
    let mut found = (ROOT, 0);
    for c in word.chars() {
        found = step(found.0, c)?;
    }
    Some(found.1)
}

fn as_jieba(run: &str) -> Vec<Word> {
    let tokens = JIEBA
        .0
        .tokenize(run, TokenizeMode::Search, false)
        .into_iter();
    let mut words: Vec<Word> = tokens
        .map(|token| Word {
            start: token.start,
            len: token.end - token.start,
        })
        .collect();
    words.sort_by_key(|word| (word.start, Reverse(word.len)));
    words
}

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
fn the_dictionary_has_the_words_of_the_field() {
    for (word, known) in &JIEBA.1 {
        let has = frequency(word).is_some_and(|frequency| frequency as usize >= *known);
        assert!(
            has,
            "{word}: run `cargo run --release --example make-dictionary`"
        );
    }
    assert_eq!(frequency("资本支出出"), None);
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

#[test]
fn the_samples_are_cut_as_jieba_cuts_them() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let mut runs = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for run in fold_str(&text)
            .split(|c| !is_han(c))
            .filter(|run| !run.is_empty())
        {
            assert_eq!(segment(run), as_jieba(run), "{run}");
            runs += 1;
        }
    }
    assert!(runs > 1_000, "{runs}");
}

proptest! {
    #[test]
    fn any_words_in_a_row_are_cut_as_jieba_cuts_them(
        places in prop::collection::vec(0_usize..1_000_000, 1..12),
    ) {
        let words: Vec<String> = own_words().chain(
            include_str!("../data/dictionary.txt").lines().skip(9).step_by(97)
                .filter_map(|line| Some(line.split_once(' ')?.0.to_owned())),
        ).collect();
        let run: String = places.iter().map(|at| words[at % words.len()].as_str()).collect();
        prop_assert_eq!(segment(&run), as_jieba(&run));
    }
}
