//! `verbatim calls`, `verbatim companies`, `verbatim speakers`, `verbatim firms`.

use std::sync::Arc;

use serde::Serialize;

use super::{
    args::ListArgs,
    columns::{Column, table},
    command_output::{CommandOutput, Outcome},
    layout::{DIM, RESET, counted},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    interface::{
        caption::company_line,
        list::{HasExtent, ListEntry, first_of, last_of, other_names, roles},
        request::has_several_terms,
        table::{Table, optional},
    },
    model::{Company, Role},
    search::{CallEntry, CompanyEntry, FirmEntry, SpeakerEntry},
};

/// Prints a list.
pub(super) fn run<E: TextEntry>(
    session: &Session,
    args: &ListArgs,
    sort: E::Sort,
) -> Result<CommandOutput> {
    let request = args.request()?;
    let engine = session.fresh_engine(args.no_refresh)?;
    let entries = (E::FIND)(&engine, &request, sort)?;
    let limit = args.limit.0.min(entries.len());
    let list = List {
        query: &request.query,
        shown: entries.get(..limit).unwrap_or_default(),
        all: &entries,
    };
    session.render_paged(&list, Outcome::of(!entries.is_empty()))
}

/// An entry as a row in a terminal.
pub(super) trait TextEntry: ListEntry {
    /// The columns of the row.
    fn text_columns() -> Vec<Column<Self>>;
}

impl TextEntry for CallEntry {
    fn text_columns() -> Vec<Column<Self>> {
        vec![
            Column::whole("CALL", |entry| entry.call.id.clone()),
            Column::number("PASSAGES", |entry| entry.passages.to_string()),
            Column::number("EXCHANGES", |entry| entry.call.exchanges.len().to_string()),
            Column::text("DATE", 10, |entry| {
                entry.call.date.clone().unwrap_or_default()
            }),
            Column::text("COMPANY", 36, |entry| company_line(&entry.call.company)),
            Column::text("SOURCE", usize::MAX, |entry| entry.call.source.clone()),
        ]
    }
}

impl TextEntry for CompanyEntry {
    fn text_columns() -> Vec<Column<Self>> {
        vec![
            Column::text("COMPANY", 40, |entry| company_line(&entry.company)),
            Column::text("TICKER", 10, |entry| {
                entry.company.ticker.clone().unwrap_or_default()
            }),
            passages(),
            calls(),
            Column::text("FIRST", 10, |entry| first_of(&entry.extent)),
            last(),
        ]
    }
}

impl TextEntry for SpeakerEntry {
    fn text_columns() -> Vec<Column<Self>> {
        vec![
            Column::text("SPEAKER", 26, |entry| entry.name.clone()),
            Column::text("ROLE", 13, |entry| roles(entry).join(", ")),
            passages(),
            calls(),
            last(),
            Column::text("COMPANY OR FIRM", 30, company_or_firm),
            Column::text("TITLE", 40, |entry| {
                match entry.roles.contains(&Role::Analyst) {
                    true => String::new(),
                    false => optional(entry.title.as_ref()),
                }
            }),
            Column::text("OTHER NAMES", usize::MAX, |entry| {
                let others: Vec<&str> = other_names(&entry.names).map(String::as_str).collect();
                others.join(" · ")
            }),
        ]
    }
}

impl TextEntry for FirmEntry {
    fn text_columns() -> Vec<Column<Self>> {
        vec![
            Column::text("FIRM", 28, |entry| entry.name.clone()),
            Column::number("ANALYSTS", |entry| entry.analysts.len().to_string()),
            passages(),
            calls(),
            last(),
            Column::text("COMPANIES", usize::MAX, |entry| names(&entry.companies)),
        ]
    }
}

fn passages<E: HasExtent>() -> Column<E> {
    Column::number("PASSAGES", |entry| entry.extent().passages.to_string())
}

fn calls<E: HasExtent>() -> Column<E> {
    Column::number("CALLS", |entry| entry.extent().calls.to_string())
}

fn last<E: HasExtent>() -> Column<E> {
    Column::text("LAST", 10, |entry| last_of(entry.extent()))
}

/// An analyst's firm, the company of anybody else.
fn company_or_firm(entry: &SpeakerEntry) -> String {
    match &entry.firm {
        Some(firm) if entry.roles.contains(&Role::Analyst) => firm.clone(),
        _ => names(&entry.companies),
    }
}

/// The names of some companies.
fn names(companies: &[Arc<Company>]) -> String {
    let names: Vec<&str> = companies
        .iter()
        .map(|company| company.name.as_str())
        .collect();
    names.join(", ")
}

/// The entries of a list.
struct List<'a, E> {
    query: &'a str,
    shown: &'a [E],
    all: &'a [E],
}

impl<E: TextEntry> Render for List<'_, E> {
    fn records(&self) -> Vec<impl Serialize> {
        E::json(self.shown)
    }

    fn table(&self) -> Table {
        E::table(self.shown)
    }

    fn text(&self, session: &Session) -> String {
        let passages: u64 = self.all.iter().map(E::passages).sum();
        table(session.layout, &E::text_columns(), self.shown)
            + &totals(
                E::NOUNS,
                self.all.len(),
                self.shown.len(),
                passages,
                self.query,
            )
    }
}

/// The last line of a list: numbers of entries and of passages, and how many entries are shown.
pub(super) fn totals(
    nouns: [&str; 2],
    all: usize,
    shown: usize,
    passages: u64,
    query: &str,
) -> String {
    let [one, many] = nouns;
    let mut line = counted(all as u64, one, many);
    line += &format!(", {}", counted(passages, "passage", "passages"));
    if has_several_terms(query) {
        line += if passages == 1 {
            " that matches"
        } else {
            " that match"
        };
        line += " all of the query";
    }
    if shown < all {
        line += &format!(", {shown} shown");
    }
    format!("{DIM}{line}{RESET}\n")
}
