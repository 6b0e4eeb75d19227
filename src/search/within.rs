//! What an index tells of several plans among some passages: counts, first and last matches, the best by the terms alone.

use rayon::prelude::*;
use tantivy::{
    BitSet, DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector, TopDocs},
    query::{ConstScoreQuery, Query},
};

use super::{
    Highlighter, Hit, collector::RowCounts, compile::compile, document_filter::DocumentFilter,
    hits::Calls, matches::extents_by, passage_set::PassageSet, plan::Node, store::Best,
};
use crate::{
    Result,
    index::{Reader, RowColumn, conjunction},
};

/// For each of some plans the number of passages of the foreground and of the background that match it. The former are
/// remembered.
pub(super) fn counts(
    reader: &Reader,
    foreground: &PassageSet,
    background: &PassageSet,
    plans: &[Node],
) -> Result<Vec<[u64; 2]>> {
    let count = |plan| {
        let query = background.matches(compile(plan, reader)?);
        let found = reader.search_here(&*query, &CountIn(foreground.filter()))?;
        if foreground.filter().is_some() {
            foreground.remember(plan, found.foreground);
        }
        Ok(found.counts)
    };
    plans.par_iter().map(count).collect()
}

/// For each of some plans those of some passages that match it by row, with the first and the last of each.
pub(super) fn extents(
    reader: &Reader,
    passages: &PassageSet,
    plans: &[Node],
    columns: &[RowColumn],
) -> Result<Vec<RowCounts>> {
    let extents = |plan: &Node| {
        let collector = extents_by(reader, columns)?;
        if let Some(matches) = passages.remembered(plan) {
            return Ok(collector.collect_known(reader, &matches)?.counts);
        }
        let query: Box<dyn Query> = match passages.filter() {
            Some(filter) if plan.is_everything() => Box::new(filter.clone()),
            _ => passages.matches(compile(plan, reader)?),
        };
        let found = match plans {
            [_] => reader.search(&*query, &collector)?,
            _ => reader.search_here(&*query, &collector)?,
        };
        Ok(found.counts)
    };
    plans.par_iter().map(extents).collect()
}

/// Counts documents: those of a set, or all without one, and all.
struct CountIn<'a>(Option<&'a DocumentFilter>);

/// Documents that have been counted.
#[derive(Default)]
struct CountedIn {
    counts: [u64; 2],
    /// Those of the set.
    foreground: Vec<DocAddress>,
}

/// Counts the documents of one segment.
struct SegmentCountIn {
    segment: SegmentOrdinal,
    set: Option<BitSet>,
    counted: CountedIn,
}

impl Collector for CountIn<'_> {
    type Fruit = CountedIn;
    type Child = SegmentCountIn;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCountIn> {
        let of_segment = |set: &DocumentFilter| {
            let set = set.of_segment(reader.segment_id()).cloned();
            set.unwrap_or_else(|| BitSet::with_max_value(reader.max_doc()))
        };
        Ok(SegmentCountIn {
            segment,
            set: self.0.map(of_segment),
            counted: CountedIn::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<CountedIn>) -> tantivy::Result<CountedIn> {
        let mut all = CountedIn::default();
        for segment in segments {
            for (sum, count) in all.counts.iter_mut().zip(segment.counts) {
                *sum += count;
            }
            all.foreground.extend(segment.foreground);
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentCountIn {
    type Fruit = CountedIn;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let [foreground, background] = &mut self.counted.counts;
        *background += docs.len() as u64;
        let Some(set) = &self.set else {
            *foreground += docs.len() as u64;
            return;
        };
        let within = docs.iter().filter(|doc| set.contains(**doc));
        let within = within.map(|doc| DocAddress::new(self.segment, *doc));
        let before = self.counted.foreground.len();
        self.counted.foreground.extend(within);
        *foreground += (self.counted.foreground.len() - before) as u64;
    }

    fn harvest(self) -> CountedIn {
        self.counted
    }
}

/// The best matches of a plan by its terms alone.
pub(super) fn best(reader: &Reader, plan: &Node, among: &Node, most: usize) -> Result<Best> {
    let said = compile(plan, reader)?;
    let top = TopDocs::with_limit(most.max(1)).order_by_score();
    let found = match among.is_everything() {
        true => reader.search(&*said, &top)?,
        false => {
            // What the passages are among scores nothing.
            let among = Box::new(ConstScoreQuery::new(compile(among, reader)?, 0.0));
            reader.search(&conjunction(said, among), &top)?
        }
    };
    let highlighter = Highlighter::new(plan);
    let mut calls = Calls::new(reader);
    let hits = found.into_iter().take(most);
    let hits = hits.map(|found| calls.hit(found, &highlighter, 0));
    Ok(Best {
        hits: hits.collect::<Result<Vec<Hit>>>()?,
        candidates: None,
    })
}
