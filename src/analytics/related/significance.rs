//! Terms that are significantly more frequent in some passages than in others.
//!
//! Candidates come from a sample of the passages; the most promising are counted exactly by the index. Nothing is
//! stored for it, so any filter applies, and the answer depends on the calls alone.

use std::collections::HashMap;

use rayon::prelude::*;
use tantivy::query::Query;

use super::evidence::Evidence;
use crate::{
    Result,
    index::{Reader, conjunction, term},
    model::{Lang, Sides, Word},
    search::{
        compile::{approximate_passages, compile},
        plan::{Node, Term, written_term},
        sample::sample,
    },
    terminology::{Counts2x2, Vocabulary, display_form, log_likelihood},
    text::has_han,
};

/// The passages that are compared.
pub(super) struct Passages<'a> {
    /// Those whose terms are looked for.
    pub(super) foreground: &'a dyn Query,
    /// Those they are compared with, which include them.
    pub(super) background: &'a dyn Query,
    /// How many of the former are read.
    pub(super) sampled: usize,
    /// Least number of passages of the background beside the foreground with a side in the language of a term, as
    /// a share of those of the foreground.
    pub(super) least_beside: f64,
}

/// Numbers of passages that have a side in a language.
#[derive(Debug, Clone, Copy)]
struct Totals {
    foreground: u64,
    background: u64,
}

impl Passages<'_> {
    /// The passages that a term of a language can be in: a call in one language says nothing of terms in the
    /// other.
    fn totals(&self, reader: &Reader, lang: Lang) -> Result<Totals> {
        let count = |passages: &dyn Query| -> Result<u64> {
            let has_side = term(reader.fields.lang, lang.word());
            let both = conjunction(has_side, passages.box_clone());
            Ok(reader.search(&both, &tantivy::collector::Count)? as u64)
        };
        Ok(Totals {
            foreground: count(self.foreground)?,
            background: count(self.background)?,
        })
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

/// Log-likelihood ratio that is exceeded by chance once in a thousand.
const SIGNIFICANT: f64 = 10.83;

/// Least number of sampled passages with a candidate.
const LEAST_SAMPLED: u64 = 2;

/// Passages that one task analyzes.
const AT_ONCE: usize = 32;

/// Candidates whose frequency in the background is estimated, and those that are counted, for each term asked for.
const ESTIMATED: usize = 12;
const COUNTED: usize = 3;

/// A candidate: its written form and the number of sampled passages that have it.
type Candidates = HashMap<String, (String, u64)>;

/// The most significant terms of the foreground, the best first: at most `limit` that are `wanted`.
pub(super) fn significant_terms(
    reader: &Reader,
    passages: &Passages,
    limit: usize,
    wanted: impl Fn(&SignificantTerm) -> bool,
) -> Result<Vec<SignificantTerm>> {
    let sampled = sample(reader, passages.foreground, passages.sampled)?;
    let read = sampled.addresses.len().max(1) as f64;
    let mut candidates: Vec<(String, String, u64)> = candidates(reader, &sampled.addresses)?
        .into_iter()
        .filter(|(_, (_, count))| *count >= LEAST_SAMPLED)
        .map(|(key, (written, count))| (key, written, count))
        .collect();
    candidates.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    leave_out_parts(&mut candidates);
    candidates.truncate(limit * ESTIMATED * 4);
    let totals = Sides {
        en: Some(passages.totals(reader, Lang::En)?),
        zh: Some(passages.totals(reader, Lang::Zh)?),
    };
    let totals_of = |key: &str| totals.get(lang_of(key)).copied();
    candidates.retain(|(key, ..)| {
        totals_of(key).is_some_and(|totals| {
            let beside = totals.background.saturating_sub(totals.foreground);
            beside as f64 >= passages.least_beside * totals.foreground as f64
        })
    });
    let terms: Vec<Term> = (candidates.iter())
        .map(|(_, written, _)| written_term(written))
        .collect();
    let estimates = approximate_passages(&terms, reader)?;
    let counts = |key: &str, count: u64, estimate: u64| {
        let both = (count as f64 / read * sampled.total as f64) as u64;
        let totals = totals_of(key);
        Counts2x2 {
            both,
            first: totals.map_or(both, |totals| totals.foreground),
            second: estimate.max(both),
            all: totals.map_or(both, |totals| totals.background),
        }
    };
    let mut promising: Vec<(f64, usize)> = (candidates.iter().zip(estimates).enumerate())
        .map(|(at, ((key, _, count), estimate))| {
            (log_likelihood(counts(key, *count, estimate)), at)
        })
        .collect();
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    promising.truncate(limit * COUNTED);
    let counted = promising.par_iter().map(|(_, at)| {
        let (Some((key, written, _)), Some(term)) = (candidates.get(*at), terms.get(*at)) else {
            return Ok(None);
        };
        let Some(totals) = totals_of(key) else {
            return Ok(None);
        };
        count(reader, passages, totals, (key, written), term).map(Some)
    });
    let counted: Vec<Option<SignificantTerm>> = counted.collect::<Result<_>>()?;
    let mut found: Vec<SignificantTerm> = (counted.into_iter().flatten())
        .filter(|term| term.score >= SIGNIFICANT && wanted(term))
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    Ok(without_overlap(found, limit))
}

/// Counts a candidate in the foreground and the background.
fn count(
    reader: &Reader,
    passages: &Passages,
    totals: Totals,
    (key, written): (&str, &str),
    said: &Term,
) -> Result<SignificantTerm> {
    let query = compile(&Node::Term(said.clone()), reader)?;
    let both = conjunction(query.box_clone(), passages.foreground.box_clone());
    let evidence = Evidence::of(reader, &both)?;
    let background = conjunction(query, passages.background.box_clone());
    let second = reader.search_here(&background, &tantivy::collector::Count)? as u64;
    let counts = Counts2x2 {
        both: evidence.passages,
        first: totals.foreground,
        second,
        all: totals.background,
    };
    Ok(SignificantTerm {
        key: key.to_owned(),
        written: written.to_owned(),
        score: log_likelihood(counts),
        counts,
        evidence,
    })
}

/// The candidate terms of some passages, by key.
fn candidates(reader: &Reader, addresses: &[tantivy::DocAddress]) -> Result<Candidates> {
    let parts = addresses.par_chunks(AT_ONCE).map(|addresses| {
        let mut vocabulary = Vocabulary::default();
        let mut found = Candidates::new();
        for address in addresses {
            let passage = reader.passage_at(*address)?.passage;
            for (lang, text) in passage.text.iter() {
                let mut terms = vocabulary.candidates(text, lang == Lang::Zh);
                terms.sort_by_key(|candidate| (candidate.term, candidate.span.start == 0));
                terms.dedup_by_key(|candidate| candidate.term);
                for candidate in terms {
                    if vocabulary.is_topic(candidate.term) {
                        let written = text.get(candidate.span).unwrap_or_default();
                        let entry = found.entry(vocabulary.key(candidate.term));
                        entry.or_insert_with(|| (display_form(written), 0)).1 += 1;
                    }
                }
            }
        }
        Ok(found)
    });
    let parts: Vec<Candidates> = parts.collect::<Result<_>>()?;
    let mut all = Candidates::new();
    for (key, (written, count)) in parts.into_iter().flatten() {
        all.entry(key).or_insert((written, 0)).1 += count;
    }
    Ok(all)
}

/// The language of a term: Chinese where it has a Han character.
fn lang_of(key: &str) -> Lang {
    if has_han(key) { Lang::Zh } else { Lang::En }
}

/// Leaves out terms that hardly occur outside of a longer one. The candidates are ordered by frequency.
fn leave_out_parts(candidates: &mut Vec<(String, String, u64)>) {
    let counts: HashMap<&str, u64> = (candidates.iter())
        .map(|(key, _, count)| (key.as_str(), *count))
        .collect();
    let mut dropped: Vec<String> = Vec::new();
    for (key, _, count) in candidates.iter() {
        for part in parts(key) {
            if counts
                .get(part)
                .is_some_and(|of_part| count * 10 >= of_part * 8)
            {
                dropped.push(part.to_owned());
            }
        }
    }
    dropped.sort();
    candidates.retain(|(key, ..)| dropped.binary_search(key).is_err());
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

/// The first terms, each left out that contains, or is part of, a better one.
fn without_overlap(found: Vec<SignificantTerm>, limit: usize) -> Vec<SignificantTerm> {
    let mut kept: Vec<SignificantTerm> = Vec::new();
    for term in found {
        let overlaps = |other: &SignificantTerm| {
            let [long, short] = match other.key.len() > term.key.len() {
                true => [&other.key, &term.key],
                false => [&term.key, &other.key],
            };
            match short.is_ascii() && long.is_ascii() {
                true => format!(" {long} ").contains(&format!(" {short} ")),
                false => long.contains(short.as_str()),
            }
        };
        if kept.len() < limit && !kept.iter().any(overlaps) {
            kept.push(term);
        }
    }
    kept
}
