//! The formats in which the API answers.

use crate::model::{Word, word_enum};

word_enum! {
    /// The format of an answer.
    ResponseFormat {
        /// JSON.
        Json = "json",
        /// Comma-separated values.
        Csv = "csv",
        /// A workbook of a spreadsheet.
        Xlsx = "xlsx",
        /// Markdown.
        Markdown = "markdown",
        /// A chart.
        Svg = "svg",
    }
}

impl ResponseFormat {
    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The name under which a browser saves an answer about something.
    pub(super) fn file_name(self, about: &str) -> String {
        let extension = match self {
            Self::Markdown => "md",
            other => other.word(),
        };
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let about: String = about.chars().filter(is_plain).collect();
        format!("verbatim-{about}.{extension}")
    }
}
