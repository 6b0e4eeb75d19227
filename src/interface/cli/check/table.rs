//! The table of all calls and failures, and the summary.

use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write,
};

use unicode_width::UnicodeWidthStr;

use super::checked::Checked;
use crate::{
    interface::{
        cli::layout::{BOLD, BOLD_RED, DIM, Layout, RESET, clip, counted, pad},
        table::{Table, column, optional},
    },
    model::{Call, Word},
    query::Field,
};

/// Maximum width of the column of ids.
const MAX_ID_WIDTH: usize = 28;

/// One row per call or failure, for other programs.
pub(super) fn records(checked: &[Checked]) -> Table {
    let columns = [
        column("file", |one: &Checked| one.file.clone()),
        column(Field::Call.word(), |one| {
            of_call(one, |call| call.id.clone())
        }),
        column(Field::Format.word(), |one| {
            of_call(one, |call| call.format.clone())
        }),
        column(Field::Company.word(), |one| {
            of_call(one, |call| call.company.id.clone())
        }),
        column(Field::Period.word(), |one| {
            of_call(one, |call| optional(call.period))
        }),
        column("date", |one| {
            of_call(one, |call| optional(call.date.as_ref()))
        }),
        column("passages", |one| {
            of_call(one, |call| call.passages.len().to_string())
        }),
        column("people", |one| {
            of_call(one, |call| call.speakers.len().to_string())
        }),
        column("exchanges", |one| {
            of_call(one, |call| call.exchanges.len().to_string())
        }),
        column("aside", |one| {
            of_call(one, |call| call.unparsed.len().to_string())
        }),
        column("error", |one| optional(one.call.as_ref().err())),
    ];
    Table::new(&columns, checked)
}

/// A value of a call; empty for a failure.
fn of_call(one: &Checked, value: fn(&Call) -> String) -> String {
    one.call.as_ref().map_or_else(|_| String::new(), value)
}

/// One line per call or failure.
pub(super) fn table(layout: Layout, checked: &[Checked]) -> String {
    let widest = |values: &mut dyn Iterator<Item = usize>, head: &str| {
        values.max().unwrap_or(0).max(head.len())
    };
    let calls = || checked.iter().filter_map(|one| one.call.as_ref().ok());
    let ids = widest(
        &mut calls().map(|call| clip(&call.id, MAX_ID_WIDTH).width()),
        "CALL",
    );
    let formats = widest(&mut calls().map(|call| call.format.len()), "FORMAT");
    let head = format!(
        "{}  {}  {:>8}  {:>6}  {:>9}  {:>5}  FILE",
        pad("CALL", ids),
        pad("FORMAT", formats),
        "PASSAGES",
        "PEOPLE",
        "EXCHANGES",
        "ASIDE",
    );
    let mut out = format!("{DIM}{}{RESET}\n", layout.clip(&head, 0));
    for one in checked {
        match &one.call {
            Ok(call) => {
                let line = format!(
                    "  {}  {:>8}  {:>6}  {:>9}  {:>5}  {}",
                    pad(&call.format, formats),
                    call.passages.len(),
                    call.speakers.len(),
                    call.exchanges.len(),
                    call.unparsed.len(),
                    one.file
                );
                let id = pad(&clip(&call.id, MAX_ID_WIDTH), ids);
                let _ = writeln!(out, "{BOLD}{id}{RESET}{}", layout.clip(&line, ids));
            }
            Err(error) => {
                let failed = pad("failed", ids);
                let reason = layout.clip(&format!("  {error}"), ids);
                let _ = writeln!(out, "{BOLD_RED}{failed}{RESET}{reason}");
            }
        }
    }
    out
}

/// Numbers of calls, files, failures, passages, and of calls by format.
pub(super) fn summary(layout: Layout, checked: &[Checked]) -> String {
    let calls = || checked.iter().filter_map(|one| one.call.as_ref().ok());
    let files: HashSet<&str> = (checked.iter().filter(|one| one.call.is_ok()))
        .map(|one| one.file.as_str())
        .collect();
    let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
    for call in calls() {
        *formats.entry(&call.format).or_default() += 1;
    }
    let formats: Vec<String> = (formats.iter())
        .map(|(format, count)| format!("{format} {count}"))
        .collect();
    let passages: usize = calls().map(|call| call.passages.len()).sum();
    let aside: usize = calls().map(|call| call.unparsed.len()).sum();
    let failed = checked.iter().filter(|one| one.call.is_err()).count();
    let mut out = format!(
        "{} in {}, {failed} failed; {}; {} set aside",
        counted(calls().count() as u64, "call", "calls"),
        counted(files.len() as u64, "file", "files"),
        counted(passages as u64, "passage", "passages"),
        counted(aside as u64, "line", "lines"),
    );
    if formats.len() > 1 {
        let _ = write!(out, "\n{}", formats.join(", "));
    }
    format!("{DIM}{}{RESET}", layout.paragraph(&out, &[], 0))
}
