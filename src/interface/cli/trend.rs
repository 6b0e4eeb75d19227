//! `verbatim trend`.

use std::{fmt::Write, path::Path};

use unicode_width::UnicodeWidthStr;

use serde::Serialize;

use super::{
    args::Trend as Args,
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, DIM, RESET, clip, counted, pad},
    mention_changes,
    render::Render,
    save::save,
    session::Session,
};
use crate::{
    Error, Result,
    analytics::{Emerging, Mention, Trend, TrendRow},
    index::FacetField,
    interface::{
        json::{OneOrMore, TrendJson, TrendRecordJson},
        svg::{self, ChartOptions, UiLocale},
        table::{self, Output, Table},
    },
    model::Period,
    search::Request,
};

/// Maximum width of the column of values.
const MAX_VALUE_WIDTH: usize = 32;

/// Maximum width of a bar in columns.
pub(super) const MAX_BAR_WIDTH: usize = 24;

/// Width of all columns but the value and the bar.
const NUMBERS_WIDTH: usize = 57;

/// The ends of a bar, by eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

pub(super) fn run(session: &Session, args: &Args) -> Result<CommandOutput> {
    Trend::check_beside(args.versus.len())?;
    let request = args.request()?;
    if let Some(period) = args.emerging()? {
        return emerging(session, args, &request, period);
    }
    let versus = (args.versus.iter()).map(|query| args.count.request_of(query));
    let requests = std::iter::once(Ok(request.clone()))
        .chain(versus)
        .collect::<Result<Vec<Request>>>()?;
    let shift = args.shift()?;
    let chart_alone = args.svg.as_deref() == Some(Path::new("-"));
    if chart_alone && session.output != Output::Table {
        return Err(
            Error::request("standard output takes the chart or the table, not both")
                .hint("draw the chart into a file: --svg chart.svg"),
        );
    }
    let engine = session.fresh_engine(args.count.no_refresh)?;
    if let Some(shift) = shift {
        return mention_changes::print(session, args, &engine, &requests, shift);
    }
    let by = args.by.unwrap_or(FacetField::Period);
    let trends = requests
        .iter()
        .map(|request| engine.trend(request, by))
        .collect::<Result<Vec<Trend>>>()?;
    let options = ChartOptions {
        limit: args.limit(),
        width: None,
        locale: UiLocale::En,
    };
    let chart = || svg::chart(&request, &trends, options);
    if let Some(path) = args.svg.as_ref().filter(|_| !chart_alone) {
        save(path, &chart())?;
        session.note(&format!("wrote {}", path.display()));
    }
    let found = trends.iter().any(|trend| trend.total > 0);
    let outcome = Outcome::of(found);
    if chart_alone {
        return Ok(CommandOutput {
            outcome,
            ..CommandOutput::found(chart())
        });
    }
    let limit = args.limit().unwrap_or(usize::MAX);
    session.render(&Trends { trends, limit }, outcome)
}

fn emerging(
    session: &Session,
    args: &Args,
    request: &Request,
    period: Option<Period>,
) -> Result<CommandOutput> {
    let engine = session.fresh_engine(args.count.no_refresh)?;
    let limit = args.limit().unwrap_or(20).min(Emerging::MOST);
    let found = engine.emerging(request, period, limit)?;
    let outcome = Outcome::of(!found.terms.is_empty());
    session.render(&found, outcome)
}

struct Trends {
    trends: Vec<Trend>,
    limit: usize,
}

impl Render for Trends {
    fn document(&self) -> impl Serialize {
        let trends: Vec<TrendJson> = self.trends.iter().map(TrendJson::from).collect();
        OneOrMore::from(trends)
    }

    fn records(&self) -> Vec<impl Serialize> {
        self.trends.iter().flat_map(TrendRecordJson::of).collect()
    }

    fn table(&self) -> Table {
        table::trends(&self.trends)
    }

    fn text(&self, session: &Session) -> String {
        render(session, self.limit, &self.trends)
    }
}

fn render(session: &Session, limit: usize, trends: &[Trend]) -> String {
    let mut out = String::new();
    for trend in trends {
        if trends.len() > 1 {
            let _ = writeln!(out, "{BOLD}{}{RESET}", session.layout.clip(&trend.query, 0));
        }
        table(session, limit, trend, trends, &mut out);
        for warning in &trend.warnings {
            out.push_str(&session.layout.labelled("note:", warning));
        }
        let summary = format!(
            "{} and {} in {}",
            counted(trend.mentions, "mention", "mentions"),
            counted(trend.total, "passage", "passages"),
            counted(trend.total_calls, "call", "calls")
        );
        let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&summary, 0));
        if trends.len() > 1 {
            out.push('\n');
        }
    }
    out
}

fn table(session: &Session, limit: usize, trend: &Trend, trends: &[Trend], out: &mut String) {
    let shown = trend.rows.len().min(limit);
    let rows = trend.rows.get(..shown).unwrap_or_default();
    let head = trend.by.to_string().to_uppercase();
    // In a narrow terminal the bar is shortened first, then the value.
    let width = session
        .layout
        .width
        .map_or(usize::MAX, |width| width.saturating_sub(NUMBERS_WIDTH));
    let widest = rows.iter().map(|row| label(row).width()).max().unwrap_or(0);
    let widest = widest.max(head.width());
    let widest = widest
        .min(MAX_VALUE_WIDTH)
        .min(width.saturating_sub(4).max(8));
    let full = width.saturating_sub(widest).clamp(2, MAX_BAR_WIDTH);
    let value = |row: &TrendRow| clip(&label(row), widest);
    // Bars of all queries are on one scale.
    let max = trends.iter().flat_map(|trend| &trend.rows);
    let max = max.map(TrendRow::per_thousand).fold(0.0, f64::max);
    let heading = format!(
        "{}  {}  {:>8}  {:>6}  {:>8}  {:>9}  FIRST   LAST",
        pad(&head, widest),
        pad("", full),
        "PASSAGES",
        "OF",
        "MENTIONS",
        "PER 1,000",
    );
    let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&heading, 0));
    for row in rows {
        let period = |mention: &Option<Mention>| {
            let period = mention.as_ref().and_then(|mention| mention.period);
            period.map_or(String::new(), |period| period.to_string())
        };
        let line = format!(
            "{}  {}  {:>8}  {:>6}  {:>8}  {:>9.1}  {}  {}",
            pad(&value(row), widest),
            pad(&bar(row.per_thousand(), max, full), full),
            row.passages,
            row.of,
            row.mentions,
            row.per_thousand(),
            pad(&period(&row.first), 6),
            period(&row.last),
        );
        let _ = writeln!(out, "{}", session.layout.clip(line.trim_end(), 0));
    }
    if shown < trend.rows.len() {
        let more = trend.rows.len() - shown;
        let _ = writeln!(out, "{DIM}and {more} more{RESET}");
    }
}

/// The value of a row; of a company its name.
fn label(row: &TrendRow) -> String {
    (row.company.as_ref()).map_or_else(|| row.value.clone(), |company| company.name.clone())
}

/// A bar in eighths of a column; `max` has `full` columns.
pub(super) fn bar(value: f64, max: f64, full: usize) -> String {
    if max <= 0.0 {
        return String::new();
    }
    let eighths = (value / max * (full * 8) as f64).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    bar.push_str(EIGHTHS.get(eighths % 8).unwrap_or(&""));
    if bar.is_empty() && value > 0.0 {
        bar.push('▏');
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_on_scale() {
        assert_eq!(bar(10.0, 10.0, 24).width(), 24);
        assert_eq!(bar(5.0, 10.0, 24).width(), 12);
        assert_eq!(bar(0.0, 10.0, 24), "");
        assert_eq!(bar(0.001, 10.0, 24), "▏");
        assert_eq!(bar(0.0, 0.0, 24), "");
    }
}
