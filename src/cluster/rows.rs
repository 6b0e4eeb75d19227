//! Passages of a cluster counted by combinations of values.

use std::{ops::ControlFlow, sync::Arc};

use serde_json::{Value, json};

use super::{reply::too_many, snapshot::Snapshot};
use crate::{
    Result,
    index::{FacetRows, RowColumn},
    search::collector::{RowCounts, RowMentions},
};

/// Maximum number of combinations.
const MOST_ROWS: usize = 100_000;

/// Counts the passages that match a query by the values of some columns; if asked for, with the first and the last
/// number of each combination.
///
/// # Errors
/// Where there are more combinations than are counted.
pub(super) fn rows(
    snapshot: &Snapshot,
    query: &Value,
    columns: &[RowColumn],
    with_extents: bool,
) -> Result<RowCounts> {
    let fields: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    let extents = match with_extents {
        true => json!({"first": {"min": {"field": "n"}}, "last": {"max": {"field": "n"}}}),
        false => json!({}),
    };
    let (mut rows, mut counts, mut mentions) = (Vec::new(), Vec::new(), Vec::new());
    snapshot.for_each_bucket(query, &fields, &extents, |bucket| {
        if rows.len() == MOST_ROWS {
            let message = format!("more than {MOST_ROWS} combinations would be counted");
            return Err(too_many(message));
        }
        let value = |column: &RowColumn| {
            let value = bucket.get("key")?.get(column.name())?.as_str()?;
            Some((*column, value.to_owned()))
        };
        rows.push(columns.iter().filter_map(value).collect());
        let count = bucket.get("doc_count").and_then(Value::as_u64);
        counts.push(count.unwrap_or(0));
        if with_extents {
            let number = |name: &str| {
                let value = bucket.get(name)?.get("value")?.as_f64()?;
                Some(value as u32)
            };
            mentions.push(RowMentions {
                spans: 0,
                first: number("first").unwrap_or(0),
                last: number("last").unwrap_or(0),
            });
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let rows = Arc::new(FacetRows::of(rows));
    Ok(RowCounts::of(rows, counts, mentions))
}
