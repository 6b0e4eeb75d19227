//! The trait that every format implements.

use super::{Document, Transcript};

/// A layout of transcripts.
pub trait Format: Send + Sync {
    /// Name shown in lists and taken by `--format`.
    fn name(&self) -> &'static str;

    /// Whether a document is in this format. Must be cheap, and false for documents in other formats.
    fn recognises(&self, document: &Document<'_>) -> bool;

    /// Parses a recognised document; text that is no part of the call goes into the unparsed lines.
    fn parse(&self, document: &Document<'_>) -> Transcript;

    /// A warning about every call in this format, for readers who quote it.
    fn caveat(&self) -> Option<&'static str> {
        None
    }

    /// The version of a format that is not the program's own. An index reads its files again when the
    /// version changes: raise it whenever the result of [`Format::parse`] changes.
    fn version(&self) -> u32 {
        0
    }
}
