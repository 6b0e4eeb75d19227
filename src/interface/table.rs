//! The forms of output, and tables for other programs.

mod calls;
mod hits;
mod lists;
mod trend;

use std::{
    borrow::Cow,
    fmt::{Display, Write},
};

pub use self::{
    calls::{calls, passages},
    hits::{COLUMNS, hits},
    lists::{companies, firms, mentions, speakers},
    trend::trends,
};
use crate::{Error, Result, model::word_enum};

word_enum! {
    /// A form of output.
    Output {
        /// Laid out for a person.
        Table = "table",
        /// A line a row, tabs between the cells.
        Plain = "plain",
        /// One JSON document.
        Json = "json",
        /// A JSON document a line.
        Jsonl = "jsonl",
        /// Comma-separated values with a head.
        Csv = "csv",
        /// Text for a note.
        Markdown = "markdown",
    }
}

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns, in lower case; they stay as they are from one version to the next.
    pub columns: &'static [&'static str],
    /// A cell for each column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Comma-separated values (RFC 4180) with a head. Unless they are wanted `raw`, cells that a
    /// spreadsheet would run get an apostrophe in front, which makes it take them for text.
    pub fn csv(&self, raw: bool) -> Result<String> {
        let unwritable = |error| Error::internal("the table cannot be written").because(error);
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns).map_err(unwritable)?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match raw {
                true => Cow::Borrowed(cell.as_str()),
                false => guarded(cell),
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

    /// A table of GitHub's Markdown.
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

    /// A line a row without a head, tabs between the cells; white space within a cell is a space,
    /// and nothing else is left out.
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

/// What begins a formula in a spreadsheet, in the full width of East Asian ones too, or makes it look
/// further for one.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// A cell that no spreadsheet runs. A number is none that it would, with its sign.
fn guarded(cell: &str) -> Cow<'_, str> {
    let digits = cell.trim_start_matches(['-', '+']);
    let number = cell.parse::<f64>().is_ok() && digits.starts_with(|c: char| c.is_ascii_digit());
    match cell.starts_with(FORMULA) && !number {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// What may be missing.
fn shown(value: Option<impl Display>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// A text on one line without control characters, white space made one space.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !out.is_empty() && !word.is_empty() {
            out.push(' ');
        }
        out += word;
    }
    out
}

/// A text that Markdown shows as it stands, on one line.
pub(super) fn markdown_text(text: &str) -> String {
    let line = one_line(text);
    // What begins a line may begin a heading or a list.
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let begins: &[char] = match line.len() - after_number.len() {
        0 => &['#', '-', '+'],
        _ => &['.', ')'],
    };
    let number = line.strip_suffix(after_number).unwrap_or_default();
    let mark = if after_number.starts_with(begins) {
        "\\"
    } else {
        ""
    };
    format!("{number}{mark}{}", markdown_inline(after_number))
}

/// A part of a line that Markdown shows as it stands.
pub(super) fn markdown_inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            columns: &["a", "b"],
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
                columns: &["a"],
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
            assert_eq!(guarded(cell), cell);
        }
    }

    #[test]
    fn a_cell_stays_in_its_place() {
        assert_eq!(
            table().markdown(),
            "| a | b |\n| --- | --- |\n| 1,5 | 「\"x\"」 \\*\\|y |\n"
        );
        assert_eq!(markdown_text("1. A-B #2"), "1\\. A-B #2");
        assert_eq!(markdown_text("# A_B"), "\\# A\\_B");
        assert_eq!(table().plain(), "1,5\t「\"x\"」 *|y\n");
    }
}
