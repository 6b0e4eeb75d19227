//! The query, the filters and the options that several commands share.

use clap::Args;

use super::{
    filters::Filters,
    values::{Limit, parse_limit},
};
use crate::{Result, search::Request};

/// Arguments of a command that lists.
#[derive(Debug, Args)]
pub(in crate::interface::cli) struct ListArgs {
    /// Count only passages on this
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Most rows shown, or `all`
    #[arg(long, value_name = "N", default_value = "all", value_parser = parse_limit)]
    pub(in crate::interface::cli) limit: Limit,
    /// List the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}

impl ListArgs {
    /// The request.
    ///
    /// # Errors
    /// If the query has a syntax error.
    pub(in crate::interface::cli) fn request(&self) -> Result<Request> {
        self.filters.request(&self.query.join(" "), false)
    }
}

/// Arguments of a command that counts.
#[derive(Debug, Args)]
pub(in crate::interface::cli) struct QueryArgs {
    /// What to count, as for a search
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[command(flatten)]
    pub(in crate::interface::cli) count: CountArgs,
}

/// Arguments of a command that counts, but for the query.
#[derive(Debug, Args)]
pub(in crate::interface::cli) struct CountArgs {
    #[command(flatten)]
    filters: Filters,
    /// Count only what is typed: no stems, no other words
    #[arg(long)]
    literal: bool,
    /// Count the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}

impl QueryArgs {
    /// The request.
    ///
    /// # Errors
    /// If the query has a syntax error.
    pub(in crate::interface::cli) fn request(&self) -> Result<Request> {
        self.count.request_of(&self.query.join(" "))
    }
}

impl CountArgs {
    /// The request of a query under the filters.
    ///
    /// # Errors
    /// If the query has a syntax error.
    pub(in crate::interface::cli) fn request_of(&self, query: &str) -> Result<Request> {
        self.filters.request(query, self.literal)
    }
}

/// Arguments of `verbatim mentions`.
#[derive(Debug, Args)]
pub(in crate::interface::cli) struct MentionsArgs {
    #[command(flatten)]
    pub(in crate::interface::cli) query: QueryArgs,
    /// Most companies shown, or `all`
    #[arg(long, value_name = "N", default_value = "all", value_parser = parse_limit)]
    pub(in crate::interface::cli) limit: Limit,
    /// Show the companies that do not speak of it as well; CSV and JSON always have them
    #[arg(long)]
    pub(in crate::interface::cli) zeros: bool,
}
