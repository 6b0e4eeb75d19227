//! Runs queries over a commit under the cancellation token of the request.

use std::sync::LazyLock;

use tantivy::{
    DocAddress, DocId, Executor, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED,
    collector::{Collector, SegmentCollector},
    query::{EnableScoring, Query, Weight},
};

use crate::{CancelToken, Result, cancel::Countdown};

/// Number of documents from which on a search uses all cores; below, waking threads costs more than it saves.
const PARALLEL_FROM: u64 = 300_000;

/// Threads that search segments in parallel; the calling thread where none can be started.
static ALL_CORES: LazyLock<Executor> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Executor::multi_thread(cores, "search-").unwrap_or(Executor::SingleThread)
});

/// The threads on which to search a commit.
pub(super) fn executor(searcher: &Searcher) -> &'static Executor {
    let is_large = searcher.segment_readers().len() > 1 && searcher.num_docs() >= PARALLEL_FROM;
    if is_large {
        &ALL_CORES
    } else {
        &Executor::SingleThread
    }
}

/// Collects the matches of a query in all segments.
///
/// # Errors
/// Where the request has been cancelled, since the fruit is then incomplete.
pub(super) fn search<C: Collector>(
    searcher: &Searcher,
    query: &dyn Query,
    collector: &C,
    executor: &Executor,
    cancel: &CancelToken,
) -> Result<C::Fruit> {
    cancel.check()?;
    let scoring = if collector.requires_scoring() {
        EnableScoring::enabled_from_searcher(searcher)
    } else {
        EnableScoring::disabled_from_searcher(searcher)
    };
    let fruit = searcher.search_with_executor(query, collector, executor, scoring);
    // Iterators over postings cannot fail, so they end early once the request is cancelled.
    cancel.check()?;
    Ok(fruit?)
}

/// The documents that match a query, in the order in which they are stored.
pub(super) fn documents(
    searcher: &Searcher,
    query: &dyn Query,
    cancel: &CancelToken,
) -> Result<Vec<DocAddress>> {
    let collector = Documents(cancel.clone());
    search(searcher, query, &collector, &Executor::SingleThread, cancel)
}

/// Collects the addresses of documents in the order in which they are stored.
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
