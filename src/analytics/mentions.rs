use std::{cmp::Reverse, collections::BTreeMap};

use super::trend::parse_nonempty;
use crate::{
    Result,
    index::CallSummary,
    model::{Company, Period, Role},
    search::{Glossary, Request, list::aggregation::Aggregation, store::Store},
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
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
) -> Result<Vec<MentionEntry>> {
    parse_nonempty(&request.query)?;
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let all = Aggregation::of(store, &everything, glossary)?;
    let found = Aggregation::of_mentions(store, request, glossary)?;
    let mut entries: BTreeMap<&str, MentionEntry> = BTreeMap::new();
    for (call, passages) in all.calls() {
        // The latest call comes first; its company is shown.
        let entry = (entries.entry(&call.company.id)).or_insert_with(|| MentionEntry::of(call));
        entry.of_calls += 1;
        entry.of += passages;
    }
    for (call, passages) in found.calls() {
        if let Some(entry) = entries.get_mut(call.company.id.as_str()) {
            entry.calls += 1;
            entry.passages += passages;
            entry.last = entry.last.max(call.period);
        }
    }
    for (call, speaker, passages) in found.spoken() {
        let Some(entry) = entries.get_mut(call.company.id.as_str()) else {
            continue;
        };
        match speaker.role {
            Role::Executive => entry.executives += passages,
            Role::Analyst => entry.analysts += passages,
            _ => {}
        }
    }
    let mut entries: Vec<MentionEntry> = entries.into_values().collect();
    entries.sort_by_key(|entry| Reverse(entry.passages));
    Ok(entries)
}

impl MentionEntry {
    /// The share of the matching passages that one role says, `said` of them; none where it says none of
    /// which one knows, but others are of voices whose role is not known.
    pub fn share(&self, said: u64) -> Option<f64> {
        let is_known =
            said > 0 || self.passages > 0 && self.executives + self.analysts == self.passages;
        is_known.then(|| said as f64 / self.passages.max(1) as f64)
    }

    /// The company of a call, without a mention yet.
    fn of(call: &CallSummary) -> Self {
        Self {
            company: Company::clone(&call.company),
            calls: 0,
            of_calls: 0,
            passages: 0,
            of: 0,
            executives: 0,
            analysts: 0,
            last: None,
        }
    }
}
