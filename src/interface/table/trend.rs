//! Rows of trends.

use super::columns::{Table, column, optional};
use crate::analytics::{Mention, Trend, TrendRow};

/// One row per value of each trend.
pub fn trends(trends: &[Trend]) -> Table {
    let rows: Vec<(&Trend, &TrendRow)> = (trends.iter())
        .flat_map(|trend| trend.rows.iter().map(move |row| (trend, row)))
        .collect();
    let columns = [
        column("query", |(trend, _): &(&Trend, &TrendRow)| {
            trend.query.clone()
        }),
        column("by", |(trend, _)| trend.by.to_string()),
        column("value", |(_, row)| row.value.clone()),
        column("passages", |(_, row)| row.passages.to_string()),
        column("of", |(_, row)| row.of.to_string()),
        column("mentions", |(_, row)| row.mentions.to_string()),
        column("per_1000", |(_, row)| format!("{:.3}", row.per_thousand())),
        column("first", |(_, row)| {
            optional(row.first.as_ref().map(citation))
        }),
        column("last", |(_, row)| optional(row.last.as_ref().map(citation))),
    ];
    Table::new(&columns, &rows)
}

fn citation(mention: &Mention) -> &str {
    &mention.citation
}
