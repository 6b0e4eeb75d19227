//! Passages that say the like of a passage: those that share its most significant terms, in either language.
//!
//! It is a search for the terms of the passage, weighted by BM25. The translations that the calls teach find
//! passages in the other language only.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use tantivy::{
    collector::{Count, TopDocs},
    query::{ConstScoreQuery, Query},
};

use super::significance::{self, lang_of};
use crate::{
    Error, Result,
    index::{Reader, conjunction, term},
    model::{Call, Lang, Passage, TermRelation},
    query::Field,
    search::{
        By, FilterArg, Highlighter, Hit, Request,
        collector::Match,
        compile::{approximate_passages, compile},
        find_call,
        hits::Calls,
        idf,
        matches::matching,
        plan::{Form, Node, Term, written_term},
        related::learned,
        store::Store,
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
}

impl Similar {
    /// Maximum number of similar passages.
    pub const MOST: usize = 100;
}

/// Number of terms that a passage is compared by.
const MOST_TERMS: usize = 16;

/// Least weight of a term as a share of that of the best.
const LEAST_WEIGHT: f64 = 0.3;

/// The part of its weight that a word keeps which its call says in one passage or in two: what a passage is about,
/// its call says more often.
const INCIDENTAL: [f64; 2] = [0.4, 0.8];

/// A part of a compound is compared by, too, where it is said so many times as often as the compound.
const OWN_PART: u64 = 3;

/// Number of these that a similar passage has to share.
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
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    citation: &str,
    own: bool,
    limit: usize,
) -> Result<Similar> {
    let (call, passage) = cited(reader, citation)?;
    let terms = terms_of(reader, &call.id, &passage, own)?;
    let shown: Vec<String> = terms.iter().map(|(_, term)| term.typed.clone()).collect();
    let nodes = terms.iter().map(|(_, term)| Node::Term(term.clone()));
    let node = Node::AtLeast(LEAST_SHARED, nodes.collect());
    let mut hits = Vec::new();
    if shown.len() >= LEAST_SHARED {
        let among = Among {
            reader,
            glossary,
            said: compile(&node, reader)?,
        };
        let mut request = request.clone();
        if !own {
            (request.filters).push(FilterArg::new(Field::Call, &format!("-{}", call.id))?);
        }
        let highlighter = Highlighter::new(&node);
        let mut calls = Calls::new(reader);
        for found in among.best(&request, limit.max(COMPARED) + 1)? {
            let mut hit = calls.hit(found, &highlighter, 0)?;
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
    })
}

/// How like a passage a hit is, from 0 to 1: the share of the weights of the terms, of those that the hit's languages
/// can say, and less where the hit is longer, which says more of anything.
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

/// The passages that say the terms.
struct Among<'a> {
    reader: &'a Reader,
    glossary: &'a Glossary,
    said: Box<dyn Query>,
}

impl Among<'_> {
    /// The best that the filters of a request leave.
    fn best(&self, request: &Request, count: usize) -> Result<Vec<Match>> {
        let top = TopDocs::with_limit(count.max(1)).order_by_score();
        if request.filters.is_empty() && request.query.is_empty() {
            return self.reader.search(&*self.said, &top);
        }
        let filter = matching(self.reader, request, self.glossary)?;
        // Passages that the filter leaves score nothing for it.
        let filter = Box::new(ConstScoreQuery::new(filter, 0.0));
        self.reader
            .search(&conjunction(self.said.box_clone(), filter), &top)
    }
}

/// The passage of a citation, and its call.
fn cited(reader: &Reader, citation: &str) -> Result<(Arc<Call>, Passage)> {
    let unreadable = || {
        Error::request(format!("`{citation}` is no citation"))
            .hint("a citation is a call and the number of a passage, such as BABA-2026Q2#57")
    };
    let (id, n) = citation.trim().rsplit_once('#').ok_or_else(unreadable)?;
    let n: u32 = n.parse().map_err(|_| unreadable())?;
    let call = find_call(reader, Store::present_id(reader, id).unwrap_or(id))?;
    let mut passages = reader.passages(&call.id)?.into_iter();
    let passage = passages.find(|passage| passage.n == n).ok_or_else(|| {
        Error::unknown(format!("{} has no passage {n}", call.id))
            .hint(format!("`verbatim show {}` lists its passages", call.id))
    })?;
    Ok((call, passage))
}

/// The terms of a passage, the most significant first, each with its translations as synonyms.
fn terms_of(reader: &Reader, call: &str, passage: &Passage, own: bool) -> Result<Vec<(f64, Term)>> {
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
    let passages = reader.size()?.1;
    let estimates = approximate_passages(&terms, reader)?;
    let mut weighed: Vec<(f64, Term)> = (terms.into_iter().zip(estimates).zip(&counts))
        // A term that only this passage says finds no other.
        .filter(|((_, estimate), _)| *estimate > 1)
        .map(|((term, estimate), (_, count))| {
            (idf(passages, estimate) * (1.0 + (*count as f64).ln()), term)
        })
        .collect();
    let order = |a: &(f64, Term), b: &(f64, Term)| {
        b.0.total_cmp(&a.0).then_with(|| a.1.typed.cmp(&b.1.typed))
    };
    weighed.sort_by(order);
    let mut said: HashMap<String, u64> = HashMap::new();
    let mut topical: Vec<(f64, Term)> = Vec::new();
    for (at, (weight, mut term)) in weighed.into_iter().take(MOST_CHECKED).enumerate() {
        if at < MOST_BRIDGES {
            bridge(reader, &mut term)?;
        }
        let [here, all] = passages_with(reader, call, &term)?;
        // One that only the passage's own call says finds no other call.
        if own || all > here {
            topical.push((weight * topicality(here, &term), term.clone()));
            said.insert(term.typed, all);
        }
    }
    topical.sort_by(order);
    let best = topical.first().map_or(0.0, |(weight, _)| *weight);
    topical.retain(|(weight, _)| *weight >= LEAST_WEIGHT * best);
    let mut terms: Vec<(f64, Term)> = Vec::new();
    for (weight, term) in topical {
        let passages = |term: &Term| said.get(&term.typed).copied().unwrap_or(0);
        let is_redundant = terms.iter().any(|(_, other)| {
            let is_within = is_part(&term.typed, &other.typed);
            is_within && passages(&term) < OWN_PART * passages(other) || is_same(&term, other)
        });
        if !is_redundant && terms.len() < MOST_TERMS {
            terms.push((weight, term));
        }
    }
    Ok(terms)
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

/// Whether a term as written is part of another.
fn is_part(part: &str, whole: &str) -> bool {
    significance::is_part(&term_key(part), &term_key(whole))
}

/// Number of passages of a call and of all calls that say a term.
fn passages_with(reader: &Reader, call: &str, said: &Term) -> Result<[u64; 2]> {
    let query = compile(&Node::Term(said.clone()), reader)?;
    let here = conjunction(term(reader.fields.call, call), query.box_clone());
    let count = |query: &dyn Query| reader.search_here(query, &Count);
    Ok([count(&here)? as u64, count(&*query)? as u64])
}

/// How much of its weight a term keeps that so many passages of its call say. Compounds are about something anyway.
fn topicality(passages: u64, term: &Term) -> f64 {
    let is_compound =
        term.typed.contains(' ') || term.typed.chars().count() > 3 && has_han(&term.typed);
    match usize::try_from(passages.saturating_sub(1)) {
        Ok(more) if !is_compound => INCIDENTAL.get(more).copied().unwrap_or(1.0),
        _ => 1.0,
    }
}

/// Adds the translations of a term that the calls teach.
fn bridge(reader: &Reader, term: &mut Term) -> Result<()> {
    let learned = learned(reader, &term.typed)?.into_iter();
    for other in learned
        .filter(|other| other.relation == TermRelation::Translation)
        .take(2)
    {
        let forms = written_term(&other.written).forms.into_iter();
        term.forms.extend(forms.map(|form| Form {
            by: By::Related,
            shown: Some(other.written.clone()),
            ..form
        }));
    }
    Ok(())
}
