//! English stems.

use std::{cell::RefCell, sync::LazyLock};

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// Most stems that a thread remembers. Few words make most of a text.
const REMEMBERED: usize = 1 << 15;

thread_local! {
    static KNOWN: RefCell<FxHashMap<String, String>> = RefCell::default();
}

/// The Snowball (Porter 2) stem of a lower-case English word. A word with a digit is its own stem.
pub fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
}

/// Whether a word is its own stem.
pub(crate) fn is_own_stem(word: &str) -> bool {
    with_stem(word, |stem| stem == word)
}

/// Does something with the stem of a word.
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
        let stem = ENGLISH.stem(word).into_owned();
        then(known.entry(word.to_owned()).or_insert(stem))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_share_a_stem() {
        assert_eq!(stem("willing"), "will");
        assert_eq!(stem("rising"), stem("rises"));
        assert_eq!(stem("3nm"), "3nm");
        assert!(is_own_stem("invest") && !is_own_stem("investing"));
    }
}
