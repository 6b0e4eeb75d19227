//! The forms in which a command prints its answer.

use std::io::{self, IsTerminal};

use serde::Serialize;

use super::{Outcome, Printed, Session};
use crate::{
    Error, Result,
    interface::table::{Output, Table},
    model::Word,
};

/// What a command has found, in every form in which it can be printed.
pub(super) trait Answer {
    /// What is printed as JSON.
    type Document: Serialize;
    /// What is printed as a line of JSON Lines.
    type Record: Serialize;

    /// The answer in one document.
    fn document(&self) -> Self::Document;

    /// The rows of the answer, a document each.
    fn records(&self) -> Vec<Self::Record>;

    /// The same rows with named columns.
    fn table(&self) -> Table;

    /// Laid out for a person.
    fn text(&self, session: &Session) -> String;

    /// For a note.
    fn markdown(&self) -> String {
        self.table().markdown()
    }
}

impl Session {
    /// Prints an answer in the form that was asked for.
    pub(super) fn answer(&self, answer: &impl Answer, outcome: Outcome) -> Result<Printed> {
        let text = match self.output {
            Output::Table => answer.text(self),
            Output::Plain => answer.table().plain(),
            Output::Json => self.json(&answer.document())?,
            Output::Jsonl => {
                let mut lines = String::new();
                for record in answer.records() {
                    lines += &self.json_line(&record)?;
                }
                lines
            }
            Output::Csv => answer.table().csv(self.global.raw)?,
            Output::Markdown => answer.markdown(),
        };
        Ok(Printed {
            outcome,
            ..Printed::found(text)
        })
    }

    /// Whether JSON is asked for, of a command that prints this or text and nothing else.
    pub(super) fn wants_json(&self, command: &str) -> Result<bool> {
        match self.output {
            Output::Table | Output::Plain => Ok(false),
            Output::Json => Ok(true),
            other => Err(Error::request(format!(
                "`{command}` has no rows to print as {}",
                other.word()
            ))
            .hint("it prints text, or JSON with --json")),
        }
    }

    /// A JSON document on a line.
    pub(super) fn json_line(&self, value: &impl Serialize) -> Result<String> {
        let line = serde_json::to_string(value).map_err(unwritable)?;
        Ok(line + "\n")
    }

    /// The text of a JSON answer.
    pub(super) fn json(&self, value: &impl Serialize) -> Result<String> {
        let text = if io::stdout().is_terminal() {
            serde_json::to_string_pretty(value)
        } else {
            serde_json::to_string(value)
        };
        text.map(|text| text + "\n").map_err(unwritable)
    }
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::internal("the answer cannot be written as JSON").because(error)
}
