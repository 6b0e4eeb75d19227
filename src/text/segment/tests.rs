//! jieba cuts with a part of the dictionary as it does with all of it, and the dictionary has the words of
//! the field.

use std::sync::LazyLock;

use jieba_rs::{Jieba, TokenizeMode};
use proptest::prelude::*;

use super::{
    cutter::{Part, whole},
    dictionary::{ROOT, step, total},
    *,
};
use crate::text::{fold_str, is_han};

static DICTIONARY: &str = include_str!("../data/dictionary.txt");

/// jieba as it reads a dictionary by itself.
static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let lines = DICTIONARY.lines().filter(|line| !line.starts_with('#'));
    let mut known = 0;
    let mut dictionary = String::new();
    for line in lines.filter(|line| !line.starts_with("total ")) {
        let (word, frequency) = line.split_once(' ').unwrap();
        known += frequency.parse::<usize>().unwrap();
        dictionary.push_str(&format!("{word} {frequency}\n"));
    }
    dictionary.push_str(&format!("total {}\n", total() - known));
    Jieba::with_dict(&mut dictionary.as_bytes()).unwrap()
});

/// The words of the field, folded.
fn own_words() -> impl Iterator<Item = String> {
    let lines = |data: &'static str| data.lines().filter(|line| !line.starts_with('#'));
    let names = lines(include_str!("../data/words.txt")).flat_map(str::split_whitespace);
    let terms = lines(include_str!("../data/glossary.txt")).flat_map(|line| line.split('|'));
    let words = names.chain(terms).map(|word| fold_str(word.trim()));
    words.filter(|word| word.chars().count() > 1 && word.chars().all(is_han))
}

static SOME_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = DICTIONARY.lines().skip(9).step_by(97);
    let words = lines.map(|line| line.split_once(' ').unwrap().0.to_owned());
    own_words().chain(words).collect()
});

fn frequency(word: &str) -> Option<u32> {
    let mut found = (ROOT, 0);
    for c in word.chars() {
        found = step(found.0, c)?;
    }
    Some(found.1)
}

/// The words of a run by the whole dictionary, by mode.
fn as_whole(run: &str) -> [Vec<Word>; 2] {
    [TokenizeMode::Default, TokenizeMode::Search].map(|mode| {
        let tokens = JIEBA.tokenize(run, mode, false);
        tokens.iter().map(Word::of).collect()
    })
}

/// The words of a run by a jieba that has met no other.
fn as_part(run: &str) -> [Vec<Word>; 2] {
    let mut part = Part::new();
    part.learn(run);
    [TokenizeMode::Default, TokenizeMode::Search].map(|mode| {
        let tokens = part.jieba.tokenize(run, mode, false);
        tokens.iter().map(Word::of).collect()
    })
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
    for word in own_words() {
        assert!(
            frequency(&word).is_some_and(|frequency| frequency > 0),
            "{word}: run `cargo run --release --example make-dictionary`"
        );
    }
    assert_eq!(frequency("资本支出出"), None);
}

#[test]
fn the_whole_dictionary_is_loaded() {
    let whole = whole();
    let mut words = 0;
    for line in DICTIONARY.lines().skip(3) {
        let (word, _) = line.split_once(' ').unwrap();
        assert!(whole.has_word(word), "{word}");
        words += 1;
    }
    assert!(words > 300_000, "{words}");
    let run = "资产负债表供不应求毛利率";
    let tokens = whole.tokenize(run, TokenizeMode::Default, false);
    let words: Vec<Word> = tokens.iter().map(Word::of).collect();
    assert_eq!(words, as_whole(run)[0]);
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
fn the_samples_are_cut_as_by_the_whole_dictionary() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let mut runs = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for run in fold_str(&text)
            .split(|c| !is_han(c))
            .filter(|run| !run.is_empty())
        {
            let whole = as_whole(run);
            assert_eq!(as_part(run), whole, "{run}");
            assert_eq!(cut(run), whole[0], "{run}");
            runs += 1;
        }
    }
    assert!(runs > 1_000, "{runs}");
}

proptest! {
    #[test]
    fn any_words_in_a_row_are_cut_as_by_the_whole_dictionary(
        places in prop::collection::vec(0_usize..1_000_000, 1..12),
        drop in 0_usize..3,
    ) {
        let words = &*SOME_WORDS;
        let run: String = places.iter().map(|at| words[at % words.len()].as_str()).collect();
        let run: String = run.chars().skip(drop).collect();
        let whole = as_whole(&run);
        prop_assert_eq!(as_part(&run), whole.clone());
        prop_assert_eq!(cut(&run), whole[0].clone());
    }
}
