//! One pass over the matches of a query: how many there are, how they are spread over the values of
//! columns, and which are the best. Values are counted by their number in the dictionary of a segment;
//! only those that occur become text, once a segment.

use std::collections::HashMap;

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector, TopNComputer, sort_key::ReverseComparator},
    columnar::StrColumn,
};

use super::hits::Match;

/// Passages whose values are looked up together.
const TOGETHER: usize = 256;

/// What to learn of the matches.
pub(super) struct Sweep<'a> {
    /// Columns of text whose values are counted.
    pub(super) columns: &'a [&'static str],
    /// Two columns of which pairs of values are counted as well.
    pub(super) pair: Option<(&'static str, &'static str)>,
    /// How many of the best matches to keep.
    pub(super) best: usize,
}

/// What has been learnt.
#[derive(Default)]
pub(super) struct Swept {
    /// Number of matches.
    pub(super) total: usize,
    /// The best, the first first.
    pub(super) best: Vec<Match>,
    /// For each column its values with the number of matches, in no order.
    pub(super) counts: Vec<HashMap<String, u64>>,
    /// Pairs of values with the number of matches.
    pub(super) pairs: HashMap<(String, String), u64>,
}

/// The collector within a segment.
pub(super) struct SegmentSweep {
    segment: SegmentOrdinal,
    total: usize,
    best: Option<TopNComputer<Score, DocId, ReverseComparator>>,
    columns: Vec<Counts>,
    pair: Option<Pairs>,
    /// Matches whose values have not been looked up yet.
    waiting: Vec<DocId>,
    /// Room for their values.
    ords: Vec<Option<u64>>,
    others: Vec<Option<u64>>,
}

/// How often each value of a column occurs.
struct Counts {
    column: Option<StrColumn>,
    /// By the number of the value.
    counts: Vec<u32>,
}

/// How often two values occur together.
struct Pairs {
    columns: (Option<StrColumn>, Option<StrColumn>),
    counts: HashMap<(u64, u64), u64>,
    /// The pair before and how often it came in a row: passages of one speaker stand together.
    run: Option<((u64, u64), u64)>,
}

impl Counts {
    fn of(column: Option<StrColumn>) -> Self {
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        let counts = vec![0; values];
        Self { column, counts }
    }

    fn add(&mut self, docs: &[DocId], ords: &mut [Option<u64>]) {
        look_up(self.column.as_ref(), docs, ords);
        for ord in ords.iter().flatten() {
            if let Some(count) = self.counts.get_mut(*ord as usize) {
                *count += 1;
            }
        }
    }

    /// Adds the values that occur to those of other segments.
    fn add_to(self, counts: &mut HashMap<String, u64>) -> tantivy::Result<()> {
        let occur = self.counts.iter().zip(0..).filter(|(count, _)| **count > 0);
        let (found, ords): (Vec<u32>, Vec<u64>) = occur.unzip();
        let values = texts(self.column.as_ref(), &ords)?;
        for (value, count) in values.into_iter().zip(found) {
            *counts.entry(value).or_default() += u64::from(count);
        }
        Ok(())
    }
}

impl Pairs {
    fn add(&mut self, docs: &[DocId], ords: &mut [Option<u64>], others: &mut [Option<u64>]) {
        look_up(self.columns.0.as_ref(), docs, ords);
        look_up(self.columns.1.as_ref(), docs, others);
        for pair in ords.iter().zip(others).filter_map(|(a, b)| a.zip(*b)) {
            match &mut self.run {
                Some((before, count)) if *before == pair => *count += 1,
                _ => {
                    self.end_run();
                    self.run = Some((pair, 1));
                }
            }
        }
    }

    fn end_run(&mut self) {
        if let Some((pair, count)) = self.run.take() {
            *self.counts.entry(pair).or_default() += count;
        }
    }

    fn add_to(mut self, pairs: &mut HashMap<(String, String), u64>) -> tantivy::Result<()> {
        self.end_run();
        let known = |column: Option<&StrColumn>, mut ords: Vec<u64>| {
            ords.sort_unstable();
            ords.dedup();
            let values = texts(column, &ords)?;
            tantivy::Result::Ok(ords.into_iter().zip(values).collect::<HashMap<_, _>>())
        };
        let firsts = self.counts.keys().map(|(first, _)| *first).collect();
        let seconds = self.counts.keys().map(|(_, second)| *second).collect();
        let firsts = known(self.columns.0.as_ref(), firsts)?;
        let seconds = known(self.columns.1.as_ref(), seconds)?;
        for ((first, second), count) in self.counts {
            if let (Some(first), Some(second)) = (firsts.get(&first), seconds.get(&second)) {
                *pairs.entry((first.clone(), second.clone())).or_default() += count;
            }
        }
        Ok(())
    }
}

/// The numbers of the values that some passages have in a column.
fn look_up(column: Option<&StrColumn>, docs: &[DocId], ords: &mut [Option<u64>]) {
    ords.fill(None);
    if let Some(column) = column {
        column.ords().first_vals(docs, ords);
    }
}

/// The values of some numbers in ascending order.
fn texts(column: Option<&StrColumn>, ords: &[u64]) -> tantivy::Result<Vec<String>> {
    let mut values = Vec::with_capacity(ords.len());
    if let Some(column) = column {
        let add = |value: &[u8]| values.push(String::from_utf8_lossy(value).into_owned());
        column.dictionary().sorted_ords_to_term_cb(ords, add)?;
    }
    Ok(values)
}

impl SegmentSweep {
    fn look_up(&mut self) {
        let ords = self.ords.get_mut(..self.waiting.len()).unwrap_or_default();
        let others = self
            .others
            .get_mut(..self.waiting.len())
            .unwrap_or_default();
        for column in &mut self.columns {
            column.add(&self.waiting, ords);
        }
        if let Some(pair) = &mut self.pair {
            pair.add(&self.waiting, ords, others);
        }
        self.waiting.clear();
    }
}

impl SegmentCollector for SegmentSweep {
    type Fruit = Self;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if let Some(best) = &mut self.best {
            best.push(score, doc);
        }
        self.waiting.push(doc);
        if self.waiting.len() == TOGETHER {
            self.look_up();
        }
    }

    fn harvest(mut self) -> Self {
        self.look_up();
        self
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
        let column = |name: &str| reader.fast_fields().str(name);
        let columns = self
            .columns
            .iter()
            .map(|name| Ok(Counts::of(column(name)?)));
        let pair = |(first, second)| {
            tantivy::Result::Ok(Pairs {
                columns: (column(first)?, column(second)?),
                counts: HashMap::new(),
                run: None,
            })
        };
        Ok(SegmentSweep {
            segment,
            total: 0,
            best: (self.best > 0).then(|| TopNComputer::new(self.best)),
            columns: columns.collect::<tantivy::Result<_>>()?,
            pair: self.pair.map(pair).transpose()?,
            waiting: Vec::with_capacity(TOGETHER),
            ords: vec![None; TOGETHER],
            others: vec![None; TOGETHER],
        })
    }

    fn requires_scoring(&self) -> bool {
        self.best > 0
    }

    fn merge_fruits(&self, segments: Vec<SegmentSweep>) -> tantivy::Result<Swept> {
        let mut swept = Swept {
            counts: vec![HashMap::new(); self.columns.len()],
            ..Swept::default()
        };
        for segment in segments {
            swept.total += segment.total;
            for (counts, column) in swept.counts.iter_mut().zip(segment.columns) {
                column.add_to(counts)?;
            }
            if let Some(pair) = segment.pair {
                pair.add_to(&mut swept.pairs)?;
            }
            let best = segment.best.map(TopNComputer::into_vec).unwrap_or_default();
            let at = |doc| DocAddress::new(segment.segment, doc);
            swept.best.extend(
                best.into_iter()
                    .map(|found| (found.sort_key, at(found.doc))),
            );
        }
        // What scores alike goes by its place in the index.
        (swept.best).sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        swept.best.truncate(self.best);
        Ok(swept)
    }
}
