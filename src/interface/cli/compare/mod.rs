//! `verbatim compare`.

mod amounts;
mod parts;
mod passages;
mod terms;

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use serde::Serialize;

use super::{
    args::Compare,
    columns::{self, Column},
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, DIM, HINT, Layout, RESET, clip, counted},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    analytics::{CallMentions, Comparison},
    interface::{
        caption::call_line,
        json::{ComparisonJson, ComparisonRecordJson},
        table::{self, Table},
    },
    model::Call,
};

/// Maximum width of a call's name in a heading.
const MAX_NAME_WIDTH: usize = 26;

pub(super) fn run(session: &Session, args: &Compare) -> Result<CommandOutput> {
    let (request, calls) = args.request()?;
    let engine = session.fresh_engine(args.no_refresh)?;
    let found = engine.compare(&request, calls, args.limit.0)?;
    let outcome = Outcome::of(found.is_said());
    session.render(&found, outcome)
}

impl Render for Comparison {
    fn document(&self) -> impl Serialize {
        ComparisonJson::from(self)
    }

    fn records(&self) -> Vec<impl Serialize> {
        ComparisonRecordJson::of(self)
    }

    fn table(&self) -> Table {
        table::comparison(self)
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
    out.push_str(&layout.expansions(&found.expansions));
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

/// The names of the calls in headings: `then` and `now` for two calls of one company.
fn names(found: &Comparison) -> [String; 2] {
    let [first, second] = &found.calls;
    match (first.call.period, second.call.period) {
        (Some(then), Some(now)) if found.is_then_and_now() => {
            [format!("then {then}"), format!("now {now}")]
        }
        _ => [short_name(&first.call), short_name(&second.call)],
    }
}

/// The counts of each call.
fn shares(layout: Layout, found: &Comparison) -> String {
    let counts = [
        Column::text("CALL", MAX_NAME_WIDTH, |call_mentions: &CallMentions| {
            short_name(&call_mentions.call)
        }),
        Column::number("PASSAGES", |call_mentions| {
            format!("{}/{}", call_mentions.passages, call_mentions.of)
        }),
        Column::number("PER 1,000", |call_mentions| {
            format!("{:.1}", call_mentions.per_thousand())
        }),
        Column::number("MENTIONS", |call_mentions| {
            call_mentions.mentions.to_string()
        }),
        Column::number("EXECUTIVES", |call_mentions| {
            call_mentions.executives.to_string()
        }),
        Column::number("ANALYSTS", |call_mentions| {
            call_mentions.analysts.to_string()
        }),
    ];
    let mut out = format!("{BOLD}{}{RESET}\n", layout.clip(&found.query, 0));
    for call_mentions in &found.calls {
        let line = layout.clip(&call_line(&call_mentions.call), 0);
        let _ = writeln!(out, "{DIM}{line}{RESET}");
    }
    out + &columns::table(layout, &counts, &found.calls)
}

/// The id of a call, or company and period if the id is long.
fn short_name(call: &Call) -> String {
    match call.period {
        Some(period) if call.id.width() > MAX_NAME_WIDTH => {
            let period = period.to_string();
            let room = MAX_NAME_WIDTH.saturating_sub(period.len() + 1);
            format!("{} {period}", clip(&call.company.name, room))
        }
        _ => call.id.clone(),
    }
}
