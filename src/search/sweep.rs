//! One pass over the matches of a query: how many there are, how they are spread over the values of
//! columns, and which are the best. Values are counted by their number in the dictionary of a segment;
//! only those that occur become text, once a segment.

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
    columnar::StrColumn,
    fastfield::AliveBitSet,
    query::{Scorer, Weight},
};

use super::{hits::Match, rank::RankedDocs};
use crate::index::{FlatColumns, NO_VALUE};

/// Passages whose values are looked up together.
const TOGETHER: usize = 256;

/// Runs of pairs that are kept before equal ones are added up.
const RUNS: usize = 1 << 16;

/// What to learn of the matches.
pub(super) struct Sweep<'a> {
    /// Columns of text whose values are counted.
    pub(super) columns: &'a [&'static str],
    /// Those that are laid out flat.
    pub(super) flat: &'a FlatColumns,
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
    /// For each column its values with the number of matches, in order.
    pub(super) counts: Vec<Vec<(String, u64)>>,
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
    pairs: Option<Pairs>,
    /// Matches whose values have not been looked up yet.
    waiting: Vec<DocId>,
    /// Room for their values.
    ords: [Vec<Option<u64>>; 2],
}

/// A column of text.
struct Values {
    column: Option<StrColumn>,
    flat: Option<Arc<[u32]>>,
}

/// How often each value of a column occurs.
struct Counts {
    values: Values,
    /// By the number of the value.
    counts: Vec<u32>,
}

/// How often two values occur together.
struct Pairs {
    columns: (Values, Values),
    wanted: Arc<HashSet<String>>,
    /// Pairs as they come, and how often in a row: the passages of one speaker stand together.
    runs: Vec<((u64, u64), u64)>,
}

impl Values {
    /// The numbers of the values that some passages have.
    fn look_up(&self, docs: &[DocId], ords: &mut [Option<u64>]) {
        ords.fill(None);
        if let Some(flat) = &self.flat {
            for (ord, doc) in ords.iter_mut().zip(docs) {
                let value = flat.get(*doc as usize).filter(|value| **value != NO_VALUE);
                *ord = value.map(|value| u64::from(*value));
            }
        } else if let Some(column) = &self.column {
            column.ords().first_vals(docs, ords);
        }
    }

    /// The values of some numbers in ascending order.
    fn texts(&self, ords: &[u64]) -> tantivy::Result<Vec<String>> {
        let mut values = Vec::with_capacity(ords.len());
        if let Some(column) = &self.column {
            let add = |value: &[u8]| values.push(String::from_utf8_lossy(value).into_owned());
            column.dictionary().sorted_ords_to_term_cb(ords, add)?;
        }
        Ok(values)
    }
}

impl Counts {
    fn of(values: Values) -> Self {
        let count = (values.column.as_ref()).map_or(0, |column| column.num_terms());
        let counts = vec![0; count];
        Self { values, counts }
    }

    fn add(&mut self, docs: &[DocId], ords: &mut [Option<u64>]) {
        if let Some(flat) = &self.values.flat {
            for doc in docs {
                let value = flat.get(*doc as usize).copied().unwrap_or(NO_VALUE);
                if let Some(count) = self.counts.get_mut(value as usize) {
                    *count += 1;
                }
            }
            return;
        }
        self.values.look_up(docs, ords);
        for ord in ords.iter().flatten() {
            if let Some(count) = self.counts.get_mut(*ord as usize) {
                *count += 1;
            }
        }
    }

    /// The values that occur, in order.
    fn values(self) -> tantivy::Result<Vec<(String, u64)>> {
        let occur = self.counts.iter().zip(0..).filter(|(count, _)| **count > 0);
        let (counts, ords): (Vec<u32>, Vec<u64>) = occur.unzip();
        let values = self.values.texts(&ords)?;
        Ok(values
            .into_iter()
            .zip(counts.into_iter().map(u64::from))
            .collect())
    }
}

impl Pairs {
    fn add(&mut self, docs: &[DocId], [firsts, seconds]: [&mut [Option<u64>]; 2]) {
        self.columns.0.look_up(docs, firsts);
        self.columns.1.look_up(docs, seconds);
        let both = firsts.iter().zip(seconds.iter());
        for pair in both.filter_map(|(first, second)| first.zip(*second)) {
            match self.runs.last_mut() {
                Some((last, count)) if *last == pair => *count += 1,
                _ => self.runs.push((pair, 1)),
            }
        }
        if self.runs.len() >= RUNS {
            add_up(&mut self.runs);
            // What is left is what there is: a segment has no more pairs than passages.
            self.runs.reserve(RUNS);
        }
    }

    /// The pairs whose second value matters.
    fn values(mut self) -> tantivy::Result<Vec<((String, String), u64)>> {
        add_up(&mut self.runs);
        let sorted = |ords: &mut dyn Iterator<Item = u64>| {
            let mut ords: Vec<u64> = ords.collect();
            ords.sort_unstable();
            ords.dedup();
            ords
        };
        let seconds = sorted(&mut self.runs.iter().map(|((_, second), _)| *second));
        let names = self.columns.1.texts(&seconds)?;
        let known = seconds.iter().zip(&names);
        let wanted: Vec<(u64, &String)> = known
            .filter(|(_, name)| self.wanted.contains(*name))
            .map(|(ord, name)| (*ord, name))
            .collect();
        let name = |ord: u64| {
            let at = wanted
                .binary_search_by_key(&ord, |(known, _)| *known)
                .ok()?;
            wanted.get(at).map(|(_, name)| (*name).clone())
        };
        self.runs.retain(|((_, second), _)| name(*second).is_some());
        let firsts = sorted(&mut self.runs.iter().map(|((first, _), _)| *first));
        let owners = self.columns.0.texts(&firsts)?;
        let owner = |ord: u64| owners.get(firsts.binary_search(&ord).ok()?).cloned();
        let pairs = self.runs.iter().filter_map(|((first, second), count)| {
            Some(((owner(*first)?, name(*second)?), *count))
        });
        Ok(pairs.collect())
    }
}

/// Puts values in order and makes equal ones one.
fn add_up<T: Ord>(counts: &mut Vec<(T, u64)>) {
    // Stable, since what comes is in order for the most part.
    counts.sort_by(|a, b| a.0.cmp(&b.0));
    counts.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 += next.1;
        }
        same
    });
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
            counts: self
                .columns
                .into_iter()
                .map(Counts::values)
                .collect::<tantivy::Result<_>>()?,
            pairs: self
                .pairs
                .map(Pairs::values)
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

impl Collector for Sweep<'_> {
    type Fruit = Swept;
    type Child = SegmentSweep;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentSweep> {
        let column = |name| -> tantivy::Result<Values> {
            Ok(Values {
                column: reader.fast_fields().str(name)?,
                flat: self.flat.of(reader, name),
            })
        };
        let columns = self
            .columns
            .iter()
            .map(|name| Ok(Counts::of(column(name)?)));
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
        let mut swept = Swept {
            counts: vec![Vec::new(); self.columns.len()],
            ..Swept::default()
        };
        for segment in segments {
            let segment = segment?;
            swept.total += segment.total;
            swept.best.extend(segment.best);
            swept.pairs.extend(segment.pairs);
            for (all, counts) in swept.counts.iter_mut().zip(segment.counts) {
                all.extend(counts);
            }
        }
        swept.counts.iter_mut().for_each(add_up);
        add_up(&mut swept.pairs);
        // What scores alike goes by its place in the index.
        (swept.best).sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        swept.best.truncate(self.best);
        Ok(swept)
    }
}
