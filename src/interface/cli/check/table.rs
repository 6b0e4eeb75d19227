//! Many files at a glance: a row a call, and what became of them all.

use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write,
};

use unicode_width::UnicodeWidthStr;

use super::Checked;
use crate::interface::cli::layout::{BOLD, BOLD_RED, DIM, Layout, RESET, clip, counted, pad};

/// Widest columns of ids and file names; the end of a path tells more than its beginning.
const WIDEST_ID: usize = 28;

/// Columns for other programs.
pub(super) const COLUMNS: &[&str] = &[
    "file",
    "call",
    "format",
    "company",
    "period",
    "date",
    "passages",
    "people",
    "exchanges",
    "aside",
    "error",
];

/// A call or a failure under these columns.
pub(super) fn record(one: &Checked) -> Vec<String> {
    let mut cells = vec![one.file.clone()];
    match &one.call {
        Ok(call) => cells.extend([
            call.id.clone(),
            call.format.clone(),
            call.company.id.clone(),
            call.period
                .map_or(String::new(), |period| period.to_string()),
            call.date.clone().unwrap_or_default(),
            call.passages.len().to_string(),
            call.speakers.len().to_string(),
            call.exchanges.len().to_string(),
            call.unparsed.len().to_string(),
            String::new(),
        ]),
        Err(error) => {
            cells.resize(COLUMNS.len() - 1, String::new());
            cells.push(error.to_string());
        }
    }
    cells
}

/// A row for every call and every failure.
pub(super) fn table(layout: Layout, checked: &[Checked]) -> String {
    let widest = |values: &mut dyn Iterator<Item = usize>, head: &str| {
        values.max().unwrap_or(0).max(head.len())
    };
    let calls = || checked.iter().filter_map(|one| one.call.as_ref().ok());
    let ids = widest(
        &mut calls().map(|call| clip(&call.id, WIDEST_ID).width()),
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
                let id = pad(&clip(&call.id, WIDEST_ID), ids);
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

/// How many calls in how many files, by format, and how many failed.
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
