//! Vocabulary that differs between mainland China and Taiwan or Hong Kong: 芯片 and 晶片, 軟件 and 軟體.

use super::fold;

/// Maximum number of variants of one text.
const MOST: usize = 8;

// `PHRASES`: every phrase, folded, with its line and as written; sorted, equal folds by line.
// `LONGEST`: characters of the longest.
include!(concat!(env!("OUT_DIR"), "/variants.rs"));

/// Counterparts of a phrase; none if it is not in the table.
fn counterparts(folded: &str) -> Vec<&'static str> {
    let first = PHRASES.partition_point(|(known, ..)| *known < folded);
    let same = PHRASES.iter().skip(first);
    let mut others = Vec::new();
    for (_, line, phrase) in same.take_while(|(known, ..)| *known == folded) {
        for other in line.split('\t').filter(|other| other != phrase) {
            if !others.contains(&other) {
                others.push(other);
            }
        }
    }
    others
}

/// Ways of writing a unit after a number.
const UNITS: [&[&str]; 3] = [
    &["nm", "奈米", "纳米", "nanometer"],
    &["吋", "英寸", "inch"],
    &["μm", "um", "微米"],
];

/// A number with its unit written otherwise: `2nm` is also 2奈米. None for anything else.
fn with_other_units(text: &str) -> Option<Vec<String>> {
    let end = text.find(|c: char| !fold(c).is_ascii_digit() && fold(c) != '.')?;
    let (number, typed) = text
        .split_at_checked(end)
        .filter(|(number, _)| !number.is_empty())?;
    let unit: String = typed.trim().chars().map(fold).collect();
    let is = |other: &&str| other.chars().map(fold).eq(unit.chars());
    let same = UNITS.iter().find(|same| same.iter().any(&is))?;
    let mut others = Vec::new();
    for other in same.iter() {
        let spaced = format!("{number} {other}");
        if !is(other) {
            others.push(format!("{number}{other}"));
        }
        if other.is_ascii() && spaced != text {
            others.push(spaced);
        }
    }
    Some(others)
}

/// A text with its phrases replaced by those of the other side of the strait, in either script:
/// 數據中心 is also 資料中心. At most eight; none without such a phrase.
///
/// Only the longest phrases are replaced, without overlaps.
pub fn variants(text: &str) -> Vec<String> {
    if let Some(others) = with_other_units(text) {
        return others;
    }
    let typed: Vec<char> = text.chars().collect();
    // Variants of what has been read so far, the typed one first.
    let mut ways = vec![String::new()];
    let mut at = 0;
    while at < typed.len() {
        let longest = LONGEST.min(typed.len() - at);
        let found = (1..=longest).rev().find_map(|len| {
            let phrase: String = typed.get(at..at + len)?.iter().map(|&c| fold(c)).collect();
            let others = counterparts(&phrase);
            (!others.is_empty()).then_some((len, others))
        });
        let (len, others) = found.unwrap_or((1, Vec::new()));
        let own: String = typed.iter().skip(at).take(len).collect();
        let rewritten: Vec<String> = (ways.iter())
            .flat_map(|way| others.iter().map(move |other| format!("{way}{other}")))
            .collect();
        for way in &mut ways {
            way.push_str(&own);
        }
        ways.extend(rewritten);
        ways.truncate(MOST + 1);
        at += len;
    }
    ways.remove(0);
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_in_either_script_and_inside_a_run() {
        for (typed, expected) in [
            ("芯片", "晶片"),
            ("晶片", "芯片"),
            ("软件", "軟體"),
            ("數據中心", "資料中心"),
            ("资料中心", "數據中心"),
            ("人工智能", "人工智慧"),
            ("云计算中心", "雲端運算中心"),
            ("服务器芯片", "伺服器晶片"),
        ] {
            let variants = variants(typed);
            assert!(
                variants.iter().any(|variant| variant == expected),
                "{typed}: {variants:?}"
            );
        }
    }

    #[test]
    fn units_behind_numbers() {
        assert_eq!(
            variants("2nm"),
            ["2 nm", "2奈米", "2纳米", "2nanometer", "2 nanometer"]
        );
        assert!(variants("2奈米").contains(&"2nm".to_owned()));
        assert!(variants("2納米").contains(&"2奈米".to_owned()));
        assert!(variants("nm").is_empty() && variants("2x").is_empty());
    }

    #[test]
    fn no_phrase_no_variant_and_never_many() {
        assert!(variants("資本支出").is_empty());
        assert!(variants("capex").is_empty());
        assert!(variants("").is_empty());
        assert_eq!(variants(&"視頻".repeat(50)).len(), MOST);
    }

    #[test]
    fn every_line_has_two_phrases_or_more() {
        for line in include_str!("data/variants_phrases.txt").lines() {
            let phrases = line.split('\t').filter(|phrase| !phrase.is_empty()).count();
            assert!(line.starts_with('#') || phrases > 1, "{line}");
        }
    }
}
