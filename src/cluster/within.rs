//! What a cluster tells of several plans within one: samples, counts, first and last matches, the best by the terms
//! alone.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    mapping::SAMPLE_KEY,
    passages::Passages,
    query::{Queries, Tier, Weigh, has_distances},
    reply::{hits, record, too_many, total},
    rows::rows,
    snapshot::{PassageRecord, Snapshot},
};
use crate::{
    Result,
    index::{Reader, RowColumn},
    search::{
        collector::RowCounts,
        compile::Compiler,
        plan::Node,
        store::{Best, Sample, Store},
    },
};

/// Number of the likeliest matches that are scored here.
const CANDIDATES: usize = 1_000;

/// At most `most` of the passages that match a plan: those with the lowest sample keys.
pub(super) fn sample(snapshot: &Snapshot, plan: &Node, most: usize) -> Result<Sample> {
    if let Some(reader) = snapshot.candidates_if_near(plan, false)? {
        return reader.sample_of(&reader.select(plan.clone())?, most);
    }
    let answer = snapshot.search_one(json!({
        "size": most, "track_total_hits": true, "query": snapshot.matching(plan, false)?,
        "sort": [{SAMPLE_KEY: "asc"}, {"call": "asc"}, {"n": "asc"}], "_source": ["record"],
    }))?;
    let records = hits(&answer).iter().map(record::<PassageRecord>);
    let passages = records.map(|record| Ok(record?.passage));
    Ok(Sample {
        total: total(&answer)?,
        passages: passages.collect::<Result<_>>()?,
    })
}

/// An index of the passages within a plan, where only these tell which are, or which of them match others.
fn candidates_if_near(
    snapshot: &Snapshot,
    within: &Node,
    plans: &[Node],
) -> Result<Option<Reader>> {
    match plans.iter().any(has_distances) {
        true => snapshot.candidates(within, false).map(Some),
        false => snapshot.candidates_if_near(within, false),
    }
}

/// The queries for the passages that match each of some plans and `within`.
fn queries(snapshot: &Snapshot, within: &Node, plans: &[Node]) -> Result<Vec<Value>> {
    let within = snapshot.matching(within, false)?;
    let queries = plans.iter().map(|plan| {
        let plan = snapshot.matching(plan, false)?;
        Ok(json!({"bool": {"filter": [within, plan]}}))
    });
    queries.collect()
}

/// For each of some plans the number of passages that match it and `within`.
pub(super) fn counts(snapshot: &Snapshot, within: &Node, plans: &[Node]) -> Result<Vec<u64>> {
    match candidates_if_near(snapshot, within, plans)? {
        Some(reader) => {
            let within = reader.select(within.clone())?;
            let counts = reader.counts_within(&within, &within, plans)?;
            Ok(counts.into_iter().map(|[count, _]| count).collect())
        }
        None => snapshot.counts(queries(snapshot, within, plans)?),
    }
}

/// For each of some plans the passages that match it and `within` by row, with the first and the last of each.
pub(super) fn extents(
    snapshot: &Snapshot,
    within: &Node,
    plans: &[Node],
    columns: &[RowColumn],
) -> Result<Vec<RowCounts>> {
    if let Some(reader) = candidates_if_near(snapshot, within, plans)? {
        let within = reader.select(within.clone())?;
        return reader.extents_within(&within, plans, columns);
    }
    let queries = queries(snapshot, within, plans)?;
    let mut found = Vec::new();
    snapshot.all_at_once(&mut || {
        let queries = queries.iter();
        let rows = queries.map(|query| rows(snapshot, query, columns, true));
        // Each is asked for before one of them fails.
        let rows: Vec<Result<RowCounts>> = rows.collect();
        found = rows.into_iter().collect::<Result<_>>()?;
        Ok(())
    })?;
    Ok(found)
}

/// The best matches of a plan by its terms alone, of the likeliest.
pub(super) fn best(snapshot: &Snapshot, plan: &Node, among: &Node, most: usize) -> Result<Best> {
    snapshot.ask_for_frequencies_of(plan)?;
    let compiler = Compiler::of_search(&snapshot.weights()?.index)?;
    let weighing = Queries {
        snapshot,
        weights: Some(&compiler as &dyn Weigh),
        as_words: false,
    };
    let said = weighing.matches(plan, Tier::Full)?;
    let answer = snapshot.search_one(json!({
        "size": CANDIDATES, "track_total_hits": true, "_source": ["record"],
        "query": {"bool": {"must": [said], "filter": [snapshot.matching(among, false)?]}},
        "sort": ["_score", {"call": "asc"}, {"n": "asc"}],
    }))?;
    let records = hits(&answer).iter().map(record);
    let records: Vec<PassageRecord> = records.collect::<Result<_>>()?;
    let candidates = records.len();
    let is_all = candidates as u64 == total(&answer)?;
    let mut best = Best::default();
    if candidates > 0 {
        let mut passages = Passages::default();
        passages.extend(records);
        let statistics = Arc::clone(&snapshot.weights()?.statistics);
        let reader = passages.reader(snapshot, statistics)?;
        best = reader.best(plan, among, most)?;
    }
    if !is_all && has_distances(among) && best.hits.len() < most {
        // Which of the others are near enough is not known.
        let message = format!("more than {candidates} passages may be near enough");
        return Err(too_many(message));
    }
    best.candidates = (!is_all).then_some(candidates);
    Ok(best)
}
