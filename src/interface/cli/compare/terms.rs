//! Terms that one call uses more than the other, in two columns.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::parts::heading;
use crate::{
    analytics::{Comparison, Term},
    interface::cli::layout::{DIM, Layout, RESET, clip, pad},
};

/// Minimum number of passages of a term that has its own line.
const MIN_PASSAGES: u64 = 2;

/// Width of the two counts in columns.
const COUNTS_WIDTH: usize = 10;

/// The rule between the columns.
const RULE: &str = " │ ";

/// The terms of one kind, by call.
type TermsOfKind<'a> = [Vec<&'a Term>; 2];

pub(super) fn render(layout: Layout, found: &Comparison, names: &[String; 2]) -> String {
    if found.terms.iter().all(Vec::is_empty) {
        return String::new();
    }
    let [first, second] = &found.calls;
    let sorts: [fn(&Term) -> bool; 3] = [
        |term| term.glossary,
        |term| !term.glossary && term.shown.en.is_some(),
        |term| !term.glossary && term.shown.zh.is_some(),
    ];
    let of_sort = |is: fn(&Term) -> bool, supported: bool| -> TermsOfKind {
        found.terms.each_ref().map(|terms| {
            let fits = |term: &&Term| is(term) && (term.passages >= MIN_PASSAGES) == supported;
            terms.iter().filter(fits).collect()
        })
    };
    let mut out = heading(
        layout,
        "TERMS",
        "more of one than of the other, in so many passages",
    );
    let rows: Vec<TermsOfKind> = sorts.iter().map(|&is| of_sort(is, true)).collect();
    if rows.iter().flatten().any(|terms| !terms.is_empty()) {
        let width = list_width(layout, &rows, names);
        let of = counts(
            &format!("/{}", first.passages),
            &format!("/{}", second.passages),
        );
        let head = names.each_ref().map(|name| cell(name, &of, width));
        let _ = writeln!(out, "{DIM}{}{RESET}", head.join(RULE));
        for [left, right] in rows {
            for at in 0..left.len().max(right.len()) {
                let left = left.get(at).map(|term| {
                    let of = counts(&term.passages.to_string(), &term.other.to_string());
                    cell(&shown(term), &of, width)
                });
                let right = right.get(at).map(|term| {
                    let of = counts(&term.other.to_string(), &term.passages.to_string());
                    cell(&shown(term), &of, width)
                });
                let left = pad(&left.unwrap_or_default(), width);
                let line = format!("{left}{RULE}{}", right.unwrap_or_default());
                let _ = writeln!(out, "{}", line.trim_end());
            }
        }
    }
    let once = sorts.map(|is| of_sort(is, false));
    for (call, name) in names.iter().enumerate() {
        let terms = once.iter().filter_map(|sort| sort.get(call)).flatten();
        let terms: Vec<String> = terms.map(|term| shown(term)).collect();
        if !terms.is_empty() {
            let line = format!("once {name}: {}", terms.join(", "));
            let _ = write!(out, "{DIM}{}{RESET}", layout.paragraph(&line, &[], 0));
        }
    }
    out
}

/// Width of one list in columns.
fn list_width(layout: Layout, rows: &[TermsOfKind], names: &[String; 2]) -> usize {
    let terms = rows.iter().flatten().flatten();
    let widths = terms
        .map(|term| shown(term).width())
        .chain(names.iter().map(|name| name.width()));
    let widest = widths.max().unwrap_or(0) + COUNTS_WIDTH;
    layout.width.map_or(widest, |width| {
        widest.min(width.saturating_sub(RULE.width()) / 2)
    })
}

fn shown(term: &Term) -> String {
    let sides: Vec<&str> = term.shown.iter().map(|(_, shown)| shown.as_str()).collect();
    sides.join(" · ")
}

fn counts(first: &str, second: &str) -> String {
    let half = COUNTS_WIDTH / 2;
    format!("{first:>half$}{second:>half$}")
}

fn cell(text: &str, counts: &str, width: usize) -> String {
    let width = width.saturating_sub(counts.width());
    format!("{}{counts}", pad(&clip(text, width), width))
}
