//! One pass over the matches of a query: how many there are, how they are spread over the values of
//! columns, and which are the best. Values are counted by their number, in the dictionary of a segment or in a
//! table of the commit; only those that occur become text.

mod counts;
mod pairs;

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

pub(super) use self::counts::Counted;
use self::{
    counts::{Counts, TableCounts, add_up},
    pairs::Pairs,
};
use super::{hits::Match, rank::RankedDocs};
use crate::index::GlobalOrdinals;

/// Passages whose values are looked up together.
const TOGETHER: usize = 256;

/// What to learn of the matches.
pub(super) struct Sweep {
    /// Columns whose values are counted: calls and facets.
    pub(super) columns: Vec<&'static str>,
    /// The columns laid out, if they are.
    pub(super) table: Option<Arc<GlobalOrdinals>>,
    /// Where pairs of values are counted as well: the column of the first value, that of the second,
    /// and the second values that matter.
    pub(super) pairs: Option<(&'static str, &'static str, Arc<HashSet<String>>)>,
    /// How many of the best matches to keep.
    pub(super) best: usize,
    /// What a match must be worth to be among them.
    pub(super) floor: Floor,
}

/// A score that so many matches have reached already, in whatever segment.
#[derive(Debug, Clone, Default)]
pub(super) struct Floor(Arc<AtomicU32>);

impl Floor {
    fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }

    fn raise(&self, score: Score) {
        // Scores are not negative, and such numbers have the order of their bits.
        self.0
            .fetch_max(score.max(0.0).to_bits(), Ordering::Relaxed);
    }
}

/// What has been learnt.
#[derive(Default)]
pub(super) struct Swept {
    /// Number of matches.
    pub(super) total: usize,
    /// The best, the first first.
    pub(super) best: Vec<Match>,
    /// For each column how often its values occur.
    pub(super) counts: Vec<Counted>,
    /// Pairs of values with the number of matches, in order.
    pub(super) pairs: Vec<((String, String), u64)>,
}

/// The collector within a segment.
pub(super) struct SegmentSweep {
    segment: SegmentOrdinal,
    total: usize,
    best: Option<TopNComputer<Score, DocId, NaturalComparator>>,
    /// What a match must be worth, here and everywhere.
    floor: Score,
    common_floor: Floor,
    columns: Vec<Counts>,
    /// Instead of the columns, where they are laid out.
    table: Option<TableCounts>,
    pairs: Option<Pairs>,
    /// Matches whose values have not been looked up yet.
    waiting: Vec<DocId>,
    /// Room for their values.
    ords: [Vec<Option<u64>>; 2],
}

/// What has been learnt of a segment.
type SegmentSwept = tantivy::Result<Swept>;

impl SegmentSweep {
    /// Takes in all matches; `score` gives the score of one where it is not below a floor.
    fn sweep<D: DocSet>(
        &mut self,
        docs: &mut D,
        alive: Option<&AliveBitSet>,
        score: impl Fn(&mut D, Score) -> Score,
    ) {
        let mut doc = docs.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                let worth = match &self.best {
                    Some(_) => score(docs, self.floor),
                    None => 0.0,
                };
                self.collect(doc, worth);
            }
            doc = docs.advance();
        }
    }

    fn look_up(&mut self) {
        if let Some(reached) = self.best.as_ref().and_then(|best| best.threshold) {
            self.common_floor.raise(reached);
            self.floor = self.common_floor.get();
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

impl SegmentCollector for SegmentSweep {
    type Fruit = SegmentSwept;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if let Some(best) = &mut self.best
            && score >= self.floor
        {
            best.push(score, doc);
        }
        self.waiting.push(doc);
        if self.waiting.len() == TOGETHER {
            self.look_up();
        }
    }

    fn harvest(mut self) -> SegmentSwept {
        self.look_up();
        let best = self.best.map(TopNComputer::into_vec).unwrap_or_default();
        let segment = self.segment;
        let found = |doc| DocAddress::new(segment, doc);
        Ok(Swept {
            total: self.total,
            best: (best
                .into_iter()
                .map(|best| (best.sort_key, found(best.doc))))
            .collect(),
            counts: match self.table {
                Some(table) => table.counted(),
                None => (self.columns.into_iter())
                    .map(Counts::counted)
                    .collect::<tantivy::Result<_>>()?,
            },
            pairs: self
                .pairs
                .map(Pairs::values)
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

impl Collector for Sweep {
    type Fruit = Swept;
    type Child = SegmentSweep;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentSweep> {
        let column = |name: &str| reader.fast_fields().str(name);
        let table = self.table.as_ref();
        let names = self.columns.iter().filter(|_| table.is_none());
        let columns = names.map(|name| Ok(Counts::of(column(name)?)));
        let pairs = self.pairs.as_ref().map(|(first, second, wanted)| {
            tantivy::Result::Ok(Pairs {
                columns: (column(first)?, column(second)?),
                wanted: Arc::clone(wanted),
                runs: Vec::new(),
            })
        });
        Ok(SegmentSweep {
            segment,
            total: 0,
            best: (self.best > 0)
                .then(|| TopNComputer::new_with_comparator(self.best, NaturalComparator)),
            floor: 0.0,
            common_floor: self.floor.clone(),
            columns: columns.collect::<tantivy::Result<_>>()?,
            table: table.map(|table| TableCounts::of(table, segment, &self.columns)),
            pairs: pairs.transpose()?,
            waiting: Vec::with_capacity(TOGETHER),
            ords: [vec![None; TOGETHER], vec![None; TOGETHER]],
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
    ) -> tantivy::Result<SegmentSwept> {
        let mut swept = self.for_segment(ord, segment)?;
        let alive = segment.alive_bitset();
        match weight.scorer(segment, 1.0)?.downcast::<RankedDocs>() {
            Ok(mut docs) => swept.sweep(&mut *docs, alive, RankedDocs::score_above),
            Err(mut docs) => swept.sweep(&mut docs, alive, |docs, _| docs.score()),
        }
        Ok(swept.harvest())
    }

    fn merge_fruits(&self, segments: Vec<SegmentSwept>) -> tantivy::Result<Swept> {
        let mut swept = Swept::default();
        for segment in segments {
            let segment = segment?;
            swept.total += segment.total;
            swept.best.extend(segment.best);
            swept.pairs.extend(segment.pairs);
            if swept.counts.is_empty() {
                swept.counts = segment.counts;
            } else {
                for (all, counts) in swept.counts.iter_mut().zip(segment.counts) {
                    all.add(counts);
                }
            }
        }
        for counts in &mut swept.counts {
            if let Counted::Named(values) = counts {
                add_up(values);
            }
        }
        add_up(&mut swept.pairs);
        // What scores alike goes by its place in the index.
        (swept.best).sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        swept.best.truncate(self.best);
        Ok(swept)
    }
}
