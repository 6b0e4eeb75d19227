//! The arguments of `saved`.

use clap::{Args, Subcommand};

use super::{
    filters::Filters,
    help::{SAVED_ADD, SAVED_PREVIEW, SAVED_RUN},
    values::{Limit, parse_limit, parse_word},
};
use crate::{
    engine::SavedSearchEntry,
    model::Word,
    search::{Request, Sort},
};

#[derive(Debug, Subcommand)]
pub(in crate::interface::cli) enum Saved {
    /// List the saved searches: what each finds, how much of it is new, when it last ran
    List(SavedList),
    /// Show what is new of each since it last ran
    #[command(after_help = SAVED_RUN)]
    Run(SavedRun),
    /// Save a search under a name, in verbatim.toml
    #[command(after_help = SAVED_ADD)]
    Add(SavedAdd),
    /// Delete a saved search from verbatim.toml
    Remove(SavedRemove),
    /// Count by period how often a search would have found something new
    #[command(after_help = SAVED_PREVIEW)]
    Preview(SavedPreview),
}

#[derive(Debug, Args)]
pub(in crate::interface::cli) struct SavedList {
    /// Search the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}

#[derive(Debug, Args)]
pub(in crate::interface::cli) struct SavedRun {
    /// Only these saved searches [default: all]
    #[arg(value_name = "NAME", add = crate::interface::cli::completions::saved())]
    pub(in crate::interface::cli) names: Vec<String>,
    /// Show everything that is found, new or not
    #[arg(long)]
    pub(in crate::interface::cli) all: bool,
    /// Do not remember what is shown
    #[arg(long)]
    pub(in crate::interface::cli) dry_run: bool,
    /// Most results shown of each search, or `all`; what is not shown stays new
    #[arg(long, value_name = "N", default_value = "all", value_parser = parse_limit)]
    pub(in crate::interface::cli) limit: Limit,
    /// Order: newest, oldest, relevance, call
    #[arg(long, value_name = "ORDER", default_value = "newest", value_parser = parse_word::<Sort>)]
    pub(in crate::interface::cli) sort: Sort,
    /// Say which term matched what, and how
    #[arg(long)]
    pub(in crate::interface::cli) why: bool,
    /// Show passages whole, however long
    #[arg(long)]
    pub(in crate::interface::cli) full: bool,
    /// Search the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}

#[derive(Debug, Args)]
pub(in crate::interface::cli) struct SavedAdd {
    /// Its name: letters, digits, - and _ (capex-cuts)
    #[arg(value_name = "NAME")]
    name: String,
    /// What to search for, as for a search
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Find only what is typed: no stems, no other words
    #[arg(long)]
    literal: bool,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl SavedAdd {
    /// The search as `verbatim.toml` has it.
    ///
    /// # Errors
    /// If the query has a syntax error.
    pub(in crate::interface::cli) fn entry(&self) -> crate::Result<SavedSearchEntry> {
        let request = self.filters.request(&self.query.join(" "), self.literal)?;
        let mut filters: Vec<(String, Vec<String>)> = Vec::new();
        for filter in &request.filters {
            let sign = if filter.negated { "-" } else { "" };
            let value = format!("{sign}{}", filter.value);
            let field = filter.field.word();
            match filters.iter_mut().find(|(known, _)| known == field) {
                Some((_, values)) => values.push(value),
                None => filters.push((field.to_owned(), vec![value])),
            }
        }
        Ok(SavedSearchEntry {
            name: self.name.clone(),
            query: request.query,
            filters,
            literal: self.literal,
            note: self.note.clone(),
            ..SavedSearchEntry::default()
        })
    }
}

#[derive(Debug, Args)]
pub(in crate::interface::cli) struct SavedRemove {
    /// Its name
    #[arg(value_name = "NAME", add = crate::interface::cli::completions::saved())]
    pub(in crate::interface::cli) name: String,
}

#[derive(Debug, Args)]
pub(in crate::interface::cli) struct SavedPreview {
    /// Name of a saved search, which further filters narrow; or a query, as for a search
    #[arg(value_name = "NAME|QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Count only what is typed: no stems, no other words
    #[arg(long)]
    literal: bool,
    /// Count the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}

impl SavedPreview {
    /// The name of a saved search or a query.
    pub(in crate::interface::cli) fn text(&self) -> String {
        self.query.join(" ")
    }

    /// The request of a saved search narrowed by the given filters, or else of the given query.
    ///
    /// # Errors
    /// If the query has a syntax error.
    pub(in crate::interface::cli) fn request(
        &self,
        saved: Option<Request>,
    ) -> crate::Result<Request> {
        let Some(mut saved) = saved else {
            return self.filters.request(&self.text(), self.literal);
        };
        saved.filters.extend(self.filters.0.clone());
        saved.literal |= self.literal;
        Ok(saved)
    }
}
