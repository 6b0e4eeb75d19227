//! Collector: one pass over all matches that counts them, by row, and keeps the best.

mod row_counts;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use tantivy::{
    DocAddress, DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED,
    collector::{Collector, SegmentCollector, TopNComputer, sort_key::NaturalComparator},
    fastfield::AliveBitSet,
    query::{Scorer, Weight},
};

pub(crate) use self::row_counts::{RowCounts, RowMentions};
use self::row_counts::{SegmentCounts, SegmentRowCounts, merge};
use super::rank::RankedScorer;
use crate::{
    Result,
    index::{FacetTable, Reader, RowColumn},
    model::Person,
};

/// Score and address of a match.
pub(crate) type Match = (f32, DocAddress);

/// Number of passages whose rows are looked up in one batch.
const BLOCK: usize = 256;

/// What to collect.
pub(super) struct MatchCollector<'a> {
    /// Columns that matches are counted by.
    columns: Vec<RowColumn>,
    /// The rows of all documents, if the table has been built.
    table: Option<Arc<FacetTable>>,
    /// People with several names, where speakers are counted.
    people: &'a [Person],
    /// Number of best matches to keep.
    best: usize,
    /// How mentions are counted, if they are.
    spans: Option<Spans>,
    /// Minimum score of a match to be kept.
    min_competitive: MinCompetitiveScore,
}

impl<'a> MatchCollector<'a> {
    /// Counts matches by some columns and keeps the `best`.
    pub(super) fn new(
        reader: &'a Reader,
        mut columns: Vec<RowColumn>,
        best: usize,
    ) -> Result<Self> {
        let mut people: &[Person] = &[];
        if columns.contains(&RowColumn::SPEAKER) {
            people = reader.people();
            columns.push(RowColumn::COMPANY);
        }
        Ok(Self {
            columns,
            table: reader.facet_table()?,
            people,
            best,
            spans: None,
            min_competitive: MinCompetitiveScore::default(),
        })
    }

    /// Collects some passages, in the order in which they are stored, without scores and spans.
    pub(super) fn collect_known(
        &self,
        reader: &Reader,
        passages: &[DocAddress],
    ) -> Result<CollectedMatches> {
        let mut rest = passages;
        let segments = (0..).zip(reader.searcher.segment_readers());
        let segments = segments.map(|(ord, segment)| {
            let (here, after) = rest.split_at(rest.partition_point(|at| at.segment_ord <= ord));
            rest = after;
            // Rows are numbered across all segments.
            let mut collected = self.for_segment(ord, segment)?;
            for passage in here {
                if self.spans.is_some() {
                    collected.spans.push(0);
                }
                collected.collect(passage.doc_id, 0.0);
            }
            Ok(collected.harvest())
        });
        let segments = segments.collect::<tantivy::Result<_>>()?;
        Ok(self.merge_fruits(segments)?)
    }

    /// Counts the matched spans of each row as well, and finds its first and last match.
    pub(super) fn with_mentions(self, spans: Spans) -> Self {
        Self {
            spans: Some(spans),
            ..self
        }
    }
}

/// Where the number of matched spans of a match comes from.
pub(super) enum Spans {
    /// It is not asked for: only the first and the last match of a row are.
    Uncounted,
    /// From the positions of a query that is opened with them.
    Positions,
    /// It is known already.
    Known(HashMap<DocAddress, u32>),
}

/// A score that enough matches have reached already, in any segment.
#[derive(Debug, Clone, Default)]
pub(super) struct MinCompetitiveScore(Arc<AtomicU32>);

impl MinCompetitiveScore {
    fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }

    fn raise(&self, score: Score) {
        // Scores are not negative, so the order of their bits is the order of the numbers.
        self.0
            .fetch_max(score.max(0.0).to_bits(), Ordering::Relaxed);
    }
}

/// The fruit: what has been collected.
#[derive(Default)]
pub(super) struct CollectedMatches {
    /// Number of matches.
    pub(super) total: usize,
    /// The best matches, best first.
    pub(super) best: Vec<Match>,
    /// Counts by row.
    pub(super) counts: RowCounts,
}

/// The fruit of one segment.
#[derive(Default)]
pub(super) struct SegmentMatches {
    total: usize,
    best: Vec<Match>,
    counts: SegmentCounts,
}

/// The collector of one segment.
pub(super) struct SegmentMatchCollector {
    segment: SegmentOrdinal,
    total: usize,
    best: Option<TopNComputer<Score, DocId, NaturalComparator>>,
    /// Minimum score, of this segment and all others.
    min_competitive: Score,
    shared_min_competitive: MinCompetitiveScore,
    counts: SegmentRowCounts,
    /// Matches whose rows have not been looked up yet.
    waiting: Vec<DocId>,
    /// Whether mentions are counted, and the spans of each waiting match.
    mentions: bool,
    spans: Vec<u32>,
}

type SegmentFruit = tantivy::Result<SegmentMatches>;

impl SegmentMatchCollector {
    /// Collects all matches; `score` returns the score of one, or any value below the minimum.
    fn collect_all<D: DocSet>(
        &mut self,
        docs: &mut D,
        alive: Option<&AliveBitSet>,
        score: impl Fn(&mut D, Score) -> Score,
        spans: impl Fn(&mut D) -> u32,
    ) {
        let mut doc = docs.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                let score = match &self.best {
                    Some(_) => score(docs, self.min_competitive),
                    None => 0.0,
                };
                if self.mentions {
                    self.spans.push(spans(docs));
                }
                self.collect(doc, score);
            }
            doc = docs.advance();
        }
    }

    fn look_up(&mut self) {
        if let Some(reached) = self.best.as_ref().and_then(|best| best.threshold) {
            self.shared_min_competitive.raise(reached);
            self.min_competitive = self.shared_min_competitive.get();
        }
        self.counts.add(&self.waiting, &self.spans);
        self.spans.clear();
        self.waiting.clear();
    }
}

impl SegmentCollector for SegmentMatchCollector {
    type Fruit = SegmentFruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if let Some(best) = &mut self.best
            && score >= self.min_competitive
        {
            best.push(score, doc);
        }
        self.waiting.push(doc);
        if self.waiting.len() == BLOCK {
            self.look_up();
        }
    }

    fn harvest(mut self) -> SegmentFruit {
        self.look_up();
        let best = self.best.map(TopNComputer::into_vec).unwrap_or_default();
        let segment = self.segment;
        let found = |doc| DocAddress::new(segment, doc);
        Ok(SegmentMatches {
            total: self.total,
            best: (best.into_iter())
                .map(|best| (best.sort_key, found(best.doc)))
                .collect(),
            counts: self.counts.finish()?,
        })
    }
}

impl Collector for MatchCollector<'_> {
    type Fruit = CollectedMatches;
    type Child = SegmentMatchCollector;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentMatchCollector> {
        Ok(SegmentMatchCollector {
            segment,
            total: 0,
            best: (self.best > 0)
                .then(|| TopNComputer::new_with_comparator(self.best, NaturalComparator)),
            min_competitive: 0.0,
            shared_min_competitive: self.min_competitive.clone(),
            counts: SegmentRowCounts::new(
                self.table.as_ref(),
                &self.columns,
                self.spans.is_some(),
                segment,
                reader,
            )?,
            waiting: Vec::with_capacity(BLOCK),
            mentions: self.spans.is_some(),
            spans: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.best > 0
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentFruit> {
        let mut collected = self.for_segment(ord, segment)?;
        let alive = segment.alive_bitset();
        match weight.scorer(segment, 1.0)?.downcast::<RankedScorer>() {
            Ok(mut docs) => {
                let spans = |docs: &mut RankedScorer| match &self.spans {
                    Some(Spans::Known(known)) => {
                        let address = DocAddress::new(ord, docs.doc());
                        known.get(&address).copied().unwrap_or(0)
                    }
                    Some(Spans::Positions) => docs.spans(),
                    Some(Spans::Uncounted) | None => 0,
                };
                collected.collect_all(&mut *docs, alive, RankedScorer::score_above, spans);
            }
            Err(mut docs) => {
                collected.collect_all(&mut docs, alive, |docs, _| docs.score(), |_| 0);
            }
        }
        Ok(collected.harvest())
    }

    fn merge_fruits(&self, segments: Vec<SegmentFruit>) -> tantivy::Result<CollectedMatches> {
        let mut collected = CollectedMatches::default();
        let mut counts = Vec::with_capacity(segments.len());
        for segment in segments {
            let segment = segment?;
            collected.total += segment.total;
            collected.best.extend(segment.best);
            counts.push(segment.counts);
        }
        collected.counts = merge(self.table.as_ref(), self.people, counts);
        // Equal scores are ordered by address.
        (collected.best).sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        collected.best.truncate(self.best);
        Ok(collected)
    }
}
