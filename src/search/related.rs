//! Terms that the calls relate to a term: its translations and abbreviations, as learned when calls are indexed.

use std::collections::BTreeMap;

use super::{Request, Suggestion, store::Store};
use crate::{
    Result,
    index::TermPairSum,
    model::TermRelation,
    terminology::{Counts2x2, SIGNIFICANT, log_likelihood, term_key},
    text::{Glossary, has_han},
};

/// A term that calls relate to another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LearnedTerm {
    /// The term as most calls write it.
    pub(crate) written: String,
    /// How it is related.
    pub(crate) relation: TermRelation,
    /// Number of sentences or passages that support it.
    pub(crate) together: u64,
    /// Number of calls that teach it.
    pub(crate) calls: u64,
    /// Log-likelihood ratio; 0 for an abbreviation.
    pub(crate) score: f64,
}

/// Least support of a translation as a share of that of the best one of either term: rarer ones are mostly wrong.
const LEAST_SHARE: f64 = 0.15;

/// Maximum number of translations whose own best translations are read.
const MOST_CHECKED: usize = 8;

/// The terms that the calls relate to a term, the best supported first. Abbreviations also lead to the
/// translations of what they abbreviate.
pub(crate) fn learned(store: &dyn Store, term: &str) -> Result<Vec<LearnedTerm>> {
    let key = term_key(term);
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<String, LearnedTerm> = BTreeMap::new();
    let mut add = |key: String, term: LearnedTerm| {
        found.entry(key).or_insert(term);
    };
    let mut expanded = vec![key.clone()];
    for place in [0, 1] {
        for sum in store.term_pairs(TermRelation::Abbreviation, place, &key)? {
            expanded.push(sum.key.clone());
            add(
                sum.key.clone(),
                LearnedTerm::of(sum, TermRelation::Abbreviation, 0.0),
            );
        }
    }
    for key in expanded {
        for (sum, score) in translations(store, &key)? {
            add(
                sum.key.clone(),
                LearnedTerm::of(sum, TermRelation::Translation, score),
            );
        }
    }
    found.remove(&key);
    let mut found: Vec<LearnedTerm> = found.into_values().collect();
    found.sort_by(|a, b| {
        let order = (b.together, b.calls).cmp(&(a.together, a.calls));
        order.then_with(|| a.written.cmp(&b.written))
    });
    Ok(found)
}

/// Maximum number of related terms of a term of a query.
const MOST_USED: usize = 3;

/// Number of neighboring terms of a query that may be one term.
const MOST_JOINED: usize = 3;

/// The terms that calls relate to a term, beside those that the glossary has anyway.
fn beside_glossary(store: &dyn Store, glossary: &Glossary, term: &str) -> Result<Vec<LearnedTerm>> {
    let mut known: Vec<String> = glossary.others(term).into_iter().map(term_key).collect();
    known.push(term_key(term));
    let mut learned = learned(store, term)?;
    // A longer term around one that is found anyway adds nothing: 零件關稅 beside 關稅.
    learned.retain(|other| {
        let key = term_key(&other.written);
        !known
            .iter()
            .any(|known| key == *known || has_han(known) && key.contains(known.as_str()))
    });
    learned.truncate(MOST_USED);
    Ok(learned)
}

/// Whether a request excludes a related term.
fn is_excluded(request: &Request, term: &str) -> bool {
    let key = term_key(term);
    request.unrelated.iter().any(|other| term_key(other) == key)
}

/// The related terms of a term that match in a request; none where the index cannot be read, which the search
/// itself reports.
pub(super) fn used(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    term: &str,
) -> Vec<String> {
    let learned = beside_glossary(store, glossary, term).unwrap_or_default();
    let terms = learned.into_iter().map(|other| other.written);
    terms.filter(|other| !is_excluded(request, other)).collect()
}

/// The related terms of the terms of a query.
pub(super) fn suggestions(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    terms: &[String],
) -> Result<Vec<Suggestion>> {
    let mut suggestions = Vec::new();
    if request.literal {
        return Ok(suggestions);
    }
    let mut seen = Vec::new();
    // Neighboring terms may be one term to the calls: quick commerce.
    let compounds = (1..=MOST_JOINED)
        .rev()
        .flat_map(|count| terms.windows(count));
    for term in compounds.map(|terms| terms.join(" ")) {
        let key = term_key(&term);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        for other in beside_glossary(store, glossary, &term)? {
            suggestions.push(Suggestion {
                term: term.clone(),
                used: request.related && !is_excluded(request, &other.written),
                also: other.written,
                relation: other.relation,
                calls: other.calls,
            });
        }
    }
    Ok(suggestions)
}

/// The significant translations of a key that are not far better explained by another term.
fn translations(store: &dyn Store, key: &str) -> Result<Vec<(TermPairSum, f64)>> {
    let place = usize::from(has_han(key));
    let mut sums = store.term_pairs(TermRelation::Translation, place, key)?;
    sums.sort_by(|a, b| b.together.cmp(&a.together).then_with(|| a.key.cmp(&b.key)));
    let best = sums.first().map_or(0, |sum| sum.together);
    sums.retain(|sum| sum.together as f64 >= LEAST_SHARE * best as f64);
    let mut found = Vec::new();
    for sum in sums.into_iter().take(MOST_CHECKED) {
        let others = store.term_pairs(TermRelation::Translation, 1 - place, &sum.key)?;
        let best = others.iter().map(|other| other.together).max().unwrap_or(0);
        let score = score(&sum);
        if score >= SIGNIFICANT && sum.together as f64 >= LEAST_SHARE * best as f64 {
            found.push((sum, score));
        }
    }
    Ok(found)
}

fn score(sum: &TermPairSum) -> f64 {
    let [first, second] = sum.alone;
    log_likelihood(Counts2x2 {
        both: sum.together,
        first,
        second,
        all: sum.of,
    })
}

impl LearnedTerm {
    fn of(sum: TermPairSum, relation: TermRelation, score: f64) -> Self {
        Self {
            written: sum.written,
            relation,
            together: sum.together,
            calls: sum.calls,
            score,
        }
    }
}
