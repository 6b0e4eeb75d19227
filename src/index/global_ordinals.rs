//! The facet columns of a commit in memory, with ordinals that are the same in all segments, so that
//! counting a match costs one array access. A column on disk is compressed and has a dictionary for each
//! segment: right for a single count, but many times slower for a process that counts with every query.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;
use tantivy::{DocId, SegmentReader, columnar::StrColumn};

use super::{
    error::damaged,
    schema::{FACETS, FacetField},
};
use crate::{
    CancelToken, Result,
    model::{Person, Word},
};

/// Requests that are answered from the columns on disk before the ordinals are built.
const REQUESTS_BEFORE_BUILD: usize = 3;

/// Documents whose values are read at a time.
const BATCH: usize = 1024;

/// Number of columns: the call and each facet.
const COLUMNS: usize = 1 + <FacetField as Word>::ALL.len();

/// The ordinal of a document that has no value.
pub(crate) const NO_ORDINAL: u32 = u32::MAX;

/// The first value of each document in each column, as an ordinal among the values of all segments.
#[derive(Debug)]
pub(crate) struct GlobalOrdinals {
    /// The values of each column, sorted: an ordinal is an index into them.
    values: [Vec<String>; COLUMNS],
    /// By segment and document, the ordinal in each column or [`NO_ORDINAL`].
    segments: Vec<Vec<[u32; COLUMNS]>>,
}

impl GlobalOrdinals {
    /// Names of the columns: `call`, then the facets.
    fn columns() -> impl Iterator<Item = &'static str> {
        std::iter::once("call").chain(FACETS.iter().map(|facet| facet.word()))
    }

    /// The index of a column by its name; none for a field that is no facet.
    pub(crate) fn column_index(name: &str) -> Option<usize> {
        Self::columns().position(|column| column == name)
    }

    /// The values of a column, sorted.
    pub(crate) fn values(&self, column_index: usize) -> &[String] {
        self.values.get(column_index).map_or(&[], Vec::as_slice)
    }

    /// The ordinals of each document of a segment, by column.
    pub(crate) fn documents(&self, segment: usize) -> &[[u32; COLUMNS]] {
        self.segments.get(segment).map_or(&[], Vec::as_slice)
    }

    /// Reads the columns of all segments. Speakers among `people` get the name under which they are shown.
    pub(super) fn build(
        segments: &[SegmentReader],
        people: &[Person],
        cancel: &CancelToken,
    ) -> Result<Self> {
        let mut built = Self {
            values: Default::default(),
            segments: (segments.iter())
                .map(|segment| vec![[NO_ORDINAL; COLUMNS]; segment.max_doc() as usize])
                .collect(),
        };
        for (index, name) in Self::columns().enumerate() {
            cancel.check()?;
            let people = if name == "speaker" { people } else { &[] };
            let (values, ordinals) = read_column(segments, name, people)?;
            for (documents, ordinals) in built.segments.iter_mut().zip(ordinals) {
                for (document, ordinal) in documents.iter_mut().zip(ordinals) {
                    if let Some(slot) = document.get_mut(index) {
                        *slot = ordinal;
                    }
                }
            }
            if let Some(slot) = built.values.get_mut(index) {
                *slot = values;
            }
        }
        Ok(built)
    }
}

/// The global ordinals of a commit, built once they have been requested often enough.
#[derive(Debug)]
pub(super) struct LazyOrdinals(Mutex<State>);

#[derive(Debug)]
enum State {
    /// How often they have been requested.
    Requested(usize),
    Built(Arc<GlobalOrdinals>),
}

impl Default for LazyOrdinals {
    fn default() -> Self {
        Self(Mutex::new(State::Requested(0)))
    }
}

impl LazyOrdinals {
    /// The ordinals; none for the first few requests. Two threads that request them at once may both build
    /// them, so that neither waits.
    pub(super) fn get_or_build(
        &self,
        build: impl FnOnce() -> Result<GlobalOrdinals>,
    ) -> Result<Option<Arc<GlobalOrdinals>>> {
        let state = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *state() {
            State::Built(ordinals) => return Ok(Some(Arc::clone(ordinals))),
            State::Requested(requests) if *requests < REQUESTS_BEFORE_BUILD => {
                *requests += 1;
                return Ok(None);
            }
            State::Requested(_) => {}
        }
        let ordinals = Arc::new(build()?);
        *state() = State::Built(Arc::clone(&ordinals));
        Ok(Some(ordinals))
    }
}

/// The sorted values of a column in all segments, and by segment each document's ordinal among them. Each
/// of `people` has the ordinal of the name under which they are shown.
fn read_column(
    segments: &[SegmentReader],
    name: &str,
    people: &[Person],
) -> Result<(Vec<String>, Vec<Vec<u32>>)> {
    let columns: Vec<TextColumn> = (segments.par_iter())
        .map(|segment| TextColumn::read(segment, name))
        .collect::<Result<_>>()?;
    let in_segments = columns.iter().flat_map(|column| column.texts.clone());
    let shown = people.iter().map(|person| person.display_name().to_owned());
    let mut values: Vec<String> = in_segments.chain(shown).collect();
    values.sort_unstable();
    values.dedup();
    let ordinals = (columns.par_iter().zip(segments))
        .map(|(column, segment)| {
            let mut ordinals = column.ordinals(segment, &values);
            if !people.is_empty() {
                let companies = TextColumn::read(segment, "company")?;
                rename_people(&mut ordinals, column, &companies, segment, people, &values);
            }
            Ok(ordinals)
        })
        .collect::<Result<_>>()?;
    Ok((values, ordinals))
}

/// Gives the documents of speakers with several names the ordinal of the name under which they are shown.
/// A name is that of a person on the calls of the person's company only.
fn rename_people(
    ordinals: &mut [u32],
    speakers: &TextColumn,
    companies: &TextColumn,
    segment: &SegmentReader,
    people: &[Person],
    values: &[String],
) {
    // By company and speaker, as numbers of the segment's dictionaries.
    let mut shown: HashMap<(u64, u64), u32> = HashMap::new();
    let mut is_renamed = vec![false; speakers.texts.len()];
    for person in people {
        let Some(company) = companies.number(&person.company) else {
            continue;
        };
        for name in person.names.iter().skip(1) {
            if let Some(speaker) = speakers.number(name)
                && let Some(is_renamed) = is_renamed.get_mut(speaker as usize)
            {
                *is_renamed = true;
                shown.insert((company, speaker), ordinal(values, person.display_name()));
            }
        }
    }
    for_each_document(
        speakers.column.as_ref(),
        segment.max_doc(),
        |doc, number| {
            let Some(speaker) =
                number.filter(|speaker| is_renamed.get(*speaker as usize) == Some(&true))
            else {
                return;
            };
            let company = companies.column.as_ref();
            let company = company.and_then(|column| column.ords().first(doc));
            let shown = company.and_then(|company| shown.get(&(company, speaker)));
            if let Some((ordinal, shown)) = ordinals.get_mut(doc as usize).zip(shown) {
                *ordinal = *shown;
            }
        },
    );
}

/// A column of a segment and its dictionary.
struct TextColumn {
    column: Option<StrColumn>,
    /// The values, sorted: the segment's number of a value is an index into them.
    texts: Vec<String>,
}

impl TextColumn {
    fn read(segment: &SegmentReader, name: &str) -> Result<Self> {
        let column = segment.fast_fields().str(name)?;
        let count = column.as_ref().map_or(0, |column| column.num_terms());
        let numbers: Vec<u64> = (0..count as u64).collect();
        let texts = texts(column.as_ref(), &numbers).map_err(damaged)?;
        Ok(Self { column, texts })
    }

    /// The segment's number of a value.
    fn number(&self, text: &str) -> Option<u64> {
        let found = (self.texts).binary_search_by(|known| known.as_str().cmp(text));
        found.ok().map(|number| number as u64)
    }

    /// Each document's ordinal among the values of all segments.
    fn ordinals(&self, segment: &SegmentReader, values: &[String]) -> Vec<u32> {
        let global: Vec<u32> = (self.texts.iter())
            .map(|text| ordinal(values, text))
            .collect();
        let mut ordinals = vec![NO_ORDINAL; segment.max_doc() as usize];
        for_each_document(self.column.as_ref(), segment.max_doc(), |doc, number| {
            let value = number.and_then(|number| global.get(number as usize));
            if let Some((ordinal, value)) = ordinals.get_mut(doc as usize).zip(value) {
                *ordinal = *value;
            }
        });
        ordinals
    }
}

/// The texts of some numbers of a segment's column, which are in ascending order.
pub(crate) fn texts(column: Option<&StrColumn>, numbers: &[u64]) -> tantivy::Result<Vec<String>> {
    let mut texts = Vec::with_capacity(numbers.len());
    if let Some(column) = column {
        let add = |text: &[u8]| texts.push(String::from_utf8_lossy(text).into_owned());
        column.dictionary().sorted_ords_to_term_cb(numbers, add)?;
    }
    Ok(texts)
}

/// The ordinal of a value among sorted values.
fn ordinal(values: &[String], value: &str) -> u32 {
    let found = values.binary_search_by(|known| known.as_str().cmp(value));
    found.map_or(NO_ORDINAL, |index| {
        u32::try_from(index).unwrap_or(NO_ORDINAL)
    })
}

/// Calls `visit` with every document and the segment's number of its first value, if it has one.
fn for_each_document(
    column: Option<&StrColumn>,
    max_doc: DocId,
    mut visit: impl FnMut(DocId, Option<u64>),
) {
    let Some(column) = column else { return };
    let mut numbers = [None; BATCH];
    let mut docs = Vec::with_capacity(BATCH);
    for first in (0..max_doc).step_by(BATCH) {
        docs.clear();
        docs.extend(first..max_doc.min(first + BATCH as DocId));
        let numbers = numbers.get_mut(..docs.len()).unwrap_or_default();
        numbers.fill(None);
        column.ords().first_vals(&docs, numbers);
        for (doc, number) in docs.iter().zip(numbers) {
            visit(*doc, *number);
        }
    }
}
