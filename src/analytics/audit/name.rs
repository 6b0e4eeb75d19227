//! Names that a call's Chinese keeps in Latin letters in one passage and not in another.
//!
//! A name is learned from the call: capitalized words within an English sentence, in at least two
//! passages, that the Chinese of at least one passage keeps as they are.

use std::{collections::BTreeMap, ops::Range};

use super::both;
use crate::{
    model::{Confidence, DisagreementKind, Finding, Passage, Sides},
    text::fold_str,
};

/// Generic words of a name, which are translated.
const GENERIC: [&str; 12] = [
    "app",
    "group",
    "business",
    "cloud",
    "q1",
    "q2",
    "q3",
    "q4",
    "vice",
    "president",
    "plus",
    "i",
];

/// An occurrence of a name.
struct Place {
    passage: usize,
    span: Range<usize>,
    /// Whether the Chinese side has it in Latin letters.
    kept: Option<Range<usize>>,
}

/// Names kept in some passages and not in others, each with the passages of the rarer form, by
/// index of the passage.
pub(super) fn findings(passages: &[Passage]) -> Vec<(usize, Finding)> {
    let mut names: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut amid: BTreeMap<String, bool> = BTreeMap::new();
    for (at, passage) in passages.iter().enumerate() {
        let Some((en, zh)) = both(passage) else {
            continue;
        };
        for (span, inside) in terms(en) {
            let Some(term) = en.get(span.clone()) else {
                continue;
            };
            let key = term.to_owned();
            *amid.entry(key.clone()).or_default() |= inside;
            let places = names.entry(key).or_default();
            if places.last().is_none_or(|last| last.passage != at) {
                let kept = find_word(zh, term);
                places.push(Place {
                    passage: at,
                    span,
                    kept,
                });
            }
        }
    }
    let mut found = Vec::new();
    for (name, places) in names {
        let kept = places.iter().filter(|place| place.kept.is_some()).count();
        if amid.get(&name) != Some(&true) || kept == 0 || kept == places.len() {
            continue;
        }
        let report_kept = kept * 2 < places.len();
        for place in places {
            if place.kept.is_some() == report_kept {
                found.push((
                    place.passage,
                    Finding {
                        kind: DisagreementKind::Name,
                        confidence: Confidence::Low,
                        spans: Sides {
                            en: Some(place.span),
                            zh: place.kept,
                        },
                    },
                ));
            }
        }
    }
    found
}

/// Capitalized terms of an English text, and whether each is within a sentence.
fn terms(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut terms: Vec<(Range<usize>, bool)> = Vec::new();
    let mut last_end = None;
    let mut opens = true;
    for (start, word) in words(text) {
        let end = start + word.len();
        let between = text.get(last_end.unwrap_or(0)..start).unwrap_or_default();
        if between.contains(['.', '!', '?', ':', ';', '(', '"', '“', '\n']) {
            opens = true;
        }
        let named = word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.contains(|c: char| c.is_ascii_lowercase())
            && !GENERIC.contains(&word.to_ascii_lowercase().as_str());
        if named {
            match terms.last_mut() {
                Some((span, _)) if last_end == Some(span.end) && between == " " => span.end = end,
                _ => terms.push((start..end, !opens)),
            }
        }
        opens = false;
        last_end = Some(end);
    }
    // The first word of a sentence may or may not be part of the name after it.
    let shorter: Vec<(Range<usize>, bool)> = (terms.iter())
        .filter(|(_, inside)| !inside)
        .filter_map(|(span, _)| {
            let first = text.get(span.clone())?.find(' ')?;
            Some((span.start + first + 1..span.end, true))
        })
        .collect();
    terms.extend(shorter);
    terms
}

/// Words of letters, digits and inner hyphens, with the byte offset of each.
fn words(text: &str) -> Vec<(usize, &str)> {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '&');
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(|c: char| !inner(c)) {
        let word = piece.trim_end_matches(|c: char| !inner(c));
        if !word.is_empty() {
            words.push((start, word));
        }
        start += piece.len();
    }
    words
}

/// Byte range of a Latin term in a text as whole words, in any case.
fn find_word(text: &str, term: &str) -> Option<Range<usize>> {
    let (folded, wanted) = (text.to_ascii_lowercase(), fold_str(term));
    let outside = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphabetic());
    let mut found = folded
        .match_indices(&wanted)
        .map(|(at, _)| at..at + wanted.len());
    found.find(|span| {
        let before = folded
            .get(..span.start)
            .and_then(|before| before.chars().next_back());
        let after = folded
            .get(span.end..)
            .and_then(|after| after.chars().next());
        outside(before) && outside(after)
    })
}
