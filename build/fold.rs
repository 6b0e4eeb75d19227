//! The fold of Han characters, and which of them share a form.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt::Write,
    sync::LazyLock,
};

use super::{
    data, lines, put,
    text::{HAS_MEANINGS, HAS_SPELLING, SIMPLIFIED_ONLY},
};

/// Highest character held in the array; beyond it lie rare ideographs.
const DENSE_END: usize = 0x1_0000;

struct Table {
    /// Folded character by code point below [`DENSE_END`]; 0 where it is in `sparse`.
    dense: Box<[u16]>,
    /// The rest: rare characters, or a fold to one.
    sparse: BTreeMap<char, char>,
    /// For each Simplified form that stands for several Traditional characters: those, one spelling
    /// of each (裏 is written 裡), the form itself left out where it has no other spelling.
    meanings: BTreeMap<char, Vec<char>>,
    /// Simplified forms that are no Traditional character themselves, as far as they are rare.
    rare_simplified: BTreeSet<char>,
    /// The spelling chosen among characters that are one character (裏 → 裡).
    spelling: BTreeMap<char, char>,
    /// By code point below [`DENSE_END`]: whether a character is a key of a map, which most are not; and
    /// whether it is a Simplified form that is no Traditional character itself.
    marks: Box<[u8]>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut spelling = BTreeMap::new();
    for class in lines(&data("variants_han.txt")) {
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

    let mut dense: Box<[u16]> = (0..=u16::MAX).collect();
    let mut sparse = BTreeMap::new();
    let mut meanings = BTreeMap::new();
    let mut rare_simplified = BTreeSet::new();
    let mut marks = vec![0_u8; DENSE_END].into_boxed_slice();
    let mut distinct: Vec<char> = Vec::new();
    for line in lines(&data("fold_han.txt")) {
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
            let code = u16::try_from(u32::from(simplified));
            if let Some(slot) = dense.get_mut(member as usize) {
                *slot = code.unwrap_or(0);
            }
            if code.is_err() || member as usize >= DENSE_END {
                sparse.insert(member, simplified);
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

/// The folded form of a Han character.
pub(crate) fn han(c: char) -> char {
    match TABLE.dense.get(c as usize) {
        Some(0) | None => TABLE.sparse.get(&c).copied().unwrap_or(c),
        Some(&code) => char::from_u32(u32::from(code)).unwrap_or(c),
    }
}

/// A second code point that Unicode gives an ideograph for the sake of older standards.
fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

pub(crate) fn write() {
    let table = &*TABLE;
    let pairs = |map: &BTreeMap<char, char>| map.iter().map(|(&a, &b)| (a, b)).collect::<Vec<_>>();
    let (sparse, spelling) = (pairs(&table.sparse), pairs(&table.spelling));
    let mut code = format!(
        "static SPARSE: [(char, char); {}] = {sparse:?};\n\
         static SPELLING: [(char, char); {}] = {spelling:?};\n\
         static RARE_SIMPLIFIED: [char; {}] = {:?};\n\
         static MEANINGS: [(char, &[char]); {}] = [\n",
        sparse.len(),
        spelling.len(),
        table.rare_simplified.len(),
        table.rare_simplified.iter().collect::<Vec<_>>(),
        table.meanings.len(),
    );
    for (form, meanings) in &table.meanings {
        writeln!(code, "({form:?}, &{meanings:?}),").expect("a string can be written");
    }
    code.push_str("];\n");
    put("fold.rs", code);
    // As bytes, since the compiler takes a second for so many numbers.
    let dense: Vec<u8> = table.dense.iter().flat_map(|c| c.to_le_bytes()).collect();
    put("fold_dense.bin", dense);
    put("fold_marks.bin", &table.marks);
}
