//! Lays text out in columns: wraps it by display width and styles the match spans.
//!
//! `wrap` gives byte ranges, because match spans are byte ranges of the whole text. The crate `textwrap` was
//! weighed against it and not taken: it gives strings, so that offsets would have to be recovered from its
//! fragments; it takes only U+0020 for white space at the end of a line, not the ideographic space; it ends a
//! line at no mandatory break but a line feed; and it skips ANSI sequences, which are data here. Its own
//! line-breaking rules are those of `unicode-linebreak`, which is used here directly.

use std::{io::IsTerminal, ops::Range};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(super) use super::terminal::{BOLD, BOLD_RED, CITATION, DIM, HINT, LIT, RESET};
pub(super) use crate::interface::caption::counted;
use crate::search::Expansion;

/// Widest text column; longer lines tire the eye.
const WIDEST: usize = 120;

/// Widest pair of text columns.
const WIDEST_PAIR: usize = 168;

/// Narrowest pair of text columns.
const NARROWEST_PAIR: usize = 110;

/// Between two columns of text.
const GAP: &str = " │ ";

/// A text and the spans of its bytes that are lit: ascending, not overlapping.
pub(super) type Lit<'a> = (&'a str, &'a [Range<usize>]);

/// How wide to print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Columns of text; none in a pipe, where lines stay whole.
    pub(super) width: Option<usize>,
    /// Columns of the terminal.
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
            width: width.map(|width: usize| width.clamp(20, WIDEST)),
            terminal: width,
        }
    }

    /// Whether two texts find room beside one another.
    pub(super) fn side_by_side(self) -> bool {
        self.terminal.is_some_and(|width| width >= NARROWEST_PAIR)
    }

    /// Two texts beside one another, indented, parts of them lit.
    pub(super) fn beside(self, left: Lit, right: Lit, indent: usize) -> String {
        let width = self.terminal.unwrap_or(WIDEST).min(WIDEST_PAIR);
        let room = width.saturating_sub(indent + GAP.width()) / 2;
        let lines = |(text, lit): Lit| -> Vec<(usize, String)> {
            let line = |line: Range<usize>| {
                let mut painted = String::new();
                let shown = text.get(line.clone()).unwrap_or_default();
                let width = shown.chars().filter_map(UnicodeWidthChar::width).sum();
                paint(text, line, lit, &mut painted);
                (width, painted)
            };
            wrap(text, room).into_iter().map(line).collect()
        };
        let (left, right) = (lines(left), lines(right));
        let mut out = String::new();
        for at in 0..left.len().max(right.len()) {
            let (used, line) = left.get(at).map_or((0, ""), |(used, line)| (*used, line));
            let filled = " ".repeat(room.saturating_sub(used));
            let other = right.get(at).map_or("", |(_, line)| line);
            out.push_str(&" ".repeat(indent));
            out.push_str(format!("{line}{filled}{DIM}{GAP}{RESET}{other}").trim_end());
            out.push('\n');
        }
        out
    }

    /// A text as indented lines, parts of it lit. Spans are bytes, ascending, not overlapping.
    pub(super) fn paragraph(self, text: &str, lit: &[Range<usize>], indent: usize) -> String {
        let room = self
            .width
            .map_or(usize::MAX, |width| width.saturating_sub(indent).max(10));
        let mut out = String::new();
        for line in wrap(text, room) {
            out.push_str(&" ".repeat(indent));
            paint(text, line, lit, &mut out);
            out.push('\n');
        }
        out
    }

    /// A sentence behind a label (`note:`), as lines; the later ones stand under the sentence.
    pub(super) fn labelled(self, label: &str, sentence: &str) -> String {
        let indent = label.width() + 1;
        let lines = self.paragraph(sentence, &[], indent);
        let first = lines.get(indent..).unwrap_or_default();
        format!("{HINT}{label}{RESET} {first}")
    }

    /// What terms were taken to mean besides themselves, a line each.
    pub(super) fn expanded(self, expansions: &[Expansion]) -> String {
        let line = |expansion: &Expansion| {
            let also = expansion.also.join(", ");
            let line = format!("{} also as {also} ({})", expansion.term, expansion.by);
            format!("{DIM}{}{RESET}\n", self.clip(&line, 0))
        };
        expansions.iter().map(line).collect()
    }

    /// A text cut to the width that is left behind `used` columns.
    pub(super) fn clip(self, text: &str, used: usize) -> String {
        match self.width {
            Some(width) => clip(text, width.saturating_sub(used)),
            None => text.to_owned(),
        }
    }
}

/// A text of at most so many columns, `…` at the end where something is cut.
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

/// A text filled with spaces to so many columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// Lines of at most `room` columns, as bytes of the text without the white space at their ends.
pub(super) fn wrap(text: &str, room: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let mut used = 0;
    for (at, opportunity) in unicode_linebreak::linebreaks(text) {
        let piece = &text[end..at];
        let width = piece.trim_end().width();
        if used + width > room && end > start {
            lines.push(trimmed(text, start..end));
            start = end;
            used = 0;
        }
        used += piece.width();
        end = at;
        // A word longer than a line is cut.
        while used > room && text[start..end].trim_end().width() > room {
            let cut = start + cut_at(&text[start..end], room);
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

/// The bytes of the longest beginning that fits, at least one character.
fn cut_at(text: &str, room: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > room && at > 0 {
            return at;
        }
    }
    text.len()
}

fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    let len = text[line.clone()].trim_end().len();
    line.start..line.start + len
}

/// One line of a text with the lit parts styled; control characters are left out.
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
        out.push_str(LIT);
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
        let expected = format!("some {LIT}capital{RESET}\n{LIT}expenditure{RESET} again\n");
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
