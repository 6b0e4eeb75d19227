//! English stems: Snowball with exceptions for words that it conflates.

use std::{cell::RefCell, sync::LazyLock};

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// Stems of `data/stems.txt`.
static APART: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("data/stems.txt").lines();
    let words = lines
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| {
            let first = line.split(' ').next().unwrap_or_default();
            line.split(' ').map(move |word| (word, first))
        });
    words.collect()
});

/// Maximum number of stems cached per thread.
const REMEMBERED: usize = 1 << 15;

thread_local! {
    static KNOWN: RefCell<FxHashMap<String, String>> = RefCell::default();
}

/// Stem of a lower-case English word: Snowball's (Porter 2) unless `data/stems.txt` has one. A word
/// with a digit is its own stem.
pub fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
}

/// Whether a word is its own stem.
pub(crate) fn is_own_stem(word: &str) -> bool {
    with_stem(word, |stem| stem == word)
}

/// Calls `f` with the stem of a word.
pub(super) fn with_stem<T>(word: &str, then: impl FnOnce(&str) -> T) -> T {
    if !word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        return then(word);
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(stem) = known.get(word) {
            return then(stem);
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let apart = APART.get(word).map(|&stem| stem.to_owned());
        let stem = apart.unwrap_or_else(|| ENGLISH.stem(word).into_owned());
        then(known.entry(word.to_owned()).or_insert(stem))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_share_a_stem() {
        assert_eq!(stem("investing"), "invest");
        assert_eq!(stem("rising"), stem("rises"));
        assert_eq!(stem("3nm"), "3nm");
        assert!(is_own_stem("invest") && !is_own_stem("investing"));
    }
    #[test]
    fn words_of_their_own_are_told_apart() {
        for (a, b) in [
            ("operator", "operating"),
            ("operations", "operating"),
            ("operator", "operations"),
            ("custom", "customers"),
            ("market", "marketing"),
            ("imports", "important"),
            ("willing", "will"),
            ("added", "ads"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
        for (a, b) in [
            ("operators", "operator"),
            ("operated", "operating"),
            ("customer", "customers"),
            ("markets", "market"),
            ("added", "adds"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
    }

    /// An exceptional stem is nobody else's and is stable under stemming.
    #[test]
    fn stems_of_their_own_are_nobody_elses() {
        let mut wrong: Vec<&str> = (APART.values().copied())
            .filter(|&own| stem(own) != own || ENGLISH.stem(own) == own)
            .collect();
        wrong.sort_unstable();
        wrong.dedup();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
