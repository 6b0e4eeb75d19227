//! The result of parsing a file.

use crate::{Result, model::Call};

/// The result of parsing a file or a record of a file.
pub(super) struct Checked {
    /// Its path; empty if unknown.
    pub(super) file: String,
    pub(super) call: Result<Call>,
}
