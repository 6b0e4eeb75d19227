//! The JSON of related and emerging terms and of similar passages.

use schemars::JsonSchema;
use serde::Serialize;

use super::{answer::HitJson, tables::MentionJson};
use crate::{
    analytics::{Emerging, EmergingTerm, Related, RelatedTerm, Relation, Similar},
    model::Period,
};

/// Terms that are related to a term.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RelatedJson {
    term: String,
    /// Passages that say the term.
    count: u64,
    calls: u64,
    terms: Vec<RelatedTermJson>,
    warnings: Vec<String>,
}

/// A term that is related to another.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RelatedTermJson {
    term: String,
    relation: Relation,
    /// Passages that say both.
    count: u64,
    calls: u64,
    /// Log-likelihood ratio.
    score: f64,
    /// The first period that says both, where the term alone is said before.
    since: Option<Period>,
    in_glossary: bool,
    /// The first and the last passage that say both.
    mentions: Vec<MentionJson>,
}

/// Terms whose share of the passages rose in a period.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EmergingJson {
    period: Period,
    /// The first and the last of the periods that it is compared with.
    before: [Period; 2],
    /// Passages of the period, and of those before.
    of: u64,
    of_before: u64,
    terms: Vec<EmergingTermJson>,
    warnings: Vec<String>,
}

/// A term whose share rose.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EmergingTermJson {
    term: String,
    /// Passages with it in the period, and in those before.
    count: u64,
    count_before: u64,
    per_1000: f64,
    per_1000_before: f64,
    /// Calls and companies of the period that say it.
    calls: u64,
    companies: u64,
    /// Log-likelihood ratio.
    score: f64,
    /// The first and the last passage of the period that say it.
    mentions: Vec<MentionJson>,
}

/// Passages that are similar to a passage.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SimilarJson {
    citation: String,
    /// The terms it is compared by.
    terms: Vec<String>,
    hits: Vec<HitJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

impl From<&RelatedTerm> for RelatedTermJson {
    fn from(term: &RelatedTerm) -> Self {
        Self {
            term: term.term.clone(),
            relation: term.relation,
            count: term.passages,
            calls: term.calls,
            score: rounded(term.score),
            since: term.since,
            in_glossary: term.in_glossary,
            mentions: term.mentions.iter().map(MentionJson::from).collect(),
        }
    }
}

impl From<&Related> for RelatedJson {
    fn from(related: &Related) -> Self {
        Self {
            term: related.term.clone(),
            count: related.passages,
            calls: related.calls,
            terms: related.terms.iter().map(RelatedTermJson::from).collect(),
            warnings: related.warnings.clone(),
        }
    }
}

impl EmergingTermJson {
    /// The terms of a period, in order.
    pub fn of(emerging: &Emerging) -> impl Iterator<Item = Self> {
        let row = |term: &EmergingTerm| {
            let [count, count_before] = term.passages;
            let [per_1000, per_1000_before] = emerging.shares(term).map(rounded);
            Self {
                term: term.term.clone(),
                count,
                count_before,
                per_1000,
                per_1000_before,
                calls: term.calls,
                companies: term.companies,
                score: rounded(term.score),
                mentions: term.mentions.iter().map(MentionJson::from).collect(),
            }
        };
        emerging.terms.iter().map(row)
    }
}

impl From<&Emerging> for EmergingJson {
    fn from(emerging: &Emerging) -> Self {
        let [of, of_before] = emerging.of;
        Self {
            period: emerging.period,
            before: emerging.before,
            of,
            of_before,
            terms: EmergingTermJson::of(emerging).collect(),
            warnings: emerging.warnings.clone(),
        }
    }
}

impl From<&Similar> for SimilarJson {
    fn from(similar: &Similar) -> Self {
        Self {
            citation: similar.citation.clone(),
            terms: similar.terms.clone(),
            hits: similar.hits.iter().map(HitJson::from).collect(),
            warnings: similar.warnings.clone(),
        }
    }
}

/// To two decimals.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
