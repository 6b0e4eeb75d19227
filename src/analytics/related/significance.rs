//! Terms that are significantly more frequent in some passages than in others.
//!
//! Candidates come from a sample of the passages; the most promising are counted exactly by the store. Nothing is
//! stored for it, so any filter applies, and the answer depends on the calls alone.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::evidence::Evidence;
use crate::{
    Result,
    model::{Lang, Passage, Sides, Word},
    search::{
        key::Key,
        passage_set::PassageSet,
        plan::{Node, Term, written_term},
        store::{Store, at_once},
    },
    terminology::{Counts2x2, SIGNIFICANT, TermId, Vocabulary, display_form, log_likelihood},
    text::{has_han, stem},
};

/// The passages that are compared.
pub(super) struct Passages<'a> {
    /// Those whose terms are looked for.
    pub(super) foreground: &'a PassageSet,
    /// Those they are compared with, which include them.
    pub(super) background: &'a PassageSet,
    /// How many of the former are read.
    pub(super) sampled: usize,
    /// Least number of passages of the background beside the foreground with a side in the language of a term, as
    /// a share of those of the foreground.
    pub(super) least_beside: f64,
    /// Least number of terms that are looked for, so that fewer terms are the first of more.
    pub(super) looked_for: usize,
}

/// Numbers of passages that have a side in a language.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    foreground: u64,
    background: u64,
}

impl Totals {
    /// Whether enough passages of the background are not of the foreground.
    fn are_comparable(&self, least: f64) -> bool {
        let beside = self.background.saturating_sub(self.foreground);
        beside as f64 >= least * self.foreground as f64
    }

    /// The counts of a term that `both` passages of the foreground and `second` of the background have.
    fn counts(self, both: u64, second: u64) -> Counts2x2 {
        Counts2x2 {
            both,
            first: self.foreground,
            second,
            all: self.background,
        }
    }
}

impl Passages<'_> {
    /// The passages that a term of each language can be in: a call in one language says nothing of terms in the
    /// other.
    fn totals(&self, store: &dyn Store) -> Result<Sides<Totals>> {
        let has_side = |lang: &Lang| Node::one_of(Key::Lang, vec![lang.word().to_owned()]);
        let sides: Vec<Node> = Lang::ALL.iter().map(has_side).collect();
        let is_all = self.background.plan.is_everything();
        let background = if is_all {
            self.foreground
        } else {
            self.background
        };
        let mut counts = store.counts_within(self.foreground, background, &sides)?;
        if is_all {
            for (lang, [_, all]) in Lang::ALL.iter().zip(&mut counts) {
                *all = store.passages_with(Key::Lang, lang.word())?;
            }
        }
        let mut totals = Sides::none();
        for (lang, [foreground, background]) in Lang::ALL.iter().zip(counts) {
            *totals.slot(*lang) = Some(Totals {
                foreground,
                background,
            });
        }
        Ok(totals)
    }
}

/// A term that is more frequent in the foreground than in the background.
#[derive(Debug, Clone)]
pub(super) struct SignificantTerm {
    pub(super) key: String,
    /// As written.
    pub(super) written: String,
    /// Log-likelihood ratio.
    pub(super) score: f64,
    pub(super) counts: Counts2x2,
    /// Where it is said in the foreground.
    pub(super) evidence: Evidence,
}

/// A candidate that is counted.
struct Counted {
    key: String,
    written: String,
    score: f64,
    counts: Counts2x2,
}

impl Counted {
    fn with(&self, evidence: Evidence) -> SignificantTerm {
        SignificantTerm {
            key: self.key.clone(),
            written: self.written.clone(),
            score: self.score,
            counts: self.counts,
            evidence,
        }
    }
}

/// Least number of sampled passages with a candidate.
const LEAST_SAMPLED: u64 = 2;

/// Passages that one task analyzes.
const AT_ONCE: usize = 64;

/// Candidates whose frequency in the background is estimated, and those that are counted, for each term that is looked
/// for.
const ESTIMATED: usize = 50;
const COUNTED: usize = 3;

/// A candidate term.
struct Candidate {
    key: String,
    /// As most passages write it.
    written: String,
    /// Number of sampled passages that have it.
    count: u64,
}

/// The written forms of a candidate, with the number of passages that have each.
#[derive(Default)]
struct Forms(Vec<(String, u64)>);

impl Forms {
    fn add(&mut self, written: String, passages: u64) {
        match self.0.iter_mut().find(|(known, _)| *known == written) {
            Some((_, sum)) => *sum += passages,
            None => self.0.push((written, passages)),
        }
    }

    /// Number of passages that have one, and the form of most; of equally frequent forms the last in order, so that small
    /// letters are preferred.
    fn sum(self) -> Option<(u64, String)> {
        let count = self.0.iter().map(|(_, count)| count).sum();
        let forms = self.0.into_iter().map(|(written, count)| (count, written));
        Some((count, forms.max()?.1))
    }
}

/// The most significant terms of the foreground, the best first: at most `limit` that are `wanted`.
pub(super) fn significant_terms(
    store: &dyn Store,
    passages: &Passages,
    limit: usize,
    wanted: impl Fn(&SignificantTerm) -> bool,
) -> Result<Vec<SignificantTerm>> {
    let (sampled, totals) = at_once(store, || {
        let sampled = store.sample_of(passages.foreground, passages.sampled)?;
        Ok((sampled, passages.totals(store)?))
    })?;
    let mut candidates = candidates(store, &sampled.passages)?;
    candidates.retain(|candidate| {
        let totals = totals.get(lang_of(&candidate.key));
        totals.is_some_and(|totals| totals.are_comparable(passages.least_beside))
    });
    let looked_for = limit.max(passages.looked_for);
    candidates.truncate(looked_for * ESTIMATED);
    let read = sampled.passages.len().max(1) as f64;
    let share = sampled.total as f64 / read;
    let promising = most_promising(store, candidates, &totals, share, looked_for * COUNTED)?;
    let mut found = count(store, passages, &totals, promising)?;
    found.retain(|term| term.score >= SIGNIFICANT);
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    with_evidence(store, passages, &found, limit, wanted)
}

/// The candidates with the highest estimated score; `share` is the number of passages for each that was sampled.
fn most_promising(
    store: &dyn Store,
    candidates: Vec<Candidate>,
    totals: &Sides<Totals>,
    share: f64,
    most: usize,
) -> Result<Vec<Candidate>> {
    let terms: Vec<Term> = (candidates.iter())
        .map(|candidate| written_term(&candidate.written))
        .collect();
    let estimates = store.approximate_passages(&terms)?;
    let estimated = candidates.into_iter().zip(estimates);
    let mut scored: Vec<(f64, Candidate)> = estimated
        .map(|(candidate, second)| {
            let both = (candidate.count as f64 * share) as u64;
            let totals = totals.get(lang_of(&candidate.key)).copied();
            let counts = totals.unwrap_or_default().counts(both, second.max(both));
            (log_likelihood(counts), candidate)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    scored.truncate(most);
    Ok(scored.into_iter().map(|(_, candidate)| candidate).collect())
}

/// Counts candidates in the foreground and the background.
fn count(
    store: &dyn Store,
    passages: &Passages,
    totals: &Sides<Totals>,
    candidates: Vec<Candidate>,
) -> Result<Vec<Counted>> {
    let said = candidates.iter();
    let said = said.map(|candidate| Node::Term(written_term(&candidate.written)));
    let said: Vec<Node> = said.collect();
    let counts = store.counts_within(passages.foreground, passages.background, &said)?;
    let counted = candidates.into_iter().zip(counts);
    let counted = counted.map(|(candidate, [both, second])| {
        let totals = totals.get(lang_of(&candidate.key)).copied();
        let counts = totals.unwrap_or_default().counts(both, second);
        Counted {
            score: log_likelihood(counts),
            counts,
            key: candidate.key,
            written: candidate.written,
        }
    });
    Ok(counted.collect())
}

/// The first terms that are `wanted`, with their evidence, which is looked for as far as they need it. In place of each
/// stands the longer one that most of its passages say, if that is wanted, too: *commerce* is new as *quick commerce*.
/// Each is left out that contains, or is part of, a better one.
fn with_evidence(
    store: &dyn Store,
    passages: &Passages,
    counted: &[Counted],
    limit: usize,
    wanted: impl Fn(&SignificantTerm) -> bool,
) -> Result<Vec<SignificantTerm>> {
    // By the place of a term; none where it is not wanted.
    let mut known: BTreeMap<usize, Option<SignificantTerm>> = BTreeMap::new();
    let mut kept: Vec<SignificantTerm> = Vec::new();
    let places: Vec<usize> = (0..counted.len()).collect();
    for some in places.chunks(limit.max(passages.looked_for)) {
        let mut missing: Vec<usize> = (some.iter().flat_map(|&at| longer(counted, at)))
            .chain(some.iter().copied())
            .filter(|at| !known.contains_key(at))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        let terms: Vec<&Counted> = missing.iter().filter_map(|at| counted.get(*at)).collect();
        let said = terms
            .iter()
            .map(|term| Node::Term(written_term(&term.written)));
        let said: Vec<Node> = said.collect();
        let evidence = Evidence::of(store, passages.foreground, &said)?;
        for ((at, term), evidence) in missing.into_iter().zip(terms).zip(evidence) {
            let term = term.with(evidence);
            known.insert(at, wanted(&term).then_some(term));
        }
        let wanted = |at: &usize| known.get(at).and_then(Option::as_ref);
        for at in some {
            let Some(term) = wanted(at) else { continue };
            let longer = longer(counted, *at);
            let longer = longer.iter().filter_map(wanted);
            let whole = longer.max_by_key(|other| other.counts.both).unwrap_or(term);
            if kept.len() < limit && !kept.iter().any(|kept| overlap(&kept.key, &whole.key)) {
                kept.push(whole.clone());
            }
        }
        if kept.len() >= limit {
            break;
        }
    }
    Ok(kept)
}

/// The candidate terms of some passages, the most frequent first.
fn candidates(store: &dyn Store, passages: &[Passage]) -> Result<Vec<Candidate>> {
    let parts = passages.par_chunks(AT_ONCE).map(|passages| {
        store.check()?;
        Ok(terms_of(passages))
    });
    let parts: Vec<Vec<(String, Forms)>> = parts.collect::<Result<_>>()?;
    let mut sums: HashMap<String, Forms, FxBuildHasher> = HashMap::default();
    for (key, Forms(forms)) in parts.into_iter().flatten() {
        let sum = sums.entry(key).or_default();
        for (written, count) in forms {
            sum.add(written, count);
        }
    }
    let mut all: Vec<Candidate> = (sums.into_iter())
        .filter_map(|(key, forms)| {
            let (count, written) = forms.sum()?;
            Some(Candidate {
                key,
                written,
                count,
            })
        })
        .filter(|candidate| candidate.count >= LEAST_SAMPLED)
        .collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
    leave_out_parts(&mut all);
    Ok(all)
}

/// The terms of some passages, by key.
fn terms_of(passages: &[Passage]) -> Vec<(String, Forms)> {
    let mut vocabulary = Vocabulary::default();
    let mut found: HashMap<TermId, Forms, FxBuildHasher> = HashMap::default();
    for (_, text) in passages.iter().flat_map(|passage| passage.text.iter()) {
        add(&mut vocabulary, text, &mut found);
    }
    let found = found.into_iter();
    found
        .map(|(term, forms)| (vocabulary.key(term), forms))
        .collect()
}

/// Adds the terms of a text, each once; of a Chinese one also those in Latin letters (ASIC).
fn add(vocabulary: &mut Vocabulary, text: &str, found: &mut HashMap<TermId, Forms, FxBuildHasher>) {
    let mut terms = vocabulary.candidates(text, false);
    // Not the occurrence at the beginning of the text, which has a capital.
    terms.sort_by_key(|candidate| (candidate.term, candidate.span.start == 0));
    terms.dedup_by_key(|candidate| candidate.term);
    terms.retain(|candidate| vocabulary.is_topic(candidate.term));
    for candidate in terms {
        let written = display_form(text.get(candidate.span).unwrap_or_default());
        found.entry(candidate.term).or_default().add(written, 1);
    }
}

/// The language of a term: Chinese where it has a Han character.
pub(super) fn lang_of(key: &str) -> Lang {
    if has_han(key) { Lang::Zh } else { Lang::En }
}

/// Leaves out terms that hardly occur outside of a longer one. The candidates are ordered by frequency.
fn leave_out_parts(candidates: &mut Vec<Candidate>) {
    let counts: HashMap<&str, u64> = (candidates.iter())
        .map(|candidate| (candidate.key.as_str(), candidate.count))
        .collect();
    let mut dropped: Vec<String> = Vec::new();
    for whole in candidates.iter() {
        let is_within = |part: &&str| {
            let of_part = counts.get(part);
            of_part.is_some_and(|of_part| whole.count * 10 >= of_part * 8)
        };
        dropped.extend(
            parts(&whole.key)
                .into_iter()
                .filter(is_within)
                .map(str::to_owned),
        );
    }
    dropped.sort();
    candidates.retain(|candidate| dropped.binary_search(&candidate.key).is_err());
}

/// The beginning and the end of a term without its last or first word; of Chinese, every beginning and end.
fn parts(key: &str) -> Vec<&str> {
    if key.is_ascii() {
        let ends = [
            key.rsplit_once(' ').map(|(head, _)| head),
            key.split_once(' ').map(|(_, tail)| tail),
        ];
        return ends.into_iter().flatten().collect();
    }
    let cuts = key.char_indices().skip(1).map(|(at, _)| at);
    cuts.flat_map(|at| [key.get(..at), key.get(at..)])
        .flatten()
        .collect()
}

/// The places of the longer terms that most passages of a term say.
fn longer(counted: &[Counted], at: usize) -> Vec<usize> {
    let Some(term) = counted.get(at) else {
        return Vec::new();
    };
    let is_longer = |other: &Counted| {
        other.key.len() > term.key.len()
            && is_part(&term.key, &other.key)
            && 2 * other.counts.both > term.counts.both
    };
    let others = counted.iter().enumerate();
    let longer = others.filter(|(_, other)| is_longer(other));
    longer.map(|(at, _)| at).collect()
}

/// Whether a term is part of another, by their keys.
pub(super) fn is_part(short: &str, long: &str) -> bool {
    match short.is_ascii() && long.is_ascii() {
        true => format!(" {long} ").contains(&format!(" {short} ")),
        false => long.contains(short),
    }
}

/// Whether one of two terms is part of the other, or has the same words in other forms.
fn overlap(a: &str, b: &str) -> bool {
    let is_part = match a.len() < b.len() {
        true => is_part(a, b),
        false => is_part(b, a),
    };
    is_part || a.split(' ').map(stem).eq(b.split(' ').map(stem))
}
