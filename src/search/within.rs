//! What an index tells of several plans among some passages: counts, first and last matches, the best by the terms alone.

use rayon::prelude::*;
use tantivy::{
    BitSet, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector, TopDocs},
    query::{ConstScoreQuery, Query},
};

use super::{
    Highlighter, Hit,
    collector::RowCounts,
    compile::compile,
    document_filter::DocumentFilter,
    hits::Calls,
    matches::extents_by,
    plan::Node,
    store::{Best, PassageSet},
};
use crate::{
    Result,
    index::{Reader, RowColumn, conjunction},
};

/// For each of some plans what `tell` tells of the given passages that match it, on all cores.
fn each<T: Send>(
    reader: &Reader,
    passages: &PassageSet,
    plans: &[Node],
    tell: impl Fn(&dyn Query) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let told = plans.par_iter().map(|plan| {
        let query = compile(plan, reader)?;
        tell(&*match &passages.found {
            Some(found) => found.of(query),
            None => query,
        })
    });
    told.collect()
}

/// For each of some plans the number of passages of the foreground and of the background that match it.
pub(super) fn counts(
    reader: &Reader,
    foreground: &PassageSet,
    background: &PassageSet,
    plans: &[Node],
) -> Result<Vec<[u64; 2]>> {
    let counts = CountIn(foreground.found.as_ref());
    each(reader, background, plans, |query| {
        reader.search_here(query, &counts)
    })
}

/// For each of some plans those of some passages that match it by row, with the first and the last of each.
pub(super) fn extents(
    reader: &Reader,
    passages: &PassageSet,
    plans: &[Node],
    columns: &[RowColumn],
) -> Result<Vec<RowCounts>> {
    each(reader, passages, plans, |query| {
        let collector = extents_by(reader, columns)?;
        Ok(reader.search_here(query, &collector)?.counts)
    })
}

/// Counts documents: those of a set, where there is one, and all.
struct CountIn<'a>(Option<&'a DocumentFilter>);

/// The counts of one segment, and those of its documents that are in the set.
struct SegmentCountIn {
    set: Option<BitSet>,
    counts: [u64; 2],
}

impl Collector for CountIn<'_> {
    type Fruit = [u64; 2];
    type Child = SegmentCountIn;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentCountIn> {
        let of_segment = |set: &DocumentFilter| {
            let set = set.of_segment(segment.segment_id()).cloned();
            set.unwrap_or_else(|| BitSet::with_max_value(segment.max_doc()))
        };
        Ok(SegmentCountIn {
            set: self.0.map(of_segment),
            counts: [0; 2],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, counts: Vec<[u64; 2]>) -> tantivy::Result<[u64; 2]> {
        let sum = |[a, b]: [u64; 2], [c, d]: [u64; 2]| [a + c, b + d];
        Ok(counts.into_iter().fold([0; 2], sum))
    }
}

impl SegmentCollector for SegmentCountIn {
    type Fruit = [u64; 2];

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let all = docs.len() as u64;
        let within = self.set.as_ref().map_or(all, |set| {
            docs.iter().filter(|doc| set.contains(**doc)).count() as u64
        });
        let [foreground, background] = &mut self.counts;
        *foreground += within;
        *background += all;
    }

    fn harvest(self) -> [u64; 2] {
        self.counts
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
