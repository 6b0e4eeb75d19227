//! Renders the answer of a command in every output format.

use std::io::{self, IsTerminal};

use serde::Serialize;

use super::{
    command_output::{CommandOutput, Outcome},
    session::Session,
};
use crate::{
    Error, Result,
    interface::table::{Output, Table},
    model::Word,
};

/// The answer of a command, in every output format.
pub(super) trait Render {
    /// The rows of the answer, each a line of JSON Lines.
    fn records(&self) -> Vec<impl Serialize>;

    /// The answer as one JSON document; by default an array of the rows.
    fn document(&self) -> impl Serialize {
        self.records()
    }

    /// The rows under named columns.
    fn table(&self) -> Table;

    /// The text for a terminal, with style marks.
    fn text(&self, session: &Session) -> String;

    /// The answer in Markdown; by default the table.
    fn markdown(&self) -> String {
        self.table().markdown()
    }
}

impl Session {
    /// The answer in the output format of the session.
    pub(super) fn render(&self, answer: &impl Render, outcome: Outcome) -> Result<CommandOutput> {
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
            Output::Xlsx => return workbook(&answer.table(), outcome),
        };
        Ok(CommandOutput {
            outcome,
            ..CommandOutput::found(text)
        })
    }

    /// The same, in a terminal through a pager if it is long.
    pub(super) fn render_paged(
        &self,
        answer: &impl Render,
        outcome: Outcome,
    ) -> Result<CommandOutput> {
        Ok(CommandOutput {
            paged: self.output == Output::Table,
            ..self.render(answer, outcome)?
        })
    }

    /// Whether to print JSON, for a command that prints only text or JSON.
    ///
    /// # Errors
    /// If the output format is another.
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

    /// A line of JSON Lines.
    pub(super) fn json_line(&self, value: &impl Serialize) -> Result<String> {
        let line = serde_json::to_string(value).map_err(unwritable)?;
        Ok(line + "\n")
    }

    /// A JSON document, indented in a terminal.
    pub(super) fn json(&self, value: &impl Serialize) -> Result<String> {
        let text = if io::stdout().is_terminal() {
            serde_json::to_string_pretty(value)
        } else {
            serde_json::to_string(value)
        };
        text.map(|text| text + "\n").map_err(unwritable)
    }
}

/// A workbook, which is no text for a terminal.
fn workbook(table: &Table, outcome: Outcome) -> Result<CommandOutput> {
    if io::stdout().is_terminal() {
        let error = Error::request("a workbook is not for a terminal");
        return Err(error.hint("write it to a file: -o xlsx > results.xlsx"));
    }
    Ok(CommandOutput {
        bytes: table.xlsx()?,
        outcome,
        ..CommandOutput::found(String::new())
    })
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::internal("the answer cannot be written as JSON").because(error)
}
