//! Lays text out in columns: wraps it by display width and styles the match spans.
//!
//! `wrap` gives byte ranges, because match spans are byte ranges of the whole text. The crate `textwrap` was
//! weighed against it and not taken: it gives strings, so that offsets would have to be recovered from its
//! fragments; it takes only U+0020 for white space at the end of a line, not the ideographic space; it ends a
//! line at no mandatory break but a line feed; and it skips ANSI sequences, which are data here. Its own
//! line-breaking rules are those of `unicode-linebreak`, which is used here directly.

use std::{io::IsTerminal, ops::Range};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(super) use super::terminal::{BOLD, BOLD_RED, CITATION, DIM, HINT, MATCH, RESET};
pub(super) use crate::interface::caption::counted;
use crate::search::{Expansion, Suggestion};

/// Maximum width of a text in columns; longer lines are hard to read.
const MAX_WIDTH: usize = 120;

/// Maximum width of two texts side by side.
const MAX_PAIR_WIDTH: usize = 168;

/// Minimum width of a terminal for two texts side by side.
const MIN_PAIR_WIDTH: usize = 110;

/// The rule between two texts side by side.
const GAP: &str = " │ ";

/// A text with its match spans: byte ranges, ascending and not overlapping.
pub(super) type MarkedText<'a> = (&'a str, &'a [Range<usize>]);

/// The widths to print with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Width of text in columns; none in a pipe, where lines are not wrapped.
    pub(super) width: Option<usize>,
    /// Width of the terminal in columns.
    pub(super) terminal: Option<usize>,
}

impl Layout {
    /// The terminal's width, `COLUMNS` where it is set, or none in a pipe.
    pub(super) fn of_terminal() -> Self {
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        let width = columns.or_else(|| {
            let terminal = std::io::stdout().is_terminal();
            terminal.then(|| terminal_size::terminal_size().map_or(80, |(width, _)| width.0.into()))
        });
        Self {
            width: width.map(|width: usize| width.clamp(20, MAX_WIDTH)),
            terminal: width,
        }
    }

    /// Whether the terminal is wide enough for two texts side by side.
    pub(super) fn fits_side_by_side(self) -> bool {
        self.terminal.is_some_and(|width| width >= MIN_PAIR_WIDTH)
    }

    /// Two texts side by side, indented.
    pub(super) fn side_by_side(self, left: MarkedText, right: MarkedText, indent: usize) -> String {
        let width = self.terminal.unwrap_or(MAX_WIDTH).min(MAX_PAIR_WIDTH);
        let max_width = width.saturating_sub(indent + GAP.width()) / 2;
        let lines = |(text, lit): MarkedText| -> Vec<(usize, String)> {
            let line = |line: Range<usize>| {
                let mut painted = String::new();
                let shown = text.get(line.clone()).unwrap_or_default();
                let width = shown.chars().filter_map(UnicodeWidthChar::width).sum();
                paint(text, line, lit, &mut painted);
                (width, painted)
            };
            wrap(text, max_width).into_iter().map(line).collect()
        };
        let (left, right) = (lines(left), lines(right));
        let mut out = String::new();
        for at in 0..left.len().max(right.len()) {
            let (used, line) = left.get(at).map_or((0, ""), |(used, line)| (*used, line));
            let filled = " ".repeat(max_width.saturating_sub(used));
            let other = right.get(at).map_or("", |(_, line)| line);
            out.push_str(&" ".repeat(indent));
            out.push_str(format!("{line}{filled}{DIM}{GAP}{RESET}{other}").trim_end());
            out.push('\n');
        }
        out
    }

    /// A text as indented lines; `lit` has its match spans as in [`MarkedText`].
    pub(super) fn paragraph(self, text: &str, lit: &[Range<usize>], indent: usize) -> String {
        let max_width = self
            .width
            .map_or(usize::MAX, |width| width.saturating_sub(indent).max(10));
        let mut out = String::new();
        for line in wrap(text, max_width) {
            out.push_str(&" ".repeat(indent));
            paint(text, line, lit, &mut out);
            out.push('\n');
        }
        out
    }

    /// A dim text as indented lines.
    pub(super) fn dim(self, text: &str, indent: usize) -> String {
        format!(
            "{DIM}{}{RESET}\n",
            self.paragraph(text, &[], indent).trim_end()
        )
    }

    /// A sentence after a label (`note:`); further lines are indented like the sentence.
    pub(super) fn labelled(self, label: &str, sentence: &str) -> String {
        let indent = label.width() + 1;
        let lines = self.paragraph(sentence, &[], indent);
        let first = lines.get(indent..).unwrap_or_default();
        format!("{HINT}{label}{RESET} {first}")
    }

    /// The expansions of terms, one line each.
    pub(super) fn expansions(self, expansions: &[Expansion]) -> String {
        // A name that is looked for as it is typed says nothing.
        let tells = |expansion: &&Expansion| expansion.also != [expansion.term.as_str()];
        let line = |expansion: &Expansion| {
            let also = expansion.also.join(", ");
            let line = format!("{} also as {also} ({})", expansion.term, expansion.by);
            self.dim(&line, 0)
        };
        expansions.iter().filter(tells).map(line).collect()
    }

    /// The terms that calls relate to the query's and that do not match, one line for each term.
    pub(super) fn suggestions(self, suggestions: &[Suggestion]) -> String {
        let unused: Vec<&Suggestion> = suggestions.iter().filter(|other| !other.used).collect();
        let line = |of_term: &[&Suggestion]| {
            let also: Vec<String> = (of_term.iter())
                .map(|other| format!("{} ({})", other.also, counted(other.calls, "call", "calls")))
                .collect();
            let term = of_term.first().map_or("", |other| other.term.as_str());
            let line = format!(
                "{term} also said as {}; --related finds it",
                also.join(", ")
            );
            self.dim(&line, 0)
        };
        unused.chunk_by(|a, b| a.term == b.term).map(line).collect()
    }

    /// The text cut to the width that is left after `used` columns.
    pub(super) fn clip(self, text: &str, used: usize) -> String {
        match self.width {
            Some(width) => clip(text, width.saturating_sub(used)),
            None => text.to_owned(),
        }
    }
}

/// The text cut to a number of columns, with `…` at the end if cut.
pub(super) fn clip(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    cut
}

/// The text padded with spaces to a number of columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// The byte ranges of lines of at most `width` columns, without the white space at their ends.
pub(super) fn wrap(text: &str, max_width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let mut used = 0;
    for (at, opportunity) in unicode_linebreak::linebreaks(text) {
        let piece = &text[end..at];
        let width = piece.trim_end().width();
        if used + width > max_width && end > start {
            lines.push(trimmed(text, start..end));
            start = end;
            used = 0;
        }
        used += piece.width();
        end = at;
        // A word wider than a line is cut.
        while used > max_width && text[start..end].trim_end().width() > max_width {
            let cut = start + prefix_len(&text[start..end], max_width);
            lines.push(trimmed(text, start..cut));
            start = cut;
            used = text[start..end].width();
        }
        if opportunity == unicode_linebreak::BreakOpportunity::Mandatory {
            lines.push(trimmed(text, start..end));
            start = end;
            used = 0;
        }
    }
    if start < text.len() {
        lines.push(trimmed(text, start..text.len()));
    }
    lines
}

/// The length in bytes of the longest prefix that fits; at least one character.
fn prefix_len(text: &str, max_width: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > max_width && at > 0 {
            return at;
        }
    }
    text.len()
}

fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    let len = text[line.clone()].trim_end().len();
    line.start..line.start + len
}

/// Appends a line of a text with its match spans styled; tabs become spaces, line ends are dropped.
fn paint(text: &str, line: Range<usize>, lit: &[Range<usize>], out: &mut String) {
    let mut at = line.start;
    let plain = |from: usize, to: usize, out: &mut String| {
        out.extend(
            text.get(from..to)
                .unwrap_or_default()
                .chars()
                .map(|c| if c == '\t' { ' ' } else { c })
                .filter(|c| !"\r\n".contains(*c)),
        );
    };
    for span in lit {
        let (from, to) = (span.start.max(line.start), span.end.min(line.end));
        if from >= to {
            continue;
        }
        plain(at, from, out);
        out.push_str(MATCH);
        plain(from, to, out);
        out.push_str(RESET);
        at = to;
    }
    plain(at, line.end, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, room: usize) -> Vec<&str> {
        wrap(text, room)
            .into_iter()
            .map(|line| &text[line])
            .collect()
    }

    #[test]
    fn wraps_by_columns() {
        assert_eq!(lines("the quick commerce", 10), ["the quick", "commerce"]);
        assert_eq!(lines("資本支出狀況如何", 10), ["資本支出狀", "況如何"]);
        assert_eq!(
            lines("資本,支出", 4),
            ["資", "本,", "支出"],
            "no line begins with a comma"
        );
        assert_eq!(lines("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        assert_eq!(lines("Q: one\nA: two", 40), ["Q: one", "A: two"]);
        assert!(lines("", 5).is_empty());
    }

    #[test]
    fn a_lit_span_goes_on_in_the_next_line() {
        let layout = Layout {
            width: Some(20),
            ..Layout::default()
        };
        let text = "some capital expenditure again";
        let painted = layout.paragraph(text, &[5..24], 0);
        let expected = format!("some {MATCH}capital{RESET}\n{MATCH}expenditure{RESET} again\n");
        assert_eq!(painted, expected);
    }

    #[test]
    fn a_label_stands_before_the_first_line() {
        let layout = Layout {
            width: Some(20),
            ..Layout::default()
        };
        let note = layout.labelled("note:", "no passage has 資本支出表");
        assert_eq!(
            note,
            format!("{HINT}note:{RESET} no passage has\n      資本支出表\n")
        );
        assert_eq!(layout.labelled("note:", ""), format!("{HINT}note:{RESET} "));
    }

    #[test]
    fn clips_at_columns() {
        assert_eq!(clip("資本支出", 5), "資本…");
        assert_eq!(clip("capex", 5), "capex");
    }
}
