use std::collections::BTreeMap;

use super::{
    Extent, ListSort,
    aggregation::{Aggregation, ExtentSum, add_names},
    in_order,
};
use crate::{
    Result,
    index::CallSummary,
    model::Company,
    search::{Glossary, Request, store::Store},
};

/// A company and the extent of its matching passages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompanyEntry {
    /// The company as its latest call has it, with the names of all of these calls.
    pub company: Company,
    /// Extent of its matching passages.
    pub extent: Extent,
}

/// Companies with a passage that matches a request's query and filters.
pub(crate) fn companies(
    store: &dyn Store,
    request: &Request,
    sort: ListSort,
    glossary: &Glossary,
) -> Result<Vec<CompanyEntry>> {
    let aggregation = Aggregation::of(store, request, glossary)?;
    let mut rows: BTreeMap<&str, (Company, ExtentSum<'_>)> = BTreeMap::new();
    for (call, passages) in aggregation.calls() {
        let (company, sum) = (rows.entry(&call.company.id))
            .or_insert_with(|| (Company::clone(&call.company), ExtentSum::default()));
        if company.names != call.company.names {
            add_names(&mut company.names, &call.company.names);
        }
        sum.add(call, passages);
    }
    let entries: Vec<CompanyEntry> = (rows.into_values())
        .map(|(company, sum)| CompanyEntry {
            company,
            extent: sum.extent(),
        })
        .collect();
    Ok(in_order(entries, sort, |entry| {
        (&entry.extent, vec![&entry.company.id])
    }))
}

/// The companies whose ids are `wanted`, by id, as their latest calls state them.
pub(crate) fn latest_companies(
    store: &dyn Store,
    wanted: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, Company>> {
    let summaries = store.call_summaries()?;
    let mut latest: BTreeMap<&str, &CallSummary> = BTreeMap::new();
    for call in summaries.iter().filter(|call| wanted(&call.company.id)) {
        let known = latest.entry(&call.company.id).or_insert(call);
        if call.time() > known.time() {
            *known = call;
        }
    }
    let latest = latest.into_iter();
    Ok(latest
        .map(|(id, call)| (id.to_owned(), Company::clone(&call.company)))
        .collect())
}
