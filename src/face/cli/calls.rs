//! `verbatim calls`.

use super::{
    Outcome, Printed, Session,
    args::Calls,
    columns::{Column, table},
    lists::totals,
};
use crate::{Result, face::json::CallJson, search::CallEntry};

pub(super) fn run(session: &Session, args: &Calls) -> Result<Printed> {
    let request = args.what.request()?;
    let engine = session.fresh_engine(args.what.no_refresh)?;
    let entries = engine.calls_by(&request, args.sort)?;
    let limit = args.what.limit.unwrap_or(usize::MAX).min(entries.len());
    let shown = entries.get(..limit).unwrap_or_default();
    let text = if session.global.json {
        session.json(&shown.iter().map(CallJson::from).collect::<Vec<_>>())?
    } else {
        let columns = [
            Column::text("CALL", usize::MAX),
            Column::text("COMPANY", 36),
            Column::number("PASSAGES"),
            Column::number("TURNS"),
            Column::number("EXCHANGES"),
            Column::text("SOURCE", usize::MAX),
        ];
        let passages: u64 = entries.iter().map(|entry| entry.passages).sum();
        table(session.layout, &columns, shown.iter().map(row).collect())
            + &totals(["call", "calls"], entries.len(), shown.len(), passages)
    };
    let outcome = if entries.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    Ok(Printed { text, outcome })
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
