//! Filter: passages of exchanges in which a query matches.
//!
//! Exchanges are marked by ordinal, one byte per exchange and segment, independent of the number of
//! matches.

use std::{
    collections::HashSet,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError,
    columnar::StrColumn,
    index::SegmentId,
    query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

use crate::{
    Result,
    cancel::Countdown,
    index::{Reader, texts},
};

/// Column of call id and exchange number.
const COLUMN: &str = "exchange";

/// For each segment, whether an exchange matches, by its ordinal.
type Marks = Vec<(SegmentId, Vec<bool>)>;

/// A join: matches every passage of the exchanges in which another query matches a passage. The other
/// query is executed when this one is, once for all its executions.
#[derive(Clone)]
pub(super) struct ExchangeJoin {
    reader: Reader,
    matching: Arc<dyn Query>,
    marks: Arc<Mutex<Option<Arc<Marks>>>>,
}

impl ExchangeJoin {
    /// The passages of exchanges in which `matching` matches.
    pub(super) fn new(reader: &Reader, matching: Box<dyn Query>) -> Self {
        Self {
            reader: reader.clone(),
            matching: Arc::from(matching),
            marks: Arc::default(),
        }
    }

    fn marks(&self) -> tantivy::Result<Arc<Marks>> {
        // Held while the query is executed, so that other segments wait for its result.
        let mut known = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(marks) = &*known {
            return Ok(Arc::clone(marks));
        }
        let marks = marks(&self.reader, &*self.matching)
            .map_err(|error| TantivyError::SystemError(error.to_string()))?;
        Ok(Arc::clone(known.insert(Arc::new(marks))))
    }
}

impl fmt::Debug for ExchangeJoin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ExchangeJoin").field(&self.matching).finish()
    }
}

/// Executes a query and marks the exchanges of its matches.
fn marks(reader: &Reader, query: &dyn Query) -> Result<Marks> {
    let segments = reader.searcher.segment_readers();
    let mut columns: Vec<(Option<StrColumn>, Vec<bool>)> = Vec::with_capacity(segments.len());
    for segment in segments {
        let column = segment.fast_fields().str(COLUMN)?;
        let exchanges = column.as_ref().map_or(0, |column| column.num_terms());
        columns.push((column, vec![false; exchanges]));
    }
    let mut countdown = Countdown::of(&reader.cancel);
    for address in reader.documents(query)? {
        if countdown.is_over() {
            reader.cancel.check()?;
        }
        if let Some((Some(column), marked)) = columns.get_mut(address.segment_ord as usize)
            && let Some(ord) = column.ords().first(address.doc_id)
            && let Some(mark) = marked.get_mut(ord as usize)
        {
            *mark = true;
        }
    }
    if columns.len() > 1 {
        mark_everywhere(reader, &mut columns)?;
    }
    let ids = segments.iter().map(SegmentReader::segment_id);
    let marked = columns.into_iter().map(|(_, marked)| marked);
    Ok(ids.zip(marked).collect())
}

/// Marks an exchange in every segment: the passages of a call may lie in two.
fn mark_everywhere(reader: &Reader, columns: &mut [(Option<StrColumn>, Vec<bool>)]) -> Result<()> {
    let mut names: HashSet<String> = HashSet::new();
    for (column, marked) in &*columns {
        reader.cancel.check()?;
        let ords = (0_u64..).zip(marked).filter(|(_, marked)| **marked);
        let ords: Vec<u64> = ords.map(|(ord, _)| ord).collect();
        names.extend(texts(column.as_ref(), &ords)?);
    }
    if names.is_empty() {
        return Ok(());
    }
    for (column, marked) in columns {
        reader.cancel.check()?;
        let ords: Vec<u64> = (0..marked.len() as u64).collect();
        for (mark, name) in marked.iter_mut().zip(texts(column.as_ref(), &ords)?) {
            *mark = *mark || names.contains(&name);
        }
    }
    Ok(())
}

impl Query for ExchangeJoin {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(JoinWeight(self.marks()?)))
    }
}

struct JoinWeight(Arc<Marks>);

impl Weight for JoinWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut passages = Passages {
            column: segment.fast_fields().str(COLUMN)?,
            segment: (self.0.iter()).position(|(id, _)| *id == segment.segment_id()),
            marks: Arc::clone(&self.0),
            end: segment.max_doc(),
            doc: 0,
        };
        passages.seek_from(0);
        Ok(Box::new(ConstScorer::new(passages, 0.0)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("one of the exchanges", 0.0))
    }
}

/// The passages of a segment.
struct Passages {
    column: Option<StrColumn>,
    marks: Arc<Marks>,
    /// Index of the segment among the marks.
    segment: Option<usize>,
    end: DocId,
    doc: DocId,
}

impl Passages {
    /// Advances to the first passage, from the current one, of a marked exchange.
    fn seek_from(&mut self, first: DocId) -> DocId {
        let marked = self.segment.and_then(|segment| self.marks.get(segment));
        self.doc = match (&self.column, marked) {
            (Some(column), Some((_, marked))) => {
                let is_marked = |doc: &DocId| {
                    let ord = column.ords().first(*doc);
                    ord.and_then(|ord| marked.get(ord as usize)) == Some(&true)
                };
                (first..self.end).find(is_marked).unwrap_or(TERMINATED)
            }
            _ => TERMINATED,
        };
        self.doc
    }
}

impl DocSet for Passages {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.seek_from(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self.doc >= target {
            true => self.doc,
            false => self.seek_from(target),
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end
    }
}
