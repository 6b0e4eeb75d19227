//! Counting: how many passages, in how many calls, with which values.

use std::collections::HashMap;

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
        buckets
            .iter()
            .filter_map(|bucket| match &bucket.key {
                tantivy::aggregation::Key::Str(value) => Some(Facet {
                    value: value.clone(),
                    count: bucket.doc_count,
                }),
                _ => None,
            })
            .collect()
    };
    let mut counted = Vec::with_capacity(facets.len());
    for &facet in facets {
        let mut values = values(facet.word());
        if facet == FacetField::Speaker {
            count_people_once(reader, query, &mut values)?;
        }
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        counted.push((facet, values));
    }
    Ok(Counts {
        facets: counted,
        calls: values("call"),
    })
}

/// Counts a person who goes by several names under the first of them. Another company's person may
/// share a name, so what is moved is counted within the company.
fn count_people_once(reader: &Reader, query: &dyn Query, values: &mut Vec<Facet>) -> Result<()> {
    let mut places: HashMap<String, usize> = (values.iter().enumerate())
        .map(|(at, facet)| (facet.value.clone(), at))
        .collect();
    for person in reader.people() {
        let Some((shown, others)) = person.names.split_first() else {
            continue;
        };
        for name in others {
            let Some(&from) = places.get(name) else {
                continue;
            };
            let moved = reader.count_speaker(query, &person.company, name)?;
            if moved == 0 {
                continue;
            }
            let to = *places.entry(shown.clone()).or_insert(values.len());
            if to == values.len() {
                values.push(Facet {
                    value: shown.clone(),
                    count: 0,
                });
            }
            if let Some(facet) = values.get_mut(from) {
                facet.count = facet.count.saturating_sub(moved);
            }
            if let Some(facet) = values.get_mut(to) {
                facet.count += moved;
            }
        }
    }
    values.retain(|facet| facet.count > 0);
    Ok(())
}
