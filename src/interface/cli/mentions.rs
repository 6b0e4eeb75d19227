//! `verbatim mentions`.

use serde::Serialize;

use super::{
    args::MentionsArgs,
    columns::{Column, table},
    command_output::{CommandOutput, Outcome},
    layout::{DIM, RESET, counted},
    lists::totals,
    render::Render,
    session::Session,
};
use crate::{
    Result,
    analytics::MentionEntry,
    interface::{
        caption::company_line,
        json::MentionRowJson,
        list::ListEntry,
        table::{self, Table, optional},
    },
    search::CompanyEntry,
};

pub(super) fn run(session: &Session, args: &MentionsArgs) -> Result<CommandOutput> {
    let request = args.query.request()?;
    let engine = session.fresh_engine(args.query.count.no_refresh)?;
    let entries = engine.mentions(&request)?;
    let found = entries.iter().any(|entry| entry.passages > 0);
    let mentions = Mentions {
        entries,
        query: request.query,
        limit: args.limit.0,
        zeros: args.zeros,
    };
    session.render_paged(&mentions, Outcome::of(found))
}

struct Mentions {
    /// Companies that mention it first.
    entries: Vec<MentionEntry>,
    query: String,
    limit: usize,
    /// Whether companies that do not mention it are shown in a terminal.
    zeros: bool,
}

impl Mentions {
    fn shown(&self, zeros: bool) -> &[MentionEntry] {
        let count = self.count(zeros).min(self.limit);
        self.entries.get(..count).unwrap_or_default()
    }

    fn count(&self, zeros: bool) -> usize {
        let mention_it = self.entries.iter().take_while(|entry| entry.passages > 0);
        if zeros {
            self.entries.len()
        } else {
            mention_it.count()
        }
    }
}

impl Render for Mentions {
    fn records(&self) -> Vec<impl Serialize> {
        self.shown(true).iter().map(MentionRowJson::from).collect()
    }

    fn table(&self) -> Table {
        table::mentions(self.shown(true))
    }

    fn text(&self, session: &Session) -> String {
        let columns = [
            Column::text("COMPANY", 40, |entry: &MentionEntry| {
                company_line(&entry.company)
            }),
            Column::number("CALLS", |entry| {
                format!("{}/{}", entry.calls, entry.of_calls)
            }),
            Column::number("PASSAGES", |entry| entry.passages.to_string()),
            Column::number("OF", |entry| entry.of.to_string()),
            Column::number("EXECUTIVES", |entry| percent(entry.share(entry.executives))),
            Column::number("ANALYSTS", |entry| percent(entry.share(entry.analysts))),
            Column::text("LAST", 6, |entry| optional(entry.last)),
        ];
        let shown = self.shown(self.zeros);
        let passages = self.entries.iter().map(|entry| entry.passages).sum();
        let count = self.count(self.zeros);
        let mut text = table(session.layout, &columns, shown);
        text += &totals(
            CompanyEntry::NOUNS,
            count,
            shown.len(),
            passages,
            &self.query,
        );
        let silent = self.entries.iter().filter(|entry| entry.passages == 0);
        let silent = silent.count() as u64;
        if silent > 0 && !self.zeros {
            let companies = counted(silent, "company does", "companies do");
            text += &format!("{DIM}{companies} not mention it; --zeros shows them{RESET}\n");
        }
        text
    }
}

/// A share of the passages; empty where it is unknown.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{:.0}%", share * 100.0))
}
