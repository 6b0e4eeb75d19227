//! `verbatim mentions`.

use serde::Serialize;

use super::{
    args::QueryArgs,
    columns::{Column, table},
    command_output::{CommandOutput, Outcome},
    lists::totals,
    render::Render,
    session::Session,
};
use crate::{
    Result,
    analytics::MentionEntry,
    interface::{
        json::MentionRowJson,
        list::ListEntry,
        table::{self, Table, optional},
    },
    search::CompanyEntry,
};

pub(super) fn run(session: &Session, args: &QueryArgs) -> Result<CommandOutput> {
    let request = args.request()?;
    let entries = session.fresh_engine(args.no_refresh)?.mentions(&request)?;
    let found = entries.iter().any(|entry| entry.passages > 0);
    let mentions = Mentions {
        entries,
        query: request.query,
    };
    session.render(&mentions, Outcome::of(found))
}

struct Mentions {
    entries: Vec<MentionEntry>,
    query: String,
}

impl Render for Mentions {
    fn records(&self) -> Vec<impl Serialize> {
        self.entries.iter().map(MentionRowJson::from).collect()
    }

    fn table(&self) -> Table {
        table::mentions(&self.entries)
    }

    fn text(&self, session: &Session) -> String {
        let columns = [
            Column::text("COMPANY", 20, |entry: &MentionEntry| {
                entry.company.id.clone()
            }),
            Column::number("CALLS", |entry| {
                format!("{}/{}", entry.calls, entry.of_calls)
            }),
            Column::number("PASSAGES", |entry| entry.passages.to_string()),
            Column::number("OF", |entry| entry.of.to_string()),
            Column::number("EXECUTIVES", |entry| {
                percent(entry.executives, entry.passages)
            }),
            Column::number("ANALYSTS", |entry| percent(entry.analysts, entry.passages)),
            Column::text("LAST", 6, |entry| optional(entry.last)),
            Column::text("NAME", usize::MAX, |entry| entry.company.name.clone()),
        ];
        let count = self.entries.len();
        let passages = self.entries.iter().map(|entry| entry.passages).sum();
        table(session.layout, &columns, &self.entries)
            + &totals(CompanyEntry::NOUNS, count, count, passages, &self.query)
    }
}

fn percent(part: u64, all: u64) -> String {
    match all {
        0 => String::new(),
        _ => format!("{:.0}%", part as f64 * 100.0 / all as f64),
    }
}
