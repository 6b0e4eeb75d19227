//! The formats in which the API answers.

use crate::model::word_enum;

word_enum! {
    /// The format of an answer.
    ResponseFormat {
        /// JSON.
        Json = "json",
        /// Comma-separated values.
        Csv = "csv",
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
            Self::Svg => "image/svg+xml",
        }
    }
}
