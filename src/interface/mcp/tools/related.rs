//! `related_terms`, `emerging_terms` and `similar_passages`.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Deserialize;

use super::tool::{Tool, ToolAnswer};
use crate::{
    Result,
    engine::Engine,
    interface::{
        caption::counted,
        json::{EmergingJson, RelatedJson, SimilarJson},
        mcp::text,
        table,
    },
    model::Period,
    search::{FilterArg, Request},
};

pub(super) struct RelatedTerms;

pub(super) struct EmergingTerms;

pub(super) struct SimilarPassages;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct RelatedArguments {
    /// The term, in either language.
    term: String,
    /// Most terms of each relation.
    #[serde(default = "default_limit")]
    #[schemars(range(min = 1, max = 50))]
    limit: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct EmergingArguments {
    /// Narrows the passages, in the query language; all where nothing is said.
    #[serde(default)]
    query: String,
    /// The period whose terms are looked for, such as 2026Q2; the latest where nothing is said.
    in_period: Option<Period>,
    /// Most terms.
    #[serde(default = "default_terms")]
    #[schemars(range(min = 1, max = 100))]
    limit: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SimilarArguments {
    /// The citation of a passage, such as BABA-2026Q2#57.
    citation: String,
    /// Find passages of the same call, too.
    #[serde(default)]
    own: bool,
    /// Most passages.
    #[serde(default = "default_limit")]
    #[schemars(range(min = 1, max = 50))]
    limit: usize,
}

fn default_limit() -> usize {
    10
}

fn default_terms() -> usize {
    20
}

fn request(query: String, filters: Vec<FilterArg>) -> Request {
    Request {
        filters,
        ..Request::new(query)
    }
}

impl Tool for RelatedTerms {
    const NAME: &'static str = "related_terms";
    const TITLE: &'static str = "What a term goes with";
    const ABOUT: &'static str = "Gives the terms that these calls relate to a term, in both languages, \
        with counts and citations: translations learned from bilingual passages, abbreviations that the \
        calls define, and companions, which are said in the same passages more often than by chance \
        (score: log-likelihood ratio). Use it to word a search as the calls do, or to see what a topic \
        goes with; `since` is the first period of a new companion.";
    type Arguments = RelatedArguments;
    type Output = RelatedJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: RelatedArguments,
    ) -> Result<ToolAnswer<RelatedJson>> {
        let found = engine.related(&request(arguments.term, filters), arguments.limit)?;
        let mut out = format!(
            "{} is said in {} in {}\n",
            found.term,
            counted(found.passages, "passage", "passages"),
            counted(found.calls, "call", "calls")
        );
        out += &text::notes(&[], &found.warnings);
        out += &text::rows(&table::related(&found));
        let json = RelatedJson::from(&found);
        Ok(ToolAnswer { json, text: out })
    }
}

impl Tool for EmergingTerms {
    const NAME: &'static str = "emerging_terms";
    const TITLE: &'static str = "What is new in a period";
    const ABOUT: &'static str = "Gives the terms whose share of the passages rose most in a period \
        against up to eight periods before, of all calls or of those that the filters leave, with counts, \
        shares per thousand passages and citations. Use it to find topics that nobody has asked for.";
    type Arguments = EmergingArguments;
    type Output = EmergingJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: EmergingArguments,
    ) -> Result<ToolAnswer<EmergingJson>> {
        let request = request(arguments.query, filters);
        let found = engine.emerging(&request, arguments.in_period, arguments.limit)?;
        let [of, of_before] = found.of;
        let [first, last] = found.before;
        let mut out = format!(
            "{}: {} against {of_before} of {first} to {last}\n",
            found.period,
            counted(of, "passage", "passages")
        );
        out += &text::notes(&[], &found.warnings);
        out += &text::rows(&table::emerging(&found));
        let json = EmergingJson::from(&found);
        Ok(ToolAnswer { json, text: out })
    }
}

impl Tool for SimilarPassages {
    const NAME: &'static str = "similar_passages";
    const TITLE: &'static str = "Passages that say the like";
    const ABOUT: &'static str = "Finds passages of other calls that share the rarest terms of a cited \
        passage, in either language: the calls' learned translations are the bridge. It compares words, not \
        meanings; the score is a share of that of the passage itself.";
    type Arguments = SimilarArguments;
    type Output = SimilarJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: SimilarArguments,
    ) -> Result<ToolAnswer<SimilarJson>> {
        let request = request(String::new(), filters);
        let found = engine.similar(
            &request,
            &arguments.citation,
            arguments.own,
            arguments.limit,
        )?;
        let mut out = format!(
            "{} like {}, by: {}\n",
            counted(found.hits.len() as u64, "passage", "passages"),
            found.citation,
            found.terms.join(", ")
        );
        out += &text::notes(&[], &found.warnings);
        for hit in &found.hits {
            let head = text::call_head(&hit.call);
            let _ = write!(
                out,
                "\n{head}{:.0} % alike\n{}",
                hit.score * 100.0,
                text::hit(hit)
            );
        }
        let json = SimilarJson::from(&found);
        Ok(ToolAnswer { json, text: out })
    }
}
