//! The JSON of a search.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    passage::{PassageJson, with_hits},
    suggestion::SuggestionJson,
};
use crate::{
    index::{FACETS, FacetValues, OtherValues},
    model::Passage,
    search::{By, Expansion, Hit, HitGroup, Response},
};

/// The answer to a search.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SearchJson {
    query: String,
    total: u64,
    total_calls: u64,
    /// Passages that say a part of what was asked; absent where none are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    total_partial: Option<u64>,
    /// Whether totals and order are exact.
    exact: bool,
    took_ms: f64,
    hits: Vec<HitJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_groups: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupJson>>,
    facets: FacetsJson,
    expansions: Vec<ExpansionJson>,
    /// Terms that calls relate to those of the query, where the request asks for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<SuggestionJson>,
    warnings: Vec<String>,
}

/// Hits that belong together: those of a call, an exchange or a turn.
#[derive(Debug, Serialize, JsonSchema)]
struct GroupJson {
    call: String,
    exchange: Option<u32>,
    /// Passages of it that match.
    total: u64,
    /// Citations of its hits.
    hits: Vec<String>,
    /// The whole exchange or turn, in order, with the hits lit; none of a call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passages: Vec<PassageJson>,
    /// Answers of an exchange that decline to answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refusals: Vec<RefusalJson>,
}

/// Words with which an answer declines to answer.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusalJson {
    citation: String,
    /// The words, as said.
    words: String,
}

/// A passage that matches.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HitJson {
    #[serde(flatten)]
    passage: PassageJson,
    score: f32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before: Vec<PassageJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<PassageJson>,
}

/// The most frequent values of each facet.
#[derive(Debug, Serialize, JsonSchema)]
struct FacetsJson {
    #[serde(flatten)]
    values: BTreeMap<String, Vec<FacetJson>>,
    /// By facet, the values that are left out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    other: BTreeMap<String, OtherValuesJson>,
}

/// How many values of a facet are left out, and the sum of their passages.
#[derive(Debug, Serialize, JsonSchema)]
struct OtherValuesJson {
    values: u64,
    count: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FacetJson {
    value: String,
    count: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ExpansionJson {
    term: String,
    also: Vec<String>,
    by: By,
}

impl From<&Expansion> for ExpansionJson {
    fn from(expansion: &Expansion) -> Self {
        Self {
            term: expansion.term.clone(),
            also: expansion.also.clone(),
            by: expansion.by,
        }
    }
}

impl From<&Response> for SearchJson {
    fn from(response: &Response) -> Self {
        Self {
            query: response.query.clone(),
            total: response.total,
            total_calls: response.total_calls,
            total_partial: response.total_partial,
            exact: true,
            took_ms: (response.took.as_secs_f64() * 1e6).round() / 1e3,
            hits: response.hits.iter().map(HitJson::from).collect(),
            total_groups: response.total_groups,
            groups: response.total_groups.map(|_| {
                let group = |group| GroupJson::new(group, response.hits_of(group));
                response.groups.iter().map(group).collect()
            }),
            facets: FacetsJson::from(response.facets.as_slice()),
            expansions: response
                .expansions
                .iter()
                .map(ExpansionJson::from)
                .collect(),
            related: used_suggestions(response),
            warnings: response.warnings.clone(),
        }
    }
}

/// The related terms, if one of them matches: an answer that has not asked for them stays as it is.
fn used_suggestions(response: &Response) -> Vec<SuggestionJson> {
    match response.related.iter().any(|other| other.used) {
        true => response.related.iter().map(SuggestionJson::from).collect(),
        false => Vec::new(),
    }
}

impl From<&[FacetValues]> for FacetsJson {
    fn from(facets: &[FacetValues]) -> Self {
        let empty = FACETS.iter().map(|facet| (facet.to_string(), Vec::new()));
        let mut json = Self {
            values: empty.collect(),
            other: BTreeMap::new(),
        };
        for facet in facets {
            let values = facet.values.iter().map(|facet| FacetJson {
                value: facet.value.clone(),
                count: facet.count,
            });
            json.values
                .insert(facet.field.to_string(), values.collect());
            let OtherValues { values, count, .. } = facet.other;
            if values > 0 {
                let other = OtherValuesJson { values, count };
                json.other.insert(facet.field.to_string(), other);
            }
        }
        json
    }
}

impl GroupJson {
    fn new(group: &HitGroup, hits: &[Hit]) -> Self {
        Self {
            call: group.call.id.clone(),
            exchange: group.exchange,
            total: group.total,
            hits: (hits.iter())
                .map(|hit| hit.call.citation(&hit.passage))
                .collect(),
            passages: with_hits(&group.call, &group.passages, hits),
            refusals: (group.refusals().into_iter())
                .map(|refusal| RefusalJson {
                    citation: format!("{}#{}", group.call.id, refusal.n),
                    words: refusal.words,
                })
                .collect(),
        }
    }
}

impl From<&Hit> for HitJson {
    fn from(hit: &Hit) -> Self {
        let plain = |passages: &[Passage]| {
            passages
                .iter()
                .map(|passage| PassageJson::new(&hit.call, passage))
                .collect()
        };
        let mut passage = PassageJson::new(&hit.call, &hit.passage);
        passage.add_match(hit);
        Self {
            passage,
            score: hit.score,
            before: plain(&hit.before),
            after: plain(&hit.after),
        }
    }
}
