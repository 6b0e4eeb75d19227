//! Terms that the calls relate to a term: its translations and abbreviations, as learned when calls are indexed.

use std::collections::BTreeMap;

use super::{
    Request, Suggestion,
    store::{PairsOf, Store, at_once},
};
use crate::{
    Result,
    index::TermPairSum,
    model::TermRelation,
    terminology::{Counts2x2, SIGNIFICANT, display_form, log_likelihood, term_key},
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
    Ok(learned_of(store, &[term])?.pop().unwrap_or_default())
}

/// The same for several terms, in their order: the store is asked for all at once.
pub(crate) fn learned_of<T: AsRef<str>>(
    store: &dyn Store,
    terms: &[T],
) -> Result<Vec<Vec<LearnedTerm>>> {
    at_once(store, || learned_of_each(store, terms))
}

fn learned_of_each<T: AsRef<str>>(store: &dyn Store, terms: &[T]) -> Result<Vec<Vec<LearnedTerm>>> {
    let keys: Vec<String> = terms.iter().map(|term| term_key(term.as_ref())).collect();
    let by_place = |key| {
        [0, 1].map(|place| PairsOf {
            relation: TermRelation::Abbreviation,
            place,
            term: key,
        })
    };
    let questions: Vec<PairsOf> = keys.iter().flat_map(|key| by_place(key)).collect();
    let mut abbreviations = store.term_pairs(&questions)?.into_iter();
    // Of each term: what abbreviates it or what it abbreviates.
    let abbreviations: Vec<Vec<TermPairSum>> = keys
        .iter()
        .map(|_| abbreviations.by_ref().take(2).flatten().collect())
        .collect();
    let expanded: Vec<Vec<&str>> = (keys.iter().zip(&abbreviations))
        .map(|(key, others)| {
            let others = others.iter().map(|sum| sum.key.as_str());
            std::iter::once(key.as_str()).chain(others).collect()
        })
        .collect();
    let mut translations = translations(store, &expanded.concat())?.into_iter();
    let of_terms = keys.iter().zip(&expanded).zip(&abbreviations);
    let learned = of_terms.map(|((key, expanded), abbreviations)| {
        let translations = translations.by_ref().take(expanded.len()).flatten();
        match key.is_empty() {
            true => Vec::new(),
            false => joined(key, abbreviations, translations.collect()),
        }
    });
    Ok(learned.collect())
}

/// The terms related to a key, each once, the best supported first.
fn joined(
    key: &str,
    abbreviations: &[TermPairSum],
    translations: Vec<(TermPairSum, f64)>,
) -> Vec<LearnedTerm> {
    let mut found: BTreeMap<String, LearnedTerm> = BTreeMap::new();
    let mut add = |key: String, term: LearnedTerm| {
        found.entry(key).or_insert(term);
    };
    for sum in abbreviations {
        let term = LearnedTerm::of(sum.clone(), TermRelation::Abbreviation, 0.0);
        add(sum.key.clone(), term);
    }
    for (sum, score) in translations {
        add(
            sum.key.clone(),
            LearnedTerm::of(sum, TermRelation::Translation, score),
        );
    }
    found.remove(key);
    let mut found: Vec<LearnedTerm> = found.into_values().collect();
    found.sort_by(|a, b| {
        let order = (b.together, b.calls).cmp(&(a.together, a.calls));
        order.then_with(|| a.written.cmp(&b.written))
    });
    found
}

/// Maximum number of related terms of a term of a query.
const MOST_USED: usize = 3;

/// Number of neighboring terms of a query that may be one term.
const MOST_JOINED: usize = 3;

/// Of the terms that calls relate to a term those that the glossary has not anyway.
fn beside_glossary(
    mut learned: Vec<LearnedTerm>,
    glossary: &Glossary,
    term: &str,
) -> Vec<LearnedTerm> {
    let mut known: Vec<String> = glossary.others(term).into_iter().map(term_key).collect();
    known.push(term_key(term));
    // A longer term around one that is found anyway adds nothing: 零件關稅 beside 關稅.
    learned.retain(|other| {
        let key = term_key(&other.written);
        !known
            .iter()
            .any(|known| key == *known || has_han(known) && key.contains(known.as_str()))
    });
    learned.truncate(MOST_USED);
    learned
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
    let learned = learned(store, term).unwrap_or_default();
    let learned = beside_glossary(learned, glossary, term);
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
    let mut compounds: Vec<String> = Vec::new();
    let mut seen = Vec::new();
    // Neighboring terms may be one term to the calls: quick commerce.
    let windows = (1..=MOST_JOINED)
        .rev()
        .flat_map(|count| terms.windows(count));
    for term in windows.map(|terms| display_form(&terms.join(" "))) {
        let key = term_key(&term);
        if !seen.contains(&key) {
            seen.push(key);
            compounds.push(term);
        }
    }
    let learned = learned_of(store, &compounds)?;
    for (term, learned) in compounds.into_iter().zip(learned) {
        for other in beside_glossary(learned, glossary, &term) {
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

/// For each of some keys the significant translations that are not far better explained by another term.
fn translations(store: &dyn Store, keys: &[&str]) -> Result<Vec<Vec<(TermPairSum, f64)>>> {
    let of = |term, place| PairsOf {
        relation: TermRelation::Translation,
        place,
        term,
    };
    let place = |key: &str| usize::from(has_han(key));
    let questions: Vec<PairsOf> = keys.iter().map(|key| of(key, place(key))).collect();
    let mut found = store.term_pairs(&questions)?;
    for sums in &mut found {
        sums.sort_by(|a, b| b.together.cmp(&a.together).then_with(|| a.key.cmp(&b.key)));
        let best = sums.first().map_or(0, |sum| sum.together);
        sums.retain(|sum| sum.together as f64 >= LEAST_SHARE * best as f64);
        sums.truncate(MOST_CHECKED);
    }
    let back = keys.iter().zip(&found).flat_map(|(key, sums)| {
        let place = 1 - place(key);
        sums.iter().map(move |sum| of(&sum.key, place))
    });
    let mut back = store.term_pairs(&back.collect::<Vec<_>>())?.into_iter();
    let significant = found.into_iter().map(|sums| {
        let others = back.by_ref().take(sums.len()).collect::<Vec<_>>();
        let explained = sums.into_iter().zip(others).filter_map(|(sum, others)| {
            let best = others.iter().map(|other| other.together).max().unwrap_or(0);
            let score = score(&sum);
            let is_own = sum.together as f64 >= LEAST_SHARE * best as f64;
            (score >= SIGNIFICANT && is_own).then_some((sum, score))
        });
        explained.collect()
    });
    Ok(significant.collect())
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
