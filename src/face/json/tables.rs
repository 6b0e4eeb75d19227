//! The JSON of tables: trends, and the glossary.

use serde::Serialize;

use super::answer::ExpansionJson;
use crate::{
    model::{Period, Word},
    search::{Group, Mention, Trend, TrendRow},
};

/// A row of a trend by itself.
#[derive(Debug, Serialize)]
pub struct TrendRecordJson {
    query: String,
    by: &'static str,
    #[serde(flatten)]
    row: TrendRowJson,
}

impl TrendRecordJson {
    /// The rows of a trend, in order.
    pub fn of(trend: &Trend) -> impl Iterator<Item = Self> {
        trend.rows.iter().map(|row| Self {
            query: trend.query.clone(),
            by: trend.by.word(),
            row: TrendRowJson::from(row),
        })
    }
}

/// How often something is said.
#[derive(Debug, Serialize)]
pub struct TrendJson {
    query: String,
    by: &'static str,
    total: u64,
    total_calls: u64,
    mentions: u64,
    rows: Vec<TrendRowJson>,
    expansions: Vec<ExpansionJson>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TrendRowJson {
    value: String,
    /// Passages that match.
    count: u64,
    /// Passages in all.
    of: u64,
    mentions: u64,
    per_1000: f64,
    first: Option<MentionJson>,
    last: Option<MentionJson>,
}

#[derive(Debug, Serialize)]
struct MentionJson {
    citation: String,
    period: Option<Period>,
}

impl From<&TrendRow> for TrendRowJson {
    fn from(row: &TrendRow) -> Self {
        let mention = |mention: &Mention| MentionJson {
            citation: mention.citation.clone(),
            period: mention.period,
        };
        Self {
            value: row.value.clone(),
            count: row.passages,
            of: row.of,
            mentions: row.mentions,
            per_1000: row.per_thousand(),
            first: row.first.as_ref().map(mention),
            last: row.last.as_ref().map(mention),
        }
    }
}

impl From<&Trend> for TrendJson {
    fn from(trend: &Trend) -> Self {
        Self {
            query: trend.query.clone(),
            by: trend.by.word(),
            total: trend.total,
            total_calls: trend.total_calls,
            mentions: trend.mentions,
            rows: trend.rows.iter().map(TrendRowJson::from).collect(),
            expansions: trend.expansions.iter().map(ExpansionJson::from).collect(),
            warnings: trend.warnings.clone(),
        }
    }
}

/// Terms that mean the same.
#[derive(Debug, Serialize)]
pub struct TermsJson {
    terms: Vec<String>,
    /// None for a group of the user's own.
    subject: Option<String>,
}

impl From<&Group> for TermsJson {
    fn from(group: &Group) -> Self {
        Self {
            terms: group.terms.clone(),
            subject: group.subject.clone(),
        }
    }
}
