//! Comparison of two calls.
//!
//! Both calls answer the same query ([`call_mentions`]). Their matching passages are analyzed
//! ([`passage_terms`]) and compared by their terms ([`term_counts`], [`terms`]), by their amounts
//! ([`mentioned_amounts`], [`amounts`], [`figures`]) and passage by passage ([`pairs`]).

mod amount;
mod amounts;
mod call_mentions;
mod clause;
mod cues;
mod figure_context;
mod figures;
mod mentioned_amounts;
mod names;
mod pairs;
mod passage_terms;
mod term_counts;
mod term_weights;
mod terms;
mod time_scope;

use std::{collections::HashSet, sync::Arc};

pub use self::{
    amount::{Amount, Sentence, Statement},
    call_mentions::CallMentions,
    figure_context::Kind,
    figures::{Change, Figure},
    pairs::Pair,
    terms::Term,
};
use self::{
    amounts::{Amounts, MOST_EQUAL},
    call_mentions::call_mentions,
    figures::MOST_PAIRED,
    names::Names,
    passage_terms::{Key, PassageTerms},
    term_weights::TermWeights,
};
use crate::{
    Error, Result,
    model::{Call, Lang},
    query::{Expr, Field, parse},
    search::{
        Expansion, FilterArg, Hit, Request,
        list::find_call,
        plan::plan_request,
        store::{Store, at_once},
        zero_results::explain_zero_results,
    },
    text::{Glossary, has_han},
};

/// A comparison of two calls.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Comparison {
    /// The query, as typed.
    pub query: String,
    /// Language of the query.
    pub lang: Lang,
    /// The calls: the earlier first if both state a period, else in the order given.
    pub calls: [CallMentions; 2],
    /// Terms that one call mentions and the other does not, or much less.
    pub terms: [Vec<Term>; 2],
    /// Figures that both calls state.
    pub figures: Vec<Figure>,
    /// Amounts that only one of them states.
    pub amounts: [Vec<Amount>; 2],
    /// Pairs of similar passages, the most similar first.
    pub pairs: Vec<Pair>,
    /// Passages without a similar one in the other call, in the order of the call.
    pub alone: [Vec<Hit>; 2],
    /// Expansions of the query's terms.
    pub expansions: Vec<Expansion>,
    /// Warnings for the reader.
    pub warnings: Vec<String>,
}

impl Comparison {
    /// Whether the calls are of one company at two times.
    pub fn is_then_and_now(&self) -> bool {
        let [first, second] = &self.calls;
        is_one_company(&first.call, &second.call) && first.call.period < second.call.period
    }

    /// Whether either call matches.
    pub fn is_said(&self) -> bool {
        self.calls
            .iter()
            .any(|call_mentions| call_mentions.passages > 0)
    }
}

/// Compares two calls, given by id in any case, by the matches of a request's query, with at most
/// `terms` terms of each kind per call. Paging and order of the request are ignored.
pub(crate) fn compare(
    store: &dyn Store,
    request: &Request,
    calls: [&str; 2],
    terms: usize,
    glossary: &Glossary,
) -> Result<Comparison> {
    let expr = parse(&request.query)?;
    if expr == Expr::All(Vec::new()) {
        return Err(Error::request("there is nothing to compare")
            .hint("type a word or a \"phrase\", as for a search, before the calls"));
    }
    let [first, second] = in_time(calls_of(store, calls)?);
    let plan = plan_request(store, request, glossary, &expr)?;
    at_once(store, || {
        [&first, &second]
            .into_iter()
            .try_for_each(|call| call_mentions::prepare(store, request, glossary, &plan.node, call))
    })?;
    let (first, hits_first) = call_mentions(store, request, glossary, &plan.node, first)?;
    let (second, hits_second) = call_mentions(store, request, glossary, &plan.node, second)?;
    let mut warnings = Vec::new();
    for (call_mentions, hits) in [(&first, &hits_first), (&second, &hits_second)] {
        if (hits.len() as u64) < call_mentions.passages {
            warnings.push(format!(
                "of the {} passages of {} the {} most relevant are compared",
                call_mentions.passages,
                call_mentions.call.id,
                hits.len()
            ));
        }
    }
    if first.passages + second.passages == 0 {
        warnings = explain_zero_results(
            store,
            &narrowed(request, [&first.call, &second.call])?,
            glossary,
            &expr,
            &plan,
        )?;
    }
    let asked: HashSet<Key> = (plan.node.terms().into_iter())
        .flat_map(|term| passage_terms::keys(&term.typed, glossary))
        .collect();
    let names = Names::of([&first.call, &second.call]);
    let read = |hits: Vec<Hit>| -> Result<Vec<PassageTerms>> {
        let hits = hits.into_iter();
        hits.map(|hit| {
            store.check()?;
            Ok(PassageTerms::new(hit, glossary, &names))
        })
        .collect()
    };
    let topics = [read(hits_first)?, read(hits_second)?];
    let mut weights = TermWeights::new(store, glossary);
    weights.ask_for(topics.iter().flatten().flat_map(PassageTerms::words))?;
    let [ours, theirs] = &topics;
    let terms = terms::terms([ours, theirs], &asked, &mut weights, terms)?;
    let (ours, theirs) = (
        amounts::amounts(ours, &mut weights)?,
        amounts::amounts(theirs, &mut weights)?,
    );
    for (call_mentions, amounts) in [(&first, &ours), (&second, &theirs)] {
        warnings.extend(in_part(&call_mentions.call, amounts));
    }
    let (figures, amounts) = figures::figures(
        ours.all,
        theirs.all,
        is_one_company(&first.call, &second.call),
        &weights,
    )?;
    let (pairs, alone) = pairs::pairs(topics, &figures, &mut weights)?;
    Ok(Comparison {
        query: request.query.clone(),
        lang: if has_han(&request.query) {
            Lang::Zh
        } else {
            Lang::En
        },
        calls: [first, second],
        terms,
        figures,
        amounts,
        pairs,
        alone,
        expansions: plan.expansions(),
        warnings,
    })
}

/// Warnings where not all amounts of a call were compared.
fn in_part(call: &Call, amounts: &Amounts) -> Vec<String> {
    let mut warnings = Vec::new();
    let (all, unpaired) = (amounts.all.len(), figures::unpaired(&amounts.all));
    if unpaired > 0 {
        warnings.push(format!(
            "of the {all} amounts of {} the first {} are looked at for figures of both calls, as many as \
             are stated {MOST_PAIRED} times",
            call.id,
            all - unpaired,
        ));
    }
    if amounts.in_part > 0 {
        warnings.push(format!(
            "{} amounts of {} were held against {MOST_EQUAL} equal ones only, so a figure may be there twice",
            amounts.in_part, call.id,
        ));
    }
    warnings
}

/// Two different calls.
fn calls_of(store: &dyn Store, ids: [&str; 2]) -> Result<[Call; 2]> {
    let [first, second] = ids;
    let (first, second) = at_once(store, || {
        let [first, second] = [first, second].map(|id| find_call(store, id));
        Ok((first?, second?))
    })?;
    if first.id == second.id {
        return Err(
            Error::request(format!("{} cannot be compared with itself", first.id))
                .hint("`verbatim calls` lists the calls there are"),
        );
    }
    Ok([first, second].map(Arc::unwrap_or_clone))
}

/// The earlier call first, if both state a period.
fn in_time([first, second]: [Call; 2]) -> [Call; 2] {
    match (first.period, second.period) {
        (Some(a), Some(b)) if b < a => [second, first],
        _ => [first, second],
    }
}

fn is_one_company(first: &Call, second: &Call) -> bool {
    first.company.id == second.company.id
}

/// The request restricted to two calls.
fn narrowed(request: &Request, calls: [&Call; 2]) -> Result<Request> {
    let mut filters = request.filters.clone();
    for call in calls {
        filters.push(FilterArg::new(Field::Call, &call.id)?);
    }
    Ok(Request {
        filters,
        ..request.clone()
    })
}
