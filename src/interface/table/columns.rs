//! Tables for other programs: CSV, Markdown and tab-separated lines.

use std::{
    borrow::Cow,
    fmt::{Display, Write},
};

use super::markdown::markdown_text;
use crate::{Error, Result};

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns in lower case, stable across versions.
    pub columns: Vec<&'static str>,
    /// One cell per column.
    pub rows: Vec<Vec<String>>,
}

/// A column: its name and the text of its cell for a row of type `R`.
pub struct Column<R> {
    name: &'static str,
    cell: fn(&R) -> String,
}

/// A column from its name and its cell.
pub(in crate::interface) fn column<R>(name: &'static str, cell: fn(&R) -> String) -> Column<R> {
    Column { name, cell }
}

/// The text of a value that may be missing; empty if it is.
pub(in crate::interface) fn optional(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

impl Table {
    /// A table of one row per element of `rows`.
    pub(in crate::interface) fn new<'r, R: 'r>(
        columns: &[Column<R>],
        rows: impl IntoIterator<Item = &'r R>,
    ) -> Self {
        let cells = |row| columns.iter().map(|column| (column.cell)(row)).collect();
        Self {
            columns: columns.iter().map(|column| column.name).collect(),
            rows: rows.into_iter().map(cells).collect(),
        }
    }

    /// Comma-separated values (RFC 4180) with a header line. Unless `raw`, a cell that a spreadsheet
    /// would evaluate as a formula gets a leading apostrophe, which makes the spreadsheet show it as text.
    ///
    /// # Errors
    /// If the writer fails, which memory does not.
    pub fn csv(&self, raw: bool) -> Result<String> {
        let unwritable = |error| Error::internal("the table cannot be written").because(error);
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.columns).map_err(unwritable)?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match raw {
                true => Cow::Borrowed(cell.as_str()),
                false => escape_formula(cell),
            });
            let cells: Vec<Cow<str>> = cells.collect();
            writer
                .write_record(cells.iter().map(|cell| cell.as_bytes()))
                .map_err(unwritable)?;
        }
        let bytes = writer.into_inner().map_err(|error| {
            Error::internal("the table cannot be written").because(error.into_error())
        })?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A table in GitHub's Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = String>| {
            let cells: Vec<String> = cells.collect();
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        };
        line(&mut self.columns.iter().map(|&column| column.to_owned()));
        line(&mut self.columns.iter().map(|_| "---".to_owned()));
        for row in &self.rows {
            line(&mut row.iter().map(|cell| markdown_text(cell)));
        }
        out
    }

    /// One line per row without a header, cells separated by tabs. Runs of white space within a cell become
    /// one space.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let spaced = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let cells: Vec<String> = row.iter().map(spaced).collect();
            out += &cells.join("\t");
            out.push('\n');
        }
        out
    }
}

/// First characters of a formula in a spreadsheet, also in full width, and those that a spreadsheet skips
/// before it looks for one.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// The cell with an apostrophe in front if a spreadsheet would evaluate it. A signed number is not a formula.
fn escape_formula(cell: &str) -> Cow<'_, str> {
    let digits = cell.trim_start_matches(['-', '+']);
    let number = cell.parse::<f64>().is_ok() && digits.starts_with(|c: char| c.is_ascii_digit());
    match cell.starts_with(FORMULA) && !number {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            columns: vec!["a", "b"],
            rows: vec![vec!["1,5".to_owned(), "「\"x\"」\n*|y\t".to_owned()]],
        }
    }

    #[test]
    fn what_has_commas_or_quotes_is_quoted() {
        let csv = table().csv(false).unwrap();
        assert_eq!(csv, "a,b\n\"1,5\",\"「\"\"x\"\"」\n*|y\t\"\n");
    }

    #[test]
    fn no_spreadsheet_runs_a_cell() {
        for cell in [
            "=1+1",
            "+HYPERLINK(\"x\")",
            "-2+3",
            "-",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1",
            "-inf",
            "+1e",
        ] {
            let table = Table {
                columns: vec!["a"],
                rows: vec![vec![cell.to_owned()]],
            };
            let read = |raw: bool| -> String {
                let text = table.csv(raw).unwrap();
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                let row = reader.records().next().unwrap().unwrap();
                row[0].to_owned()
            };
            assert_eq!(read(false), format!("'{cell}"));
            assert_eq!(read(true), cell);
        }
        for cell in ["-12.5", "+3", "-0.1e-7", "5", "a=b", "", "'=1"] {
            assert_eq!(escape_formula(cell), cell);
        }
    }

    #[test]
    fn a_cell_stays_in_its_place() {
        assert_eq!(
            table().markdown(),
            "| a | b |\n| --- | --- |\n| 1,5 | 「\"x\"」 \\*\\|y |\n"
        );
        assert_eq!(table().plain(), "1,5\t「\"x\"」 *|y\n");
    }
}
