//! The JSON of trends, first and last mentions, and the glossary.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::ExpansionJson;
use crate::{
    analytics::{
        Mention, MentionChange, MentionChangeRow, MentionChanges, MentionStatus, Trend, TrendRow,
    },
    model::{Period, Word},
    search::Group,
};

/// A row of a trend by itself.
#[derive(Debug, Serialize, JsonSchema)]
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
#[derive(Debug, Serialize, JsonSchema)]
pub struct TrendJson {
    query: String,
    by: &'static str,
    total: u64,
    total_calls: u64,
    /// Passages and calls that the filters leave.
    of: u64,
    of_calls: u64,
    mentions: u64,
    rows: Vec<TrendRowJson>,
    expansions: Vec<ExpansionJson>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TrendRowJson {
    value: String,
    /// Name of the company, where rows stand for companies.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Passages that match.
    count: u64,
    /// Passages in all.
    of: u64,
    mentions: u64,
    per_1000: f64,
    first: Option<MentionJson>,
    last: Option<MentionJson>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MentionJson {
    citation: String,
    period: Option<Period>,
}

impl From<&Mention> for MentionJson {
    fn from(mention: &Mention) -> Self {
        Self {
            citation: mention.citation.clone(),
            period: mention.period,
        }
    }
}

impl From<&TrendRow> for TrendRowJson {
    fn from(row: &TrendRow) -> Self {
        Self {
            value: row.value.clone(),
            name: row.company.as_ref().map(|company| company.name.clone()),
            count: row.passages,
            of: row.of,
            mentions: row.mentions,
            per_1000: row.per_thousand(),
            first: row.first.as_ref().map(MentionJson::from),
            last: row.last.as_ref().map(MentionJson::from),
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
            of: trend.of,
            of_calls: trend.of_calls,
            mentions: trend.mentions,
            rows: trend.rows.iter().map(TrendRowJson::from).collect(),
            expansions: trend.expansions.iter().map(ExpansionJson::from).collect(),
            warnings: trend.warnings.clone(),
        }
    }
}

/// Who begins to speak of something in a period, or has fallen silent on it since.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MentionChangesJson {
    query: String,
    by: &'static str,
    /// The period or range asked for, with one of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    new_in: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone_since: Option<String>,
    total: u64,
    total_calls: u64,
    rows: Vec<MentionChangeRowJson>,
    unplaced_calls: u64,
    unplaced_matching: u64,
    expansions: Vec<ExpansionJson>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MentionChangeRowJson {
    value: String,
    name: Option<String>,
    firm: Option<String>,
    companies: Vec<String>,
    standing: MentionStatus,
    mention: MentionJson,
    /// Passages that match in the period asked for; of what is gone, before it.
    count: u64,
    /// Calls with such a passage.
    calls: u64,
    /// Calls before the period in which it is heard; of what is gone, from the period on.
    heard: u64,
}

/// A row of shifts by itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MentionChangeRecordJson {
    query: String,
    by: &'static str,
    #[serde(flatten)]
    row: MentionChangeRowJson,
}

impl MentionChangeRecordJson {
    /// The rows in order.
    pub fn of(changes: &MentionChanges) -> impl Iterator<Item = Self> {
        changes.rows.iter().map(|row| Self {
            query: changes.query.clone(),
            by: changes.by.word(),
            row: MentionChangeRowJson::from(row),
        })
    }
}

impl From<&MentionChangeRow> for MentionChangeRowJson {
    fn from(row: &MentionChangeRow) -> Self {
        Self {
            value: row.value.clone(),
            name: row.name.clone(),
            firm: row.firm.clone(),
            companies: row.companies.clone(),
            standing: row.standing,
            mention: MentionJson::from(&row.mention),
            count: row.passages,
            calls: row.calls,
            heard: row.heard,
        }
    }
}

impl From<&MentionChanges> for MentionChangesJson {
    fn from(changes: &MentionChanges) -> Self {
        let (new_in, gone_since) = match changes.shift {
            MentionChange::NewIn(range) => (Some(range.to_string()), None),
            MentionChange::GoneSince(period) => (None, Some(period.to_string())),
        };
        Self {
            query: changes.query.clone(),
            by: changes.by.word(),
            new_in,
            gone_since,
            total: changes.total,
            total_calls: changes.total_calls,
            rows: changes
                .rows
                .iter()
                .map(MentionChangeRowJson::from)
                .collect(),
            unplaced_calls: changes.unplaced.calls,
            unplaced_matching: changes.unplaced.matching,
            expansions: changes.expansions.iter().map(ExpansionJson::from).collect(),
            warnings: changes.warnings.clone(),
        }
    }
}

/// Terms that mean the same.
#[derive(Debug, Serialize, JsonSchema)]
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
