//! A request of the API, as a handler gets it.

use serde::Serialize;

use super::{format::ResponseFormat, parameters::Parameters, response_body};
use crate::{Result, interface::table::Table};

/// A request whose parameters have been checked against those of its route.
pub(super) struct ParsedRequest {
    /// The value of the path's placeholder; empty if it has none.
    pub(super) id: String,
    /// The parameters of the query string.
    pub(super) parameters: Parameters,
    /// The format to answer in.
    pub(super) format: ResponseFormat,
}

impl ParsedRequest {
    /// Whether the answer is a file to save.
    pub(super) fn is_download(&self) -> bool {
        self.parameters.flag("download")
    }

    /// The body of the answer in the requested format.
    ///
    /// # Errors
    /// If the answer is too large.
    pub(super) fn body<T: Serialize>(
        &self,
        document: impl FnOnce() -> T,
        table: impl FnOnce() -> Table,
    ) -> Result<Vec<u8>> {
        let raw = self.parameters.flag("raw");
        let body = match self.format {
            ResponseFormat::Csv if self.is_download() => {
                format!("{BYTE_ORDER_MARK}{}", table().csv(raw)?).into_bytes()
            }
            ResponseFormat::Csv => table().csv(raw)?.into_bytes(),
            ResponseFormat::Xlsx => table().xlsx()?,
            ResponseFormat::Markdown => table().markdown().into_bytes(),
            ResponseFormat::Json | ResponseFormat::Svg => {
                return response_body::json(&document(), self.max_bytes());
            }
        };
        response_body::bounded(body, self.max_bytes())
    }

    /// Maximum size of the answer in bytes.
    pub(super) fn max_bytes(&self) -> usize {
        match self.is_download() {
            true => response_body::MAX_DOWNLOAD_BYTES,
            false => response_body::MAX_BYTES,
        }
    }
}

/// Without it Excel takes CSV for text in an encoding of the system's.
const BYTE_ORDER_MARK: char = '\u{FEFF}';
