//! Collector: one pass over all matches that counts them, counts the values of columns, and keeps
//! the best. Values are counted by ordinal, of the segment's dictionary or the commit's global
//! ordinals; only values that occur are converted to text.

mod pair_counts;
mod value_counts;

use std::{
    collections::HashSet,
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

pub(super) use self::value_counts::ValueCounts;
use self::{
    pair_counts::PairCounts,
    value_counts::{ColumnCounts, OrdinalCounts, add_up},
};
use super::{hits::Match, rank::RankedScorer};
use crate::index::GlobalOrdinals;

/// Number of passages whose values are looked up in one batch.
const BLOCK: usize = 256;

/// What to collect.
pub(super) struct MatchCollector {
    /// Columns whose values are counted: calls and facets.
    pub(super) columns: Vec<&'static str>,
    /// Global ordinals of the columns, if they have been built.
    pub(super) table: Option<Arc<GlobalOrdinals>>,
    /// Columns whose pairs of values are counted too, and the second values to count.
    pub(super) pairs: Option<(&'static str, &'static str, Arc<HashSet<String>>)>,
    /// Number of best matches to keep.
    pub(super) best: usize,
    /// Minimum score of a match to be kept.
    pub(super) min_competitive: MinCompetitiveScore,
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
    /// Value counts of each column.
    pub(super) counts: Vec<ValueCounts>,
    /// Pairs of values with the number of matches, in order.
    pub(super) pairs: Vec<((String, String), u64)>,
}

/// The collector of one segment.
pub(super) struct SegmentMatchCollector {
    segment: SegmentOrdinal,
    total: usize,
    best: Option<TopNComputer<Score, DocId, NaturalComparator>>,
    /// Minimum score, of this segment and all others.
    min_competitive: Score,
    shared_min_competitive: MinCompetitiveScore,
    columns: Vec<ColumnCounts>,
    /// Used instead of `columns` if global ordinals have been built.
    table: Option<OrdinalCounts>,
    pairs: Option<PairCounts>,
    /// Matches whose values have not been looked up yet.
    waiting: Vec<DocId>,
    /// Buffers for their ordinals.
    ords: [Vec<Option<u64>>; 2],
}

/// The fruit of one segment.
type SegmentFruit = tantivy::Result<CollectedMatches>;

impl SegmentMatchCollector {
    /// Collects all matches; `score` returns the score of one, or any value below the minimum.
    fn collect_all<D: DocSet>(
        &mut self,
        docs: &mut D,
        alive: Option<&AliveBitSet>,
        score: impl Fn(&mut D, Score) -> Score,
    ) {
        let mut doc = docs.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                let score = match &self.best {
                    Some(_) => score(docs, self.min_competitive),
                    None => 0.0,
                };
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
        let count = self.waiting.len();
        let [first, second] = &mut self.ords;
        let first = first.get_mut(..count).unwrap_or_default();
        let second = second.get_mut(..count).unwrap_or_default();
        for column in &mut self.columns {
            column.add(&self.waiting, first);
        }
        if let Some(table) = &mut self.table {
            table.add(&self.waiting);
        }
        if let Some(pairs) = &mut self.pairs {
            pairs.add(&self.waiting, [first, second]);
        }
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
        Ok(CollectedMatches {
            total: self.total,
            best: (best
                .into_iter()
                .map(|best| (best.sort_key, found(best.doc))))
            .collect(),
            counts: match self.table {
                Some(table) => table.counted(),
                None => (self.columns.into_iter())
                    .map(ColumnCounts::counted)
                    .collect::<tantivy::Result<_>>()?,
            },
            pairs: self
                .pairs
                .map(PairCounts::values)
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

impl Collector for MatchCollector {
    type Fruit = CollectedMatches;
    type Child = SegmentMatchCollector;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentMatchCollector> {
        let column = |name: &str| reader.fast_fields().str(name);
        let table = self.table.as_ref();
        let names = self.columns.iter().filter(|_| table.is_none());
        let columns = names.map(|name| Ok(ColumnCounts::of(column(name)?)));
        let pairs = self.pairs.as_ref().map(|(first, second, wanted)| {
            tantivy::Result::Ok(PairCounts {
                columns: (column(first)?, column(second)?),
                wanted: Arc::clone(wanted),
                runs: Vec::new(),
            })
        });
        Ok(SegmentMatchCollector {
            segment,
            total: 0,
            best: (self.best > 0)
                .then(|| TopNComputer::new_with_comparator(self.best, NaturalComparator)),
            min_competitive: 0.0,
            shared_min_competitive: self.min_competitive.clone(),
            columns: columns.collect::<tantivy::Result<_>>()?,
            table: table.map(|table| OrdinalCounts::of(table, segment, &self.columns)),
            pairs: pairs.transpose()?,
            waiting: Vec::with_capacity(BLOCK),
            ords: [vec![None; BLOCK], vec![None; BLOCK]],
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
            Ok(mut docs) => collected.collect_all(&mut *docs, alive, RankedScorer::score_above),
            Err(mut docs) => collected.collect_all(&mut docs, alive, |docs, _| docs.score()),
        }
        Ok(collected.harvest())
    }

    fn merge_fruits(&self, segments: Vec<SegmentFruit>) -> tantivy::Result<CollectedMatches> {
        let mut collected = CollectedMatches::default();
        for segment in segments {
            let segment = segment?;
            collected.total += segment.total;
            collected.best.extend(segment.best);
            collected.pairs.extend(segment.pairs);
            if collected.counts.is_empty() {
                collected.counts = segment.counts;
            } else {
                for (all, counts) in collected.counts.iter_mut().zip(segment.counts) {
                    all.add(counts);
                }
            }
        }
        for counts in &mut collected.counts {
            if let ValueCounts::Named(values) = counts {
                add_up(values);
            }
        }
        add_up(&mut collected.pairs);
        // Equal scores are ordered by address.
        (collected.best).sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        collected.best.truncate(self.best);
        Ok(collected)
    }
}
