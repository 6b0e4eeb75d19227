//! Lists of calls, companies, people and firms, under the filters of a search.

pub(crate) mod aggregation;
mod companies;
mod extent;
mod firms;
pub(crate) mod speakers;

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
    sync::Arc,
};

use self::aggregation::Aggregation;
pub use self::{companies::CompanyEntry, extent::Extent, firms::FirmEntry, speakers::SpeakerEntry};
pub(crate) use self::{
    companies::{companies, latest_companies},
    firms::firms,
    speakers::speakers,
};
use super::{
    Request, filter::listed, key::Key, matches::count_matching, plan::Condition, store::Store,
};
use crate::{
    Error, Result,
    index::{CallSummary, RowColumn},
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

/// A call with the number of its matching passages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallEntry {
    /// The call, without the passages.
    pub call: Arc<Call>,
    /// Number of matching passages; all of them if the request is empty.
    pub passages: u64,
}

/// The part of a list that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// A part of a name, in any case; all entries if empty.
    pub find: String,
    /// Entries left out before the first.
    pub offset: usize,
    /// Maximum number of entries.
    pub limit: usize,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed<E> {
    /// The entries of the page.
    pub entries: Vec<E>,
    /// Number of entries with the part of a name that is looked for.
    pub found: usize,
    /// Number of all entries.
    pub total: usize,
}

impl ListPage {
    /// All of a list.
    pub const ALL: Self = Self {
        find: String::new(),
        offset: 0,
        limit: usize::MAX,
    };

    /// Some entries of a list.
    pub fn at(offset: usize, limit: usize) -> Self {
        Self {
            offset,
            limit,
            ..Self::ALL
        }
    }

    /// This page of some entries; `has` tells whether one has a text, in lower case, in its names.
    pub(crate) fn of<E>(&self, mut entries: Vec<E>, has: impl Fn(&E, &str) -> bool) -> Listed<E> {
        let total = entries.len();
        let part = self.find.trim().to_lowercase();
        if !part.is_empty() {
            entries.retain(|entry| has(entry, &part));
        }
        let found = entries.len();
        entries.drain(..self.offset.min(found));
        entries.truncate(self.limit);
        Listed {
            entries,
            found,
            total,
        }
    }
}

/// Whether a text contains another, which is in lower case.
pub(crate) fn contains_folded(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(part)
}

/// The call with an id, in any case; otherwise an error that suggests the nearest id.
pub(crate) fn find_call(store: &dyn Store, id: &str) -> Result<Arc<Call>> {
    let missing = || Error::unknown(format!("no call `{id}`"));
    match listed(store, Field::Call, Key::Call, id)? {
        Condition::OneOf(_, ids) => {
            let id = ids.first().ok_or_else(missing)?;
            // The term dictionary has it, so its document has to be there.
            store.call(id)?.ok_or_else(|| aggregation::unknown(id))
        }
        Condition::Person(..) | Condition::Between(..) | Condition::InExchange(_) => Err(missing()),
    }
}

/// Number of passages that match a request, by period of their call, in order.
pub(crate) fn periods(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
) -> Result<Vec<(Period, u64)>> {
    let mut periods: BTreeMap<Period, u64> = BTreeMap::new();
    let counts = count_matching(store, request, glossary, &[RowColumn::PERIOD])?;
    for (period, passages) in counts.values(RowColumn::PERIOD) {
        if let Ok(period) = period.parse() {
            *periods.entry(period).or_default() += passages;
        }
    }
    Ok(periods.into_iter().collect())
}

/// Number of calls with a passage that matches a request, by period.
pub(crate) fn calls_by_period(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
) -> Result<BTreeMap<Period, u64>> {
    let aggregation = Aggregation::of(store, request, glossary)?;
    let mut periods = BTreeMap::new();
    for period in aggregation.calls().filter_map(|(call, _)| call.period) {
        *periods.entry(period).or_insert(0) += 1;
    }
    Ok(periods)
}

/// Calls with a passage that matches a request. Only those of the page are read.
pub(crate) fn calls(
    store: &dyn Store,
    request: &Request,
    sort: CallSort,
    page: &ListPage,
    glossary: &Glossary,
) -> Result<Listed<CallEntry>> {
    let aggregation = Aggregation::of(store, request, glossary)?;
    let mut calls: Vec<(&CallSummary, u64)> = aggregation.calls().collect();
    calls.sort_by(|a, b| {
        let first = match sort {
            CallSort::Call => Ordering::Equal,
            CallSort::Newest => b.0.time().cmp(&a.0.time()),
            CallSort::Oldest => a.0.time().cmp(&b.0.time()),
            CallSort::Passages => b.1.cmp(&a.1),
        };
        let key = |call: &CallSummary| (call.company.id.clone(), call.period, call.id.clone());
        first.then_with(|| key(a.0).cmp(&key(b.0)))
    });
    let listed = page.of(calls, |(call, _), part| {
        let (period, date) = (call.period.map(|period| period.to_string()), &call.date);
        let texts = [Some(&call.id), period.as_ref(), date.as_ref()];
        let mut texts = texts.into_iter().flatten().chain(&call.company.names);
        texts.any(|text| contains_folded(text, part))
    });
    let ids: Vec<&str> = listed
        .entries
        .iter()
        .map(|(call, _)| call.id.as_str())
        .collect();
    let read = store.calls(&ids)?;
    let entries = listed.entries.iter().zip(read);
    let entries = entries.map(|((_, passages), call)| CallEntry {
        call,
        passages: *passages,
    });
    Ok(Listed {
        entries: entries.collect(),
        found: listed.found,
        total: listed.total,
    })
}

/// The entries in order; `by` returns the extent and the names that break ties.
fn in_order<T>(entries: Vec<T>, sort: ListSort, by: impl Fn(&T) -> (&Extent, Vec<&str>)) -> Vec<T> {
    let key = |entry| {
        let (extent, names) = by(entry);
        let size = match sort {
            ListSort::Passages => extent.passages,
            ListSort::Calls => extent.calls,
            ListSort::Name | ListSort::Latest => 0,
        };
        let time = (sort == ListSort::Latest).then_some((extent.last, extent.last_date.as_deref()));
        let folded = names.first().map(|name| name.to_lowercase());
        (Reverse(size), Reverse(time), folded, names)
    };
    let mut keys: Vec<_> = entries.iter().map(key).zip(0_usize..).collect();
    keys.sort_unstable();
    let order: Vec<usize> = keys.into_iter().map(|(_, index)| index).collect();
    let mut entries: Vec<Option<T>> = entries.into_iter().map(Some).collect();
    let in_order = order.into_iter();
    let in_order = in_order.filter_map(|index| entries.get_mut(index)?.take());
    in_order.collect()
}
