//! `verbatim check`.

mod checked;
mod table;

use std::fmt::Write;

use serde::Serialize;

use self::checked::Checked;
use super::{
    args::Check,
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, BOLD_RED, DIM, RESET, clip, pad},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    interface::{json::CheckJson, table::Table},
    model::{Call, Section, UnparsedLine, Word},
};

/// Maximum width of the column of speakers' names.
const MAX_NAMES_WIDTH: usize = 40;

pub(super) fn run(session: &Session, args: &Check) -> Result<CommandOutput> {
    let engine = session.engine();
    let corpus_folders = match args.files.as_slice() {
        [] => session.corpus_folders(&engine)?,
        files => session.with_overrides(files.to_vec()),
    };
    let checked: Vec<Checked> = (engine.check(&corpus_folders)?.into_iter())
        .map(|(source, call)| Checked {
            file: source.map_or_else(String::new, |source| source.path.display().to_string()),
            call,
        })
        .collect();
    let failed = checked.iter().filter(|one| one.call.is_err()).count();
    let outcome = match (checked.len(), failed) {
        (0, _) => Outcome::Nothing,
        (_, 0) => Outcome::Found,
        _ => Outcome::Failed,
    };
    let report = Report {
        checked,
        summary: args.summary,
    };
    session.render(&report, outcome)
}

struct Report {
    checked: Vec<Checked>,
    /// Whether to print only the table of calls and the summary.
    summary: bool,
}

impl Render for Report {
    fn records(&self) -> Vec<impl Serialize> {
        (self.checked.iter())
            .map(|one| CheckJson::new(&one.file, &one.call))
            .collect()
    }

    fn table(&self) -> Table {
        table::records(&self.checked)
    }

    fn text(&self, session: &Session) -> String {
        let mut text = String::new();
        for one in self.checked.iter().filter(|_| !self.summary) {
            match &one.call {
                Ok(call) => render(session, &one.file, call, &mut text),
                Err(error) => {
                    let _ = writeln!(text, "{BOLD_RED}error:{RESET} {error}");
                    if let Some(hint) = &error.hint {
                        let _ = writeln!(text, "  {DIM}{hint}{RESET}");
                    }
                }
            }
            text.push('\n');
        }
        if self.checked.len() > 1 || self.summary {
            text += &table::table(session.layout, &self.checked);
        }
        text + &table::summary(session.layout, &self.checked)
    }
}

fn render(session: &Session, file: &str, call: &Call, out: &mut String) {
    let none = || "not stated".to_owned();
    let count = |section: Section| {
        call.passages
            .iter()
            .filter(|p| p.section == section)
            .count()
    };
    let sections: Vec<String> = Section::ALL
        .iter()
        .map(|&section| format!("{section} {}", count(section)))
        .collect();
    let ticker = call
        .company
        .ticker
        .as_ref()
        .map_or(String::new(), |ticker| format!(" ({ticker})"));
    let rows = [
        ("call", format!("{} · {}", call.id, call.title)),
        ("format", call.format.clone()),
        (
            "company",
            format!("{}{ticker}", call.company.names.join(" · ")),
        ),
        (
            "period",
            call.period.map_or_else(none, |period| period.to_string()),
        ),
        ("date", call.date.clone().unwrap_or_else(none)),
        (
            "passages",
            format!("{}: {}", call.passages.len(), sections.join(", ")),
        ),
        ("turns", call.turns.len().to_string()),
    ];
    let _ = writeln!(out, "{BOLD}{file}{RESET}");
    for (name, value) in rows {
        let _ = writeln!(
            out,
            "  {DIM}{name:<9}{RESET} {}",
            session.layout.clip(&value, 12)
        );
    }
    let _ = writeln!(out, "  {DIM}speakers  {}{RESET}", call.speakers.len());
    for speaker in &call.speakers {
        let names = clip(&speaker.names.join(" = "), MAX_NAMES_WIDTH);
        let about: Vec<&str> = [speaker.title.as_deref(), speaker.firm.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        let line = format!(
            "    {}  {:<12}  {}",
            pad(&names, MAX_NAMES_WIDTH),
            speaker.role.word(),
            about.join(" · ")
        );
        let _ = writeln!(out, "{}", session.layout.clip(line.trim_end(), 0));
    }
    if !call.exchanges.is_empty() {
        let _ = writeln!(out, "  {DIM}exchanges {}{RESET}", call.exchanges.len());
    }
    let name = |at: usize| {
        call.speakers
            .get(at)
            .map_or("", |speaker| speaker.name.as_str())
    };
    for exchange in &call.exchanges {
        let firm = call
            .speakers
            .get(exchange.asker)
            .and_then(|speaker| speaker.firm.as_deref());
        let firm = firm.map_or(String::new(), |firm| format!(" ({firm})"));
        let answers: Vec<&str> = exchange.answerers.iter().map(|&at| name(at)).collect();
        let line = format!(
            "  {:>4}  {}{firm} → {}",
            exchange.number,
            name(exchange.asker),
            answers.join(", ")
        );
        let _ = writeln!(out, "{}", session.layout.clip(&line, 0));
    }
    if !call.doubts.is_empty() {
        let _ = writeln!(out, "  {DIM}doubtful{RESET}");
    }
    for line in &call.doubts {
        placed_line(session, line, out);
    }
    unparsed_lines(session, call, out);
}

/// What was set aside: by line of a text, by page of a file that has pages.
fn unparsed_lines(session: &Session, call: &Call, out: &mut String) {
    let mut lines: Vec<&UnparsedLine> = call.unparsed.iter().collect();
    if !lines.is_empty() {
        let _ = writeln!(out, "  {DIM}lines that are no part of the call{RESET}");
    }
    if lines.iter().any(|line| line.page.is_some()) {
        lines.sort_by_key(|line| line.page);
    }
    for line in lines {
        placed_line(session, line, out);
    }
}

/// A line with its page or number, where it has one.
fn placed_line(session: &Session, line: &UnparsedLine, out: &mut String) {
    let place = match (line.page, line.line) {
        (Some(page), _) => format!("p. {page}"),
        (None, 0) => String::new(),
        (None, line) => line.to_string(),
    };
    let text = match line.text.as_str() {
        "" => String::new(),
        text => format!(": {text}"),
    };
    let line = format!("  {place:>4}  {}{text}", line.taken_for);
    let _ = writeln!(out, "{}", session.layout.clip(&line, 0));
}
