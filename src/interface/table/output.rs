//! The output formats of the command line.

use crate::model::word_enum;

word_enum! {
    /// An output format.
    Output {
        /// Laid out for a person.
        Table = "table",
        /// One line per row, cells separated by tabs.
        Plain = "plain",
        /// One JSON document.
        Json = "json",
        /// One JSON document per line.
        Jsonl = "jsonl",
        /// Comma-separated values with a header.
        Csv = "csv",
        /// A workbook of a spreadsheet.
        Xlsx = "xlsx",
        /// Markdown.
        Markdown = "markdown",
    }
}
