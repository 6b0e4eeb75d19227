//! `verbatim saved preview`.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use serde::Serialize;

use super::search_run::saved;
use crate::{
    Result,
    engine::{Preview, PreviewRow},
    interface::{
        cli::{
            args::SavedPreview,
            command_output::{CommandOutput, Outcome},
            layout::{DIM, HINT, RESET, clip, counted, pad},
            render::Render,
            session::Session,
            trend::{MAX_BAR_WIDTH, bar},
        },
        json::{PreviewJson, PreviewRowJson},
        table::{Table, column},
    },
    model::Word,
    query::Field,
};

/// Width of all columns but the period and the bar.
const NUMBERS_WIDTH: usize = 53;

pub(super) fn run(session: &Session, args: &SavedPreview) -> Result<CommandOutput> {
    let text = args.text();
    let named = (saved(session)?.into_iter()).find(|search| search.wording.is_named(&text));
    let (wording, saved_request) = match named {
        Some(search) => (Some(search.wording), Some(search.request?)),
        None => (None, None),
    };
    let request = args.request(saved_request)?;
    let engine = session.fresh_engine(args.no_refresh)?;
    let preview = engine.preview(&request).map_err(|error| match &wording {
        Some(wording) => wording.placed(error),
        None => error,
    })?;
    let found = preview.passages > 0;
    session.render(&Shown(preview), Outcome::of(found))
}

struct Shown(Preview);

impl Render for Shown {
    fn document(&self) -> impl Serialize {
        PreviewJson::from(&self.0)
    }

    fn records(&self) -> Vec<impl Serialize> {
        self.0.rows.iter().map(PreviewRowJson::from).collect()
    }

    fn table(&self) -> Table {
        let columns = [
            column(Field::Period.word(), |row: &PreviewRow| row.period.clone()),
            column("calls", |row| row.calls.to_string()),
            column("of_calls", |row| row.of_calls.to_string()),
            column("passages", |row| row.passages.to_string()),
            column("of", |row| row.of.to_string()),
            column("per_1000", |row| format!("{:.3}", row.per_thousand())),
            column("fires", |row| fires(row).to_owned()),
        ];
        Table::new(&columns, &self.0.rows)
    }

    fn text(&self, session: &Session) -> String {
        render(session, &self.0)
    }
}

fn fires(row: &PreviewRow) -> &'static str {
    if row.fires() { "yes" } else { "no" }
}

fn render(session: &Session, preview: &Preview) -> String {
    let layout = session.layout;
    let mut out = String::new();
    let periods = preview.rows.iter().map(|row| row.period.width());
    let widest = periods.max().unwrap_or(0).max("PERIOD".len());
    let room = layout.width.map_or(usize::MAX, |width| {
        width.saturating_sub(NUMBERS_WIDTH + widest)
    });
    let full = room.clamp(2, MAX_BAR_WIDTH);
    let max = preview.rows.iter().map(PreviewRow::per_thousand);
    let max = max.fold(0.0, f64::max);
    let heading = format!(
        "{}  {}  {:>9}  {:>8}  {:>7}  {:>9}  FIRES",
        pad("PERIOD", widest),
        pad("", full),
        "CALLS",
        "PASSAGES",
        "OF",
        "PER 1,000",
    );
    let _ = writeln!(out, "{DIM}{}{RESET}", layout.clip(&heading, 0));
    for row in &preview.rows {
        let line = format!(
            "{}  {}  {:>9}  {:>8}  {:>7}  {:>9.1}  {}",
            pad(&clip(&row.period, widest), widest),
            pad(&bar(row.per_thousand(), max, full), full),
            format!("{}/{}", row.calls, row.of_calls),
            row.passages,
            row.of,
            row.per_thousand(),
            fires(row),
        );
        let _ = writeln!(out, "{}", layout.clip(&line, 0));
    }
    for warning in &preview.warnings {
        let _ = writeln!(out, "{HINT}note:{RESET} {warning}");
    }
    let mut line = format!(
        "would have fired in {} of {}, {} in {}",
        preview.fires(),
        counted(preview.rows.len() as u64, "period", "periods"),
        counted(preview.passages, "passage", "passages"),
        counted(preview.calls, "call", "calls"),
    );
    if preview.undated() > 0 {
        let _ = write!(line, ", {} of them without a period", preview.undated());
    }
    let _ = writeln!(out, "{DIM}{}{RESET}", layout.clip(&line, 0));
    out
}
