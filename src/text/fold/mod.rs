//! Folding: the one table that makes characters comparable, one character to one, without context.
//!
//! It covers case, diacritics of Latin letters, full-width forms, radicals, compatibility
//! ideographs and the two Chinese scripts. Phrase context (as in OpenCC) is left out on purpose: a
//! query has none and would be folded differently from the text. What the fold merges (後, 后 → 后) is
//! told apart by exact tokens, see [`meanings`].
//!
//! The tables are generated from `data/fold_han.txt` and `data/variants_han.txt` by
//! `build/fold.rs`.

mod characters;

use characters::{HAS_MEANINGS, HAS_SPELLING, SIMPLIFIED_ONLY};
pub(super) use characters::{is_invisible, letters, unified};

/// The folded form by code point, 0 where it is in the table `SPARSE`; little-endian.
static DENSE: &[[u8; 2]] = include_bytes!(concat!(env!("OUT_DIR"), "/fold_dense.bin"))
    .as_chunks::<2>()
    .0;

/// What a character is marked with, by code point.
static MARKS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fold_marks.bin"));

// The other tables, each in order of its characters.
include!(concat!(env!("OUT_DIR"), "/fold.rs"));

/// Folded form of `c`.
///
/// Idempotent. A Han character yields a Han character in Simplified form; any other character its
/// half-width lower-case form if that is a single character, else itself.
pub fn fold(c: char) -> char {
    characters::fold_by(c, fold_script)
}

/// Folds a whole text.
pub fn fold_str(text: &str) -> String {
    fold_all(text, fold)
}

/// Folds a whole text by a function that is [`fold`] for ASCII characters.
pub(crate) fn fold_all(text: &str, fold: impl Fn(char) -> char) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        folded.push(match c {
            '\0'..='\x7F' => c.to_ascii_lowercase(),
            _ => fold(c),
        });
    }
    folded
}

fn fold_script(c: char) -> char {
    match DENSE.get(c as usize).map(|code| u16::from_le_bytes(*code)) {
        Some(0) | None => look_up(&SPARSE, c).unwrap_or(c),
        Some(code) => char::from_u32(u32::from(code)).unwrap_or(c),
    }
}

/// Value of a character in a sorted table.
fn look_up<T: Copy>(table: &[(char, T)], c: char) -> Option<T> {
    let at = table.binary_search_by_key(&c, |(key, _)| *key).ok()?;
    table.get(at).map(|(_, value)| *value)
}

/// Whether a character may have a property; unknown for rare ones.
fn may_be(c: char, mark: u8) -> bool {
    MARKS.get(c as usize).is_none_or(|marks| marks & mark != 0)
}

/// The characters that share the Simplified form `folded`, one variant of each; empty if the form
/// stands for one character only.
///
/// The form itself is included only if it has another variant (台, also 臺), since a query for the
/// form finds all of them anyway.
pub(super) fn meanings(folded: char) -> &'static [char] {
    if !may_be(folded, HAS_MEANINGS) {
        return &[];
    }
    look_up(&MEANINGS, folded).unwrap_or_default()
}

/// Whether a character is a Simplified form and no Traditional character.
pub(super) fn is_simplified_only(c: char) -> bool {
    match MARKS.get(c as usize) {
        Some(marks) => marks & SIMPLIFIED_ONLY != 0,
        None => RARE_SIMPLIFIED.binary_search(&c).is_ok(),
    }
}

/// Preferred variant of a character (臺 → 台, 裏 → 裡).
pub(super) fn spelling(c: char) -> char {
    if !may_be(c, HAS_SPELLING) {
        return c;
    }
    look_up(&SPELLING, c).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_width_and_script() {
        assert_eq!(fold_str("ＣａｐＥｘ　資產負債表 É"), "capex 资产负债表 e");
        assert_eq!(fold_str("顯著"), "显着");
        assert_eq!(fold_str("⻓期⻛电⼀成，⾮"), "长期风电一成,非");
        assert_eq!(
            fold_str("Zürich São Łódź İstanbul ở"),
            "zurich sao lodz istanbul o"
        );
    }

    #[test]
    fn every_character_folds_to_one_that_stays() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold(fold(c)), fold(c), "{c:?}");
        }
    }

    #[test]
    fn meanings_are_kept_apart_and_variants_are_not() {
        assert_eq!(meanings('后'), ['後']);
        assert!(meanings('干').contains(&'乾') && meanings('干').contains(&'幹'));
        assert!(meanings('台').contains(&'台') && meanings('台').contains(&'颱'));
        assert!(meanings('资').is_empty());
        assert!(meanings('线').is_empty(), "線 and 綫 are one character");
        assert!(meanings('说').is_empty(), "說 has a compatibility form");
        assert_eq!(spelling('臺'), spelling('台'));
        assert_ne!(spelling('颱'), spelling('台'));
    }
}
