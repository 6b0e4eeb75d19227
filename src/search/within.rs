//! What an index tells of several plans within one: counts, first and last matches, the best by the terms alone.

use rayon::prelude::*;
use tantivy::{
    collector::{Count, TopDocs},
    query::{ConstScoreQuery, Query},
};

use super::{
    Highlighter, Hit, collector::RowCounts, compile::compile, document_filter::DocumentFilter,
    hits::Calls, matches::count_extents, plan::Node, store::Best,
};
use crate::{
    Result,
    index::{Reader, RowColumn, conjunction},
};

/// For each of some plans what `tell` tells of the passages that match it and `within`, on all cores. The passages of
/// `within` are looked for once.
fn each<T: Send>(
    reader: &Reader,
    within: &Node,
    plans: &[Node],
    tell: impl Fn(&dyn Query) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let within = match within.is_everything() {
        true => None,
        false => {
            let passages = reader.documents(&*compile(within, reader)?)?;
            Some(DocumentFilter::new(&reader.searcher, passages))
        }
    };
    let told = plans.par_iter().map(|plan| {
        let query = compile(plan, reader)?;
        tell(&*match &within {
            Some(within) => within.of(query),
            None => query,
        })
    });
    told.collect()
}

/// For each of some plans the number of passages that match it and `within`.
pub(super) fn counts(reader: &Reader, within: &Node, plans: &[Node]) -> Result<Vec<u64>> {
    each(reader, within, plans, |query| {
        Ok(reader.search_here(query, &Count)? as u64)
    })
}

/// For each of some plans the passages that match it and `within` by row, with the first and the last of each.
pub(super) fn extents(
    reader: &Reader,
    within: &Node,
    plans: &[Node],
    columns: &[RowColumn],
) -> Result<Vec<RowCounts>> {
    each(reader, within, plans, |query| {
        count_extents(reader, query, columns)
    })
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
