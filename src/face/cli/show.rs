//! `verbatim show`.

use std::fmt::Write;

use super::{
    Outcome, Printed, Session,
    args::Show,
    layout::{BOLD, CITATION, DIM, RESET, counted},
    search::call_line,
};
use crate::{
    Result,
    engine::{Part, Reading},
    face::json::ReadingJson,
    model::{Passage, Section, Sides},
    query::Field,
    search::{FilterArg, Hit, Request, Sort},
};

/// Columns for the number of a passage.
const NUMBER: usize = 5;

pub(super) fn run(session: &Session, args: &Show) -> Result<Printed> {
    let part = Part {
        section: args.section,
        exchange: args.exchange,
        around: args.around,
        context: args.context,
    };
    let mut reading = session
        .fresh_engine(true_if_indexed(session))?
        .read(&args.call, &part)?;
    if let Some(lang) = args.lang.0 {
        reading.passages.retain_mut(|passage| {
            let side = passage.text.slot(lang).take();
            passage.text = side.map_or_else(Sides::none, |side| Sides::only(lang, side));
            passage.text.get(lang).is_some()
        });
    }
    let hits = hits(session, args, &reading)?;
    let outcome = if reading.passages.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    let text = if session.global.json {
        session.json(&ReadingJson::new(&reading, &hits))?
    } else {
        render(session, &reading, &hits)
    };
    Ok(Printed { text, outcome })
}

/// Reading wants no refresh, but it wants an index.
fn true_if_indexed(session: &Session) -> bool {
    session.engine().roots().is_ok_and(|roots| roots.is_some())
}

/// The passages of the call that a query finds, to be lit.
fn hits(session: &Session, args: &Show, reading: &Reading) -> Result<Vec<Hit>> {
    let Some(query) = &args.highlight else {
        return Ok(Vec::new());
    };
    let request = Request {
        filters: vec![FilterArg::new(Field::Call, &reading.call.id)?],
        limit: reading.call_passages,
        sort: Sort::Call,
        ..Request::new(query)
    };
    Ok(session.engine().search(&request)?.hits)
}

fn render(session: &Session, reading: &Reading, hits: &[Hit]) -> String {
    let call = &reading.call;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{BOLD}{}{RESET}",
        session.layout.clip(&call_line(call), 0)
    );
    let about = format!(
        "{} · {}, {}, {} · {}",
        call.id,
        counted(reading.call_passages as u64, "passage", "passages"),
        counted(call.turns.len() as u64, "turn", "turns"),
        counted(call.exchanges.len() as u64, "exchange", "exchanges"),
        call.source
    );
    let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&about, 0));
    let mut before: Option<&Passage> = None;
    for passage in &reading.passages {
        heads(session, reading, before, passage, &mut out);
        let number = format!("{:>4} ", passage.n);
        let hit = hits.iter().find(|hit| hit.passage.n == passage.n);
        for (at, (lang, side)) in passage.text.iter().enumerate() {
            let lit = hit.and_then(|hit| hit.highlights.get(lang));
            let lit = lit.map(Vec::as_slice).unwrap_or_default();
            let text = session.layout.paragraph(side, lit, NUMBER);
            let text = if at == 0 {
                text.get(NUMBER..).unwrap_or_default()
            } else {
                &text
            };
            if at == 0 {
                let _ = write!(out, "{CITATION}{number}{RESET}");
            }
            out.push_str(text);
        }
        out.push('\n');
        before = Some(passage);
    }
    out
}

/// What changes from one passage to the next: section, exchange, speaker, heading of a digest.
fn heads(
    session: &Session,
    reading: &Reading,
    before: Option<&Passage>,
    passage: &Passage,
    out: &mut String,
) {
    let call = &reading.call;
    if before.is_none_or(|before| before.section != passage.section) {
        let title = match passage.section {
            Section::Summary => "SUMMARY",
            Section::Prepared => "PREPARED REMARKS",
            Section::Qa => "QUESTIONS AND ANSWERS",
        };
        let rule = "─".repeat(
            session
                .layout
                .width
                .unwrap_or(60)
                .saturating_sub(title.len() + 1),
        );
        let _ = writeln!(out, "\n{BOLD}{title}{RESET} {DIM}{rule}{RESET}\n");
    }
    if passage.exchange.is_some()
        && before.is_none_or(|before| before.exchange != passage.exchange)
        && let Some(exchange) = call
            .exchanges
            .iter()
            .find(|e| Some(e.number) == passage.exchange)
    {
        let _ = writeln!(out, "{DIM}── exchange {} ──{RESET}", exchange.number);
    }
    match passage.turn {
        None => {
            if before.is_none_or(|before| before.notes != passage.notes) {
                let path = passage.notes.join(" › ");
                let _ = writeln!(out, "{BOLD}{}{RESET}", session.layout.clip(&path, 0));
            }
        }
        Some(turn) if before.is_none_or(|before| before.turn != Some(turn)) => {
            let Some(speaker) = call.speaker_of(passage) else {
                return;
            };
            let details: Vec<&str> = [speaker.title.as_deref(), speaker.firm.as_deref()]
                .into_iter()
                .flatten()
                .chain(passage.notes.iter().map(String::as_str))
                .collect();
            let details = session
                .layout
                .clip(&details.join(" · "), speaker.name.len() + 2);
            let _ = writeln!(out, "{BOLD}{}{RESET}  {DIM}{details}{RESET}", speaker.name);
        }
        Some(_) => {}
    }
}
