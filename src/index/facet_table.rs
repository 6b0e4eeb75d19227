//! The row of every document of a commit in memory, so that counting a match costs one array access. Columns
//! on disk are compressed: right for a single count, but many times slower for a process that counts with
//! every query.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use tantivy::{DocId, SegmentReader};

use super::{
    error::damaged,
    facet_rows::{FacetRows, RowAssigner, RowColumn},
    schema::FacetField,
};
use crate::{CancelToken, Result, model::Person};

/// Requests that are answered from the columns on disk before the table is built.
const REQUESTS_BEFORE_BUILD: usize = 3;

/// Documents whose values are read at a time.
const BATCH: usize = 1024;

/// Four bytes a document, and the rows.
#[derive(Debug)]
pub(crate) struct FacetTable {
    pub(crate) rows: Arc<FacetRows>,
    segments: Vec<SegmentTable>,
    /// The rows that passages have, in order, with their number of passages.
    pub(crate) passages: Vec<(u32, u32)>,
}

/// The rows of a segment: consecutive rows of the table.
#[derive(Debug)]
pub(crate) struct SegmentTable {
    /// Number of rows.
    pub(crate) len: usize,
    /// By document, the row, counted from the segment's first.
    pub(crate) rows: Vec<u32>,
}

impl FacetTable {
    /// The rows of a segment.
    pub(crate) fn segment(&self, segment: usize) -> Option<&SegmentTable> {
        self.segments.get(segment)
    }

    /// Reads the columns of all segments. Speakers among `people` get the name under which they are shown.
    pub(super) fn build(
        segments_of: &[SegmentReader],
        people: &[Person],
        cancel: &CancelToken,
    ) -> Result<Self> {
        let read: Vec<(FacetRows, Vec<u32>)> = (segments_of.par_iter())
            .map(|segment| read_segment(segment, cancel))
            .collect::<Result<_>>()?;
        let mut rows = Vec::with_capacity(read.len());
        let mut segments = Vec::with_capacity(read.len());
        let mut passages = Vec::new();
        let mut first = 0;
        for ((of_segment, of_documents), segment) in read.into_iter().zip(segments_of) {
            let mut counts = vec![0; of_segment.len()];
            for doc in segment.doc_ids_alive() {
                let row = of_documents.get(doc as usize);
                let count = row.and_then(|row| counts.get_mut(*row as usize));
                count.into_iter().for_each(|count| *count += 1);
            }
            // Calls have no section.
            let section = RowColumn::Facet(FacetField::Section);
            let of_passages = (0_u32..).zip(counts).filter(|(row, count)| {
                *count > 0 && of_segment.ordinal(*row as usize, section).is_some()
            });
            passages.extend(of_passages.map(|(row, count)| (first + row, count)));
            first += of_segment.len() as u32;
            segments.push(SegmentTable {
                len: of_segment.len(),
                rows: of_documents,
            });
            rows.push(of_segment);
        }
        Ok(Self {
            rows: Arc::new(FacetRows::merge(rows, people)),
            segments,
            passages,
        })
    }
}

fn read_segment(segment: &SegmentReader, cancel: &CancelToken) -> Result<(FacetRows, Vec<u32>)> {
    let mut assigner = RowAssigner::new(segment, &RowColumn::ALL)?;
    let end = segment.max_doc();
    let (mut all, mut docs, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for first in (0..end).step_by(BATCH) {
        cancel.check()?;
        docs.clear();
        docs.extend(first..end.min(first + BATCH as DocId));
        assigner.assign(&docs, &mut rows);
        all.extend_from_slice(&rows);
    }
    Ok((assigner.finish().map_err(damaged)?, all))
}

/// The table of a commit, built once it has been requested often enough.
#[derive(Debug)]
pub(super) struct LazyFacetTable(Mutex<State>);

#[derive(Debug)]
enum State {
    /// How often it has been requested.
    Requested(usize),
    Built(Arc<FacetTable>),
}

impl Default for LazyFacetTable {
    fn default() -> Self {
        Self(Mutex::new(State::Requested(0)))
    }
}

impl LazyFacetTable {
    /// The table; none for the first few requests. Two threads that request it at once may both build it,
    /// so that neither waits.
    pub(super) fn get_or_build(
        &self,
        build: impl FnOnce() -> Result<FacetTable>,
    ) -> Result<Option<Arc<FacetTable>>> {
        let state = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *state() {
            State::Built(table) => return Ok(Some(Arc::clone(table))),
            State::Requested(requests) if *requests < REQUESTS_BEFORE_BUILD => {
                *requests += 1;
                return Ok(None);
            }
            State::Requested(_) => {}
        }
        let table = Arc::new(build()?);
        *state() = State::Built(Arc::clone(&table));
        Ok(Some(table))
    }
}
