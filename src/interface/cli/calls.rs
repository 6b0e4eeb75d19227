//! `verbatim calls`.

use super::{
    Outcome, Printed, Session,
    args::Calls,
    columns::{self, Column},
    lists::totals,
    output::Answer,
};
use crate::{
    Result,
    interface::{
        json::CallJson,
        table::{self, Table},
    },
    search::CallEntry,
};

pub(super) fn run(session: &Session, args: &Calls) -> Result<Printed> {
    let request = args.what.request()?;
    let engine = session.fresh_engine(args.what.no_refresh)?;
    let entries = engine.calls_by(&request, args.sort)?;
    let limit = args.what.limit.unwrap_or(usize::MAX).min(entries.len());
    let calls = Listed {
        shown: entries.get(..limit).unwrap_or_default(),
        all: &entries,
    };
    session.answer(&calls, Outcome::of(!entries.is_empty()))
}

struct Listed<'a> {
    shown: &'a [CallEntry],
    all: &'a [CallEntry],
}

impl Answer for Listed<'_> {
    type Document = Vec<CallJson>;
    type Record = CallJson;

    fn document(&self) -> Vec<CallJson> {
        self.records()
    }

    fn records(&self) -> Vec<CallJson> {
        self.shown.iter().map(CallJson::from).collect()
    }

    fn table(&self) -> Table {
        table::calls(self.shown)
    }

    fn text(&self, session: &Session) -> String {
        let shown = [
            Column::text("CALL", usize::MAX),
            Column::text("COMPANY", 36),
            Column::number("PASSAGES"),
            Column::number("TURNS"),
            Column::number("EXCHANGES"),
            Column::text("SOURCE", usize::MAX),
        ];
        let passages: u64 = self.all.iter().map(|entry| entry.passages).sum();
        columns::table(session.layout, &shown, self.shown.iter().map(row).collect())
            + &totals(
                ["call", "calls"],
                self.all.len(),
                self.shown.len(),
                passages,
            )
    }
}

fn row(entry: &CallEntry) -> Vec<String> {
    let call = &entry.call;
    let names: Vec<String> = call.company.names.iter().take(2).cloned().collect();
    vec![
        call.id.clone(),
        names.join(" · "),
        entry.passages.to_string(),
        call.turns.len().to_string(),
        call.exchanges.len().to_string(),
        call.source.clone(),
    ]
}
