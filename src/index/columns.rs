//! Columns of text laid out flat in memory, for a process that counts them over and over. A column as it
//! lies in the index is packed, and of a value that not every document has the place must be looked up;
//! that is the right thing to read once, and takes several times as long for each match of each query.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{DocId, SegmentReader, columnar::StrColumn, index::SegmentId};

/// Documents that are laid out at a time.
const AT_A_TIME: usize = 1024;

/// What a document without a value has for one.
pub(crate) const NO_VALUE: u32 = u32::MAX;

/// Columns of the segments of an index that are laid out, shared by all its commits.
#[derive(Debug, Clone, Default)]
pub(crate) struct FlatColumns(Arc<Mutex<HashMap<Key, Asked>>>);

type Key = (SegmentId, &'static str);

/// What is known of a column.
#[derive(Debug, Clone)]
enum Asked {
    Once,
    Flat(Arc<[u32]>),
}

impl FlatColumns {
    /// The number of each document's first value in the dictionary of a segment's column, or [`NO_VALUE`];
    /// none the first time it is asked for.
    pub(crate) fn of(&self, segment: &SegmentReader, name: &'static str) -> Option<Arc<[u32]>> {
        let key = (segment.segment_id(), name);
        let known = self.lock().get(&key).cloned();
        match known {
            Some(Asked::Flat(flat)) => return Some(flat),
            Some(Asked::Once) => {}
            None => {
                self.lock().insert(key, Asked::Once);
                return None;
            }
        }
        // Two that ask at once do it both, and neither waits.
        let column = segment.fast_fields().str(name).ok().flatten()?;
        let flat = lay_out(&column, segment.max_doc());
        self.lock().insert(key, Asked::Flat(Arc::clone(&flat)));
        Some(flat)
    }

    /// Forgets all segments but these.
    pub(super) fn keep(&self, segments: &[SegmentReader]) {
        let is_kept = |id| segments.iter().any(|segment| segment.segment_id() == id);
        self.lock().retain(|(id, _), _| is_kept(*id));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Asked>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lay_out(column: &StrColumn, docs: DocId) -> Arc<[u32]> {
    let mut flat = Vec::with_capacity(docs as usize);
    let mut ords = [None; AT_A_TIME];
    let all: Vec<DocId> = (0..docs).collect();
    for docs in all.chunks(AT_A_TIME) {
        let ords = ords.get_mut(..docs.len()).unwrap_or_default();
        ords.fill(None);
        column.ords().first_vals(docs, ords);
        flat.extend(ords.iter().map(|ord| match ord {
            Some(ord) => u32::try_from(*ord).unwrap_or(NO_VALUE),
            None => NO_VALUE,
        }));
    }
    flat.into()
}
