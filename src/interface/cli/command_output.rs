//! What a command prints and how it ended.

use std::process::ExitCode;

use crate::Result;

/// How a command ended; the exit codes are those of grep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Found,
    Nothing,
    Failed,
}

impl Outcome {
    /// Whether something was found.
    pub(super) fn of(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Found => 0,
            Outcome::Nothing => 1,
            Outcome::Failed => 2,
        })
    }
}

/// What a command prints and how it ended.
pub(super) struct CommandOutput {
    pub(super) text: String,
    /// Printed instead of the text: a workbook.
    pub(super) bytes: Vec<u8>,
    pub(super) outcome: Outcome,
    /// For other programs: printed without styles.
    pub(super) data: bool,
    /// A long text to read: in a terminal printed through a pager.
    pub(super) paged: bool,
    /// Runs once the whole text has been printed.
    pub(super) after: Option<Box<dyn FnOnce() -> Result<()>>>,
}

impl CommandOutput {
    /// The output of a command that has found something.
    pub(super) fn found(text: String) -> Self {
        Self {
            text,
            bytes: Vec::new(),
            outcome: Outcome::Found,
            data: false,
            paged: false,
            after: None,
        }
    }
}
