//! Running a query over a commit, under the cancellation token of the request.

use std::sync::LazyLock;

use tantivy::{
    DocAddress, DocId, Executor, Score, SegmentOrdinal, SegmentReader, TERMINATED,
    collector::{Collector, SegmentCollector},
    query::{EnableScoring, Query, Weight},
};

use super::Reader;
use crate::{CancelToken, Result, cancel::Countdown};

/// From so many documents on a search is worth waking other cores for.
const LARGE: u64 = 50_000;

/// The threads on which segments are searched side by side; this one alone where there are no others.
static ALL_CORES: LazyLock<Executor> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Executor::multi_thread(cores, "search-").unwrap_or(Executor::SingleThread)
});

impl Reader {
    /// Searches all segments, those of a large index on all cores.
    ///
    /// # Errors
    /// Where the request is over: what a collector has seen until then is not given.
    pub(crate) fn search<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> Result<C::Fruit> {
        let searcher = &self.searcher;
        let large = searcher.segment_readers().len() > 1 && searcher.num_docs() >= LARGE;
        let executor = if large {
            &*ALL_CORES
        } else {
            &Executor::SingleThread
        };
        self.search_with(query, collector, executor)
    }

    /// Searches all segments on this thread, which is quicker where little is found.
    pub(crate) fn search_here<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> Result<C::Fruit> {
        self.search_with(query, collector, &Executor::SingleThread)
    }

    fn search_with<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
        executor: &Executor,
    ) -> Result<C::Fruit> {
        self.cancel.check()?;
        let searcher = &self.searcher;
        let scoring = if collector.requires_scoring() {
            EnableScoring::enabled_from_searcher(searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        let found = searcher.search_with_executor(query, collector, executor, scoring);
        // Iterators end early once the request is over, so what was found is not all there is.
        self.cancel.check()?;
        Ok(found?)
    }

    /// Every document that a query finds, in the order in which they are stored: records that are read in
    /// this order unpack each block once.
    pub(crate) fn documents(&self, query: &dyn Query) -> Result<Vec<DocAddress>> {
        self.search_here(query, &Documents(self.cancel.clone()))
    }
}

/// Collects the addresses of documents in order.
struct Documents(CancelToken);

struct SegmentDocuments(SegmentOrdinal, Vec<DocAddress>);

impl SegmentCollector for SegmentDocuments {
    type Fruit = Vec<DocAddress>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.1.push(DocAddress::new(self.0, doc));
    }

    fn harvest(self) -> Vec<DocAddress> {
        self.1
    }
}

impl Collector for Documents {
    type Fruit = Vec<DocAddress>;
    type Child = SegmentDocuments;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<SegmentDocuments> {
        Ok(SegmentDocuments(segment, Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let mut found = self.for_segment(ord, segment)?;
        let mut countdown = Countdown::of(&self.0);
        let alive = segment.alive_bitset();
        let mut docs = weight.scorer(segment, 1.0)?;
        let mut doc = docs.doc();
        while doc != TERMINATED && !countdown.is_over() {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                found.collect(doc, 0.0);
            }
            doc = docs.advance();
        }
        Ok(found.harvest())
    }

    fn merge_fruits(&self, segments: Vec<Vec<DocAddress>>) -> tantivy::Result<Vec<DocAddress>> {
        Ok(segments.concat())
    }
}
