//! Terms that the one call's passages say and the other's do not, or much less.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use super::{
    topic::{Content, Key, Side, Topic},
    weight::Weights,
};
use crate::{
    Result,
    model::{Lang, Sides},
    text::{Glossary, has_han},
};

/// Least G² (log-likelihood ratio) of a term that both calls say: one in twenty by chance.
const LIKELY: f64 = 3.84;

/// Most words that are taken as one term where they always stand together.
const LONGEST_RUN: usize = 4;

/// A term that one of two calls says more of, in the passages that match.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// As it is mostly written, in each language that it belongs to: a term of the glossary in both.
    pub shown: Sides<String>,
    /// A term of the glossary.
    pub glossary: bool,
    /// Matching passages that have it on either side: of this call, and of the other.
    pub passages: u64,
    /// Matching passages of the other call that have it.
    pub other: u64,
    /// The first passage of this call that has it.
    pub first: String,
    /// G²: how unlikely the difference is by chance; 0 where the other call has nothing to compare.
    pub weight: f64,
}

/// Where a term has been seen.
#[derive(Default)]
struct Seen {
    /// Passages, and the first of them.
    in_calls: [(u64, Option<String>); 2],
    /// How often in which written form.
    forms: HashMap<String, u64>,
    /// The words that it is made of, where it is a run.
    parts: Vec<Key>,
}

impl Seen {
    fn counts(&self) -> [u64; 2] {
        let [(first, _), (second, _)] = self.in_calls;
        [first, second]
    }
}

/// What each of two calls says and the other does not, or much less: the most telling first, at most
/// `limit` of the glossary and of each language.
pub(super) fn terms(
    topics: [&[Topic]; 2],
    asked: &HashSet<Key>,
    weights: &mut Weights,
    limit: usize,
) -> Result<[Vec<Term>; 2]> {
    let mut seen: BTreeMap<Key, Seen> = BTreeMap::new();
    for (call, topics) in topics.into_iter().enumerate() {
        for topic in topics {
            see(topic, call, asked, &mut seen);
        }
    }
    keep_runs(&mut seen);
    let [first, second] = topics.map(|topics| topics.len() as u64);
    Ok([
        best(&seen, [first, second], 0, weights, limit)?,
        best(&seen, [second, first], 1, weights, limit)?,
    ])
}

/// Notes what a passage speaks of: each term once, and rows of words as terms of their own.
fn see(topic: &Topic, call: usize, asked: &HashSet<Key>, seen: &mut BTreeMap<Key, Seen>) {
    let mut counted = BTreeSet::new();
    let mut note = |key: Key, written: &str, parts: Vec<Key>| {
        let seen = seen.entry(key.clone()).or_default();
        *seen.forms.entry(written.to_owned()).or_default() += 1;
        seen.parts = parts;
        if counted.insert(key)
            && let Some((passages, first)) = seen.in_calls.get_mut(call)
        {
            *passages += 1;
            first.get_or_insert_with(|| topic.citation());
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

/// Words that stand side by side, as one.
fn run<'a>(side: &'a Side, row: &[&Content]) -> Option<(Key, &'a str)> {
    let mut whole = String::new();
    let mut han = None;
    for word in row {
        let (part, is_han) = match &word.key {
            Key::En(part) => (part, false),
            Key::Zh(part) => (part, true),
            Key::Concept(_) => return None,
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
        matches!(side.at(&(before.span.end..after.span.start)), "" | " ")
    };
    let span = row.first()?.span.start..row.last()?.span.end;
    let key = if han? { Key::Zh } else { Key::En };
    row.windows(2)
        .all(touch)
        .then(|| (key(whole), side.at(&span)))
}

/// Of words that never stand apart keeps the row, of others the words: the longest rows first, in
/// two passages or more.
fn keep_runs(seen: &mut BTreeMap<Key, Seen>) {
    let mut runs: Vec<(Key, Vec<Key>)> = (seen.iter())
        .filter(|(_, seen)| !seen.parts.is_empty())
        .map(|(key, seen)| (key.clone(), seen.parts.clone()))
        .collect();
    runs.sort_by_key(|(_, parts)| Reverse(parts.len()));
    let mut joined: HashSet<Key> = HashSet::new();
    for (key, parts) in runs {
        let counts = seen.get(&key).map(Seen::counts).unwrap_or_default();
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

/// The terms of the call at `place` that speak for it; `all` are its passages and the other's.
fn best(
    seen: &BTreeMap<Key, Seen>,
    all: [u64; 2],
    place: usize,
    weights: &mut Weights,
    limit: usize,
) -> Result<Vec<Term>> {
    let [all_here, all_there] = all;
    let mut found = Vec::new();
    for (key, seen) in seen {
        let [first, second] = seen.counts();
        let (here, there) = if place == 0 {
            (first, second)
        } else {
            (second, first)
        };
        let more = here * all_there > there * all_here;
        let weight = likelihood([here, there], all);
        if here == 0 || there > 0 && !(more && weight >= LIKELY) {
            continue;
        }
        let cited = seen
            .in_calls
            .get(place)
            .and_then(|(_, first)| first.clone());
        let term = Term {
            shown: shown(key, seen, weights.glossary()),
            glossary: matches!(key, Key::Concept(_)),
            passages: here,
            other: there,
            first: cited.unwrap_or_default(),
            weight,
        };
        found.push((weights.rarity(key)?, term));
    }
    // Small counts make many equal; then the term of the field goes first, then the rare one.
    found.sort_by(|(a_rarity, a), (b_rarity, b)| {
        (b.weight.total_cmp(&a.weight))
            .then_with(|| b.passages.cmp(&a.passages))
            .then_with(|| b.glossary.cmp(&a.glossary))
            .then_with(|| b_rarity.total_cmp(a_rarity))
    });
    let mut kept: HashMap<(bool, bool), usize> = HashMap::new();
    let terms = found.into_iter().map(|(_, term)| term);
    Ok(terms
        .filter(|term| {
            let sort = (term.shown.en.is_some(), term.shown.zh.is_some());
            let kept = kept.entry(sort).or_default();
            *kept += 1;
            *kept <= limit
        })
        .collect())
}

/// A term as it is mostly written; what a glossary's term is called in the other language.
fn shown(key: &Key, seen: &Seen, glossary: &Glossary) -> Sides<String> {
    let most_written = |lang: Lang| {
        let of_lang = |form: &&String| has_han(form) == (lang == Lang::Zh);
        let forms = seen.forms.iter().filter(|(form, _)| of_lang(form));
        let most = forms.max_by_key(|(form, count)| {
            // What opens a sentence has a capital of no meaning.
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
        Key::Concept(place) => {
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

/// The log-likelihood ratio G² of a term that is in so many passages of so many of two calls
/// (Dunning 1993): 0 where both have as large a share.
fn likelihood(passages: [u64; 2], all: [u64; 2]) -> f64 {
    let total = all.iter().sum::<u64>() as f64;
    let with = passages.iter().sum::<u64>() as f64;
    let part = |observed: f64, expected: f64| {
        if observed > 0.0 && expected > 0.0 {
            observed * (observed / expected).ln()
        } else {
            0.0
        }
    };
    let of_call = |(&passages, &all): (&u64, &u64)| {
        let (with_here, all) = (passages as f64, all as f64);
        part(with_here, with * all / total) + part(all - with_here, (total - with) * all / total)
    };
    let [first, second] = [0, 1].map(|at| (passages.get(at).zip(all.get(at))).map_or(0.0, of_call));
    2.0 * (first + second).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihood_tells_a_difference_from_chance() {
        assert!(likelihood([0, 0], [5, 5]) < 1e-9);
        assert!(likelihood([2, 4], [5, 10]) < 1e-9);
        assert!(likelihood([1, 0], [6, 7]) < LIKELY);
        assert!(likelihood([6, 0], [6, 7]) > LIKELY);
        let (a, b) = (likelihood([3, 1], [6, 9]), likelihood([1, 3], [9, 6]));
        assert!((a - b).abs() < 1e-9, "{a} {b}");
        assert!(likelihood([3, 0], [3, 0]) < 1e-9);
    }
}
