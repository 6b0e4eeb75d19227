//! `verbatim show`.

use std::{fmt::Write, path::PathBuf};

use unicode_width::UnicodeWidthStr;

use serde::Serialize;

use super::{
    args::Show,
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, CITATION, DIM, RESET, counted},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    engine::{CallPart, CallText},
    interface::{
        caption::call_line,
        json::ReadingJson,
        quotations::{quote, quoted_head},
        table::{self, Output, Table, markdown_text},
    },
    model::{Lang, Passage, Section},
    search::Hit,
};

/// Width of the number of a passage in columns.
const NUMBER_WIDTH: usize = 5;

pub(super) fn run(session: &Session, args: &Show) -> Result<CommandOutput> {
    let part = CallPart {
        section: args.section,
        exchange: args.exchange,
        around: args.around,
        context: args.context,
    };
    let engine = session.fresh_engine(is_indexed(session))?;
    let mut reading = engine.read(&args.call, &part)?;
    if let Some(lang) = args.lang.single() {
        reading.only(lang);
    }
    let hits = match &args.highlight {
        Some(query) => engine.highlights(&reading, query)?,
        None => Vec::new(),
    };
    let outcome = Outcome::of(!reading.passages.is_empty());
    let answer = ReadingAnswer {
        source: engine.file_of(&reading.call)?,
        reading,
        hits,
    };
    let mut printed = session.render(&answer, outcome)?;
    printed.paged = session.output == Output::Table && !args.no_pager;
    Ok(printed)
}

/// The part of a call to show, with the hits to highlight.
struct ReadingAnswer {
    reading: CallText,
    hits: Vec<Hit>,
    /// The path of the source if it exists.
    source: Option<PathBuf>,
}

impl Render for ReadingAnswer {
    fn document(&self) -> impl Serialize {
        ReadingJson::new(&self.reading, &self.hits)
    }

    fn records(&self) -> Vec<impl Serialize> {
        ReadingJson::new(&self.reading, &self.hits).passages
    }

    fn table(&self) -> Table {
        table::passages(&self.reading)
    }

    fn text(&self, session: &Session) -> String {
        render(session, self)
    }

    fn markdown(&self) -> String {
        let call = &self.reading.call;
        let mut out = format!("# {}\n\n", markdown_text(&call_line(call)));
        let mut turn = None;
        for passage in &self.reading.passages {
            // Each passage of a summary has its own heading.
            if passage.turn.is_none() || turn != Some(passage.turn) {
                quoted_head(call, passage, &mut out);
            }
            turn = Some(passage.turn);
            let hit = self.hits.iter().find(|hit| hit.passage.n == passage.n);
            quote(passage, hit, &mut out);
        }
        out
    }
}

/// Whether there is an index. Reading does not refresh an index, but builds one if there is none.
fn is_indexed(session: &Session) -> bool {
    // A damaged index counts; reading it reports the damage.
    !matches!(session.engine().corpus_folders(), Ok(None))
}

/// The text of a part of a call.
fn render(session: &Session, answer: &ReadingAnswer) -> String {
    let ReadingAnswer {
        reading,
        hits,
        source,
    } = answer;
    let call = &reading.call;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{BOLD}{}{RESET}",
        session.layout.clip(&call_line(call), 0)
    );
    let counts = format!(
        "{} · {}, {}, {} · ",
        call.id,
        counted(reading.call_passages as u64, "passage", "passages"),
        counted(call.turns.len() as u64, "turn", "turns"),
        counted(call.exchanges.len() as u64, "exchange", "exchanges"),
    );
    let file = session.layout.clip(&call.source, counts.width());
    let file = session.link(&file, source.as_deref());
    let counts = session.layout.clip(&counts, 0);
    let _ = writeln!(out, "{DIM}{counts}{file}{RESET}");
    let mut before: Option<&Passage> = None;
    for passage in &reading.passages {
        headings(session, reading, before, passage, &mut out);
        if let Some(page) = passage
            .page
            .filter(|_| before.is_none_or(|b| b.page != passage.page))
        {
            let _ = writeln!(out, "{DIM}── p. {page} ──{RESET}");
        }
        let hit = hits.iter().find(|hit| hit.passage.n == passage.n);
        let lit = |lang| hit.and_then(|hit| hit.highlights.get(lang));
        let side = |lang: Lang| {
            let text = passage.text.get(lang)?;
            Some((text.as_str(), lit(lang).map_or(&[][..], Vec::as_slice)))
        };
        let body = match (
            side(Lang::En),
            side(Lang::Zh),
            session.layout.fits_side_by_side(),
        ) {
            (Some(en), Some(zh), true) => session.layout.side_by_side(en, zh, NUMBER_WIDTH),
            (en, zh, _) => {
                let sides = en.into_iter().chain(zh);
                let paragraph = |(text, lit)| session.layout.paragraph(text, lit, NUMBER_WIDTH);
                sides.map(paragraph).collect()
            }
        };
        let number = format!("{:>4} ", passage.n);
        let body = body.get(NUMBER_WIDTH..).unwrap_or_default();
        let _ = writeln!(out, "{CITATION}{number}{RESET}{body}");
        before = Some(passage);
    }
    out
}

/// Appends the headings that begin at a passage: section, exchange, speaker, heading of a summary.
fn headings(
    session: &Session,
    reading: &CallText,
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
