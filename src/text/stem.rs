//! English stems.

use std::{cell::RefCell, collections::HashMap, sync::LazyLock};

use frostem::{Algorithm, Stemmer};

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// Whether a word is one of those of which every text is full: half of all English words. None is the stem
/// of another word, so that each stands in the words stream just where it stands in the literal one.
pub(crate) fn is_frequent(word: &str) -> bool {
    matches!(
        word,
        "a" | "all"
            | "an"
            | "and"
            | "are"
            | "as"
            | "at"
            | "be"
            | "been"
            | "but"
            | "by"
            | "can"
            | "could"
            | "did"
            | "do"
            | "for"
            | "from"
            | "had"
            | "has"
            | "have"
            | "how"
            | "i"
            | "if"
            | "in"
            | "is"
            | "it"
            | "its"
            | "just"
            | "me"
            | "more"
            | "my"
            | "no"
            | "not"
            | "now"
            | "of"
            | "on"
            | "or"
            | "our"
            | "out"
            | "over"
            | "so"
            | "than"
            | "that"
            | "the"
            | "their"
            | "them"
            | "then"
            | "there"
            | "they"
            | "this"
            | "to"
            | "up"
            | "us"
            | "was"
            | "we"
            | "well"
            | "were"
            | "what"
            | "when"
            | "where"
            | "which"
            | "who"
            | "will"
            | "with"
            | "would"
            | "you"
            | "your"
    )
}

/// Most stems that a thread remembers. Few words make most of a text.
const REMEMBERED: usize = 1 << 15;

thread_local! {
    static KNOWN: RefCell<HashMap<String, String>> = RefCell::default();
}

/// The Snowball (Porter 2) stem of a lower-case English word. A word with a digit is its own stem, and
/// so is one that would have a frequent word for a stem: *willing* is not *will*.
pub fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
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
        let mut stem = ENGLISH.stem(word).into_owned();
        if is_frequent(word) || is_frequent(&stem) {
            word.clone_into(&mut stem);
        }
        then(known.entry(word.to_owned()).or_insert(stem))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_words_are_nobodys_stem() {
        assert!(is_frequent("the") && !is_frequent("revenue"));
        assert_eq!(stem("will"), "will");
        assert_eq!(stem("willing"), "willing");
        assert_eq!(stem("its"), "its");
        assert_eq!(stem("rising"), stem("rises"));
    }
}
