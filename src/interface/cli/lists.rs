//! `verbatim companies`, `verbatim speakers`, `verbatim firms`.

use std::marker::PhantomData;

use serde::Serialize;

use super::{
    Outcome, Printed, Session,
    args::List,
    columns::{self, Column},
    layout::{DIM, RESET, counted},
    output::Answer,
};
use crate::{
    Result,
    engine::Engine,
    interface::{
        json::{CompanyRowJson, FirmRowJson, SpeakerRowJson},
        table::{self, Table},
    },
    model::{Period, Role, Word},
    search::{CompanyEntry, Extent, FirmEntry, ListSort, Request, SpeakerEntry},
};

pub(super) fn companies(session: &Session, args: &List) -> Result<Printed> {
    let list = Listed {
        nouns: ["company", "companies"],
        columns: &[
            Column::text("COMPANY", 16),
            Column::number("PASSAGES"),
            Column::number("CALLS"),
            Column::text("FIRST", 6),
            Column::text("LAST", 6),
            Column::text("NAMES", usize::MAX),
        ],
        row: |entry: &CompanyEntry| {
            vec![
                entry.company.id.clone(),
                entry.extent.passages.to_string(),
                entry.extent.calls.to_string(),
                shown(entry.extent.first),
                shown(entry.extent.last),
                entry.company.names.join(" · "),
            ]
        },
        rows: table::companies,
        extent: |entry| &entry.extent,
    };
    list.print::<CompanyRowJson>(session, args, Engine::companies)
}

pub(super) fn speakers(session: &Session, args: &List) -> Result<Printed> {
    let list = Listed {
        nouns: ["speaker", "speakers"],
        columns: &[
            Column::text("SPEAKER", 22),
            Column::text("ROLE", 13),
            Column::number("PASSAGES"),
            Column::number("CALLS"),
            Column::text("LAST", 6),
            Column::text("COMPANY", 12),
            Column::text("FIRM OR TITLE", 36),
            Column::text("OTHER NAMES", usize::MAX),
        ],
        row: |entry: &SpeakerEntry| {
            let roles: Vec<&str> = entry.roles.iter().map(|role| role.word()).collect();
            let others = entry.names.iter().skip(1).cloned();
            vec![
                entry.name.clone(),
                roles.join(", "),
                entry.extent.passages.to_string(),
                entry.extent.calls.to_string(),
                shown(entry.extent.last),
                entry.companies.join(" "),
                firm_or_title(entry),
                others.collect::<Vec<_>>().join(" · "),
            ]
        },
        rows: table::speakers,
        extent: |entry| &entry.extent,
    };
    list.print::<SpeakerRowJson>(session, args, Engine::speakers)
}

pub(super) fn firms(session: &Session, args: &List) -> Result<Printed> {
    let list = Listed {
        nouns: ["firm", "firms"],
        columns: &[
            Column::text("FIRM", 28),
            Column::number("ANALYSTS"),
            Column::number("PASSAGES"),
            Column::number("CALLS"),
            Column::text("LAST", 6),
            Column::text("COMPANIES", usize::MAX),
        ],
        row: |entry: &FirmEntry| {
            vec![
                entry.name.clone(),
                entry.analysts.len().to_string(),
                entry.extent.passages.to_string(),
                entry.extent.calls.to_string(),
                shown(entry.extent.last),
                entry.companies.join(" "),
            ]
        },
        rows: table::firms,
        extent: |entry| &entry.extent,
    };
    list.print::<FirmRowJson>(session, args, Engine::firms)
}

/// How a list is shown.
struct Listed<'a, T> {
    nouns: [&'static str; 2],
    columns: &'a [Column],
    row: fn(&T) -> Vec<String>,
    /// The same for other programs.
    rows: fn(&[T]) -> Table,
    extent: fn(&T) -> &Extent,
}

impl<T> Listed<'_, T> {
    fn print<J: Serialize + for<'e> From<&'e T>>(
        &self,
        session: &Session,
        args: &List,
        list: fn(&Engine, &Request, ListSort) -> Result<Vec<T>>,
    ) -> Result<Printed> {
        let request = args.what.request()?;
        let engine = session.fresh_engine(args.what.no_refresh)?;
        let entries = list(&engine, &request, args.sort)?;
        let limit = args.what.limit.unwrap_or(usize::MAX).min(entries.len());
        let rows = Rows {
            list: self,
            shown: entries.get(..limit).unwrap_or_default(),
            all: &entries,
            json: PhantomData::<J>,
        };
        session.answer(&rows, Outcome::of(!entries.is_empty()))
    }
}

/// The entries of a list, told in JSON as `J`.
struct Rows<'a, T, J> {
    list: &'a Listed<'a, T>,
    shown: &'a [T],
    all: &'a [T],
    json: PhantomData<J>,
}

impl<T, J: Serialize + for<'e> From<&'e T>> Answer for Rows<'_, T, J> {
    type Document = Vec<J>;
    type Record = J;

    fn document(&self) -> Vec<J> {
        self.records()
    }

    fn records(&self) -> Vec<J> {
        self.shown.iter().map(J::from).collect()
    }

    fn table(&self) -> Table {
        (self.list.rows)(self.shown)
    }

    fn text(&self, session: &Session) -> String {
        let rows = self.shown.iter().map(self.list.row).collect();
        let extents = self.all.iter().map(self.list.extent);
        let passages: u64 = extents.map(|extent| extent.passages).sum();
        columns::table(session.layout, self.list.columns, rows)
            + &totals(self.list.nouns, self.all.len(), self.shown.len(), passages)
    }
}

/// The last line of a list: how many there are of what, how many of them are shown, and passages.
pub(super) fn totals(nouns: [&str; 2], all: usize, shown: usize, passages: u64) -> String {
    let [one, many] = nouns;
    let all_of_them = counted(all as u64, one, many);
    let passages = counted(passages, "passage", "passages");
    if shown < all {
        format!("{DIM}{all_of_them}, {passages}, {shown} shown{RESET}\n")
    } else {
        format!("{DIM}{all_of_them}, {passages}{RESET}\n")
    }
}

/// An analyst's firm, anybody else's title.
fn firm_or_title(entry: &SpeakerEntry) -> String {
    let (first, second) = if entry.roles.contains(&Role::Analyst) {
        (&entry.firm, &entry.title)
    } else {
        (&entry.title, &entry.firm)
    };
    first.clone().or_else(|| second.clone()).unwrap_or_default()
}

fn shown(period: Option<Period>) -> String {
    period.map_or(String::new(), |period| period.to_string())
}
