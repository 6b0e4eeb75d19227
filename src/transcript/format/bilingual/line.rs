//! The lines of a bilingual file.

/// A line of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: usize,
    /// Columns before the text; a tab counts four.
    pub(super) indent: usize,
    /// Without white space at its ends; empty for a blank line.
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn new(number: usize, line: &'a str) -> Self {
        let text = line.trim();
        let before = &line[..line.len() - line.trim_start().len()];
        let indent = before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        Self {
            number,
            indent,
            text,
        }
    }
}
