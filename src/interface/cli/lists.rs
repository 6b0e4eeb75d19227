//! `verbatim calls`, `verbatim companies`, `verbatim speakers`, `verbatim firms`.

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
        list::{HasExtent, ListEntry, roles},
        request::has_several_terms,
        table::{Table, optional},
    },
    model::Role,
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
            Column::text("CALL", usize::MAX, |entry| entry.call.id.clone()),
            Column::text("COMPANY", 36, |entry| {
                let names: Vec<&str> = (entry.call.company.names.iter().take(2))
                    .map(String::as_str)
                    .collect();
                names.join(" · ")
            }),
            Column::number("PASSAGES", |entry| entry.passages.to_string()),
            Column::number("TURNS", |entry| entry.call.turns.len().to_string()),
            Column::number("EXCHANGES", |entry| entry.call.exchanges.len().to_string()),
            Column::text("SOURCE", usize::MAX, |entry| entry.call.source.clone()),
        ]
    }
}

impl TextEntry for CompanyEntry {
    fn text_columns() -> Vec<Column<Self>> {
        vec![
            Column::text("COMPANY", 16, |entry| entry.company.id.clone()),
            passages(),
            calls(),
            Column::text("FIRST", 6, |entry| optional(entry.extent.first)),
            last(),
            Column::text("NAMES", usize::MAX, |entry| entry.company.names.join(" · ")),
        ]
    }
}

impl TextEntry for SpeakerEntry {
    fn text_columns() -> Vec<Column<Self>> {
        vec![
            Column::text("SPEAKER", 22, |entry| entry.name.clone()),
            Column::text("ROLE", 13, |entry| roles(entry).join(", ")),
            passages(),
            calls(),
            last(),
            Column::text("COMPANY", 12, |entry| entry.companies.join(" ")),
            Column::text("FIRM OR TITLE", 36, firm_or_title),
            Column::text("OTHER NAMES", usize::MAX, |entry| {
                entry.names.get(1..).unwrap_or_default().join(" · ")
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
            Column::text("COMPANIES", usize::MAX, |entry| entry.companies.join(" ")),
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
    Column::text("LAST", 6, |entry| optional(entry.extent().last))
}

/// An analyst's firm, the title of anybody else.
fn firm_or_title(entry: &SpeakerEntry) -> String {
    let (first, second) = match entry.roles.contains(&Role::Analyst) {
        true => (&entry.firm, &entry.title),
        false => (&entry.title, &entry.firm),
    };
    optional(first.as_ref().or(second.as_ref()))
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
