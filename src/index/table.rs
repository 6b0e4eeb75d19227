//! Columns of text laid out in memory, for a process that counts them over and over: of every document the
//! number of its value among all values of the commit. A column as it lies in the index is packed, has a
//! dictionary in each segment, and of a value that not every document has the place must be looked up.
//! That is the right thing to read once; it takes many times as long for each match of each query.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;
use tantivy::{DocId, SegmentReader, columnar::StrColumn};

use super::{Reader, reader::damaged};
use crate::Result;

/// How often a column is asked for before it is laid out.
const SELDOM: usize = 2;

/// Documents that are laid out at a time.
const AT_A_TIME: usize = 1024;

/// What a document without a value has for the number of one.
pub(crate) const NO_VALUE: u32 = u32::MAX;

/// A column of a commit, laid out.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its values, in order.
    pub(crate) values: Vec<String>,
    /// By segment the number of each document's first value, or [`NO_VALUE`].
    pub(crate) segments: Vec<Vec<u32>>,
}

/// The columns of a commit that are laid out.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables(Arc<Mutex<HashMap<&'static str, Asked>>>);

/// What is known of a column.
#[derive(Debug, Clone)]
enum Asked {
    Times(usize),
    Table(Arc<Table>),
}

impl Tables {
    /// The table of a column, if there is one by now; whether it is time to make it.
    fn ask(&self, column: &'static str) -> (Option<Arc<Table>>, bool) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.entry(column).or_insert(Asked::Times(0)) {
            Asked::Table(table) => (Some(Arc::clone(table)), false),
            Asked::Times(times) => {
                *times += 1;
                (None, *times > SELDOM)
            }
        }
    }

    fn keep(&self, column: &'static str, table: Arc<Table>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(column, Asked::Table(table));
    }
}

impl Reader {
    /// A column laid out, where this process has asked for it often enough. Speakers have the name
    /// under which they are shown.
    pub(crate) fn table(&self, column: &'static str) -> Result<Option<Arc<Table>>> {
        let (table, time) = self.tables.ask(column);
        if !time {
            return Ok(table);
        }
        // Two that ask at once do it both, and neither waits.
        let table = Arc::new(self.lay_out(column)?);
        self.tables.keep(column, Arc::clone(&table));
        Ok(Some(table))
    }

    fn lay_out(&self, column: &'static str) -> Result<Table> {
        let segments = self.searcher.segment_readers();
        let of_speakers = column == "speaker" && !self.people().is_empty();
        let columns: Vec<TextColumn> = (segments.par_iter())
            .map(|segment| TextColumn::of(segment, column))
            .collect::<Result<_>>()?;
        let mut values: Vec<String> = columns.iter().flat_map(|one| one.texts.clone()).collect();
        if of_speakers {
            let shown = self.people().iter().map(|person| person.shown().to_owned());
            values.extend(shown);
        }
        values.sort_unstable();
        values.dedup();
        let segments = (columns.par_iter().zip(segments))
            .map(|(column, segment)| {
                let mut numbers = column.numbers(segment, &values);
                if of_speakers {
                    let companies = TextColumn::of(segment, "company")?;
                    self.show(&mut numbers, column, &companies, segment, &values);
                }
                Ok(numbers)
            })
            .collect::<Result<_>>()?;
        Ok(Table { values, segments })
    }

    /// Gives the speakers of a segment who go by several names the one under which they are shown.
    fn show(
        &self,
        numbers: &mut [u32],
        speakers: &TextColumn,
        companies: &TextColumn,
        segment: &SegmentReader,
        values: &[String],
    ) {
        let mut shown: HashMap<(u64, u64), u32> = HashMap::new();
        let mut has_other = vec![false; speakers.texts.len()];
        for person in self.people() {
            let Some(company) = companies.ord(&person.company) else {
                continue;
            };
            for name in person.names.iter().skip(1) {
                if let Some(speaker) = speakers.ord(name)
                    && let Some(has_other) = has_other.get_mut(speaker as usize)
                {
                    *has_other = true;
                    shown.insert((company, speaker), number(values, person.shown()));
                }
            }
        }
        for_each_value(speakers.column.as_ref(), segment.max_doc(), |doc, ord| {
            let Some(speaker) = ord.filter(|ord| has_other.get(*ord as usize) == Some(&true))
            else {
                return;
            };
            let company = companies.column.as_ref();
            let company = company.and_then(|column| column.ords().first(doc));
            let shown = company.and_then(|company| shown.get(&(company, speaker)));
            if let Some((number, shown)) = numbers.get_mut(doc as usize).zip(shown) {
                *number = *shown;
            }
        });
    }
}

/// A column of a segment and its dictionary.
struct TextColumn {
    column: Option<StrColumn>,
    texts: Vec<String>,
}

impl TextColumn {
    fn of(segment: &SegmentReader, name: &str) -> Result<Self> {
        let column = segment.fast_fields().str(name)?;
        let mut texts = Vec::new();
        if let Some(column) = &column {
            let ords: Vec<u64> = (0..column.num_terms() as u64).collect();
            let add = |text: &[u8]| texts.push(String::from_utf8_lossy(text).into_owned());
            let dictionary = column.dictionary();
            dictionary
                .sorted_ords_to_term_cb(&ords, add)
                .map_err(damaged)?;
        }
        Ok(Self { column, texts })
    }

    /// The number of a text in the dictionary.
    fn ord(&self, text: &str) -> Option<u64> {
        let found = self
            .texts
            .binary_search_by(|known| known.as_str().cmp(text));
        found.ok().map(|ord| ord as u64)
    }

    /// Of every document the number of its value among some.
    fn numbers(&self, segment: &SegmentReader, values: &[String]) -> Vec<u32> {
        let among: Vec<u32> = (self.texts.iter())
            .map(|text| number(values, text))
            .collect();
        let mut numbers = vec![NO_VALUE; segment.max_doc() as usize];
        for_each_value(self.column.as_ref(), segment.max_doc(), |doc, ord| {
            let value = ord.and_then(|ord| among.get(ord as usize));
            if let Some((number, value)) = numbers.get_mut(doc as usize).zip(value) {
                *number = *value;
            }
        });
        numbers
    }
}

/// The number of a value among some.
fn number(values: &[String], value: &str) -> u32 {
    let found = values.binary_search_by(|known| known.as_str().cmp(value));
    found.map_or(NO_VALUE, |at| u32::try_from(at).unwrap_or(NO_VALUE))
}

/// Hands on the first value of every document.
fn for_each_value(
    column: Option<&StrColumn>,
    docs: DocId,
    mut take: impl FnMut(DocId, Option<u64>),
) {
    let Some(column) = column else { return };
    let mut ords = [None; AT_A_TIME];
    let mut some = Vec::with_capacity(AT_A_TIME);
    for first in (0..docs).step_by(AT_A_TIME) {
        some.clear();
        some.extend(first..docs.min(first + AT_A_TIME as DocId));
        let ords = ords.get_mut(..some.len()).unwrap_or_default();
        ords.fill(None);
        column.ords().first_vals(&some, ords);
        for (doc, ord) in some.iter().zip(ords) {
            take(*doc, *ord);
        }
    }
}
