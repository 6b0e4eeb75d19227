//! The columns that are counted, laid out in memory, for a process that counts them over and over: of every
//! document the number of each of its values among all values of the commit, side by side, so that a match
//! costs one look at memory. A column as it lies in the index is packed, has a dictionary in each segment, and
//! of a value that not every document has the place must be looked up. That is the right thing to read
//! once; it takes many times as long for each match of each query.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;
use tantivy::{DocId, SegmentReader, columnar::StrColumn};

use super::{FACETS, FacetField, Reader, reader::damaged};
use crate::{Result, model::Word};

/// How often something is counted before the columns are laid out.
const COUNTS_BEFORE_BUILD: usize = 3;

/// Documents that are laid out at a time.
const BATCH: usize = 1024;

/// Columns of a table: calls and facets.
const COLUMNS: usize = 1 + <FacetField as Word>::ALL.len();

/// What a document without a value has for the number of one.
pub(crate) const NO_ORDINAL: u32 = u32::MAX;

/// The columns of a commit, laid out.
#[derive(Debug)]
pub(crate) struct GlobalOrdinals {
    /// The values of each column, in order.
    values: [Vec<String>; COLUMNS],
    /// By segment, of each document the numbers of its first values, or [`NO_ORDINAL`].
    segments: Vec<Vec<[u32; COLUMNS]>>,
}

impl GlobalOrdinals {
    /// The columns that are laid out, in their places.
    fn columns() -> impl Iterator<Item = &'static str> {
        std::iter::once("call").chain(FACETS.iter().map(|facet| facet.word()))
    }

    /// The place of a column that is laid out: `call`, or the name of a facet.
    pub(crate) fn place(column: &str) -> Option<usize> {
        Self::columns().position(|name| name == column)
    }

    /// The values of the column at a place, in order.
    pub(crate) fn values(&self, place: usize) -> &[String] {
        self.values.get(place).map_or(&[], Vec::as_slice)
    }

    /// The numbers of each document of a segment, by the place of the column.
    pub(crate) fn rows(&self, segment: usize) -> &[[u32; COLUMNS]] {
        self.segments.get(segment).map_or(&[], Vec::as_slice)
    }
}

/// What is known of the columns of a commit.
#[derive(Debug, Clone)]
pub(super) enum Counting {
    Times(usize),
    SharedOrdinals(Arc<GlobalOrdinals>),
}

/// The columns of a commit, shared by those who read it.
pub(super) type SharedOrdinals = Arc<Mutex<Counting>>;

impl Reader {
    /// The columns laid out, where this process has counted often enough. Speakers have the name under
    /// which they are shown.
    pub(crate) fn table(&self) -> Result<Option<Arc<GlobalOrdinals>>> {
        let known = || self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *known() {
            Counting::SharedOrdinals(table) => return Ok(Some(Arc::clone(table))),
            Counting::Times(times) if *times < COUNTS_BEFORE_BUILD => {
                *times += 1;
                return Ok(None);
            }
            Counting::Times(_) => {}
        }
        // Two that count at once do it both, and neither waits.
        let table = Arc::new(self.build_global_ordinals()?);
        *known() = Counting::SharedOrdinals(Arc::clone(&table));
        Ok(Some(table))
    }

    fn build_global_ordinals(&self) -> Result<GlobalOrdinals> {
        let segments = self.searcher.segment_readers();
        let mut table = GlobalOrdinals {
            values: Default::default(),
            segments: (segments.iter())
                .map(|segment| vec![[NO_ORDINAL; COLUMNS]; segment.max_doc() as usize])
                .collect(),
        };
        for (place, name) in GlobalOrdinals::columns().enumerate() {
            self.cancel.check()?;
            let (values, numbers) = self.column(name)?;
            for (rows, numbers) in table.segments.iter_mut().zip(numbers) {
                for (row, number) in rows.iter_mut().zip(numbers) {
                    if let Some(slot) = row.get_mut(place) {
                        *slot = number;
                    }
                }
            }
            if let Some(slot) = table.values.get_mut(place) {
                *slot = values;
            }
        }
        Ok(table)
    }

    /// The values of a column, and by segment the number of each document's first.
    fn column(&self, name: &str) -> Result<(Vec<String>, Vec<Vec<u32>>)> {
        let segments = self.searcher.segment_readers();
        let of_speakers = name == "speaker" && !self.people().is_empty();
        let columns: Vec<TextColumn> = (segments.par_iter())
            .map(|segment| TextColumn::of(segment, name))
            .collect::<Result<_>>()?;
        let mut values: Vec<String> = columns.iter().flat_map(|one| one.texts.clone()).collect();
        if of_speakers {
            let shown = self
                .people()
                .iter()
                .map(|person| person.display_name().to_owned());
            values.extend(shown);
        }
        values.sort_unstable();
        values.dedup();
        let numbers = (columns.par_iter().zip(segments))
            .map(|(column, segment)| {
                let mut numbers = column.numbers(segment, &values);
                if of_speakers {
                    let companies = TextColumn::of(segment, "company")?;
                    self.show(&mut numbers, column, &companies, segment, &values);
                }
                Ok(numbers)
            })
            .collect::<Result<_>>()?;
        Ok((values, numbers))
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
                    shown.insert((company, speaker), number(values, person.display_name()));
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
        let all = column.as_ref().map_or(0, |column| column.num_terms());
        let ords: Vec<u64> = (0..all as u64).collect();
        let texts = texts(column.as_ref(), &ords).map_err(damaged)?;
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
        let mut numbers = vec![NO_ORDINAL; segment.max_doc() as usize];
        for_each_value(self.column.as_ref(), segment.max_doc(), |doc, ord| {
            let value = ord.and_then(|ord| among.get(ord as usize));
            if let Some((number, value)) = numbers.get_mut(doc as usize).zip(value) {
                *number = *value;
            }
        });
        numbers
    }
}

/// The texts of some numbers of a column in ascending order.
pub(crate) fn texts(column: Option<&StrColumn>, ords: &[u64]) -> tantivy::Result<Vec<String>> {
    let mut texts = Vec::with_capacity(ords.len());
    if let Some(column) = column {
        let add = |text: &[u8]| texts.push(String::from_utf8_lossy(text).into_owned());
        column.dictionary().sorted_ords_to_term_cb(ords, add)?;
    }
    Ok(texts)
}

/// The number of a value among some.
fn number(values: &[String], value: &str) -> u32 {
    let found = values.binary_search_by(|known| known.as_str().cmp(value));
    found.map_or(NO_ORDINAL, |at| u32::try_from(at).unwrap_or(NO_ORDINAL))
}

/// Hands on the first value of every document.
fn for_each_value(
    column: Option<&StrColumn>,
    docs: DocId,
    mut take: impl FnMut(DocId, Option<u64>),
) {
    let Some(column) = column else { return };
    let mut ords = [None; BATCH];
    let mut some = Vec::with_capacity(BATCH);
    for first in (0..docs).step_by(BATCH) {
        some.clear();
        some.extend(first..docs.min(first + BATCH as DocId));
        let ords = ords.get_mut(..some.len()).unwrap_or_default();
        ords.fill(None);
        column.ords().first_vals(&some, ords);
        for (doc, ord) in some.iter().zip(ords) {
            take(*doc, *ord);
        }
    }
}
