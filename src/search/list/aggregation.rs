//! Aggregation of matching passages by call and speaker, from columns alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tantivy::query::{EnableScoring, Query};

use super::Extent;
use crate::{
    Error, Result,
    index::{REBUILD_HINT, Reader},
    model::{Call, Speaker, Word},
    search::sort_keys::TextColumn,
};

/// Calls with matching passages, and the number of passages of each speaker.
pub(crate) struct Aggregation {
    calls: Vec<CallCounts>,
}

struct CallCounts {
    call: Call,
    /// Index into the call's speakers, none for a summary; and number of passages.
    shares: Vec<(Option<usize>, u64)>,
}

/// Speaker as stated by a passage's columns: name in the heading, role, firm.
type Heading = [Option<String>; 3];

impl Aggregation {
    /// Aggregates the matches of a query; the latest call first.
    pub(crate) fn of(reader: &Reader, query: &dyn Query) -> Result<Self> {
        let mut calls = Vec::new();
        for (id, headings) in headings(reader, query)? {
            let stored = reader.call_as_stored(&id)?.ok_or_else(|| unknown(&id))?;
            let mut shares = Vec::with_capacity(headings.len());
            for (heading, passages) in headings {
                let speaker = match &heading {
                    [None, ..] => None,
                    _ => Some(place(&stored, &heading).ok_or_else(|| unknown(&id))?),
                };
                shares.push((speaker, passages));
            }
            let call = reader.with_resolved_names(stored);
            calls.push(CallCounts { call, shares });
        }
        calls.sort_by(|a, b| {
            let time = |one: &CallCounts| (one.call.period, one.call.date.clone());
            time(b)
                .cmp(&time(a))
                .then_with(|| a.call.id.cmp(&b.call.id))
        });
        Ok(Self { calls })
    }

    /// Every call with the number of its matching passages, the latest first.
    pub(crate) fn calls(&self) -> impl Iterator<Item = (&Call, u64)> {
        (self.calls.iter()).map(|one| {
            let passages = one.shares.iter().map(|(_, passages)| passages).sum();
            (&one.call, passages)
        })
    }

    /// Every speaker of every call with the number of matching passages, the latest call first.
    pub(crate) fn spoken(&self) -> impl Iterator<Item = (&Call, &Speaker, u64)> {
        self.calls.iter().flat_map(|one| {
            (one.shares.iter()).filter_map(|&(speaker, passages)| {
                let speaker = one.call.speakers.get(speaker?)?;
                Some((&one.call, speaker, passages))
            })
        })
    }
}

fn place(call: &Call, [name, role, firm]: &Heading) -> Option<usize> {
    call.speakers.iter().position(|speaker| {
        Some(&speaker.name) == name.as_ref()
            && Some(speaker.role.word()) == role.as_deref()
            && speaker.firm == *firm
    })
}

/// Counts the matches of a query by call and speaker columns.
fn headings(
    reader: &Reader,
    query: &dyn Query,
) -> Result<BTreeMap<String, BTreeMap<Heading, u64>>> {
    let mut headings: BTreeMap<String, BTreeMap<Heading, u64>> = BTreeMap::new();
    let columns = ["call", "speaker", "role", "firm"];
    for ([call, name, role, firm], count) in group_counts(reader, query, columns)? {
        let of_call = headings.entry(call.unwrap_or_default()).or_default();
        *of_call.entry([name, role, firm]).or_default() += count;
    }
    Ok(headings)
}

/// Counts the matches of a query by combinations of values of some columns. Rows are in no order,
/// and one combination may appear once per segment.
pub(crate) fn group_counts<const N: usize>(
    reader: &Reader,
    query: &dyn Query,
    columns: [&'static str; N],
) -> Result<Vec<([Option<String>; N], u64)>> {
    let searcher = &reader.searcher;
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher));
    // A join executes its query here, which ends early once the request is over.
    reader.cancel.check()?;
    let weight = weight?;
    let mut rows = Vec::new();
    for segment in searcher.segment_readers() {
        let columns = columns.iter().map(|name| TextColumn::of(segment, name));
        let columns = columns.collect::<Result<Vec<_>>>()?;
        let mut counts: HashMap<[Option<u64>; N], u64> = HashMap::new();
        // Consecutive passages mostly have the same values.
        let mut run: ([Option<u64>; N], u64) = ([None; N], 0);
        weight.for_each_no_score(segment, &mut |docs| {
            for &doc in docs.iter().filter(|&&doc| !segment.is_deleted(doc)) {
                let mut values = [None; N];
                for (value, column) in values.iter_mut().zip(&columns) {
                    *value = column.ord(doc);
                }
                if values == run.0 {
                    run.1 += 1;
                } else {
                    let (values, count) = std::mem::replace(&mut run, (values, 1));
                    *counts.entry(values).or_default() += count;
                }
            }
        })?;
        reader.cancel.check()?;
        *counts.entry(run.0).or_default() += run.1;
        counts.retain(|_, count| *count > 0);
        // A dictionary is read front to back, so each is read once.
        let mut texts = Vec::with_capacity(N);
        for (at, column) in columns.iter().enumerate() {
            let ords = counts.keys().filter_map(|ords| *ords.get(at)?);
            texts.push(column.texts(ords.collect())?);
        }
        for (ords, count) in counts {
            let mut values = [const { None }; N];
            for ((value, texts), ord) in values.iter_mut().zip(&texts).zip(ords) {
                *value = ord.and_then(|ord| texts.get(&ord).cloned());
            }
            rows.push((values, count));
        }
    }
    Ok(rows)
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
    calls: Vec<&'a Call>,
}

impl<'a> ExtentSum<'a> {
    /// Adds passages of a call.
    pub(crate) fn add(&mut self, call: &'a Call, passages: u64) {
        self.passages += passages;
        if self.calls.last().is_none_or(|last| last.id != call.id) {
            self.calls.push(call);
        }
    }

    /// The sums.
    pub(crate) fn extent(&self) -> Extent {
        let periods = || self.calls.iter().filter_map(|call| call.period);
        Extent {
            passages: self.passages,
            calls: self.calls.len() as u64,
            first: periods().min(),
            last: periods().max(),
            last_date: (self.calls.iter())
                .filter_map(|call| call.date.clone())
                .max(),
        }
    }

    /// Ids of the companies of the calls, in order.
    pub(crate) fn companies(&self) -> Vec<String> {
        let ids: BTreeSet<&String> = self.calls.iter().map(|call| &call.company.id).collect();
        ids.into_iter().cloned().collect()
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
