use std::collections::BTreeMap;

use super::{matching, tally::Tally};
use crate::{
    Error, Result,
    index::Reader,
    model::{Company, Period, Role},
    query::parse,
    search::{Glossary, Request},
};

/// How much a company's calls say of a query, and who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionEntry {
    /// The company.
    pub company: Company,
    /// Calls with a passage that matches.
    pub calls: u64,
    /// Calls that the filters leave.
    pub of_calls: u64,
    /// Passages that match.
    pub passages: u64,
    /// Passages that the filters leave.
    pub of: u64,
    /// Matching passages that executives say.
    pub executives: u64,
    /// Matching passages that analysts say.
    pub analysts: u64,
    /// The latest period with a passage that matches.
    pub last: Option<Period>,
}

/// Every company that the filters of a request leave, also where nothing matches its query: the most
/// passages first, then by id.
pub fn mentions(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Vec<MentionEntry>> {
    if parse(&request.query)?.is_empty() {
        return Err(Error::request("there is nothing to count")
            .hint("type a word or a \"phrase\", as for a search"));
    }
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let all = Tally::of(reader, &*matching(reader, &everything, glossary)?)?;
    let found = Tally::of(reader, &*matching(reader, request, glossary)?)?;
    let mut rows: BTreeMap<String, MentionEntry> = BTreeMap::new();
    for (call, passages) in all.calls() {
        let row = rows
            .entry(call.company.id.clone())
            .or_insert_with(|| MentionEntry {
                company: call.company.clone(),
                calls: 0,
                of_calls: 0,
                passages: 0,
                of: 0,
                executives: 0,
                analysts: 0,
                last: None,
            });
        row.of_calls += 1;
        row.of += passages;
    }
    for (call, passages) in found.calls() {
        if let Some(row) = rows.get_mut(&call.company.id) {
            row.calls += 1;
            row.passages += passages;
            row.last = row.last.max(call.period);
        }
    }
    for (call, speaker, passages) in found.spoken() {
        if let Some(row) = rows.get_mut(&call.company.id) {
            match speaker.role {
                Role::Executive => row.executives += passages,
                Role::Analyst => row.analysts += passages,
                _ => {}
            }
        }
    }
    let mut entries: Vec<MentionEntry> = rows.into_values().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.passages));
    Ok(entries)
}
