//! Errors of the index: content that is damaged, folders that cannot be written, and how to recover.

use std::{fmt::Display, io};

use crate::Error;

/// How to recover from a damaged index.
pub(crate) const REBUILD_HINT: &str =
    "`verbatim doctor` reads all of it; `verbatim index --rebuild` makes it anew from the corpus";

#[doc(hidden)]
impl From<tantivy::TantivyError> for Error {
    fn from(source: tantivy::TantivyError) -> Self {
        Self::index("the index cannot be used")
            .because(source)
            .hint(REBUILD_HINT)
    }
}

/// The index holds something other than what was written to it.
pub(super) fn damaged(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::index("the index is damaged")
        .because(source)
        .hint(REBUILD_HINT)
}

/// A file of the index is not as it was written; `fault` completes the sentence that begins with its name.
pub(super) fn damaged_file(file: impl Display, fault: &str) -> Error {
    Error::index(format!("the index is damaged: {file} {fault}")).hint(REBUILD_HINT)
}

/// The index folder cannot be created or written.
pub(super) fn unwritable(source: io::Error) -> Error {
    Error::index("the index folder cannot be written")
        .because(source)
        .hint("name another with --index DIR")
}
