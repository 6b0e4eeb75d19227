//! What the program and this script share of the analysis, from the same files.

#![allow(dead_code, unused_imports, unreachable_pub, missing_docs)]

#[path = "../src/text/fold/characters.rs"]
mod characters;
#[path = "../src/text/form.rs"]
mod form;
#[path = "../src/text/glossary/key.rs"]
pub(crate) mod key;
#[path = "../src/text/raw_token.rs"]
mod raw_token;

pub(crate) use characters::{HAS_MEANINGS, HAS_SPELLING, SIMPLIFIED_ONLY, is_invisible, letters};
pub(crate) use form::{capital_form, word_form};
pub(crate) use raw_token::{RawToken, RawTokenKind, raw_tokens};

/// The shared files, within `src/text`.
pub(crate) const SHARED: [&str; 5] = [
    "fold/characters.rs",
    "form.rs",
    "glossary/key.rs",
    "raw_token.rs",
    "segment/slot.rs",
];

pub(crate) fn fold(c: char) -> char {
    characters::fold_by(c, super::fold::han)
}

pub(crate) fn fold_str(text: &str) -> String {
    text.chars().map(fold).collect()
}
