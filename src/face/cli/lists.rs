//! `verbatim companies`, `verbatim speakers`, `verbatim firms`.

use serde::Serialize;

use super::{
    Outcome, Printed, Session,
    args::List,
    columns::{Column, table},
    layout::{DIM, RESET, counted},
};
use crate::{
    Result,
    engine::Engine,
    face::json::{CompanyRowJson, FirmRowJson, SpeakerRowJson},
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
        extent: |entry| &entry.extent,
    };
    list.print::<FirmRowJson>(session, args, Engine::firms)
}

/// How a list is shown.
struct Listed<'a, T> {
    nouns: [&'static str; 2],
    columns: &'a [Column],
    row: fn(&T) -> Vec<String>,
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
        let shown = || entries.iter().take(args.what.limit.unwrap_or(usize::MAX));
        let text = if session.global.json {
            session.json(&shown().map(J::from).collect::<Vec<_>>())?
        } else {
            let rows = shown().map(self.row).collect();
            let extents = entries.iter().map(self.extent);
            let passages: u64 = extents.map(|extent| extent.passages).sum();
            table(session.layout, self.columns, rows)
                + &totals(self.nouns, entries.len(), shown().count(), passages)
        };
        let outcome = if entries.is_empty() {
            Outcome::Nothing
        } else {
            Outcome::Found
        };
        Ok(Printed { text, outcome })
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
