//! Folding: the one table that makes characters comparable, one character to one character,
//! without context.
//!
//! It covers case, full-width forms, compatibility ideographs and the two Chinese scripts. Context
//! (OpenCC's phrases) is left out on purpose: a query, which has none, would fold otherwise than
//! the text. What the script fold merges (後, 后 → 后) the literal stream tells apart again, see
//! [`meanings`].

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Highest character held in the array; beyond it lie rare ideographs, held in a map.
const DENSE_END: usize = 0x1_0000;

struct Table {
    /// Folded Han character by code point below [`DENSE_END`]; 0 where a character folds to itself.
    dense: Box<[u16]>,
    /// The rest: rare characters, or a fold to one.
    sparse: HashMap<char, char>,
    /// For each Simplified form that stands for several Traditional characters: those, one spelling
    /// of each (裏 is written 裡), the form itself left out where it has no other spelling.
    meanings: HashMap<char, Vec<char>>,
    /// Simplified forms that are no Traditional character themselves, as far as they are rare.
    rare_simplified: HashSet<char>,
    /// The spelling chosen among characters that are one character (裏 → 裡).
    spelling: HashMap<char, char>,
    /// By code point below [`DENSE_END`]: whether a character is a key of a map, which most are not; and
    /// whether it is a Simplified form that is no Traditional character itself.
    marks: Box<[u8]>,
}

/// Marks of [`Table::marks`].
const HAS_MEANINGS: u8 = 1;
const SIMPLIFIED_ONLY: u8 = 2;
const HAS_SPELLING: u8 = 4;

impl Table {
    /// Whether a character may be in the map of a mark.
    fn may_be(&self, c: char, mark: u8) -> bool {
        self.marks
            .get(c as usize)
            .is_none_or(|marks| marks & mark != 0)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let data_lines = |data: &'static str| data.lines().filter(|line| !line.starts_with('#'));
    let mut spelling = HashMap::new();
    for class in data_lines(include_str!("data/variants_han.txt")) {
        let mut members = class.chars();
        if let Some(first) = members.next() {
            spelling.extend(members.map(|member| (member, first)));
        }
    }
    let spell = |c: char| spelling.get(&c).copied().unwrap_or(c);
    let spelt_otherwise: HashSet<char> = spelling
        .iter()
        .flat_map(|(&from, &to)| [from, to])
        .collect();

    let mut dense = vec![0_u16; DENSE_END].into_boxed_slice();
    let mut sparse = HashMap::new();
    let mut meanings = HashMap::new();
    let mut rare_simplified = HashSet::new();
    let mut marks = vec![0_u8; DENSE_END].into_boxed_slice();
    let mut distinct: Vec<char> = Vec::new();
    for line in data_lines(include_str!("data/fold_han.txt")) {
        let (own, line) = match line.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let Some((simplified, members)) = line.split_once('\t') else {
            continue;
        };
        let Some(simplified) = simplified.chars().next() else {
            continue;
        };
        distinct.clear();
        for member in members.chars() {
            match (
                dense.get_mut(member as usize),
                u16::try_from(u32::from(simplified)),
            ) {
                (Some(slot), Ok(code)) => *slot = code,
                _ => {
                    sparse.insert(member, simplified);
                }
            }
            distinct.push(spell(member));
        }
        if own {
            distinct.push(spell(simplified));
        } else if members.chars().any(|member| !is_compatibility(member)) {
            match marks.get_mut(simplified as usize) {
                Some(marks) => *marks |= SIMPLIFIED_ONLY,
                None => {
                    rare_simplified.insert(simplified);
                }
            }
        }
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() > 1 {
            distinct.retain(|&c| c != simplified || spelt_otherwise.contains(&c));
            meanings.insert(simplified, distinct.clone());
        }
    }
    for (keys, mark) in [
        (
            meanings.keys().copied().collect::<Vec<char>>(),
            HAS_MEANINGS,
        ),
        (spelling.keys().copied().collect(), HAS_SPELLING),
    ] {
        for key in keys {
            if let Some(marks) = marks.get_mut(key as usize) {
                *marks |= mark;
            }
        }
    }
    Table {
        dense,
        sparse,
        meanings,
        rare_simplified,
        spelling,
        marks,
    }
});

/// The character that stands for `c` in comparisons.
///
/// Idempotent. A Han character gives a Han character in Simplified form; anything else its
/// half-width lower-case form where that is a single character, else itself.
pub fn fold(c: char) -> char {
    match c {
        'a'..='z' | '0'..='9' | ' ' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{FF01}'..='\u{FF5E}' => {
            let half = char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
            half.to_ascii_lowercase()
        }
        '\u{3000}' => ' ',
        '\0'..='\u{7F}' => c,
        '\u{2E80}'.. => fold_script(c),
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(single), None) => single,
                _ => c,
            }
        }
    }
}

/// [`fold`] over a whole text.
pub fn fold_str(text: &str) -> String {
    text.chars().map(fold).collect()
}

fn fold_script(c: char) -> char {
    match TABLE.dense.get(c as usize) {
        Some(0) | None => TABLE.sparse.get(&c).copied().unwrap_or(c),
        Some(&code) => char::from_u32(u32::from(code)).unwrap_or(c),
    }
}

/// The characters that share the Simplified form `folded`, one spelling of each; empty where the
/// form stands for one character only.
///
/// The form itself is among them only where it has another spelling (台, also 臺): nobody has to ask
/// for it otherwise, since a query for the form finds them all.
pub(super) fn meanings(folded: char) -> &'static [char] {
    let table = &*TABLE;
    if !table.may_be(folded, HAS_MEANINGS) {
        return &[];
    }
    table.meanings.get(&folded).map_or(&[], Vec::as_slice)
}

/// Whether a character is a Simplified form and no Traditional character itself.
pub(super) fn is_simplified_only(c: char) -> bool {
    match TABLE.marks.get(c as usize) {
        Some(marks) => marks & SIMPLIFIED_ONLY != 0,
        None => TABLE.rare_simplified.contains(&c),
    }
}

/// A second code point that Unicode gives an ideograph for the sake of older standards.
fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

/// The chosen spelling of a character that is written in several ways (臺 → 台, 裏 → 裡).
pub(super) fn spelling(c: char) -> char {
    if !TABLE.may_be(c, HAS_SPELLING) {
        return c;
    }
    TABLE.spelling.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_width_and_script() {
        assert_eq!(fold_str("ＣａｐＥｘ　資產負債表 É"), "capex 资产负债表 é");
        assert_eq!(fold_str("顯著"), "显著");
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
