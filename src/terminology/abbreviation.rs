//! Abbreviations that a text defines: `customer management revenue (CMR)`, `customer management revenue, or
//! CMR`, `客戶管理收入（簡稱客管收入）`.
//!
//! The long form is found by the letters of the short one, from the right (Schwartz and Hearst, 2003).

use std::{collections::BTreeMap, ops::Bound};

use super::key::{display_form, term_key};
use crate::{
    model::{Passage, TermPair, TermRelation},
    text::{is_function_word, is_han, is_stop_word, stem},
    width::half_width,
};

/// What stands between a long form and its abbreviation, the longest first.
const ENGLISH_CUES: [&str; 10] = [
    ", also known as ",
    ", referred to as ",
    ", which we call ",
    ", known as ",
    ", or what we call ",
    ", we call ",
    ", called ",
    ", or the ",
    ", or an ",
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

/// Lengths of the abbreviations that are recognized without a definition: shorter ones fit too many words.
const INITIALISM: std::ops::RangeInclusive<usize> = 3..=5;

/// Least number of passages with the long form of an abbreviation that is not defined.
const LEAST_PASSAGES: u32 = 2;

/// Words that a long form has and its abbreviation leaves out.
const LEFT_OUT: [&str; 7] = ["of", "and", "the", "for", "to", "in", "on"];

/// Abbreviations in capitals of words that the call says, too, by the initials of the words: FFO beside `funds from
/// operations`. Each with the number of passages that have the long form; none that fits two long forms.
fn initialisms(passages: &[Passage]) -> Vec<(String, String, u32)> {
    let texts: Vec<&String> = passages
        .iter()
        .filter_map(|passage| passage.text.en.as_ref())
        .collect();
    let mut shorts: BTreeMap<&str, u32> = BTreeMap::new();
    for word in texts.iter().flat_map(|text| words(text)) {
        if INITIALISM.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
            *shorts.entry(word).or_default() += 1;
        }
    }
    shorts.retain(|_, count| *count > 1);
    if shorts.is_empty() {
        return Vec::new();
    }
    let initials: Vec<u8> = shorts
        .keys()
        .filter_map(|short| short.bytes().next())
        .collect();
    let mut longs: BTreeMap<&str, BTreeMap<String, u32>> = BTreeMap::new();
    for text in texts {
        let mut of_passage: Vec<(&str, String)> = Vec::new();
        for clause in text.split(|c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '-')) {
            let words: Vec<&str> = words(clause).collect();
            for (start, first) in words.iter().enumerate() {
                let first = first.bytes().next().unwrap_or_default();
                if initials.contains(&first.to_ascii_uppercase()) {
                    let words = words.get(start..).unwrap_or_default();
                    of_passage.extend(long_forms(words, &shorts));
                }
            }
        }
        of_passage.sort();
        of_passage.dedup();
        for (short, long) in of_passage {
            *longs.entry(short).or_default().entry(long).or_default() += 1;
        }
    }
    let best = |(short, longs): (&str, BTreeMap<String, u32>)| {
        let mut longs: Vec<(String, u32)> = longs.into_iter().collect();
        longs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let second = longs.get(1).map_or(0, |(_, passages)| *passages);
        let (long, passages) = longs.into_iter().next()?;
        (passages >= LEAST_PASSAGES && passages > 2 * second)
            .then(|| (long, short.to_owned(), passages))
    };
    longs.into_iter().filter_map(best).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// The abbreviations of which the first of some words are the long form.
fn long_forms<'a>(words: &[&str], shorts: &BTreeMap<&'a str, u32>) -> Vec<(&'a str, String)> {
    let is_left_out = |word: &&str| LEFT_OUT.contains(word);
    let is_word =
        |word: &&str| word.len() > 2 && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    let begins_short = |initials: &str| {
        let next = (shorts.range::<str, _>((Bound::Included(initials), Bound::Unbounded))).next();
        next.is_some_and(|(short, _)| short.starts_with(initials))
    };
    let mut initials = String::new();
    let mut found = Vec::new();
    for (count, word) in words.iter().enumerate().take(INITIALISM.end() + 2) {
        if is_left_out(word) {
            if count == 0 {
                break;
            }
            continue;
        }
        if !is_word(word) {
            break;
        }
        initials.extend(word.chars().next().map(|c| c.to_ascii_uppercase()));
        // Few words begin a short form; only these are stemmed.
        if !begins_short(&initials)
            || is_function_word(&stem(&word.to_ascii_lowercase())) && *word != "from"
        {
            break;
        }
        if let Some((short, _)) = shorts.get_key_value(initials.as_str()) {
            let long = words.get(..=count).unwrap_or_default().join(" ");
            found.push((*short, long.to_ascii_lowercase()));
        }
    }
    found
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
    for (at, _) in text.match_indices(", ") {
        let (before, rest) = text.split_at(at);
        let Some(after) = ENGLISH_CUES.iter().find_map(|cue| rest.strip_prefix(cue)) else {
            continue;
        };
        let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '-' | '/'));
        let short = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
        let capitals = short.chars().filter(char::is_ascii_uppercase).count();
        if capitals * 2 > short.len() && is_short_form(short) {
            found.extend(long_form(before, short).map(|long| (long, short)));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The definition that parentheses hold: of what is before them by what is in them, or the reverse.
fn in_parentheses<'a>(before: &'a str, inside: &'a str) -> Option<(&'a str, &'a str)> {
    let inside = inside.trim().trim_start_matches("the ");
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

/// The end of a text that a short form abbreviates: each letter of the short form in order, from the right,
/// the first at the beginning of a word.
fn long_form<'a>(before: &'a str, short: &str) -> Option<&'a str> {
    let before = before.trim_end();
    let sentence = before.rfind(['.', ';', ':', '?', '!', '(', ')', ',', '\n']);
    let clause = before.get(sentence.map_or(0, |at| at + 1)..)?;
    let letters: Vec<char> = (short.chars())
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    // A plural of capitals (`ASPs`) abbreviates what its singular does.
    let letters = match short.strip_suffix('s') {
        Some(stem) if stem.chars().all(|c| c.is_ascii_uppercase()) => {
            letters.get(..letters.len() - 1)?
        }
        _ => &letters,
    };
    let mut chars = clause.char_indices().rev().peekable();
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
    let long = clause.get(start?..)?;
    is_long_form(long, short, letters).then_some(long)
}

/// Whether a text can be the long form: not much longer than the short one calls for, most of whose letters
/// begin words, and without the short form itself.
fn is_long_form(long: &str, short: &str, letters: &[char]) -> bool {
    let words: Vec<&str> = long
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut rest = letters.iter().peekable();
    let small = |word: &str| word.chars().count() < 4 && is_stop_word(&word.to_lowercase());
    let mut skipped = 0;
    for word in &words {
        let first = word.chars().next().map(|c| c.to_ascii_lowercase());
        match rest.next_if(|letter| Some(**letter) == first) {
            Some(_) => {}
            None if small(word) => {}
            None => skipped += 1,
        }
    }
    let begun = letters.len() - rest.count();
    let last_is_small = words.last().is_none_or(|word| small(word));
    words.len() >= 2
        && words.len() <= letters.len() + 3
        && begun * 2 >= letters.len()
        && begun >= 2
        && skipped <= letters.len() - begun
        && !last_is_small
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

    #[test]
    fn initials_of_words_that_the_call_says() {
        let passage = |text: &str| Passage {
            n: 1,
            turn: None,
            section: crate::model::Section::Qa,
            exchange: None,
            notes: Vec::new(),
            time: None,
            page: None,
            text: crate::model::Sides::only(crate::model::Lang::En, text.to_owned()),
            findings: Vec::new(),
        };
        let passages = [
            "Funds from operations grew. FFO was up.",
            "We expect FFO, and funds from operations, to rise. The CPI and the CPI again.",
            "Cash paid in January. Cash paid in May. The big ovens and the GHI, GHI.",
        ]
        .map(passage);
        let found = initialisms(&passages);
        let long = "funds from operations".to_owned();
        assert_eq!(found, [(long, "FFO".to_owned(), 2)]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "([a-zA-Z ,().（）簡稱]|, or |[^\\x00]){0,60}") {
            let _ = definitions(&text);
        }
    }
}
