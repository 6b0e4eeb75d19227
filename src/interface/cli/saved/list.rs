//! `verbatim saved list`.

use std::fmt::Write;

use super::{HOW, Ran, rfc3339, saved, standing, typed};
use crate::{
    Error, Result,
    engine::News,
    error::Location,
    interface::{
        cli::{
            Outcome, Printed, Session,
            args::SavedList,
            error::pointed,
            layout::{BOLD, BOLD_RED, DIM, HINT, RESET, counted},
            output::Answer,
        },
        json::SavedJson,
        table::Table,
    },
    search::{Request, Which},
};

pub(super) fn run(session: &Session, args: &SavedList) -> Result<Printed> {
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
    let run = |search| Ran::new(&engine, search, Which::New, counted_only);
    let runs: Vec<Ran> = saved.into_iter().map(run).collect();
    let failed = runs.iter().any(|ran| ran.found.is_err());
    session.answer(&List(runs), if failed { Outcome::Failed } else { outcome })
}

/// Every saved search, in the order of the overrides.
struct List(Vec<Ran>);

impl Answer for List {
    type Document = Vec<SavedJson>;
    type Record = SavedJson;

    fn document(&self) -> Vec<SavedJson> {
        self.records()
    }

    fn records(&self) -> Vec<SavedJson> {
        let row = |ran: &Ran| SavedJson::new(&ran.wording, ran.news());
        self.0.iter().map(row).collect()
    }

    fn table(&self) -> Table {
        Table {
            columns: &[
                "name", "query", "filters", "literal", "note", "passages", "calls", "new",
                "last_run", "error",
            ],
            rows: self.0.iter().map(row).collect(),
        }
    }

    fn text(&self, session: &Session) -> String {
        render(session, &self.0)
    }
}

fn row(ran: &Ran) -> Vec<String> {
    let wording = &ran.wording;
    let filter = |(field, values): &(String, Vec<String>)| {
        let values = values.iter().map(|value| format!("{field}:{value}"));
        values.collect::<Vec<_>>().join(" ")
    };
    let filters: Vec<String> = wording.filters.iter().map(filter).collect();
    let count = |of: fn(&News) -> u64| {
        ran.news()
            .map_or(String::new(), |news| of(news).to_string())
    };
    let since = ran.news().ok().and_then(|news| news.since);
    vec![
        wording.name.clone(),
        wording.query.clone(),
        filters.join(" "),
        wording.literal.to_string(),
        wording.note.clone().unwrap_or_default(),
        count(|news| news.response.total),
        count(|news| news.response.total_calls),
        count(|news| news.new),
        since.map_or(String::new(), rfc3339),
        ran.news().err().map_or(String::new(), Error::to_string),
    ]
}

fn render(session: &Session, runs: &[Ran]) -> String {
    let layout = session.layout;
    let mut out = String::new();
    for ran in runs {
        let name = layout.clip(&ran.wording.name, 0);
        let _ = writeln!(out, "{BOLD}{name}{RESET}");
        out += &layout.paragraph(&typed(&ran.wording), &[], 2);
        if let Some(note) = &ran.wording.note {
            let _ = write!(out, "{DIM}{}{RESET}", layout.paragraph(note, &[], 2));
        }
        match ran.news() {
            Ok(news) => {
                out += &layout.paragraph(&standing(news, "never run"), &[], 2);
                if let Some(damage) = &news.damage {
                    fault(session, damage, &mut out);
                }
            }
            Err(error) => fault(session, error, &mut out),
        }
        out.push('\n');
    }
    if runs.is_empty() {
        out += &layout.paragraph(&format!("hint: {HOW}"), &[], 0);
    }
    let new = runs.iter().flat_map(Ran::news).filter(|news| news.new > 0);
    let line = format!(
        "{}, {} with something new",
        counted(runs.len() as u64, "saved search", "saved searches"),
        new.count()
    );
    let _ = writeln!(out, "{DIM}{}{RESET}", layout.clip(&line, 0));
    out
}

/// An error below a saved search, as wide as the terminal.
fn fault(session: &Session, error: &Error, out: &mut String) {
    let layout = session.layout;
    let text = layout.paragraph(&format!("error: {error}"), &[], 2);
    let _ = write!(out, "{BOLD_RED}{text}{RESET}");
    if let Some(Location::Query { query, span }) = &error.location {
        *out += &pointed(query, span, layout, 4);
    }
    if let Some(hint) = &error.hint {
        let hint = layout.paragraph(&format!("hint: {hint}"), &[], 2);
        let _ = write!(out, "{HINT}{hint}{RESET}");
    }
}
