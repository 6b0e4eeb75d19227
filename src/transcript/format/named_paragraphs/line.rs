//! A line of a text.

use crate::transcript::format::speaker::parse_speaker;

/// A line with its number in the text, from 1.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) text: String,
}

/// Whether a text can be the name of a person alone.
pub(super) fn is_bare_name(line: &str) -> bool {
    // Most lines are speech, and longer than any name.
    let short = line.len() <= 120 && !line.starts_with(|c: char| c.is_ascii_lowercase());
    short
        && parse_speaker(line).is_some_and(|heading| {
            heading.title.is_none() && heading.firm.is_none() && heading.role.is_none()
        })
}
