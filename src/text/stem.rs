use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// The Snowball (Porter 2) stem of a lower-case English word; a word with a digit is its own stem.
pub fn stem(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        ENGLISH.stem(word).into_owned()
    } else {
        word.to_owned()
    }
}
