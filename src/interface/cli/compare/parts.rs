//! The parts of a comparison's text: headings, cited texts, the side shown.

use std::{fmt::Write, ops::Range};

use unicode_width::UnicodeWidthStr;

use crate::interface::{
    cli::layout::{BOLD, CITATION, DIM, Layout, RESET},
    excerpt::within,
};

/// Maximum width of a citation on the line of its text; a wider one has a line of its own.
const MAX_CITATION_WIDTH: usize = 18;

/// A heading with a dimmed explanation.
pub(super) fn heading(layout: Layout, title: &str, about: &str) -> String {
    let about = layout.clip(about, title.width() + 2);
    format!("\n{BOLD}{title}{RESET}  {DIM}{about}{RESET}\n")
}

/// Appends a text after its citation; in a terminal an excerpt of about `columns` columns.
pub(super) fn cited(
    layout: Layout,
    citation: &str,
    text: &str,
    lit: &[Range<usize>],
    columns: usize,
    out: &mut String,
) {
    let shown = match layout.width {
        Some(_) => within(text, lit, columns),
        None => within(text, lit, usize::MAX),
    };
    if citation.width() > MAX_CITATION_WIDTH {
        let _ = writeln!(out, "    {CITATION}{citation}{RESET}");
        out.push_str(&layout.paragraph(&shown.text, &shown.lit, 6));
        return;
    }
    let indent = 4 + citation.width() + 2;
    let paragraph = layout.paragraph(&shown.text, &shown.lit, indent);
    let text = paragraph.get(indent..).unwrap_or_default();
    let _ = write!(out, "    {CITATION}{citation}{RESET}  {text}");
}
