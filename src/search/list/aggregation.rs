//! Aggregation of matching passages by call and speaker, from columns alone.

use std::{cmp::Reverse, sync::Arc};

use rustc_hash::FxHashMap;

use super::extent::Extent;
use crate::{
    Error, Result,
    index::{CallSummary, REBUILD_HINT, RowColumn},
    model::{Company, Period, Role, Word},
    search::{
        Request,
        collector::RowCounts,
        matches::{count_matching, count_mentioning},
        store::Store,
    },
    text::Glossary,
};

/// Matching passages by call and speaker.
pub(crate) struct Aggregation {
    counts: RowCounts,
    summaries: Arc<Vec<CallSummary>>,
    /// The calls with a match, the latest first: index of the summary, and the rows with their number of
    /// matching passages.
    calls: Vec<(usize, Vec<(usize, u64)>)>,
}

/// A speaker of a call, as its passages state it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice<'a> {
    /// Canonical name.
    pub(crate) name: &'a str,
    pub(crate) role: Role,
    pub(crate) firm: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    /// Every name, a line each; none of a speaker with one name.
    names: Option<&'a str>,
    /// Number of the row among those of the commit.
    row: usize,
}

impl<'a> Voice<'a> {
    /// Whether its call has the same names of it as that of another voice.
    pub(crate) fn has_names_of(self, other: Self) -> bool {
        self.names == other.names && self.name == other.name
    }

    /// The names that its call has of it.
    pub(crate) fn names(self) -> impl Iterator<Item = &'a str> {
        self.names.into_iter().flat_map(str::lines)
    }
}

/// What joins speakers of different calls into one row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Identity {
    /// Name and firm.
    Analyst(usize, Option<usize>),
    /// Company and name.
    Of(Option<usize>, usize),
}

/// The columns that passages are aggregated by.
pub(crate) const COLUMNS: [RowColumn; 7] = [
    RowColumn::Call,
    RowColumn::COMPANY,
    RowColumn::SPEAKER,
    RowColumn::ROLE,
    RowColumn::FIRM,
    RowColumn::Title,
    RowColumn::Names,
];

impl Aggregation {
    /// Aggregates the passages that match a request.
    pub(crate) fn of(store: &dyn Store, request: &Request, glossary: &Glossary) -> Result<Self> {
        let counts = count_matching(store, request, glossary, &COLUMNS)?;
        Self::of_rows(store, counts)
    }

    /// Aggregates the passages that mention a request's query.
    pub(crate) fn of_mentions(
        store: &dyn Store,
        request: &Request,
        glossary: &Glossary,
    ) -> Result<Self> {
        let counts = count_mentioning(store, request, glossary, &COLUMNS)?;
        Self::of_rows(store, counts)
    }

    /// Aggregates matches that are counted by row already.
    pub(crate) fn of_rows(store: &dyn Store, counts: RowCounts) -> Result<Self> {
        let summaries = store.call_summaries()?;
        let rows = &counts.rows;
        let mut by_call: Vec<(usize, usize, u64)> = (counts.iter())
            .filter_map(|(row, count)| Some((rows.ordinal(row, RowColumn::Call)?, row, count)))
            .collect();
        by_call.sort_unstable();
        let ids = rows.values(RowColumn::Call);
        let mut calls: Vec<(usize, Vec<(usize, u64)>)> = Vec::new();
        for of_call in by_call.chunk_by(|a, b| a.0 == b.0) {
            let Some(id) = of_call.first().and_then(|(call, ..)| ids.get(*call)) else {
                continue;
            };
            let summary = summaries.binary_search_by(|summary| summary.id.cmp(id));
            let summary = summary.map_err(|_| unknown(id))?;
            let of_call = of_call.iter().map(|(_, row, count)| (*row, *count));
            calls.push((summary, of_call.collect()));
        }
        calls.sort_by_key(|(summary, _)| {
            let summary = summaries.get(*summary);
            let time = summary.map(CallSummary::time);
            (Reverse(time), summary.map(|summary| summary.id.as_str()))
        });
        Ok(Self {
            counts,
            summaries,
            calls,
        })
    }

    /// Every call with the number of its matching passages, the latest first.
    pub(crate) fn calls(&self) -> impl Iterator<Item = (&CallSummary, u64)> {
        self.calls.iter().filter_map(|(summary, rows)| {
            let passages = rows.iter().map(|(_, count)| count).sum();
            Some((self.summaries.get(*summary)?, passages))
        })
    }

    /// Every call with its rows and their number of matching passages, the latest call first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&CallSummary, usize, u64)> {
        self.calls.iter().flat_map(|(summary, rows)| {
            let summary = self.summaries.get(*summary);
            let rows = rows.iter();
            rows.filter_map(move |(row, count)| Some((summary?, *row, *count)))
        })
    }

    /// Every speaker of every call with the number of matching passages, the latest call first. A
    /// speaker has one row a section.
    pub(crate) fn spoken(&self) -> impl Iterator<Item = (&CallSummary, Voice<'_>, u64)> {
        self.rows()
            .filter_map(|(call, row, count)| Some((call, self.voice(row)?, count)))
    }

    /// The speaker of a row; none in a summary.
    pub(crate) fn voice(&self, row: usize) -> Option<Voice<'_>> {
        let rows = &self.counts.rows;
        Some(Voice {
            name: rows.value(row, RowColumn::SPEAKER)?,
            role: Role::from_word(rows.value(row, RowColumn::ROLE)?)?,
            firm: rows.value(row, RowColumn::FIRM),
            title: rows.value(row, RowColumn::Title),
            names: rows.value(row, RowColumn::Names),
            row,
        })
    }

    /// What joins a speaker with those of other calls: an executive is identified by company and name,
    /// an analyst by name and firm across companies.
    pub(crate) fn identity(&self, voice: Voice<'_>) -> Option<Identity> {
        let ordinal = |column| self.counts.rows.ordinal(voice.row, column);
        let name = ordinal(RowColumn::SPEAKER)?;
        Some(match voice.role {
            Role::Analyst => Identity::Analyst(name, ordinal(RowColumn::FIRM)),
            _ => Identity::Of(ordinal(RowColumn::COMPANY), name),
        })
    }

    /// The matches by row.
    pub(crate) fn counts(&self) -> &RowCounts {
        &self.counts
    }
}

pub(crate) fn unknown(call: &str) -> Error {
    Error::index(format!(
        "the index is damaged: it counts what {call} has not"
    ))
    .hint(REBUILD_HINT)
}

/// Sum over the calls of one row of a list. Calls must be added one after another.
#[derive(Default)]
pub(crate) struct ExtentSum<'a> {
    passages: u64,
    calls: u64,
    last: Option<&'a CallSummary>,
    periods: Option<(Period, Period)>,
    last_date: Option<&'a str>,
    companies: FxHashMap<&'a str, &'a Arc<Company>>,
}

impl<'a> ExtentSum<'a> {
    /// Adds passages of a call.
    pub(crate) fn add(&mut self, call: &'a CallSummary, passages: u64) {
        self.passages += passages;
        let last = self.last.replace(call);
        if last.is_some_and(|last| std::ptr::eq(last, call)) {
            return;
        }
        self.calls += 1;
        self.last_date = self.last_date.max(call.date.as_deref());
        if last.is_none_or(|last| last.company.id != call.company.id) {
            (self.companies.entry(&call.company.id)).or_insert(&call.company);
        }
        if let Some(period) = call.period {
            let (first, last) = self.periods.unwrap_or((period, period));
            self.periods = Some((first.min(period), last.max(period)));
        }
    }

    /// The sums.
    pub(crate) fn extent(&self) -> Extent {
        Extent {
            passages: self.passages,
            calls: self.calls,
            first: self.periods.map(|(first, _)| first),
            last: self.periods.map(|(_, last)| last),
            last_date: self.last_date.map(str::to_owned),
        }
    }

    /// The companies of the calls as the call that was added first has them, in the order of their ids.
    pub(crate) fn companies(&self) -> Vec<Arc<Company>> {
        let companies = self.companies.values().copied();
        let mut companies: Vec<Arc<Company>> = companies.cloned().collect();
        companies.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        companies
    }
}

/// Appends names that are not present yet.
pub(crate) fn add_names(names: &mut Vec<String>, more: &[String]) {
    for name in more {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}
