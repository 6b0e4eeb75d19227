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
                if let Some(instead) = self.instead(en, zh, &b, renderings) {
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
    ) -> Option<Range<usize>> {
        let text = zh.get(segment.clone())?;
        let mut vocabulary = Vocabulary::default();
        let candidates = vocabulary.candidates(text, true).into_iter();
        let keys = candidates.map(|candidate| (vocabulary.key(candidate.term), candidate));
        // What is kept in Latin letters is not translated otherwise.
        let keys = keys.filter(|(key, _)| !key.contains(|c: char| c.is_ascii_alphabetic()));
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

/// The share of the characters that two texts have in common, in order; 0 where neither their first nor their last
/// characters agree, or one is part of the other.
fn common(a: &str, b: &str) -> f64 {
    let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<char>>());
    let ends_agree = a.first() == b.first() || a.last() == b.last();
    let contains = |a: &[char], b: &[char]| a.windows(b.len().max(1)).any(|window| window == b);
    if a.len() < 2 || b.len() < 2 || !ends_agree || contains(&a, &b) || contains(&b, &a) {
        return 0.0;
    }
    // The longest common subsequence.
    let mut row = vec![0; b.len() + 1];
    for c in &a {
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
    row.last().copied().unwrap_or(0) as f64 / a.len().max(b.len()) as f64
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
    }
}
