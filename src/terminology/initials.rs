//! Abbreviations that no text defines, by the initials of words that the call says, too.

use std::{collections::BTreeMap, ops::Bound};

use crate::{
    model::Passage,
    text::{is_function_word, stem},
};

/// Lengths of the abbreviations that are recognized without a definition: shorter ones fit too many words.
const INITIALISM: std::ops::RangeInclusive<usize> = 3..=5;

/// Least number of passages with the long form of an abbreviation that is not defined.
const LEAST_PASSAGES: u32 = 2;

/// Words that a long form has and its abbreviation leaves out.
const LEFT_OUT: [&str; 7] = ["of", "and", "the", "for", "to", "in", "on"];

/// Abbreviations in capitals of words that the call says, too, by the initials of the words: FFO beside `funds from
/// operations`. Each with the number of passages that have the long form; none that fits two long forms.
pub(super) fn initialisms(passages: &[Passage]) -> Vec<(String, String, u32)> {
    let texts: Vec<&String> = passages
        .iter()
        .filter_map(|passage| passage.text.en.as_ref())
        .collect();
    let mut shorts: BTreeMap<&str, u32> = BTreeMap::new();
    for text in &texts {
        for word in capitals(text) {
            *shorts.entry(word).or_default() += 1;
        }
    }
    shorts.retain(|_, count| *count > 1);
    if shorts.is_empty() {
        return Vec::new();
    }
    let initials: Vec<u8> = (shorts.keys())
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

/// The words in capitals that may be abbreviations. Bytes are faster to look through than characters.
fn capitals(text: &str) -> impl Iterator<Item = &str> {
    let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    let capitals = words
        .filter(|word| INITIALISM.contains(&word.len()) && word.iter().all(u8::is_ascii_uppercase));
    capitals.filter_map(|word| std::str::from_utf8(word).ok())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lang, Section, Sides};

    #[test]
    fn initials_of_words_that_the_call_says() {
        let passage = |text: &str| Passage {
            n: 1,
            turn: None,
            section: Section::Qa,
            exchange: None,
            notes: Vec::new(),
            time: None,
            page: None,
            text: Sides::only(Lang::En, text.to_owned()),
            findings: Vec::new(),
            is_declined: false,
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
}
