//! Passages of a cluster counted by combinations of values.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    query::{Queries, Tier},
    snapshot::{PassageRecord, Snapshot, buckets},
};
use crate::{
    Error, Result,
    index::{CollectionStatistics, FacetRows, Reader, RowColumn},
    model::Passage,
    search::{collector::RowCounts, matches::count_mentions, plan::Node, store::Selection},
};

/// Combinations in one answer.
const PAGE: usize = 5_000;

/// Maximum number of combinations.
const MOST_ROWS: usize = 100_000;

/// Counts passages by the values of some columns.
///
/// # Errors
/// Where there are more combinations than are counted.
pub(super) fn rows(
    snapshot: &Snapshot,
    selection: Selection,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    let queries = Queries {
        snapshot,
        weights: None,
        as_words: matches!(selection, Selection::Mentions(_)),
    };
    let query = match selection {
        Selection::All => snapshot.visible("passage"),
        Selection::Matches(plan) | Selection::Mentions(plan) => {
            queries.matches(plan, Tier::Full)?
        }
    };
    let source = |column: &RowColumn| {
        let field = column.name();
        json!({field: {"terms": {"field": field, "missing_bucket": true}}})
    };
    let sources: Vec<Value> = columns.iter().map(source).collect();
    let (mut rows, mut counts) = (Vec::new(), Vec::new());
    let mut after: Option<Value> = None;
    loop {
        let mut composite = json!({"size": PAGE, "sources": sources});
        if let (Some(after), Some(composite)) = (after.take(), composite.as_object_mut()) {
            composite.insert("after".to_owned(), after);
        }
        let answer = snapshot.search_one(json!({
            "size": 0, "query": query, "aggs": {"rows": {"composite": composite}},
        }))?;
        for bucket in buckets(&answer, "rows") {
            let value = |column: &RowColumn| {
                let value = bucket.get("key")?.get(column.name())?.as_str()?;
                Some((*column, value.to_owned()))
            };
            rows.push(columns.iter().filter_map(value).collect());
            let count = bucket.get("doc_count").and_then(Value::as_u64);
            counts.push(count.unwrap_or(0));
        }
        if rows.len() > MOST_ROWS {
            let message = format!("more than {MOST_ROWS} combinations would be counted");
            return Err(Error::request(message)
                .hint("narrow the search, by company or period for instance"));
        }
        match answer.pointer("/aggregations/rows/after_key") {
            Some(key) => after = Some(key.clone()),
            None => return Ok(RowCounts::of(Arc::new(FacetRows::of(rows)), counts)),
        }
    }
}

/// Maximum number of passages whose mentions are counted.
const MOST_PASSAGES: u64 = 10_000;

/// Counts the mentions of a plan by the values of some columns, in an index in memory of all passages that match: a
/// cluster does not tell how often.
///
/// # Errors
/// Where more passages match than are read.
pub(super) fn mentions(
    snapshot: &Snapshot,
    plan: &Node,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    let queries = Queries {
        snapshot,
        weights: None,
        as_words: true,
    };
    let query = queries.matches(plan, Tier::Full)?;
    let passages: u64 = snapshot.counts(vec![query.clone()])?.into_iter().sum();
    if passages > MOST_PASSAGES {
        let message = format!("{passages} passages are more than are counted on a cluster");
        return Err(
            Error::request(message).hint("narrow the search, by company or period for instance")
        );
    }
    let records: Vec<PassageRecord> = snapshot.records(query, &["call", "n"])?;
    let mut by_call: Vec<(String, Vec<Passage>)> = Vec::new();
    for record in records {
        match by_call.last_mut().filter(|(call, _)| *call == record.call) {
            Some((_, passages)) => passages.push(record.passage),
            None => by_call.push((record.call, vec![record.passage])),
        }
    }
    let ids: Vec<String> = by_call.iter().map(|(id, _)| id.clone()).collect();
    let calls = snapshot.calls(&ids)?;
    let of_calls = by_call.into_iter();
    let of_calls: Vec<_> = of_calls
        .filter_map(|(id, passages)| Some((Arc::clone(calls.get(&id)?), passages)))
        .collect();
    let statistics = CollectionStatistics::default();
    for (plan, exchanges) in snapshot.exchanges().iter() {
        statistics.set_exchanges(plan.clone(), Arc::clone(exchanges));
    }
    let reader = Reader::in_memory(&of_calls, Arc::new(statistics), &snapshot.cancel)?;
    count_mentions(&reader, plan, columns)
}
