//! The arguments of `related` and `similar`.

use clap::Args;

use super::{
    filters::Filters,
    values::{Limit, parse_limit, parse_word},
};
use crate::{Result, analytics::Relation, search::Request};

const RELATED: &str = "\
Translations are learned from passages that stand in both languages, abbreviations from where the calls \
define them, when calls are indexed; companions are terms that are said in the same passages more \
often than by chance. SCORE is the log-likelihood ratio: above 10.8 chance is less likely than one in a \
thousand. NEW SINCE is the first period that says both, where the term alone is older.

Examples:
  verbatim related 'advanced packaging'
  verbatim related CapEx --company LMRA --period 2025Q3..
  verbatim related 'cloud oven' --accept 雲端烤箱      a search takes one for the other from now on";

const SIMILAR: &str = "\
The terms of the passage that are rarest in all calls are looked for, each in both languages as far as the \
calls have taught its translation; a passage has to share two of them. The share is that of the \
score which the passage itself has. It compares words, not meanings.

Examples:
  verbatim similar LMRA-2026Q1#22
  verbatim similar LMRA-2026Q1#22 --company -LMRA      what others say of it";

#[derive(Debug, Args)]
#[command(after_help = RELATED)]
pub(in crate::interface::cli) struct Related {
    /// The term
    #[arg(value_name = "TERM", required = true)]
    term: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Only this relation: translation, abbreviation, companion
    #[arg(long, value_name = "RELATION", value_parser = parse_word::<Relation>)]
    pub(in crate::interface::cli) relation: Option<Relation>,
    /// Most terms of each relation, or `all`
    #[arg(long, value_name = "N", default_value = "10", value_parser = parse_limit)]
    pub(in crate::interface::cli) limit: Limit,
    /// Write the term and this one as a glossary group into verbatim.toml; may be given several times
    #[arg(long, value_name = "OTHER")]
    pub(in crate::interface::cli) accept: Vec<String>,
    /// Read the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}

impl Related {
    /// The request, whose query is the term.
    ///
    /// # Errors
    /// If a filter has no value.
    pub(in crate::interface::cli) fn request(&self) -> Result<Request> {
        let request = self.filters.request("", false)?;
        Ok(Request {
            query: self.term.join(" "),
            ..request
        })
    }
}

#[derive(Debug, Args)]
#[command(after_help = SIMILAR)]
pub(in crate::interface::cli) struct Similar {
    /// A passage (LMRA-2026Q1#22)
    #[arg(value_name = "CITATION")]
    pub(in crate::interface::cli) citation: String,
    #[command(flatten)]
    pub(in crate::interface::cli) filters: Filters,
    /// Find passages of the same call, too
    #[arg(long)]
    pub(in crate::interface::cli) own: bool,
    /// Most passages shown, or `all`
    #[arg(long, value_name = "N", default_value = "10", value_parser = parse_limit)]
    pub(in crate::interface::cli) limit: Limit,
    /// Read the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}
