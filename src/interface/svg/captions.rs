//! The texts of a chart.

use super::{scale::thousands, xml::one_line};
use crate::{
    analytics::{Trend, TrendRow},
    index::FacetField,
    search::{FilterArg, Request},
};

/// The title: the queries.
pub(super) fn title(trends: &[Trend]) -> String {
    let queries: Vec<String> = trends.iter().map(|trend| one_line(&trend.query)).collect();
    queries.join(" vs ")
}

/// The subtitle: field, filters, and for one query its counts.
pub(super) fn subtitle(request: &Request, trends: &[Trend], by: FacetField) -> String {
    let mut parts = vec![match by {
        FacetField::Period => "by fiscal period".to_owned(),
        _ => format!("by {by}"),
    }];
    parts.extend(request.filters.iter().map(|filter| {
        let FilterArg {
            field,
            value,
            negated,
        } = filter;
        let not = if *negated { "not " } else { "" };
        one_line(&format!("{field}: {not}{value}"))
    }));
    if request.literal {
        parts.push("only as typed".to_owned());
    }
    if let [only] = trends {
        parts.push(format!(
            "{} of {} match, in {} of {}",
            number(only.total),
            passages(only.of),
            number(only.total_calls),
            calls(only.of_calls)
        ));
    }
    parts.join(" · ")
}

/// The entry of a query in the legend.
pub(super) fn entry(trend: &Trend) -> String {
    format!("{} ({})", one_line(&trend.query), passages(trend.total))
}

/// The counts of a row in words, with the query if there are several.
pub(super) fn description(query: Option<&str>, label: &str, row: &TrendRow) -> String {
    format!(
        "{}{label}: {} of {}, {:.1} per 1,000",
        query.map_or(String::new(), |query| format!("{query}, ")),
        number(row.passages),
        passages(row.of),
        row.per_thousand()
    )
}

/// The notes below the chart, with the source.
pub(super) fn notes(trends: &[Trend], left_out: usize, is_broken: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let Some(first) = trends.first() else {
        return notes;
    };
    let by = first.by;
    if trends.iter().all(|trend| trend.rows.is_empty()) {
        notes.push(format!("No passage has a {by}."));
    } else if trends.iter().all(|trend| trend.total == 0) {
        notes.push("No passage matches.".to_owned());
    }
    if left_out > 0 {
        let more = number(left_out as u64);
        notes.push(match by {
            FacetField::Period => format!("and {more} later ones"),
            _ if trends.len() > 1 => {
                format!("and {more} more, with as many passages on the first query or fewer")
            }
            _ => format!("and {more} more, with as many passages or fewer"),
        });
    }
    if is_broken {
        notes.push("The axis is broken where no call is of the periods between.".to_owned());
    }
    let placed: u64 = first.rows.iter().map(|row| row.of).sum();
    let unplaced = first.of.saturating_sub(placed);
    if by == FacetField::Period && unplaced > 0 {
        let unplaced = passages(unplaced);
        notes.push(format!(
            "{unplaced} of calls without a fiscal period left out"
        ));
    }
    let (passages, calls) = (passages(first.of), calls(first.of_calls));
    notes.push(format!("Verbatim, {passages} in {calls}"));
    notes
}

/// A number with a comma between thousands.
pub(super) fn number(count: u64) -> String {
    thousands(&count.to_string())
}

fn passages(count: u64) -> String {
    format!(
        "{} {}",
        number(count),
        if count == 1 { "passage" } else { "passages" }
    )
}

fn calls(count: u64) -> String {
    format!(
        "{} {}",
        number(count),
        if count == 1 { "call" } else { "calls" }
    )
}
