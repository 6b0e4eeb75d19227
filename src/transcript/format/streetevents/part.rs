//! The parts of a StreetEvents transcript, and its lines.

use crate::transcript::format::Transcript;

/// A part of a transcript, under a heading of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum FilePart {
    /// The list of the company's participants.
    Company,
    /// The list of the other participants.
    Guests,
    Prepared,
    Questions,
    /// An editor's digest of the presentation.
    Summary,
    Definitions,
    Disclaimer,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: usize,
    /// Without white space at its ends.
    pub(super) text: &'a str,
}

/// Marks the lines that are not empty as unparsed.
pub(super) fn mark_unparsed(lines: &[Line<'_>], taken_for: &str, transcript: &mut Transcript) {
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        transcript.mark_unparsed(line.number, line.text, taken_for);
    }
}
