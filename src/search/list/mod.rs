//! Lists of calls, companies, people and firms, under the filters of a search.

pub(crate) mod aggregation;
mod companies;
mod firms;
pub(crate) mod speakers;

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

pub use self::{companies::CompanyEntry, firms::FirmEntry, speakers::SpeakerEntry};
pub(crate) use self::{companies::companies, firms::firms, speakers::speakers};
use super::{
    Request,
    facet::count_rows,
    filter::{Condition, Key, listed},
    matches::matching,
};
use crate::{
    Error, Result,
    index::{Reader, RowColumn},
    model::{Call, Period, word_enum},
    query::Field,
    text::Glossary,
};

word_enum! {
    /// Order of companies, people and firms; ties by name.
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
    /// Order of calls.
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

/// Extent of the matching passages of a company, person or firm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// Number of matching passages.
    pub passages: u64,
    /// Number of calls with such a passage.
    pub calls: u64,
    /// Earliest period of these calls.
    pub first: Option<Period>,
    /// Latest period of these calls.
    pub last: Option<Period>,
    /// Latest date stated by these calls.
    pub last_date: Option<String>,
}

/// A call with the number of its matching passages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallEntry {
    /// The call, without the passages.
    pub call: Arc<Call>,
    /// Number of matching passages; all of them if the request is empty.
    pub passages: u64,
}

/// The call with an id, in any case; otherwise an error that suggests the nearest id.
pub(crate) fn find_call(reader: &Reader, id: &str) -> Result<Arc<Call>> {
    let missing = || Error::unknown(format!("no call `{id}`"));
    match listed(reader, Field::Call, Key::Call, id)? {
        Condition::OneOf(_, ids) => {
            let id = ids.first().ok_or_else(missing)?;
            // The term dictionary has it, so its document has to be there.
            reader.call(id)?.ok_or_else(|| aggregation::unknown(id))
        }
        Condition::Person(..) | Condition::Between(..) | Condition::InExchange(_) => Err(missing()),
    }
}

/// Number of passages that match a request, by period of their call, in order.
pub(crate) fn periods(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Vec<(Period, u64)>> {
    let query = matching(reader, request, glossary)?;
    let mut periods: BTreeMap<Period, u64> = BTreeMap::new();
    let counts = count_rows(reader, &*query, &[RowColumn::PERIOD])?;
    for (period, passages) in counts.values(RowColumn::PERIOD) {
        if let Ok(period) = period.parse() {
            *periods.entry(period).or_default() += passages;
        }
    }
    Ok(periods.into_iter().collect())
}

/// Calls with a passage that matches a request.
pub(crate) fn calls(
    reader: &Reader,
    request: &Request,
    sort: CallSort,
    glossary: &Glossary,
) -> Result<Vec<CallEntry>> {
    let query = matching(reader, request, glossary)?;
    let counts = count_rows(reader, &*query, &[RowColumn::Call])?;
    let mut entries = Vec::new();
    for (id, passages) in counts.values(RowColumn::Call) {
        if let Some(call) = reader.call(id)? {
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

/// Sorts entries; `by` returns the extent and the names that break ties.
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
