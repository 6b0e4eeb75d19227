//! The trait that every format implements.

use super::{Document, Transcript};

/// A layout of transcripts.
pub trait Format: Send + Sync {
    /// Name shown in lists and taken by `--format`.
    fn name(&self) -> &'static str;

    /// Whether a document is laid out so; must be cheap and must not mistake another format.
    fn recognises(&self, document: &Document<'_>) -> bool;

    /// Reads a recognised document; whatever has no place goes into the unparsed.
    fn parse(&self, document: &Document<'_>) -> Transcript;

    /// What a reader should know of every call in this format before quoting it.
    fn caveat(&self) -> Option<&'static str> {
        None
    }

    /// The version of a format that is not the program's own. Another one makes an index read its
    /// files again: raise it whenever [`Format::parse`] reads them otherwise than before.
    fn version(&self) -> u32 {
        0
    }
}
