//! Rows of trends.

use super::Table;
use crate::analytics::{Mention, Trend};

/// A row a value of each trend, all under one head.
pub fn trends(trends: &[Trend]) -> Table {
    Table {
        columns: &[
            "query", "by", "value", "passages", "of", "mentions", "per_1000", "first", "last",
        ],
        rows: rows(trends).collect(),
    }
}

fn rows(trends: &[Trend]) -> impl Iterator<Item = Vec<String>> {
    let citation = |mention: &Option<Mention>| {
        (mention.as_ref()).map_or(String::new(), |mention| mention.citation.clone())
    };
    let rows = trends
        .iter()
        .flat_map(|trend| trend.rows.iter().map(move |row| (trend, row)));
    rows.map(move |(trend, row)| {
        vec![
            trend.query.clone(),
            trend.by.to_string(),
            row.value.clone(),
            row.passages.to_string(),
            row.of.to_string(),
            row.mentions.to_string(),
            format!("{:.3}", row.per_thousand()),
            citation(&row.first),
            citation(&row.last),
        ]
    })
}
