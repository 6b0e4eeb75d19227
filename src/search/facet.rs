//! Counting: how many passages, in how many calls, with which values.

use tantivy::{
    aggregation::{
        AggContextParams, AggregationCollector, AggregationLimitsGuard,
        agg_req::Aggregations,
        agg_result::{AggregationResult, BucketResult},
    },
    query::Query,
};

use crate::{
    Error, Result,
    index::{Facet, FacetField, Reader},
    model::Word,
};

/// Most values of one field; more make an error, not a wrong count.
const MOST_VALUES: u32 = 1_000_000;

/// Counts over all matches of a query.
pub(super) struct Counts {
    /// Values of each facet asked for, the most frequent first.
    pub(super) facets: Vec<(FacetField, Vec<Facet>)>,
    /// Passages by call id, the most frequent first.
    pub(super) calls: Vec<Facet>,
}

/// Counts the values of some facets, and the calls, among the matches of a query.
pub(super) fn count(reader: &Reader, query: &dyn Query, facets: &[FacetField]) -> Result<Counts> {
    let terms = |field: &str| serde_json::json!({ "terms": { "field": field, "size": MOST_VALUES, "order": { "_count": "desc" } } });
    let mut request = serde_json::Map::new();
    request.insert("call".to_owned(), terms("call"));
    for facet in facets {
        request.insert(facet.word().to_owned(), terms(facet.word()));
    }
    let uncountable = |error| Error::index("the matches cannot be counted").because(error);
    let request: Aggregations =
        serde_json::from_value(request.into()).map_err(|error| uncountable(Box::new(error)))?;
    let limits = AggregationLimitsGuard::new(None, Some(MOST_VALUES));
    let context = AggContextParams {
        limits,
        ..AggContextParams::default()
    };
    let results = reader
        .searcher
        .search(query, &AggregationCollector::from_aggs(request, context))?;
    let values = |field: &str| -> Vec<Facet> {
        let Some(AggregationResult::BucketResult(BucketResult::Terms { buckets, .. })) =
            results.0.get(field)
        else {
            return Vec::new();
        };
        let mut values: Vec<Facet> = buckets
            .iter()
            .filter_map(|bucket| match &bucket.key {
                tantivy::aggregation::Key::Str(value) => Some(Facet {
                    value: value.clone(),
                    count: bucket.doc_count,
                }),
                _ => None,
            })
            .collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        values
    };
    Ok(Counts {
        facets: facets
            .iter()
            .map(|&facet| (facet, values(facet.word())))
            .collect(),
        calls: values("call"),
    })
}
