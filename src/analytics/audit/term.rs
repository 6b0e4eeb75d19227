//! Terms that a passage renders otherwise than the glossary and the other passages of the corpus do: two
//! renderings of one name, or a term translated against the habit.
//!
//! A missing translation alone is not reported, since a sentence may be worded freely. What is reported is a text in
//! its place that resembles it: 客戶關係管理 for CMR, which is 客戶管理收入.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use crate::{
    Result,
    model::{Confidence, DisagreementKind, Finding, Passage, Sides, TermRelation},
    search::{
        related::{LearnedTerm, learned_of},
        store::Store,
    },
    terminology::{Vocabulary, aligned, term_key},
    text::{Glossary, fold_str, has_han},
};

/// Least number of sentences that support a rendering.
const LEAST_SUPPORT: u64 = 2;

/// Least share of common characters of a rendering and what stands in its place.
const LEAST_COMMON: f64 = 0.5;

/// Share of common characters from which on their order does not matter.
const MOST_COMMON: f64 = 0.75;

/// Renderings by the term's key, as far as they have been looked up.
pub(super) struct Habits<'a> {
    store: &'a dyn Store,
    glossary: &'a Glossary,
    known: HashMap<String, Vec<String>>,
}

impl<'a> Habits<'a> {
    pub(super) fn new(store: &'a dyn Store, glossary: &'a Glossary) -> Self {
        Self {
            store,
            glossary,
            known: HashMap::new(),
        }
    }

    /// The findings in a passage with both sides, whose terms have been looked up.
    pub(super) fn findings(&self, passage: &Passage) -> Vec<Finding> {
        let Some((en, zh)) = super::both(passage) else {
            return Vec::new();
        };
        let mut found: Vec<Finding> = Vec::new();
        for (a, b) in aligned(en, zh) {
            for (span, renderings) in self.terms(en, &a) {
                let whole = term_key(zh);
                let is_there = |rendering: &String| whole.contains(rendering.as_str());
                let kept = en
                    .get(span.clone())
                    .is_some_and(|term| fold_str(zh).contains(&fold_str(term)));
                if kept || renderings.iter().any(is_there) {
                    continue;
                }
                let others = self.other_renderings(en, &a, &span);
                if let Some(instead) = self.instead(en, zh, &b, renderings, &others) {
                    found.push(Finding {
                        kind: DisagreementKind::Name,
                        confidence: Confidence::Low,
                        spans: Sides {
                            en: Some(span),
                            zh: Some(instead),
                        },
                    });
                }
            }
        }
        let mut seen: Vec<String> = Vec::new();
        found.retain(|finding| {
            let instead = finding.spans.zh.clone().and_then(|span| zh.get(span));
            let instead = instead.unwrap_or_default().to_owned();
            let is_new = !seen.contains(&instead);
            seen.push(instead);
            is_new
        });
        found
    }

    /// The terms of an English segment that have renderings, the longest at a place, with these as keys.
    fn terms(&self, en: &str, segment: &Range<usize>) -> Vec<(Range<usize>, &[String])> {
        let text = en.get(segment.clone()).unwrap_or_default();
        let mut vocabulary = Vocabulary::default();
        let mut candidates = vocabulary.candidates(text, false);
        candidates.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
        let mut terms: Vec<(Range<usize>, &[String])> = Vec::new();
        let mut end = 0;
        for candidate in candidates.into_iter() {
            let written = text.get(candidate.span.clone()).unwrap_or_default();
            let is_compound = vocabulary.word_count(candidate.term) > 1;
            if candidate.span.start < end || !is_looked_at(is_compound, written) {
                continue;
            }
            let renderings = self.known.get(&vocabulary.key(candidate.term));
            if let Some(renderings) = renderings.filter(|renderings| !renderings.is_empty()) {
                end = candidate.span.end;
                let span = segment.start + candidate.span.start..segment.start + end;
                terms.push((span, renderings));
            }
        }
        terms
    }

    /// The renderings of the terms of an English segment other than one.
    fn other_renderings(
        &self,
        en: &str,
        segment: &Range<usize>,
        term: &Range<usize>,
    ) -> Vec<&String> {
        let text = en.get(segment.clone()).unwrap_or_default();
        let mut vocabulary = Vocabulary::default();
        let candidates = vocabulary.candidates(text, false).into_iter();
        let start = term.start - segment.start;
        let others = candidates.filter(|candidate| candidate.span != (start..start + term.len()));
        others
            .filter_map(|candidate| self.known.get(&vocabulary.key(candidate.term)))
            .flatten()
            .collect()
    }

    /// Looks up the renderings of all terms of some passages at once.
    pub(super) fn look_up(&mut self, passages: &[Passage]) -> Result<()> {
        let mut vocabulary = Vocabulary::default();
        let mut unknown: BTreeMap<String, String> = BTreeMap::new();
        for passage in passages {
            let Some((en, zh)) = super::both(passage) else {
                continue;
            };
            let segments = aligned(en, zh).into_iter();
            let segments = segments.filter_map(|(segment, _)| en.get(segment));
            for text in segments {
                for candidate in vocabulary.candidates(text, false) {
                    let written = text.get(candidate.span).unwrap_or_default();
                    let is_compound = vocabulary.word_count(candidate.term) > 1;
                    let key = vocabulary.key(candidate.term);
                    if is_looked_at(is_compound, written) && !self.known.contains_key(&key) {
                        unknown.entry(key).or_insert_with(|| written.to_owned());
                    }
                }
            }
        }
        let written: Vec<&String> = unknown.values().collect();
        let learned = learned_of(self.store, &written)?;
        for ((key, written), learned) in unknown.iter().zip(learned) {
            let renderings = self.renderings(written, learned);
            self.known.insert(key.clone(), renderings);
        }
        Ok(())
    }

    /// The renderings of a term, as keys: of the glossary, and those that the calls teach.
    fn renderings(&self, written: &str, learned: Vec<LearnedTerm>) -> Vec<String> {
        let of_glossary = self.glossary.others(written).into_iter();
        let mut all: Vec<String> = of_glossary
            .filter(|other| has_han(other))
            .map(term_key)
            .collect();
        let is_rendering = |other: &LearnedTerm| {
            other.relation == TermRelation::Translation && other.together >= LEAST_SUPPORT
        };
        let learned = learned.into_iter().filter(is_rendering);
        all.extend(learned.map(|other| term_key(&other.written)));
        all
    }

    /// What stands in a Chinese segment in place of renderings: the term that resembles one of them most, unless
    /// it translates something else that the English says.
    fn instead(
        &self,
        en: &str,
        zh: &str,
        segment: &Range<usize>,
        renderings: &[String],
        others: &[&String],
    ) -> Option<Range<usize>> {
        let text = zh.get(segment.clone())?;
        let mut vocabulary = Vocabulary::default();
        let candidates = vocabulary.candidates(text, true).into_iter();
        let keys = candidates.map(|candidate| (vocabulary.key(candidate.term), candidate));
        // What is kept in Latin letters is not translated otherwise.
        let keys = keys.filter(|(key, _)| {
            let is_of_other = || others.iter().any(|other| other.contains(key.as_str()));
            !key.contains(|c: char| c.is_ascii_alphabetic()) && !is_of_other()
        });
        let alike = keys.map(|(key, candidate)| {
            let alike = renderings
                .iter()
                .map(|rendering| common(rendering, &key))
                .fold(0.0, f64::max);
            (alike, candidate.span)
        });
        let best = alike
            .filter(|(alike, _)| *alike >= LEAST_COMMON)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.start.cmp(&a.1.start)))?;
        let instead = best.1;
        let translates = self.glossary.others(text.get(instead.clone())?).into_iter();
        let lower = en.to_lowercase();
        let explained = translates
            .filter(|other| !has_han(other))
            .any(|other| lower.contains(&other.to_lowercase()));
        (!explained).then(|| segment.start + instead.start..segment.start + instead.end)
    }
}

/// Whether the renderings of a term are looked at: single words are rendered in many ways.
fn is_looked_at(is_compound: bool, written: &str) -> bool {
    is_compound || is_acronym(written)
}

/// Two to five capitals.
fn is_acronym(written: &str) -> bool {
    (2..=5).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The share of the characters that two texts have in common: in order where their first or their last characters
/// agree, or else in any order if they are most (節省成本, 成本節約). 0 where one is part of the other.
fn common(a: &str, b: &str) -> f64 {
    let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<char>>());
    let contains = |a: &[char], b: &[char]| a.windows(b.len().max(1)).any(|window| window == b);
    if a.len() < 2 || b.len() < 2 || contains(&a, &b) || contains(&b, &a) {
        return 0.0;
    }
    let most = a.len().max(b.len()) as f64;
    let mut rest = b.clone();
    let in_any_order = a.iter().filter(|c| {
        let at = rest.iter().position(|other| other == *c);
        at.map(|at| rest.swap_remove(at)).is_some()
    });
    let in_any_order = in_any_order.count() as f64 / most;
    let ends_agree = a.first() == b.first() || a.last() == b.last();
    match ends_agree {
        true => in_order(&a, &b) as f64 / most,
        false if in_any_order >= MOST_COMMON => in_any_order,
        false => 0.0,
    }
}

/// Length of the longest common subsequence.
fn in_order(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for c in a {
        let mut diagonal = 0;
        for (at, other) in b.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or(0);
            let left = row.get(at).copied().unwrap_or(0);
            let best = if c == other {
                diagonal + 1
            } else {
                above.max(left)
            };
            diagonal = above;
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = best;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_resembles_a_rendering() {
        assert!(common("客户管理收入", "客户关系管理") >= LEAST_COMMON);
        assert!(common("蒋帆", "江帆") >= LEAST_COMMON);
        assert_eq!(common("云烤箱", "烤箱"), 0.0, "a part");
        assert_eq!(common("毛利率", "毛利率"), 0.0, "the same");
        assert!(common("毛利率", "营业利益") < LEAST_COMMON);
        assert!(common("节省成本", "成本节约") > common("节省成本", "获得成本"));
    }
}
