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
    /// The body of the answer in the requested format.
    ///
    /// # Errors
    /// If the answer is too large.
    pub(super) fn body<T: Serialize>(
        &self,
        document: impl FnOnce() -> T,
        table: impl FnOnce() -> Table,
    ) -> Result<String> {
        match self.format {
            ResponseFormat::Csv => response_body::csv(&table(), self.parameters.flag("raw")),
            ResponseFormat::Json | ResponseFormat::Svg => response_body::json(&document()),
        }
    }
}
