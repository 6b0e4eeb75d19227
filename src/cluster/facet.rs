//! Counts of the values of facets.

use serde_json::{Map, Value, json};

use super::reply::buckets;
use crate::{
    index::{Facet, FacetField, FacetValues, OtherValues},
    model::Word,
};

/// Number of values that each shard counts at least: counts are exact up to as many.
const SHARD_SIZE: usize = 10_000;

/// Number of distinct values up to which the cluster counts them exactly, or nearly.
pub(super) const CARDINALITY_PRECISION: u32 = 40_000;

/// The aggregations of some facets, with up to `limit` values each.
pub(super) fn aggregations(facets: &[FacetField], limit: usize) -> Map<String, Value> {
    let mut aggregations = Map::new();
    for facet in facets {
        let field = facet.word();
        let values = json!({"terms": {"field": field, "size": limit.max(1), "shard_size": limit.max(SHARD_SIZE)}});
        let distinct =
            json!({"cardinality": {"field": field, "precision_threshold": CARDINALITY_PRECISION}});
        aggregations.insert(format!("facet_{field}"), values);
        aggregations.insert(format!("distinct_{field}"), distinct);
    }
    aggregations
}

/// The facets of an answer, and whether all counts are exact.
pub(super) fn read(
    answer: &Value,
    facets: &[FacetField],
    limit: usize,
) -> (Vec<FacetValues>, bool) {
    let mut is_exact = true;
    let facet = |facet: &FacetField| {
        let name = format!("facet_{}", facet.word());
        let number = |at: String| answer.pointer(&at).and_then(Value::as_u64);
        let value = |bucket: &Value| {
            Some(Facet {
                value: bucket.get("key")?.as_str()?.to_owned(),
                count: bucket.get("doc_count")?.as_u64()?,
            })
        };
        let values: Vec<Facet> = buckets(answer, &name)
            .iter()
            .filter_map(value)
            .take(limit)
            .collect();
        let error = number(format!("/aggregations/{name}/doc_count_error_upper_bound"));
        is_exact &= error.unwrap_or(0) == 0;
        let distinct = number(format!("/aggregations/distinct_{}/value", facet.word()));
        let others = number(format!("/aggregations/{name}/sum_other_doc_count"));
        FacetValues {
            field: *facet,
            other: OtherValues {
                values: distinct.unwrap_or(0).saturating_sub(values.len() as u64),
                count: others.unwrap_or(0),
            },
            values,
        }
    };
    let facets = facets.iter().map(facet).collect();
    (facets, is_exact)
}
