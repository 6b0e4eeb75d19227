//! Sets of passages computed while a query is compiled, one bit set a segment.

use std::sync::Arc;

use tantivy::{BitSet, SegmentReader, index::SegmentId, query::BitSetDocSet};

use crate::index::Reader;

/// A set of passages of one commit.
#[derive(Clone)]
pub(super) struct PassageSet(Arc<Vec<(SegmentId, BitSet)>>);

impl PassageSet {
    /// Collects the passages that `mark` sets in the bit set of each segment.
    pub(super) fn of(
        reader: &Reader,
        mark: impl Fn(&SegmentReader) -> tantivy::Result<BitSet>,
    ) -> tantivy::Result<Self> {
        let segments = reader.searcher.segment_readers().iter();
        let marked = segments.map(|segment| Ok((segment.segment_id(), mark(segment)?)));
        Ok(Self(Arc::new(marked.collect::<tantivy::Result<_>>()?)))
    }

    /// Number of passages in the set.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|(_, found)| found.len() as u64).sum()
    }

    /// The bit set of one segment.
    pub(super) fn open(&self, segment: &SegmentReader) -> BitSetDocSet {
        let id = segment.segment_id();
        let known = self.0.iter().find(|(known, _)| *known == id);
        let empty = || BitSet::with_max_value(segment.max_doc());
        BitSetDocSet::from(known.map_or_else(empty, |(_, marked)| marked.clone()))
    }
}
