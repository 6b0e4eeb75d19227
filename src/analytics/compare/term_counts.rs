//! Counts of the terms in the matching passages of two calls.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use super::passage_terms::{Content, Key, PassageTerms, Side};
use crate::{
    model::{Lang, Sides},
    text::{Glossary, has_han},
};

/// Maximum number of words in a compound term.
const LONGEST_RUN: usize = 4;

/// Occurrences of a term.
#[derive(Default)]
pub(super) struct TermCounts {
    counts: [u64; 2],
    /// Number of occurrences by written form.
    forms: HashMap<String, u64>,
    /// The words of a compound term.
    parts: Vec<Key>,
}

impl TermCounts {
    /// Passages of each call.
    pub(super) fn counts(&self) -> [u64; 2] {
        self.counts
    }
}

/// Terms of the passages of two calls, without names and the query's terms.
pub(super) fn seen(
    topics: [&[PassageTerms]; 2],
    asked: &HashSet<Key>,
) -> BTreeMap<Key, TermCounts> {
    let mut seen = BTreeMap::new();
    for (call, topics) in topics.into_iter().enumerate() {
        for topic in topics {
            see(topic, call, asked, &mut seen);
        }
    }
    keep_runs(&mut seen);
    seen
}

/// Counts the terms of a passage, each once, and runs of words as compound terms.
fn see(
    topic: &PassageTerms,
    call: usize,
    asked: &HashSet<Key>,
    seen: &mut BTreeMap<Key, TermCounts>,
) {
    let mut counted = BTreeSet::new();
    let mut note = |key: Key, written: &str, parts: Vec<Key>| {
        let seen = seen.entry(key.clone()).or_default();
        *seen.forms.entry(written.to_owned()).or_default() += 1;
        seen.parts = parts;
        if counted.insert(key)
            && let Some(passages) = seen.counts.get_mut(call)
        {
            *passages += 1;
        }
    };
    for side in &topic.sides {
        let own =
            |word: &&Content| !word.named && !side.is_lit(&word.span) && !asked.contains(&word.key);
        let words: Vec<&Content> = side.words.iter().filter(own).collect();
        for (at, word) in words.iter().enumerate() {
            note(word.key.clone(), side.at(&word.span), Vec::new());
            let rest = words.get(at..).unwrap_or_default();
            for count in 2..=LONGEST_RUN.min(rest.len()) {
                let Some(row) = rest.get(..count) else { break };
                let Some((key, written)) = run(side, row) else {
                    break;
                };
                note(
                    key,
                    written,
                    row.iter().map(|word| word.key.clone()).collect(),
                );
            }
        }
    }
}

/// Joins adjacent words.
fn run<'a>(side: &'a Side, row: &[&Content]) -> Option<(Key, &'a str)> {
    let mut whole = String::new();
    let mut han = None;
    for word in row {
        let (part, is_han) = match &word.key {
            Key::En(part) => (part, false),
            Key::Zh(part) => (part, true),
            Key::SynonymGroup(_) => return None,
        };
        if *han.get_or_insert(is_han) != is_han {
            return None;
        }
        if !is_han && !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(part);
    }
    let touch = |pair: &[&Content]| {
        let [before, after] = pair else { return false };
        side.touch(before.span.end, after.span.start)
    };
    let span = row.first()?.span.start..row.last()?.span.end;
    let key = if han? { Key::Zh } else { Key::En };
    row.windows(2)
        .all(touch)
        .then(|| (key(whole), side.at(&span)))
}

/// Keeps a compound term if its words never occur apart, else the words: the longest first, in at
/// least two passages.
fn keep_runs(seen: &mut BTreeMap<Key, TermCounts>) {
    let mut runs: Vec<(Key, Vec<Key>)> = (seen.iter())
        .filter(|(_, seen)| !seen.parts.is_empty())
        .map(|(key, seen)| (key.clone(), seen.parts.clone()))
        .collect();
    runs.sort_by_key(|(_, parts)| Reverse(parts.len()));
    let mut joined: HashSet<Key> = HashSet::new();
    for (key, parts) in runs {
        let counts = seen.get(&key).map(TermCounts::counts).unwrap_or_default();
        let inseparable = parts.iter().all(|part| {
            !joined.contains(part) && seen.get(part).is_some_and(|seen| seen.counts() == counts)
        });
        if inseparable && counts.iter().sum::<u64>() > 1 {
            joined.extend(parts);
        } else {
            seen.remove(&key);
        }
    }
    seen.retain(|key, _| !joined.contains(key));
}

/// The most frequent form of a term; of a glossary term also its name in the other language.
pub(super) fn shown(key: &Key, seen: &TermCounts, glossary: &Glossary) -> Sides<String> {
    let most_written = |lang: Lang| {
        let of_lang = |form: &&String| has_han(form) == (lang == Lang::Zh);
        let forms = seen.forms.iter().filter(|(form, _)| of_lang(form));
        let most = forms.max_by_key(|(form, count)| {
            // The capital at the beginning of a sentence has no meaning.
            let lower = form.chars().all(|c| !c.is_uppercase());
            (**count, lower, Reverse((*form).clone()))
        });
        most.map(|(form, _)| form.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    match key {
        Key::En(_) => Sides {
            en: most_written(Lang::En),
            zh: None,
        },
        Key::Zh(_) => Sides {
            en: None,
            zh: most_written(Lang::Zh),
        },
        Key::SynonymGroup(place) => {
            let called = |lang: Lang| {
                let terms = glossary.group(*place).map(|group| &group.terms);
                let mut terms = terms.into_iter().flatten();
                terms
                    .find(|term| has_han(term) == (lang == Lang::Zh))
                    .cloned()
            };
            Sides {
                en: most_written(Lang::En).or_else(|| called(Lang::En)),
                zh: most_written(Lang::Zh).or_else(|| called(Lang::Zh)),
            }
        }
    }
}
