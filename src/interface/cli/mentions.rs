//! `verbatim mentions`.

use super::{
    Outcome, Printed, Session,
    args::Counted,
    columns::{self, Column},
    lists::totals,
    output::Answer,
};
use crate::{
    Result,
    analytics::MentionEntry,
    interface::{
        json::MentionRowJson,
        table::{self, Table},
    },
};

pub(super) fn run(session: &Session, args: &Counted) -> Result<Printed> {
    let request = args.request()?;
    let entries = session.fresh_engine(args.no_refresh)?.mentions(&request)?;
    let found = entries.iter().any(|entry| entry.passages > 0);
    session.answer(&Mentions(entries), Outcome::of(found))
}

struct Mentions(Vec<MentionEntry>);

impl Answer for Mentions {
    type Document = Vec<MentionRowJson>;
    type Record = MentionRowJson;

    fn document(&self) -> Vec<MentionRowJson> {
        self.records()
    }

    fn records(&self) -> Vec<MentionRowJson> {
        self.0.iter().map(MentionRowJson::from).collect()
    }

    fn table(&self) -> Table {
        table::mentions(&self.0)
    }

    fn text(&self, session: &Session) -> String {
        render(session, &self.0)
    }
}

fn render(session: &Session, entries: &[MentionEntry]) -> String {
    let shown = [
        Column::text("COMPANY", 20),
        Column::number("CALLS"),
        Column::number("PASSAGES"),
        Column::number("OF"),
        Column::number("EXECUTIVES"),
        Column::number("ANALYSTS"),
        Column::text("LAST", 6),
        Column::text("NAME", usize::MAX),
    ];
    let share = |part: u64, all: u64| match all {
        0 => String::new(),
        _ => format!("{:.0}%", part as f64 * 100.0 / all as f64),
    };
    let row = |entry: &MentionEntry| {
        vec![
            entry.company.id.clone(),
            format!("{}/{}", entry.calls, entry.of_calls),
            entry.passages.to_string(),
            entry.of.to_string(),
            share(entry.executives, entry.passages),
            share(entry.analysts, entry.passages),
            entry
                .last
                .map_or(String::new(), |period| period.to_string()),
            entry.company.name.clone(),
        ]
    };
    let passages = entries.iter().map(|entry| entry.passages).sum();
    columns::table(session.layout, &shown, entries.iter().map(row).collect())
        + &totals(
            ["company", "companies"],
            entries.len(),
            entries.len(),
            passages,
        )
}
