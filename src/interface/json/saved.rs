//! The JSON of saved searches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use super::answer::{ExpansionJson, HitJson, SearchJson};
use crate::{
    engine::{News, Preview, PreviewRow, Wording},
    error::Error,
};

/// A saved search in the list of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SavedJson {
    #[serde(flatten)]
    wording: WordingJson,
    #[serde(flatten)]
    counts: Option<CountsJson>,
    /// What is wrong with it.
    error: Option<String>,
}

/// How a search is worded.
#[derive(Debug, Serialize, JsonSchema)]
struct WordingJson {
    name: String,
    query: String,
    filters: BTreeMap<String, Vec<String>>,
    literal: bool,
    note: Option<String>,
}

/// How much a search finds, and how much of it is new.
#[derive(Debug, Serialize, JsonSchema)]
struct CountsJson {
    /// Passages that match.
    total: u64,
    /// Calls with such a passage.
    total_calls: u64,
    /// Passages that have not been shown.
    new: u64,
    /// Calls with such a passage.
    new_calls: u64,
    #[serde(flatten)]
    since: SinceJson,
}

/// Since when what is new is new.
#[derive(Debug, Serialize, JsonSchema)]
struct SinceJson {
    /// When it last ran (RFC 3339); none if it never did.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<String>")]
    since: Option<OffsetDateTime>,
    /// It asked for something else then.
    changed: bool,
    /// Why it is not known what it has shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    damage: Option<String>,
}

/// What is new of a saved search, or why it cannot be run.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum NewsJson {
    /// It ran.
    Ran(Box<RanJson>),
    /// It did not.
    Failed {
        /// Its name.
        name: String,
        /// Its query, as worded.
        query: String,
        /// What is wrong with it.
        error: String,
    },
}

/// What is new of a saved search: a search's answer whose hits are those shown.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RanJson {
    name: String,
    /// Passages that have not been shown before.
    new: u64,
    /// Calls with such a passage.
    new_calls: u64,
    #[serde(flatten)]
    since: SinceJson,
    #[serde(flatten)]
    answer: SearchJson,
}

/// A hit of a saved search by itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NewsHitJson {
    saved: String,
    #[serde(flatten)]
    hit: HitJson,
}

/// How often a search would have found something new.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PreviewJson {
    query: String,
    /// Periods in which it would have found something.
    fires: usize,
    /// Periods in all.
    periods: usize,
    /// Passages that match, those of calls without a period included.
    total: u64,
    /// Calls with such a passage.
    total_calls: u64,
    rows: Vec<PreviewRowJson>,
    expansions: Vec<ExpansionJson>,
    warnings: Vec<String>,
}

/// What a search would have found in one period.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PreviewRowJson {
    /// The period.
    value: String,
    /// Passages that match.
    count: u64,
    /// Passages in all.
    of: u64,
    /// Calls with a passage that matches.
    calls: u64,
    /// Calls in all.
    of_calls: u64,
    per_1000: f64,
    fires: bool,
}

impl SavedJson {
    /// A saved search with what it finds, or with what is wrong with it.
    pub fn new(wording: &Wording, news: Result<&News, &Error>) -> Self {
        Self {
            wording: WordingJson {
                name: wording.name.clone(),
                query: wording.query.clone(),
                filters: wording.filters.iter().cloned().collect(),
                literal: wording.literal,
                note: wording.note.clone(),
            },
            counts: news.ok().map(|news| CountsJson {
                total: news.response.total,
                total_calls: news.response.total_calls,
                new: news.new,
                new_calls: news.new_calls,
                since: SinceJson::from(news),
            }),
            error: news.err().map(Error::to_string),
        }
    }
}

impl From<&News> for SinceJson {
    fn from(news: &News) -> Self {
        Self {
            since: news.since,
            changed: news.changed,
            damage: news.damage.as_ref().map(Error::to_string),
        }
    }
}

impl NewsJson {
    /// What a saved search found, or what is wrong with it.
    pub fn new(wording: &Wording, news: Result<&News, &Error>) -> Self {
        match news {
            Ok(news) => Self::Ran(Box::new(RanJson {
                name: news.name.clone(),
                new: news.new,
                new_calls: news.new_calls,
                since: SinceJson::from(news),
                answer: SearchJson::from(&news.response),
            })),
            Err(error) => Self::Failed {
                name: wording.name.clone(),
                query: wording.query.clone(),
                error: error.to_string(),
            },
        }
    }
}

impl NewsHitJson {
    /// The hits shown of a saved search, in order.
    pub fn of(news: &News) -> impl Iterator<Item = Self> {
        news.response.hits.iter().map(|hit| Self {
            saved: news.name.clone(),
            hit: HitJson::from(hit),
        })
    }
}

impl From<&PreviewRow> for PreviewRowJson {
    fn from(row: &PreviewRow) -> Self {
        Self {
            value: row.period.clone(),
            count: row.passages,
            of: row.of,
            calls: row.calls,
            of_calls: row.of_calls,
            per_1000: row.per_thousand(),
            fires: row.fires(),
        }
    }
}

impl From<&Preview> for PreviewJson {
    fn from(preview: &Preview) -> Self {
        Self {
            query: preview.query.clone(),
            fires: preview.fires(),
            periods: preview.rows.len(),
            total: preview.passages,
            total_calls: preview.calls,
            rows: preview.rows.iter().map(PreviewRowJson::from).collect(),
            expansions: (preview.expansions.iter())
                .map(ExpansionJson::from)
                .collect(),
            warnings: preview.warnings.clone(),
        }
    }
}
