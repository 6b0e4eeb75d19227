use std::{cmp::Reverse, collections::BTreeMap};

use tantivy::query::Query;

use super::trend::something;
use crate::{
    Error, Result,
    index::Reader,
    model::{Company, Period, Role, Word},
    search::{
        Glossary, Request,
        list::aggregation::{group_counts, unknown},
        matches::{matching, mentioning},
    },
};

/// Mentions of a query by company and role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MentionEntry {
    /// The company.
    pub company: Company,
    /// Number of calls with a match.
    pub calls: u64,
    /// Number of calls that the filters leave.
    pub of_calls: u64,
    /// Number of matching passages.
    pub passages: u64,
    /// Number of passages that the filters leave.
    pub of: u64,
    /// Number of matching passages by executives.
    pub executives: u64,
    /// Number of matching passages by analysts.
    pub analysts: u64,
    /// Latest period with a match.
    pub last: Option<Period>,
}

/// Every company that the filters leave, also without a match: the most passages first, then by id.
pub(crate) fn mentions(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Vec<MentionEntry>> {
    something(&request.query)?;
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let all = calls_of(reader, &*matching(reader, &everything, glossary)?)?;
    let found = calls_of(reader, &*mentioning(reader, request, glossary)?)?;
    let mut entries = Vec::with_capacity(all.len());
    for (id, calls) in &all {
        let found = found
            .get(id)
            .map(|calls| calls.values())
            .into_iter()
            .flatten();
        let found: Vec<&OfCall> = found.collect();
        let sum = |count: fn(&OfCall) -> u64| found.iter().map(|call| count(call)).sum();
        entries.push(MentionEntry {
            company: company(reader, calls)?,
            calls: found.len() as u64,
            of_calls: calls.len() as u64,
            passages: sum(|call| call.passages),
            of: calls.values().map(|call| call.passages).sum(),
            executives: sum(|call| call.executives),
            analysts: sum(|call| call.analysts),
            last: found.iter().filter_map(|call| call.period).max(),
        });
    }
    entries.sort_by_key(|entry| Reverse(entry.passages));
    Ok(entries)
}

/// Counts of one call.
#[derive(Default)]
struct OfCall {
    period: Option<Period>,
    passages: u64,
    executives: u64,
    analysts: u64,
}

/// Calls with a match, by company and id, from columns alone.
fn calls_of(
    reader: &Reader,
    query: &dyn Query,
) -> Result<BTreeMap<String, BTreeMap<String, OfCall>>> {
    let mut companies: BTreeMap<String, BTreeMap<String, OfCall>> = BTreeMap::new();
    let columns = ["company", "call", "period", "role"];
    for ([company, call, period, role], count) in group_counts(reader, query, columns)? {
        let calls = companies.entry(company.unwrap_or_default()).or_default();
        let call = calls.entry(call.unwrap_or_default()).or_default();
        call.period = period.and_then(|period| period.parse().ok());
        call.passages += count;
        match role.and_then(|role| Role::from_word(&role)) {
            Some(Role::Executive) => call.executives += count,
            Some(Role::Analyst) => call.analysts += count,
            _ => {}
        }
    }
    Ok(companies)
}

/// The company of some calls, as the latest states it.
fn company(reader: &Reader, calls: &BTreeMap<String, OfCall>) -> Result<Company> {
    let latest = calls
        .iter()
        .max_by_key(|(id, call)| (call.period, Reverse(*id)));
    let (id, _) = latest.ok_or_else(|| Error::index("a company has no call"))?;
    let call = reader.call_as_stored(id)?.ok_or_else(|| unknown(id))?;
    Ok(call.company)
}
