//! Comparisons: what two calls say of something, and what only one of them says.
//!
//! Both calls answer the same query ([`said`]). Their matching passages are read ([`topic`]) and set
//! side by side:
//!
//! * by the terms that came and went: what is [`seen`], and which of it is telling ([`terms`]);
//! * by the amounts that are [`stated`] in the [`clause`]s of sentences with a match: each once
//!   ([`amounts`]), and paired where words and [`sense`] agree ([`figures`]);
//! * passage by passage ([`pairs`]).

mod amounts;
mod clause;
mod cues;
mod figures;
mod names;
mod pairs;
mod said;
mod seen;
mod sense;
mod span;
mod stated;
mod terms;
mod topic;
mod weight;

use std::collections::HashSet;

pub use self::{
    amounts::{Amount, Sentence, Statement},
    figures::{Change, Figure},
    pairs::Pair,
    said::Said,
    sense::Kind,
    terms::Term,
};
use self::{
    amounts::{Amounts, MOST_EQUAL},
    figures::MOST_PAIRED,
    names::Names,
    said::said,
    topic::{Key, Topic},
    weight::Weights,
};
use super::{
    Expansion, FilterArg, Hit, Request,
    list::find_call,
    nothing::why_nothing,
    run::{expansions, plan_request},
};
use crate::{
    Error, Result,
    index::Reader,
    model::{Call, Lang},
    query::{Expr, Field, parse},
    text::{Glossary, has_han},
};

/// What two calls say of something.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Comparison {
    /// The query, as typed.
    pub query: String,
    /// The language that the query is typed in.
    pub lang: Lang,
    /// The calls: the earlier first where both state a period, else as they were given.
    pub calls: [Said; 2],
    /// Terms that each call says and the other does not, or much less.
    pub terms: [Vec<Term>; 2],
    /// Figures that both calls state.
    pub figures: Vec<Figure>,
    /// Amounts that only one of them states.
    pub amounts: [Vec<Amount>; 2],
    /// Passages that say much the same, the most alike first.
    pub pairs: Vec<Pair>,
    /// Passages without a like of the other call, in the order of the call.
    pub alone: [Vec<Hit>; 2],
    /// What terms were taken to mean besides themselves.
    pub expansions: Vec<Expansion>,
    /// What the reader should know about the answer.
    pub warnings: Vec<String>,
}

impl Comparison {
    /// Whether the calls are of one company at two times: then and now.
    pub fn is_then_and_now(&self) -> bool {
        let [first, second] = &self.calls;
        is_one_company(&first.call, &second.call) && first.call.period < second.call.period
    }

    /// Whether either call says it.
    pub fn is_said(&self) -> bool {
        self.calls.iter().any(|said| said.passages > 0)
    }
}

/// Compares what two calls, by their ids in any case, say of a request's query; `terms` of each sort
/// at most are told each way. Paging and order of the request are ignored.
pub(crate) fn compare(
    reader: &Reader,
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
    let [first, second] = in_time(calls_of(reader, calls)?);
    let plan = plan_request(reader, request, glossary, &expr)?;
    let (first, hits_first) = said(reader, request, glossary, &plan.node, first)?;
    let (second, hits_second) = said(reader, request, glossary, &plan.node, second)?;
    let mut warnings = Vec::new();
    for (said, hits) in [(&first, &hits_first), (&second, &hits_second)] {
        if (hits.len() as u64) < said.passages {
            warnings.push(format!(
                "of the {} passages of {} the {} most relevant are compared",
                said.passages,
                said.call.id,
                hits.len()
            ));
        }
    }
    if first.passages + second.passages == 0 {
        warnings = why_nothing(
            reader,
            &narrowed(request, [&first.call, &second.call])?,
            glossary,
            &expr,
            &plan,
        )?;
    }
    let asked: HashSet<Key> = (plan.node.terms().into_iter())
        .flat_map(|term| topic::keys(&term.typed, glossary))
        .collect();
    let names = Names::of([&first.call, &second.call]);
    let read = |hits: Vec<Hit>| -> Result<Vec<Topic>> {
        let hits = hits.into_iter();
        hits.map(|hit| {
            reader.cancel.check()?;
            Ok(Topic::new(hit, glossary, &names))
        })
        .collect()
    };
    let topics = [read(hits_first)?, read(hits_second)?];
    let mut weights = Weights::new(reader, glossary);
    let [ours, theirs] = &topics;
    let terms = terms::terms([ours, theirs], &asked, &mut weights, terms)?;
    let (ours, theirs) = (
        amounts::amounts(ours, &mut weights)?,
        amounts::amounts(theirs, &mut weights)?,
    );
    for (said, amounts) in [(&first, &ours), (&second, &theirs)] {
        warnings.extend(in_part(&said.call, amounts));
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
        expansions: expansions(&plan),
        warnings,
    })
}

/// What is said where not all amounts of a call were held against one another.
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

/// Two calls that are not the same.
fn calls_of(reader: &Reader, ids: [&str; 2]) -> Result<[Call; 2]> {
    let [first, second] = ids;
    let (first, second) = (find_call(reader, first)?, find_call(reader, second)?);
    if first.id == second.id {
        return Err(
            Error::request(format!("{} cannot be compared with itself", first.id))
                .hint("`verbatim calls` lists the calls there are"),
        );
    }
    Ok([first, second])
}

/// The earlier call first, where both state a period.
fn in_time([first, second]: [Call; 2]) -> [Call; 2] {
    match (first.period, second.period) {
        (Some(a), Some(b)) if b < a => [second, first],
        _ => [first, second],
    }
}

fn is_one_company(first: &Call, second: &Call) -> bool {
    first.company.id == second.company.id
}

/// A request that keeps to two calls.
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
