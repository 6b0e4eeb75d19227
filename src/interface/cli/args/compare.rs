//! The arguments of `compare`.

use clap::Args;

use super::{
    filters::Filters,
    help::COMPARE,
    values::{Limit, parse_limit},
};
use crate::{Error, Result, search::Request};

#[derive(Debug, Args)]
#[command(
    after_help = COMPARE,
    override_usage = "verbatim compare [OPTIONS] <QUERY> <CALL> <CALL>"
)]
pub(in crate::interface::cli) struct Compare {
    /// What to look for, as in a search, and two calls (LMRA-2026Q1)
    #[arg(value_names = ["QUERY", "CALL", "CALL"], num_args = 3.., required = true,
        add = crate::interface::cli::completions::calls())]
    query_and_calls: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Most terms shown each way, or `all`: of the glossary, and of each language
    #[arg(long, value_name = "N", default_value = "12", value_parser = parse_limit)]
    pub(in crate::interface::cli) limit: Limit,
    /// Find only what is typed: no stems, no other words
    #[arg(long)]
    literal: bool,
    /// Read the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}

impl Compare {
    /// The request and the ids of the two calls.
    ///
    /// # Errors
    /// If an argument is missing or the query has a syntax error.
    pub(in crate::interface::cli) fn request(&self) -> Result<(Request, [&str; 2])> {
        let [query @ .., first, second] = self.query_and_calls.as_slice() else {
            return Err(Error::request("a query and two calls are needed"));
        };
        let request = self.filters.request(&query.join(" "), self.literal)?;
        Ok((request, [first, second]))
    }
}
