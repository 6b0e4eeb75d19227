//! Abbreviations that a text defines: `customer management revenue (CMR)`, `customer management revenue, or
//! CMR`, `客戶管理收入（簡稱客管收入）`.
//!
//! The long form is found by the letters of the short one, from the right (Schwartz and Hearst, 2003).

use std::collections::BTreeMap;

use super::{
    initials::initialisms,
    key::{display_form, term_key},
};
use crate::{
    character::half_width,
    model::{Passage, TermPair, TermRelation},
    text::{is_han, is_stop_word, stem},
};

/// What stands between a long form and its abbreviation, the longest first.
const ENGLISH_CUES: [&str; 15] = [
    ", which we refer to as ",
    ", commonly known as ",
    ", abbreviated as ",
    ", also known as ",
    ", referred to as ",
    ", which we call ",
    ", known as ",
    ", or what we call ",
    ", also called ",
    ", what we call ",
    ", we call ",
    ", called ",
    ", or the ",
    ", or an ",
    ", or ",
];

/// What stands between an abbreviation and its long form.
const REVERSED_CUES: [&str; 5] = [
    ", which stands for ",
    " stands for ",
    " is short for ",
    ", short for ",
    ", or ",
];

/// What begins an abbreviation in Chinese parentheses.
const CHINESE_CUES: [&str; 6] = ["以下简称", "以下簡稱", "下稱", "下称", "簡稱", "简称"];

/// Length of an abbreviation in characters.
const SHORT: std::ops::RangeInclusive<usize> = 2..=10;

/// The abbreviations that the passages of a call define, with the number of passages that define them.
pub(super) fn learn(passages: &[Passage]) -> Vec<TermPair> {
    let mut found: BTreeMap<[String; 2], ([String; 2], u32)> = BTreeMap::new();
    for passage in passages {
        let texts = passage.text.iter();
        let of_passage: BTreeMap<[String; 2], [String; 2]> = texts
            .flat_map(|(_, text)| definitions(text))
            .map(|(long, short)| ([long, short].map(term_key), [long, short].map(display_form)))
            .filter(|([long, short], _)| long != short && !long.is_empty() && !short.is_empty())
            .collect();
        for (keys, written) in of_passage {
            found.entry(keys).or_insert((written, 0)).1 += 1;
        }
    }
    for (long, short, passages) in initialisms(passages) {
        let keys = [&long, &short].map(|term| term_key(term));
        let known = found.keys().any(|known| known[1] == keys[1]);
        if !known {
            found.insert(keys, ([long, short], passages));
        }
    }
    (found.into_iter())
        .map(|(keys, (written, together))| TermPair {
            relation: TermRelation::Abbreviation,
            keys,
            written,
            together,
            alone: [together; 2],
            of: passages.len() as u32,
        })
        .collect()
}

/// The definitions in a text: the long and the short form, as written.
fn definitions(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '(' | '（')) {
        let before = text.get(..at).unwrap_or_default();
        let inside = text.get(at + c.len_utf8()..).unwrap_or_default();
        let end = inside.find([')', '）']).filter(|end| *end <= 120);
        let inside = end.and_then(|end| inside.get(..end)).unwrap_or_default();
        found.extend(in_parentheses(before, inside));
    }
    for (at, _) in text.match_indices([',', ' ']) {
        let (before, rest) = text.split_at(at);
        if let Some(after) = ENGLISH_CUES.iter().find_map(|cue| rest.strip_prefix(cue)) {
            let short = first_word(after);
            if is_mostly_capitals(short) {
                found.extend(long_form(before, short).map(|long| (long, short)));
            }
        }
        if let Some(after) = REVERSED_CUES.iter().find_map(|cue| rest.strip_prefix(cue)) {
            let short = last_word(before);
            if is_mostly_capitals(short) {
                found.extend(long_form_after(after, short).map(|long| (long, short)));
            }
        }
        if let Some(after) = rest.strip_prefix(" or ") {
            found.extend(alternatives(before, after));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The word that a text begins with.
fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(['“', '"', '‘', '\'']);
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '-' | '/'));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The word that a text ends with.
fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(['”', '"', '’', '\'']);
    let before = text.rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '-' | '/'));
    let start = before.and_then(|at| Some(at + text.get(at..)?.chars().next()?.len_utf8()));
    text.get(start.unwrap_or(0)..).unwrap_or_default()
}

fn is_mostly_capitals(short: &str) -> bool {
    let capitals = short.chars().filter(char::is_ascii_uppercase).count();
    capitals * 2 > short.len() && is_short_form(short)
}

/// The definition that `or` makes without a comma, in either order: all letters of the short form begin words of the
/// long one, since what `or` joins is seldom the same.
fn alternatives<'a>(before: &'a str, after: &'a str) -> Option<(&'a str, &'a str)> {
    let is_clear = |short: &str, long: &str| {
        let letters = letters_of(short);
        short.len() > 2 && begun(long, &letters) == letters.len()
    };
    if !before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let (first, second) = (last_word(before), first_word(after));
    if is_mostly_capitals(second) {
        let long = long_form(before, second)?;
        return is_clear(second, long).then_some((long, second));
    }
    let long = is_mostly_capitals(first).then(|| long_form_after(after, first))??;
    is_clear(first, long).then_some((long, first))
}

/// The beginning of a text that a short form abbreviates.
fn long_form_after<'a>(after: &'a str, short: &str) -> Option<&'a str> {
    let articles = ["the ", "a ", "an ", "our "];
    let article = articles
        .iter()
        .find_map(|article| after.strip_prefix(article));
    let after = article.unwrap_or(after);
    let ends = after.char_indices().filter(|(_, c)| !c.is_alphanumeric());
    let ends = ends.map(|(at, _)| at).chain([after.len()]);
    let mut texts = ends
        .filter_map(|end| after.get(..end))
        .take(letters_of(short).len() + 3);
    texts.find(|text| long_form(text, short) == Some(text))
}

/// The definition that parentheses hold: of what is before them by what is in them, or the reverse.
fn in_parentheses<'a>(before: &'a str, inside: &'a str) -> Option<(&'a str, &'a str)> {
    let inside = inside
        .trim()
        .trim_start_matches("or ")
        .trim_start_matches("the ");
    let inside = inside.trim_matches(|c: char| c.is_whitespace() || "“”\"‘’'".contains(c));
    if let Some(short) = (CHINESE_CUES.iter()).find_map(|cue| inside.strip_prefix(cue)) {
        let quotes = |c: char| c.is_whitespace() || "：:「」『』“”\"".contains(c);
        let short = short.trim_matches(quotes);
        return chinese_long_form(before, short).map(|long| (long, short));
    }
    if is_short_form(inside) {
        return long_form(before, inside).map(|long| (long, inside));
    }
    let start = before
        .trim_end()
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + 1);
    let short = before.trim_end().get(start..)?;
    let is_whole = long_form(inside, short)? == inside;
    (is_short_form(short) && is_whole && inside.contains(' ')).then_some((inside, short))
}

/// Whether a text has the form of an abbreviation: up to two words, with a capital, and letters mostly.
fn is_short_form(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let first = text.chars().next();
    SHORT.contains(&text.chars().count())
        && text.is_ascii()
        && first.is_some_and(|c| c.is_ascii_alphanumeric())
        && text.contains(|c: char| c.is_ascii_uppercase())
        && letters >= 2
        && letters * 2 > text.len()
        && !text.contains(char::is_whitespace)
        && !is_stop_word(&stem(&text.to_lowercase()))
}

/// The letters of a short form, in small ones. A plural of capitals (`ASPs`) abbreviates what its singular does.
fn letters_of(short: &str) -> Vec<char> {
    let singular = short.strip_suffix('s');
    let singular = singular.filter(|word| word.chars().all(|c| c.is_ascii_uppercase()));
    let letters = singular.unwrap_or(short).chars();
    letters
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The end of a text that a short form abbreviates: within a clause, or beyond a comma where every letter of the
/// short form begins a word (*earnings before interest, tax, depreciation and amortization*).
fn long_form<'a>(before: &'a str, short: &str) -> Option<&'a str> {
    let letters = letters_of(short);
    let before = before.trim_end();
    let sentence = before.rfind(['.', ';', ':', '?', '!', '(', ')', '\n']);
    let sentence = before.get(sentence.map_or(0, |at| at + 1)..)?;
    let clause = sentence.get(sentence.rfind(',').map_or(0, |at| at + 1)..)?;
    let of_clause = end_with_letters(clause, &letters);
    if let Some(long) = of_clause.filter(|long| is_long_form(long, short, &letters)) {
        return Some(long);
    }
    let long = end_with_letters(sentence, &letters)?;
    let is_clear = letters.len() > 2 && begun(long, &letters) == letters.len();
    (is_clear && is_long_form(long, short, &letters)).then_some(long)
}

/// The end of a text that has some letters in order, from the right, the first at the beginning of a word.
fn end_with_letters<'a>(text: &'a str, letters: &[char]) -> Option<&'a str> {
    let mut chars = text.char_indices().rev().peekable();
    let mut start = None;
    for (left, wanted) in letters.iter().enumerate().rev() {
        start = loop {
            let (at, c) = chars.next()?;
            let begins = chars
                .peek()
                .is_none_or(|(_, before)| !before.is_alphanumeric());
            let is_wanted = c.to_ascii_lowercase() == *wanted;
            if is_wanted && (left > 0 || begins) {
                break Some(at);
            }
        };
    }
    text.get(start?..)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// Whether a word is one that a short form leaves out.
fn is_small(word: &str) -> bool {
    word.chars().count() < 4 && is_stop_word(&word.to_lowercase())
}

/// How many letters of a short form, in order, begin words of a text. Of a word in capitals, every letter does.
fn begun(text: &str, letters: &[char]) -> usize {
    let mut rest = letters.iter().peekable();
    for word in words_of(text) {
        let is_capital = word.chars().all(char::is_uppercase);
        for c in word.chars().take(if is_capital { word.len() } else { 1 }) {
            rest.next_if(|letter| **letter == c.to_ascii_lowercase());
        }
    }
    letters.len() - rest.count()
}

/// Whether a text can be the long form: not much longer than the short one calls for, most of whose letters
/// begin words, and without the short form itself.
fn is_long_form(long: &str, short: &str, letters: &[char]) -> bool {
    let words: Vec<&str> = words_of(long).collect();
    let begun = begun(long, letters);
    let large = words.iter().filter(|word| !is_small(word)).count();
    words.len() >= 2
        && words.len() <= letters.len() + 3
        && begun * 2 >= letters.len()
        && begun >= 2
        && large.saturating_sub(begun) <= letters.len() - begun
        && !words.last().is_none_or(|word| is_small(word))
        && !words.contains(&short)
}

/// The end of a Chinese text that a short form abbreviates: from the last place from which on the characters
/// of the short form stand in order.
fn chinese_long_form<'a>(before: &'a str, short: &str) -> Option<&'a str> {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "」』”\"".contains(c));
    let clause = before.rfind(|c: char| !is_han(c) && !c.is_alphanumeric());
    let width = |at: usize| before.get(at..).and_then(|rest| rest.chars().next());
    let start = clause.and_then(|at| Some(at + width(at)?.len_utf8()));
    let clause = before.get(start.unwrap_or(0)..)?;
    let count = short.chars().count();
    if !SHORT.contains(&count) || !short.contains(is_han) {
        return None;
    }
    let mut chars = clause.char_indices().rev();
    let mut start = None;
    for wanted in short.chars().rev() {
        let (at, _) = chars.find(|(_, c)| half_width(*c) == half_width(wanted))?;
        start = Some(at);
    }
    let long = clause.get(start?..)?;
    (long.chars().count() > count).then_some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let found = definitions(text).into_iter();
        found
            .map(|(long, short)| format!("{long}={short}"))
            .collect()
    }

    #[test]
    fn definitions_in_english() {
        for (text, expected) in [
            (
                "Our customer management revenue, or CMR, grew.",
                "customer management revenue=CMR",
            ),
            (
                "the remaining performance obligations (RPO) rose",
                "remaining performance obligations=RPO",
            ),
            (
                "RPO (remaining performance obligations) rose",
                "remaining performance obligations=RPO",
            ),
            (
                "average selling prices, or ASPs, fell",
                "average selling prices=ASPs",
            ),
            ("return on equity, known as ROE", "return on equity=ROE"),
            (
                "of funds from operations or FFO of",
                "funds from operations=FFO",
            ),
            (
                "the TAM, or the total addressable market of",
                "total addressable market=TAM",
            ),
            (
                "ROE stands for return on equity here",
                "return on equity=ROE",
            ),
            (
                "earnings before rent, tax, depletion and aging (EBRTDA)",
                "earnings before rent, tax, depletion and aging=EBRTDA",
            ),
            (
                "paid to the HM Bread and Crumbs (‘HMBC’)",
                "HM Bread and Crumbs=HMBC",
            ),
            ("in Oslo-Guilders (or OG)", "Oslo-Guilders=OG"),
            ("or AAA rated CLOs or collateralized loans", ""),
            ("we sold to firms in Spain or USA", ""),
            ("the leverage of GSEs or the Fed", ""),
            (
                "the average daily rate (the “ADR”) of",
                "average daily rate=ADR",
            ),
            ("in the Americas, or US, we grew", ""),
            ("we sold ovens (AI) and", ""),
            ("the plant, or it, was closed", ""),
            ("our guidance (GAAP) for the year", ""),
            ("(CMR)", ""),
        ] {
            assert_eq!(found(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn definitions_in_chinese() {
        for (text, expected) in [
            (
                "公司的客戶管理收入（簡稱「客管收入」）成長",
                "客戶管理收入=客管收入",
            ),
            (
                "今天，拉美拉科技有限公司（以下简称拉美拉）宣布",
                "拉美拉科技有限公司=拉美拉",
            ),
            ("營收（簡稱）成長", ""),
            ("營收（簡稱無關）成長", ""),
        ] {
            assert_eq!(found(text).join(" "), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "([a-zA-Z ,().（）簡稱]|, or |[^\\x00]){0,60}") {
            let _ = definitions(&text);
        }
    }
}
