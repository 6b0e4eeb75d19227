//! Restricts a query to a set of known passages.

use std::{collections::HashMap, sync::Arc};

use tantivy::{
    BitSet, DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    index::SegmentId,
    query::{
        BitSetDocSet, BooleanQuery, ConstScorer, EnableScoring, Explanation, Occur, Query, Scorer,
        Weight,
    },
};

use crate::{Result, index::Reader};

/// A set of passages of one commit, by segment.
#[derive(Debug, Clone)]
pub(super) struct DocumentFilter(Arc<HashMap<SegmentId, BitSet>>);

impl DocumentFilter {
    /// The set of these passages.
    pub(super) fn new(searcher: &Searcher, passages: impl IntoIterator<Item = DocAddress>) -> Self {
        let segments = searcher.segment_readers().iter();
        let mut sets: Vec<BitSet> = segments
            .map(|segment| BitSet::with_max_value(segment.max_doc()))
            .collect();
        for passage in passages {
            if let Some(set) = sets.get_mut(passage.segment_ord as usize) {
                set.insert(passage.doc_id);
            }
        }
        let ids = searcher
            .segment_readers()
            .iter()
            .map(SegmentReader::segment_id);
        Self(Arc::new(ids.zip(sets).collect()))
    }

    /// The matches of a query, on all cores.
    pub(super) fn matching(reader: &Reader, query: &dyn Query) -> Result<Self> {
        let sets = reader.search(query, &IntoSet)?;
        Ok(Self(Arc::new(sets.into_iter().collect())))
    }

    /// The passages of a segment; none where none of them is in the set.
    pub(super) fn of_segment(&self, segment: SegmentId) -> Option<&BitSet> {
        self.0.get(&segment)
    }

    /// Number of passages.
    pub(super) fn len(&self) -> usize {
        self.0.values().map(BitSet::len).sum()
    }

    /// The matches of a query within the set, with unchanged scores.
    pub(super) fn of(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, query),
            (Occur::Must, Box::new(self.clone())),
        ]))
    }
}

impl Query for DocumentFilter {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for DocumentFilter {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let passages = self.0.get(&segment.segment_id()).cloned();
        let passages = passages.unwrap_or_else(|| BitSet::with_max_value(segment.max_doc()));
        let passages = BitSetDocSet::from(passages);
        Ok(Box::new(ConstScorer::new(passages, 0.0)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("one of the passages", 0.0))
    }
}

/// Collects documents into sets.
struct IntoSet;

/// The documents of one segment.
struct SegmentSet(SegmentId, BitSet);

impl Collector for IntoSet {
    type Fruit = Vec<(SegmentId, BitSet)>;
    type Child = SegmentSet;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentSet> {
        let none = BitSet::with_max_value(segment.max_doc());
        Ok(SegmentSet(segment.segment_id(), none))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, sets: Vec<(SegmentId, BitSet)>) -> tantivy::Result<Self::Fruit> {
        Ok(sets)
    }
}

impl SegmentCollector for SegmentSet {
    type Fruit = (SegmentId, BitSet);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.1.insert(doc);
    }

    fn harvest(self) -> Self::Fruit {
        (self.0, self.1)
    }
}
