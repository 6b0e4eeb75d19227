//! `verbatim saved list`.

use std::fmt::Write;

use serde::Serialize;

use super::search_run::{HINT_NO_SEARCHES, SearchRun, rfc3339, saved, summary, typed};
use crate::{
    Error, Result,
    engine::News,
    error::Location,
    interface::{
        cli::{
            args::SavedList,
            command_output::{CommandOutput, Outcome},
            error::query_with_carets,
            layout::{BOLD, BOLD_RED, DIM, HINT, RESET, counted},
            render::Render,
            session::Session,
        },
        json::SavedJson,
        table::{Table, column, optional},
    },
    search::{Request, Which},
};

pub(super) fn run(session: &Session, args: &SavedList) -> Result<CommandOutput> {
    let saved = saved(session)?;
    let outcome = match saved.iter().any(|search| search.request.is_err()) {
        true => Outcome::Failed,
        false => Outcome::of(!saved.is_empty()),
    };
    let engine = session.fresh_engine(args.no_refresh)?;
    engine.size()?;
    let counted_only = |request| Request {
        limit: 0,
        ..request
    };
    let run = |search| SearchRun::new(&engine, search, Which::New, counted_only);
    let runs: Vec<SearchRun> = saved.into_iter().map(run).collect();
    let failed = runs.iter().any(|run| run.found.is_err());
    session.render(&List(runs), if failed { Outcome::Failed } else { outcome })
}

/// All saved searches in the order of `verbatim.toml`.
struct List(Vec<SearchRun>);

impl Render for List {
    fn records(&self) -> Vec<impl Serialize> {
        let row = |run: &SearchRun| SavedJson::new(&run.wording, run.news());
        self.0.iter().map(row).collect()
    }

    fn table(&self) -> Table {
        let columns = [
            column("name", |run: &SearchRun| run.wording.name.clone()),
            column("query", |run| run.wording.query.clone()),
            column("filters", filters),
            column("literal", |run| run.wording.literal.to_string()),
            column("note", |run| optional(run.wording.note.as_ref())),
            column("passages", |run| of_news(run, |news| news.response.total)),
            column("calls", |run| {
                of_news(run, |news| news.response.total_calls)
            }),
            column("new", |run| of_news(run, |news| news.new)),
            column("last_run", |run| {
                let since = run.news().ok().and_then(|news| news.since);
                optional(since.map(rfc3339))
            }),
            column("error", |run| optional(run.news().err())),
        ];
        Table::new(&columns, &self.0)
    }

    fn text(&self, session: &Session) -> String {
        render(session, &self.0)
    }
}

/// The filters as they are written in a query.
fn filters(run: &SearchRun) -> String {
    let filters = run.wording.filters.iter();
    let filters: Vec<String> = filters
        .flat_map(|(field, values)| values.iter().map(move |value| format!("{field}:{value}")))
        .collect();
    filters.join(" ")
}

/// A count; empty if the search failed.
fn of_news(run: &SearchRun, count: fn(&News) -> u64) -> String {
    optional(run.news().ok().map(count))
}

fn render(session: &Session, runs: &[SearchRun]) -> String {
    let layout = session.layout;
    let mut out = String::new();
    for run in runs {
        let name = layout.clip(&run.wording.name, 0);
        let _ = writeln!(out, "{BOLD}{name}{RESET}");
        out += &layout.paragraph(&typed(&run.wording), &[], 2);
        if let Some(note) = &run.wording.note {
            let _ = write!(out, "{DIM}{}{RESET}", layout.paragraph(note, &[], 2));
        }
        match run.news() {
            Ok(news) => {
                out += &layout.paragraph(&summary(news, "never run"), &[], 2);
                if let Some(damage) = &news.damage {
                    fault(session, damage, &mut out);
                }
            }
            Err(error) => fault(session, error, &mut out),
        }
        out.push('\n');
    }
    if runs.is_empty() {
        out += &layout.paragraph(&format!("hint: {HINT_NO_SEARCHES}"), &[], 0);
    }
    let new = runs
        .iter()
        .flat_map(SearchRun::news)
        .filter(|news| news.new > 0);
    let line = format!(
        "{}, {} with something new",
        counted(runs.len() as u64, "saved search", "saved searches"),
        new.count()
    );
    let _ = writeln!(out, "{DIM}{}{RESET}", layout.clip(&line, 0));
    if let Some(run) = runs.first() {
        let line = format!("in {}", run.wording.file().display());
        let _ = writeln!(out, "{DIM}{}{RESET}", layout.clip(&line, 0));
    }
    out
}

/// An error below a saved search, as wide as the terminal.
fn fault(session: &Session, error: &Error, out: &mut String) {
    let layout = session.layout;
    let text = layout.paragraph(&format!("error: {error}"), &[], 2);
    let _ = write!(out, "{BOLD_RED}{text}{RESET}");
    if let Some(Location::Query { query, span }) = &error.location {
        *out += &query_with_carets(query, span, layout, 4);
    }
    if let Some(hint) = &error.hint {
        let hint = layout.paragraph(&format!("hint: {hint}"), &[], 2);
        let _ = write!(out, "{HINT}{hint}{RESET}");
    }
}
