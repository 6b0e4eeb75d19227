//! `verbatim compare`.

mod amounts;
mod passages;
mod rows;
mod terms;

use std::{fmt::Write, ops::Range};

use unicode_width::UnicodeWidthStr;

use super::{
    Outcome, Printed, Session,
    args::Compare,
    columns::{Column, table},
    layout::{BOLD, CITATION, DIM, HINT, Layout, RESET, clip, counted},
    output::Answer,
};
use crate::{
    Result,
    analytics::{CallMentions, Comparison},
    interface::{
        caption::call_line,
        excerpt::within,
        json::{ComparisonJson, ComparisonRecordJson},
        table::Table,
    },
    model::{Call, Sides},
};

/// Widest name of a call in a heading.
const WIDEST_NAME: usize = 26;

/// Widest citation that stands before its text; a wider one stands above it.
const WIDEST_CITATION: usize = 18;

pub(super) fn run(session: &Session, args: &Compare) -> Result<Printed> {
    let (request, calls) = args.request()?;
    let engine = session.fresh_engine(args.no_refresh)?;
    let found = engine.compare(&request, calls, args.limit)?;
    let outcome = Outcome::of(found.is_said());
    session.answer(&found, outcome)
}

impl Answer for Comparison {
    type Document = ComparisonJson;
    type Record = ComparisonRecordJson;

    fn document(&self) -> ComparisonJson {
        ComparisonJson::from(self)
    }

    fn records(&self) -> Vec<ComparisonRecordJson> {
        ComparisonRecordJson::of(self)
    }

    fn table(&self) -> Table {
        rows::table(self)
    }

    fn text(&self, session: &Session) -> String {
        render(session.layout, self)
    }
}

fn render(layout: Layout, found: &Comparison) -> String {
    let names = names(found);
    let mut out = shares(layout, found);
    out.push_str(&terms::render(layout, found, &names));
    out.push_str(&amounts::render(layout, found, &names));
    out.push_str(&passages::render(layout, found, &names));
    out.push('\n');
    out.push_str(&layout.expanded(&found.expansions));
    for warning in &found.warnings {
        let _ = writeln!(out, "{HINT}note:{RESET} {warning}");
    }
    let [only_first, only_second] = &found.alone;
    let summary = format!(
        "{} in both, {}, {} and {} passages alone",
        counted(found.figures.len() as u64, "figure", "figures"),
        counted(
            found.pairs.len() as u64,
            "pair of passages",
            "pairs of passages"
        ),
        only_first.len(),
        only_second.len(),
    );
    let _ = writeln!(out, "{DIM}{}{RESET}", layout.clip(&summary, 0));
    out
}

/// What the calls are called in headings: of one company then and now.
fn names(found: &Comparison) -> [String; 2] {
    let [first, second] = &found.calls;
    match (first.call.period, second.call.period) {
        (Some(then), Some(now)) if found.is_then_and_now() => {
            [format!("then {then}"), format!("now {now}")]
        }
        _ => [short(&first.call), short(&second.call)],
    }
}

/// The id of a call; where it is long its company and period.
fn short(call: &Call) -> String {
    match call.period {
        Some(period) if call.id.width() > WIDEST_NAME => {
            let period = period.to_string();
            let room = WIDEST_NAME.saturating_sub(period.len() + 1);
            format!("{} {period}", clip(&call.company.name, room))
        }
        _ => call.id.clone(),
    }
}

/// How much each call says of it.
fn shares(layout: Layout, found: &Comparison) -> String {
    let columns = [
        Column::text("CALL", WIDEST_NAME),
        Column::number("PASSAGES"),
        Column::number("PER 1,000"),
        Column::number("MENTIONS"),
        Column::number("EXECUTIVES"),
        Column::number("ANALYSTS"),
    ];
    let row = |said: &CallMentions| {
        vec![
            short(&said.call),
            format!("{}/{}", said.passages, said.of),
            format!("{:.1}", said.per_thousand()),
            said.mentions.to_string(),
            said.executives.to_string(),
            said.analysts.to_string(),
        ]
    };
    let mut out = format!("{BOLD}{}{RESET}\n", layout.clip(&found.query, 0));
    for said in &found.calls {
        let _ = writeln!(
            out,
            "{DIM}{}{RESET}",
            layout.clip(&call_line(&said.call), 0)
        );
    }
    out + &table(layout, &columns, found.calls.iter().map(row).collect())
}

/// A heading and what it is about.
fn heading(layout: Layout, title: &str, about: &str) -> String {
    let about = layout.clip(about, title.width() + 2);
    format!("\n{BOLD}{title}{RESET}  {DIM}{about}{RESET}\n")
}

/// The side to show: in the language of the query where it is there.
fn side<'a, T>(found: &Comparison, sides: &'a Sides<T>) -> Option<&'a T> {
    let first = || sides.iter().next().map(|(_, side)| side);
    sides.get(found.lang).or_else(first)
}

/// A text with its citation before it, in a terminal of about so many columns.
fn cited(
    layout: Layout,
    citation: &str,
    text: &str,
    lit: &[Range<usize>],
    columns: usize,
    out: &mut String,
) {
    let shown = match layout.width {
        Some(_) => within(text, lit, columns),
        None => within(text, lit, usize::MAX),
    };
    if citation.width() > WIDEST_CITATION {
        let _ = writeln!(out, "    {CITATION}{citation}{RESET}");
        out.push_str(&layout.paragraph(&shown.text, &shown.lit, 6));
        return;
    }
    let indent = 4 + citation.width() + 2;
    let paragraph = layout.paragraph(&shown.text, &shown.lit, indent);
    let text = paragraph.get(indent..).unwrap_or_default();
    let _ = write!(out, "    {CITATION}{citation}{RESET}  {text}");
}
