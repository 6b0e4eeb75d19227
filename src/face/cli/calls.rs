//! `verbatim calls`.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::{
    Outcome, Printed, Session,
    args::Calls,
    layout::{BOLD, DIM, RESET, clip, counted, pad},
};
use crate::{
    Result,
    face::json::CallJson,
    search::{CallEntry, Request},
};

/// Widest column of company names.
const WIDEST_NAME: usize = 36;

pub(super) fn run(session: &Session, args: &Calls) -> Result<Printed> {
    let request = Request {
        filters: args.filters.0.clone(),
        ..Request::new(args.query.join(" "))
    };
    crate::query::parse(&request.query)?;
    let entries = session.fresh_engine(args.no_refresh)?.calls(&request)?;
    let text = if session.global.json {
        session.json(&entries.iter().map(CallJson::from).collect::<Vec<_>>())?
    } else {
        render(session, &entries)
    };
    let outcome = if entries.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    Ok(Printed { text, outcome })
}

fn render(session: &Session, entries: &[CallEntry]) -> String {
    let name = |entry: &CallEntry| {
        let names = entry
            .call
            .company
            .names
            .iter()
            .take(2)
            .cloned()
            .collect::<Vec<_>>();
        clip(&names.join(" · "), WIDEST_NAME)
    };
    let widest = |width: &dyn Fn(&CallEntry) -> usize, head: &str| {
        entries.iter().map(width).max().unwrap_or(0).max(head.len())
    };
    let ids = widest(&|entry| entry.call.id.width(), "CALL");
    let names = widest(&|entry| name(entry).width(), "COMPANY");
    let head = format!(
        "{}  {}  {:>8}  {:>5}  {:>9}  SOURCE",
        pad("CALL", ids),
        pad("COMPANY", names),
        "PASSAGES",
        "TURNS",
        "EXCHANGES",
    );
    let mut out = format!("{DIM}{}{RESET}\n", session.layout.clip(&head, 0));
    for entry in entries {
        let line = format!(
            "  {}  {:>8}  {:>5}  {:>9}  {}",
            pad(&name(entry), names),
            entry.passages,
            entry.call.turns.len(),
            entry.call.exchanges.len(),
            entry.call.source
        );
        let id = pad(&entry.call.id, ids);
        let _ = writeln!(out, "{BOLD}{id}{RESET}{}", session.layout.clip(&line, ids));
    }
    let passages: u64 = entries.iter().map(|entry| entry.passages).sum();
    let calls = counted(entries.len() as u64, "call", "calls");
    let _ = writeln!(
        out,
        "{DIM}{calls}, {}{RESET}",
        counted(passages, "passage", "passages")
    );
    out
}
