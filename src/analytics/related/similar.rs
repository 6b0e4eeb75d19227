//! Passages that say the like of a passage: those that share its most significant terms, in either language.
//!
//! It is a search for the terms of the passage, weighted by BM25. The translations that the calls teach find
//! passages in the other language only.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::significance::{self, lang_of};
use crate::{
    Error, Result,
    model::{Call, Lang, Passage, TermRelation},
    search::{
        By, Hit, Request, find_call, idf,
        matches::plan_of_matches,
        plan::{Form, Node, Term, written_term},
        related::{LearnedTerm, learned_of},
        store::{Store, at_once},
    },
    terminology::{Vocabulary, display_form, term_key},
    text::{Glossary, has_han},
};

/// Passages that are similar to a passage.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Similar {
    /// Citation of the passage.
    pub citation: String,
    /// The terms it is compared by, the most significant first.
    pub terms: Vec<String>,
    /// Similar passages, the most similar first. Their score says how like they are: 1 is all terms.
    pub hits: Vec<Hit>,
    /// Warnings for the reader.
    pub warnings: Vec<String>,
}

impl Similar {
    /// Maximum number of similar passages.
    pub const MOST: usize = 100;
}

/// Number of terms that a passage is compared by.
const MOST_TERMS: usize = 16;

/// Least weight of a term as a share of that of the best.
const LEAST_WEIGHT: f64 = 0.3;

/// Factor for the weight of a word that its call says in one passage, or in two: what a passage is about, its call says
/// more often.
const INCIDENTAL: [f64; 2] = [0.4, 0.8];

/// A part of a compound counts by itself where it is this many times as frequent.
const OWN_PART: u64 = 3;

/// Least number of terms that a similar passage shares.
const LEAST_SHARED: usize = 2;

/// Number of terms that are looked at.
const MOST_CHECKED: usize = 60;

/// Number of terms whose translations are looked for.
const MOST_BRIDGES: usize = 12;

/// Least likeness of a similar passage.
const LEAST_SCORE: f32 = 0.1;

/// Number of the best matches by BM25 that are compared closely.
const COMPARED: usize = 60;

/// Finds at most `limit` passages similar to a cited one, in those that the filters of a request leave; passages of
/// the same call only with `own`.
pub(crate) fn similar(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    citation: &str,
    own: bool,
    limit: usize,
) -> Result<Similar> {
    let (call, passage) = cited(store, citation)?;
    let terms = terms_of(store, &call.id, &passage, own)?;
    let shown: Vec<String> = terms.iter().map(|(_, term)| term.typed.clone()).collect();
    let nodes = terms.iter().map(|(_, term)| Node::Term(term.clone()));
    let node = Node::AtLeast(LEAST_SHARED, nodes.collect());
    let (mut hits, mut warnings) = (Vec::new(), Vec::new());
    if shown.len() >= LEAST_SHARED {
        let mut others = plan_of_matches(store, request, glossary)?;
        if !own {
            others = others.and(Node::Not(Box::new(Node::of_call(&call.id))));
        }
        let best = store.best(&node, &others, limit.max(COMPARED) + 1)?;
        if let Some(candidates) = best.candidates {
            warnings.push(format!("ranked among the {candidates} likeliest"));
        }
        for mut hit in best.hits {
            hit.score = likeness(&terms, &passage, &hit);
            let is_itself = hit.call.id == call.id && hit.passage.n == passage.n;
            if !is_itself && hit.score >= LEAST_SCORE {
                hits.push(hit);
            }
        }
        // A stable sort: of those that are equally like it, the better match by BM25 stays first.
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(limit);
    }
    Ok(Similar {
        citation: call.citation(&passage),
        terms: shown,
        hits,
        warnings,
    })
}

/// How like a passage a hit is, from 0 to 1: the weights of the terms that they share, divided by those of the terms that
/// the hit's languages can express and by the root of how much longer the hit is.
fn likeness(terms: &[(f64, Term)], passage: &Passage, hit: &Hit) -> f32 {
    let can_say = |term: &Term| {
        let shown = term.forms.iter().filter_map(|form| form.shown.as_deref());
        let mut forms = shown.chain([term.typed.as_str()]);
        forms.any(|form| hit.passage.text.get(lang_of(form)).is_some())
    };
    let sum = |is_counted: &dyn Fn(&Term) -> bool| -> f64 {
        let counted = terms.iter().filter(|(_, term)| is_counted(term));
        counted.map(|(weight, _)| weight).sum()
    };
    let all = sum(&can_say);
    let said = sum(&|term| hit.why.iter().any(|why| why.term == term.typed));
    let longer = hit.passage.text.iter().filter_map(|(lang, text)| {
        let own = passage.text.get(lang)?;
        Some(text.len() as f64 / own.len().max(1) as f64)
    });
    let longer = longer.fold(1.0, f64::max);
    match all > 0.0 {
        true => (said / all / longer.sqrt()).min(1.0) as f32,
        false => 0.0,
    }
}

/// The passage of a citation, and its call.
fn cited(store: &dyn Store, citation: &str) -> Result<(Arc<Call>, Passage)> {
    let unreadable = || {
        Error::request(format!("`{citation}` is no citation"))
            .hint("a citation is a call and the number of a passage, such as BABA-2026Q2#57")
    };
    let (id, n) = citation.trim().rsplit_once('#').ok_or_else(unreadable)?;
    let n: u32 = n.parse().map_err(|_| unreadable())?;
    let id = store.present_id(id).unwrap_or(id);
    let call = at_once(store, || find_call(store, id))?;
    let mut passages = store.passages(&call.id)?.into_iter();
    let passage = passages.find(|passage| passage.n == n).ok_or_else(|| {
        Error::unknown(format!("{} has no passage {n}", call.id))
            .hint(format!("`verbatim show {}` lists its passages", call.id))
    })?;
    Ok((call, passage))
}

/// The terms of a passage, the most significant first, each with its translations as synonyms.
fn terms_of(
    store: &dyn Store,
    call: &str,
    passage: &Passage,
    own: bool,
) -> Result<Vec<(f64, Term)>> {
    let mut weighed = weighed(store, passage)?;
    weighed.truncate(MOST_CHECKED);
    let bridged = weighed.len().min(MOST_BRIDGES);
    let typed: Vec<&str> = (weighed.iter().take(bridged))
        .map(|(_, term)| term.typed.as_str())
        .collect();
    let learned = learned_of(store, &typed)?;
    for ((_, term), learned) in weighed.iter_mut().zip(learned) {
        add_translations(term, learned);
    }
    let asked: Vec<Node> = (weighed.iter())
        .map(|(_, term)| Node::Term(term.clone()))
        .collect();
    let here = store.select(Node::of_call(call))?;
    let everywhere = store.select(Node::All(Vec::new()))?;
    let counts = store.counts_within(&here, &everywhere, &asked)?;
    let mut topical: Vec<(f64, Term)> = Vec::new();
    let mut said: HashMap<String, u64> = HashMap::new();
    let passages = store.size()?.1;
    for ((often, term), [here, all]) in weighed.into_iter().zip(counts) {
        // What is said nowhere else finds nothing.
        let finds_another = if own { all > 1 } else { all > here };
        if finds_another {
            said.insert(term.typed.clone(), all);
            // The translations count: 客戶 is as common as *customer*.
            let weight = often * idf(passages, all) * topicality(here, &term);
            topical.push((weight, term));
        }
    }
    topical.sort_by(|a, b| by_weight((a.0, &a.1), (b.0, &b.1)));
    let best = topical.first().map_or(0.0, |(weight, _)| *weight);
    topical.retain(|(weight, _)| *weight >= LEAST_WEIGHT * best);
    Ok(without_parts(topical, &said))
}

/// The first terms, each left out that is mostly said as part of a better one, or that translates one; `said` has the
/// number of passages that say each.
fn without_parts(topical: Vec<(f64, Term)>, said: &HashMap<String, u64>) -> Vec<(f64, Term)> {
    let passages = |term: &Term| said.get(&term.typed).copied().unwrap_or(0);
    let mut terms: Vec<(f64, Term)> = Vec::new();
    for (weight, term) in topical {
        let is_redundant = terms.iter().any(|(_, other)| {
            let is_within = is_part(&term.typed, &other.typed);
            is_within && passages(&term) < OWN_PART * passages(other) || is_same(&term, other)
        });
        if !is_redundant && terms.len() < MOST_TERMS {
            terms.push((weight, term));
        }
    }
    terms
}

/// Whether one of two terms translates the other, which a passage in both languages says, too.
fn is_same(a: &Term, b: &Term) -> bool {
    let translates = |a: &Term, b: &Term| {
        let key = term_key(&b.typed);
        let mut shown = a.forms.iter().filter_map(|form| form.shown.as_deref());
        shown.any(|form| term_key(form) == key)
    };
    translates(a, b) || translates(b, a)
}

/// The terms of a passage that other passages contain, by tf·idf, each with its factor tf.
fn weighed(store: &dyn Store, passage: &Passage) -> Result<Vec<(f64, Term)>> {
    let mut counts: BTreeMap<String, (String, u64)> = BTreeMap::new();
    let mut vocabulary = Vocabulary::default();
    for (lang, text) in passage.text.iter() {
        for candidate in vocabulary.candidates(text, lang == Lang::Zh) {
            if vocabulary.is_topic(candidate.term) {
                let written = text.get(candidate.span).unwrap_or_default();
                let entry = counts.entry(vocabulary.key(candidate.term));
                entry.or_insert_with(|| (display_form(written), 0)).1 += 1;
            }
        }
    }
    let counts: Vec<(String, u64)> = counts.into_values().collect();
    let terms: Vec<Term> = counts
        .iter()
        .map(|(written, _)| written_term(written))
        .collect();
    let passages = store.size()?.1;
    let estimates = store.approximate_passages(&terms)?;
    let mut weighed: Vec<(f64, f64, Term)> = (terms.into_iter().zip(estimates).zip(&counts))
        // A term that only this passage says finds no other.
        .filter(|((_, estimate), _)| *estimate > 1)
        .map(|((term, estimate), (_, count))| {
            let often = 1.0 + (*count as f64).ln();
            (often * idf(passages, estimate), often, term)
        })
        .collect();
    weighed.sort_by(|a, b| by_weight((a.0, &a.2), (b.0, &b.2)));
    Ok((weighed.into_iter())
        .map(|(_, often, term)| (often, term))
        .collect())
}

/// The heavier first.
fn by_weight(a: (f64, &Term), b: (f64, &Term)) -> Ordering {
    b.0.total_cmp(&a.0).then_with(|| a.1.typed.cmp(&b.1.typed))
}

/// Whether a term as written is part of another.
fn is_part(part: &str, whole: &str) -> bool {
    significance::is_part(&term_key(part), &term_key(whole))
}

/// Factor for the weight of a term that this many passages of its call say; 1 for compounds, which have a topic anyway.
fn topicality(passages: u64, term: &Term) -> f64 {
    let is_compound =
        term.typed.contains(' ') || term.typed.chars().count() > 3 && has_han(&term.typed);
    match usize::try_from(passages.saturating_sub(1)) {
        Ok(more) if !is_compound => INCIDENTAL.get(more).copied().unwrap_or(1.0),
        _ => 1.0,
    }
}

/// Adds the translations of a term that the calls teach.
fn add_translations(term: &mut Term, learned: Vec<LearnedTerm>) {
    let translations = learned
        .into_iter()
        .filter(|other| other.relation == TermRelation::Translation);
    for other in translations.take(2) {
        let forms = written_term(&other.written).forms.into_iter();
        term.forms.extend(forms.map(|form| Form {
            by: By::Related,
            shown: Some(other.written.clone()),
            ..form
        }));
    }
}
