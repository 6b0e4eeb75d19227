//! Lists: which calls, companies, people and firms there are, under the same filters as a search.

mod companies;
mod firms;
mod mentions;
mod shifts;
mod speakers;
mod tally;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use tantivy::query::Query;

pub use self::{
    companies::CompanyEntry,
    firms::FirmEntry,
    mentions::MentionEntry,
    shifts::{ShiftRow, Shifts, Standing, Unplaced},
    speakers::SpeakerEntry,
};
pub(crate) use self::{
    companies::companies, firms::firms, mentions::mentions, shifts::shifts, speakers::speakers,
};
use super::{
    Request,
    compile::{compile, compile_mentions},
    facet,
    filter::{Condition, Key, listed},
    plan::Node,
    run::plan_request,
};
use crate::{
    Error, Result,
    index::Reader,
    model::{Call, Passage, Period, word_enum},
    query::{Field, parse},
    text::Glossary,
};

word_enum! {
    /// The order of companies, people and firms; what is equal goes by name.
    ListSort {
        /// The most passages first.
        Passages = "passages",
        /// The most calls first.
        Calls = "calls",
        /// By name; companies by id.
        Name = "name",
        /// The latest period first.
        Latest = "latest",
    }
}

word_enum! {
    /// The order of calls.
    CallSort {
        /// By company and period.
        Call = "call",
        /// The latest period first.
        Newest = "newest",
        /// The earliest period first.
        Oldest = "oldest",
        /// The most passages first.
        Passages = "passages",
    }
}

/// How much the filters leave of a company, a person or a firm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// Passages that match.
    pub passages: u64,
    /// Calls with such a passage.
    pub calls: u64,
    /// The earliest period of these calls.
    pub first: Option<Period>,
    /// The latest period of these calls.
    pub last: Option<Period>,
    /// The latest date that one of these calls states.
    pub last_date: Option<String>,
}

/// A call with the number of its passages that the filters leave.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallEntry {
    /// The call, without the passages.
    pub call: Call,
    /// Passages that match; all of them where nothing is asked for.
    pub passages: u64,
}

/// The call of an id typed in any case, or an error that names the nearest.
pub(crate) fn find_call(reader: &Reader, id: &str) -> Result<Call> {
    let missing = || Error::unknown(format!("no call `{id}`"));
    match listed(reader, Field::Call, Key::Call, id)? {
        Condition::OneOf(_, ids) => {
            let id = ids.first().ok_or_else(missing)?;
            reader.call(id)?.ok_or_else(missing)
        }
        Condition::Person(..) | Condition::Between(..) | Condition::InExchange(_) => Err(missing()),
    }
}

/// The passages that match a request's query and filters, by the period of their call, in order.
pub(crate) fn periods(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Vec<(Period, u64)>> {
    let query = matching(reader, request, glossary)?;
    let mut periods: BTreeMap<Period, u64> = BTreeMap::new();
    for ([period], passages) in tally::grouped(reader, &*query, ["period"])? {
        if let Some(period) = period.and_then(|period| period.parse().ok()) {
            *periods.entry(period).or_default() += passages;
        }
    }
    Ok(periods.into_iter().collect())
}

/// The calls with a passage that matches a request's query and filters.
pub(crate) fn calls(
    reader: &Reader,
    request: &Request,
    sort: CallSort,
    glossary: &Glossary,
) -> Result<Vec<CallEntry>> {
    let query = matching(reader, request, glossary)?;
    let counts = facet::count(reader, &*query, &[], 0)?.calls.named();
    let mut entries = Vec::with_capacity(counts.len());
    for (id, passages) in counts {
        if let Some(call) = reader.call(&id)? {
            entries.push(CallEntry { call, passages });
        }
    }
    entries.sort_by(|a, b| {
        let key = |entry: &CallEntry| (entry.call.company.id.clone(), entry.call.period);
        let time = |entry: &CallEntry| (entry.call.period, entry.call.date.clone());
        let first = match sort {
            CallSort::Call => std::cmp::Ordering::Equal,
            CallSort::Newest => time(b).cmp(&time(a)),
            CallSort::Oldest => time(a).cmp(&time(b)),
            CallSort::Passages => b.passages.cmp(&a.passages),
        };
        (first.then_with(|| key(a).cmp(&key(b)))).then_with(|| a.call.id.cmp(&b.call.id))
    });
    Ok(entries)
}

/// The passages that a request's query and filters leave: all where it has neither.
pub(super) fn matching(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Box<dyn Query>> {
    matching_by(compile, reader, request, glossary)
}

/// The passages that a request's filters leave and that mention its query.
fn mentioning(reader: &Reader, request: &Request, glossary: &Glossary) -> Result<Box<dyn Query>> {
    matching_by(compile_mentions, reader, request, glossary)
}

fn matching_by(
    compile: fn(&Node, &Reader) -> Result<Box<dyn Query>>,
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Box<dyn Query>> {
    let expr = parse(&request.query)?;
    if request.filters.is_empty() && expr.is_empty() {
        return Ok(reader.is_passage());
    }
    compile(
        &plan_request(reader, request, glossary, &expr)?.node,
        reader,
    )
}

/// Reads every match of a query with its call, in no order; gives the number of matches and of calls.
pub(super) fn each_match(
    reader: &Reader,
    query: &dyn Query,
    mut see: impl FnMut(&Call, &Passage),
) -> Result<(u64, u64)> {
    let mut calls: HashMap<String, Call> = HashMap::new();
    let mut total = 0;
    for address in reader.documents(query)? {
        let record = reader.passage_at(address)?;
        if !calls.contains_key(&record.call) {
            let missing = || Error::index(format!("the index lacks the call {}", record.call));
            let call = reader.call(&record.call)?.ok_or_else(missing)?;
            calls.insert(record.call.clone(), call);
        }
        if let Some(call) = calls.get(&record.call) {
            see(call, &record.passage);
            total += 1;
        }
    }
    Ok((total, calls.len() as u64))
}

/// Puts entries in order; `by` gives the extent and what tells equal ones apart, the name first.
fn in_order<T>(entries: &mut [T], sort: ListSort, by: impl Fn(&T) -> (&Extent, Vec<&str>)) {
    entries.sort_by_cached_key(|entry| {
        let (extent, names) = by(entry);
        let size = match sort {
            ListSort::Passages => extent.passages,
            ListSort::Calls => extent.calls,
            ListSort::Name | ListSort::Latest => 0,
        };
        let time = (sort == ListSort::Latest).then(|| (extent.last, extent.last_date.clone()));
        let folded = names.first().map(|name| name.to_lowercase());
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        (Reverse(size), Reverse(time), folded, names)
    });
}
