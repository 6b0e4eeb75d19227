//! What an index tells of several plans within one: counts, first and last matches, the best by the terms alone.

use rayon::prelude::*;
use tantivy::{
    collector::{Count, TopDocs},
    query::{ConstScoreQuery, Query},
};

use super::{
    Highlighter, Hit,
    collector::RowCounts,
    compile::compile,
    hits::Calls,
    matches::count_extents,
    plan::Node,
    store::{Best, BestOf},
};
use crate::{
    Result,
    index::{Reader, RowColumn, conjunction},
};

/// The query of a plan that selects all passages or some.
fn selecting(reader: &Reader, plan: &Node) -> Result<Box<dyn Query>> {
    match plan.is_everything() {
        true => Ok(reader.is_passage()),
        false => compile(plan, reader),
    }
}

/// For each of some plans what `tell` tells of the passages that match it and `within`, on all cores.
fn each<T: Send>(
    reader: &Reader,
    within: &Node,
    plans: &[Node],
    tell: impl Fn(&dyn Query) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let within = selecting(reader, within)?;
    let told = plans.par_iter().map(|plan| {
        let both = conjunction(compile(plan, reader)?, within.box_clone());
        tell(&both)
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

/// For each question the best matches of a plan by its terms alone.
pub(super) fn best(reader: &Reader, plan: &Node, questions: &[BestOf]) -> Result<Vec<Best>> {
    let said = compile(plan, reader)?;
    let highlighter = Highlighter::new(plan);
    let mut calls = Calls::new(reader);
    let best_of = |question: &BestOf| {
        let top = TopDocs::with_limit(question.most.max(1)).order_by_score();
        let found = match question.among.is_everything() {
            true => reader.search(&*said, &top)?,
            false => {
                // What the passages are among scores nothing.
                let among = Box::new(ConstScoreQuery::new(compile(question.among, reader)?, 0.0));
                reader.search(&conjunction(said.box_clone(), among), &top)?
            }
        };
        let hits = found.into_iter().take(question.most);
        let hits = hits.map(|found| calls.hit(found, &highlighter, 0));
        Ok(Best {
            hits: hits.collect::<Result<Vec<Hit>>>()?,
            candidates: None,
        })
    };
    questions.iter().map(best_of).collect()
}
