//! Passages that say the like of a passage: those that share its most significant terms, in either language.
//!
//! It is a search for the terms of the passage, weighted by BM25. The translations that the calls teach find
//! passages in the other language only.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    Error, Result,
    model::{Call, Lang, Passage, TermRelation},
    search::{
        By, Hit, Request, find_call, idf,
        key::Key,
        matches::plan_of_matches,
        plan::{Condition, Form, Node, Term, written_term},
        related::{LearnedTerm, learned_of},
        store::{BestOf, Store, at_once},
    },
    terminology::{Vocabulary, display_form},
    text::Glossary,
};

/// Passages that are similar to a passage.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Similar {
    /// Citation of the passage.
    pub citation: String,
    /// The terms it is compared by, the most significant first.
    pub terms: Vec<String>,
    /// Similar passages, the most similar first. Their score is a share of that of the passage itself.
    pub hits: Vec<Hit>,
    /// Warnings for the reader.
    pub warnings: Vec<String>,
}

impl Similar {
    /// Maximum number of similar passages.
    pub const MOST: usize = 100;
}

/// Number of terms that a passage is compared by.
const MOST_TERMS: usize = 24;

/// Number of these that a similar passage has to share.
const LEAST_SHARED: usize = 2;

/// Number of terms that are looked at.
const MOST_CHECKED: usize = 60;

/// Number of terms whose translations are looked for.
const MOST_BRIDGES: usize = 12;

/// Least share of the score of the passage itself.
const LEAST_SCORE: f32 = 0.04;

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
    let shown: Vec<String> = terms.iter().map(|term| term.typed.clone()).collect();
    let node = Node::AtLeast(LEAST_SHARED, terms.into_iter().map(Node::Term).collect());
    let (mut hits, mut warnings) = (Vec::new(), Vec::new());
    if shown.len() >= LEAST_SHARED {
        let own_call = of_call(&call.id);
        let mut others = plan_of_matches(store, request, glossary)?;
        if !own {
            others = others.and(Node::Not(Box::new(own_call.clone())));
        }
        let best_of = |among, most| BestOf { among, most };
        let questions = [best_of(&own_call, 1), best_of(&others, limit + 1)];
        let mut best = store.best(&node, &questions)?.into_iter();
        let of_own_call = best.next().unwrap_or_default();
        let own_score = of_own_call.hits.first().map_or(f32::MAX, |hit| hit.score);
        let best = best.next().unwrap_or_default();
        if let Some(candidates) = best.candidates {
            warnings.push(format!("ranked among the {candidates} likeliest"));
        }
        for mut hit in best.hits {
            hit.score = (hit.score / own_score).min(1.0);
            let is_itself = hit.call.id == call.id && hit.passage.n == passage.n;
            if !is_itself && hit.score >= LEAST_SCORE && hits.len() < limit {
                hits.push(hit);
            }
        }
    }
    Ok(Similar {
        citation: call.citation(&passage),
        terms: shown,
        hits,
        warnings,
    })
}

/// Matches the passages of a call.
fn of_call(id: &str) -> Node {
    Node::Filter(Condition::OneOf(Key::Call, vec![id.to_owned()]))
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
fn terms_of(store: &dyn Store, call: &str, passage: &Passage, own: bool) -> Result<Vec<Term>> {
    let mut weighed = weighed(store, passage)?.into_iter().take(MOST_CHECKED);
    let mut terms: Vec<Term> = Vec::new();
    loop {
        let some: Vec<Term> = weighed.by_ref().take(MOST_TERMS).collect();
        if some.is_empty() || terms.len() == MOST_TERMS {
            return Ok(terms);
        }
        for said in told(store, call, some, terms.len() < MOST_BRIDGES, own)? {
            let (term, is_said) = match terms.len() < MOST_BRIDGES {
                true => said.bridged,
                false => said.plain,
            };
            if is_said && terms.len() < MOST_TERMS {
                terms.push(term);
            }
        }
    }
}

/// The terms of a passage that others say too, the most significant first.
fn weighed(store: &dyn Store, passage: &Passage) -> Result<Vec<Term>> {
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
    let mut weighed: Vec<(f64, Term)> = (terms.into_iter().zip(estimates).zip(&counts))
        // A term that only this passage says finds no other.
        .filter(|((_, estimate), _)| *estimate > 1)
        .map(|((term, estimate), (_, count))| {
            (idf(passages, estimate) * (1.0 + (*count as f64).ln()), term)
        })
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.typed.cmp(&b.1.typed)));
    Ok(weighed.into_iter().map(|(_, term)| term).collect())
}

/// A term as such, and with its translations as synonyms; each with whether another call says it. One that only the
/// passage's own call says finds no other call.
struct Told {
    plain: (Term, bool),
    bridged: (Term, bool),
}

/// What calls tell of some terms; with `own` each counts as said by another. All are asked for at once, since the store
/// may be far away.
fn told(
    store: &dyn Store,
    call: &str,
    terms: Vec<Term>,
    bridges: bool,
    own: bool,
) -> Result<Vec<Told>> {
    let mut bridged = terms.clone();
    if bridges {
        let typed: Vec<&str> = terms.iter().map(|term| term.typed.as_str()).collect();
        let learned = learned_of(store, &typed)?;
        for (term, learned) in bridged.iter_mut().zip(learned) {
            bridge(term, learned);
        }
    }
    let both = terms.into_iter().zip(bridged);
    let both: Vec<[Term; 2]> = both.map(|(plain, bridged)| [plain, bridged]).collect();
    let is_bridged = |[plain, bridged]: &[Term; 2]| plain.forms.len() < bridged.forms.len();
    let asked = |both: &[Term; 2]| match is_bridged(both) {
        true => both.to_vec(),
        false => both.iter().take(1).cloned().collect(),
    };
    let asked = both.iter().flat_map(asked).map(Node::Term);
    let mut is_said = match own {
        true => vec![true; 2 * both.len()],
        false => {
            let elsewhere = Node::Not(Box::new(of_call(call)));
            let counts = store.counts_within(&elsewhere, &asked.collect::<Vec<_>>())?;
            counts.into_iter().map(|passages| passages > 0).collect()
        }
    }
    .into_iter();
    let told = both.into_iter().map(|both| {
        let of_plain = is_said.next().unwrap_or(false);
        let of_bridged = match is_bridged(&both) {
            true => is_said.next().unwrap_or(false),
            false => of_plain,
        };
        let [plain, bridged] = both;
        Told {
            plain: (plain, of_plain),
            bridged: (bridged, of_bridged),
        }
    });
    Ok(told.collect())
}

/// Adds the translations of a term that the calls teach.
fn bridge(term: &mut Term, learned: Vec<LearnedTerm>) {
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
