//! Errors as text: message, position in the query, hint.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::layout::{BOLD, BOLD_RED, Layout, RESET};
use crate::{Error, error::Location};

/// Maximum width of a query if there is no terminal.
const MAX_QUERY_WIDTH: usize = 120;

/// The text of an error with style marks.
pub(super) fn render(error: &Error, layout: Layout) -> String {
    let mut text = format!("{BOLD_RED}error:{RESET} {BOLD}{error}{RESET}\n");
    if let Some(Location::Query { query, span }) = &error.location {
        text += &query_with_carets(query, span, layout, 2);
    }
    if let Some(hint) = &error.hint {
        text.push_str(&layout.labelled("hint:", hint));
    }
    text
}

/// A query on one line and carets below the part at fault, both indented.
pub(super) fn query_with_carets(
    query: &str,
    part: &Range<usize>,
    layout: Layout,
    indent: usize,
) -> String {
    let max_width = layout
        .width
        .unwrap_or(MAX_QUERY_WIDTH)
        .saturating_sub(indent);
    let (shown, before, marked) = query_part(query, part, max_width);
    let carets = "^".repeat(marked.max(1));
    let (indent, before) = (" ".repeat(indent), " ".repeat(before));
    format!("{indent}{shown}\n{indent}{before}{BOLD_RED}{carets}{RESET}\n")
}

/// A query cut to `max_width` columns around a part of it, and the widths before the part and of the part.
fn query_part(query: &str, part: &Range<usize>, max_width: usize) -> (String, usize, usize) {
    let mut cells = Vec::new();
    let mut width = 0;
    for (byte, c) in query.char_indices() {
        let c = if c.is_control() { ' ' } else { c };
        let columns = c.width().unwrap_or(0);
        cells.push((byte, c, width..width + columns));
        width += columns;
    }
    let column_of = |offset: usize| {
        let cell = cells.iter().find(|(byte, ..)| *byte >= offset);
        cell.map_or(width, |(.., columns)| columns.start)
    };
    let (from, to) = (column_of(part.start), column_of(part.end));
    let shown = if width <= max_width {
        0..width
    } else {
        // A third of the line shows the text before the part; two columns are for `…` at both ends.
        let wanted = from.saturating_sub(max_width / 3);
        let cell = cells.iter().find(|(.., columns)| columns.start >= wanted);
        let start = cell.map_or(0, |(.., columns)| columns.start);
        start..(start + max_width).saturating_sub(2).min(width)
    };
    let more = |hidden: bool| if hidden { "…" } else { "" };
    let inside = (cells.iter())
        .filter(|(.., columns)| columns.start >= shown.start && columns.end <= shown.end)
        .map(|(_, c, _)| *c);
    let lead = more(shown.start > 0);
    let line: String = (lead.chars().chain(inside))
        .chain(more(shown.end < width).chars())
        .collect();
    let before = lead.width() + from - shown.start;
    (line, before, to.min(shown.end) - from)
}

#[cfg(test)]
mod tests {
    use super::{
        super::terminal::{Target, written},
        *,
    };

    fn plain(query: &str, width: Option<usize>) -> String {
        let error = crate::query::parse(query).unwrap_err();
        let layout = Layout {
            width,
            ..Layout::default()
        };
        let nowhere = Target {
            styles: false,
            terminal: false,
        };
        written(&render(&error, layout), nowhere)
    }

    #[test]
    fn carets_stand_under_double_width_characters() {
        assert_eq!(
            plain("毛利率 compny:2330", None),
            "error: unknown field `compny`\n  毛利率 compny:2330\n         ^^^^^^\nhint: did you mean `company`?\n"
        );
    }

    #[test]
    fn a_long_query_is_shown_around_the_fault() {
        let query = format!("{} compny:2330 {}", "毛利率 ".repeat(9), "x ".repeat(99));
        assert_eq!(
            plain(&query, Some(40)),
            "error: unknown field `compny`\n  …率 毛利率  compny:2330 x x x x x x x…\n              ^^^^^^\nhint: did you mean `company`?\n"
        );
        let query = "(".repeat(5000);
        for line in plain(&query, Some(40)).lines().skip(1) {
            assert!(line.width() <= 40, "{line}");
        }
    }
}
