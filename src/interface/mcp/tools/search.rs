//! `search_transcripts`.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    page::{ResponseBudget, next, range_line},
    tool::{Tool, ToolAnswer},
};
use crate::{
    Result,
    engine::Engine,
    index::FacetField,
    interface::{
        caption::{counted, found_line},
        json::{FoundJson, SearchJson},
        mcp::{caveats, text},
        request::build_request,
    },
    model::{Call, Passage},
    search::{FilterArg, Grouping, Hit, HitGroup, Matching, Request, Response, Sort},
};

pub(super) struct SearchTranscripts;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// What to look for, in the query language: words, "phrases", OR, -not, NEAR/n, asked:, answered:,
    /// amount:, field:value. Either language finds both. May be empty where a filter is given.
    #[serde(default)]
    query: String,
    /// Most results.
    #[serde(default = "default_limit")]
    #[schemars(range(min = 1, max = 100))]
    limit: usize,
    /// Results left out before the first.
    #[serde(default)]
    offset: usize,
    /// Order of the results; relevance where nothing is said.
    sort: Option<Sort>,
    /// What a result is: a passage (none), a call, an exchange (a question with all its answers) or a
    /// turn. Where nothing is said, an exchange if the query asks what was asked or answered, else a
    /// passage.
    group: Option<Grouping>,
    /// Most results of one call; 1 surveys many calls.
    #[schemars(range(min = 1))]
    per_call: Option<usize>,
    /// Passages given before and after each hit.
    #[serde(default)]
    #[schemars(range(max = 10))]
    context: usize,
    /// Values to count over all matches.
    #[serde(default)]
    facets: Vec<FacetField>,
    /// Most values of each, the most frequent first.
    #[serde(default = "default_facet_limit")]
    facet_limit: usize,
    /// Only what is typed: no stems, no synonyms, no other script.
    #[serde(default)]
    literal: bool,
    /// Find, too, the terms that these calls relate to those of the query (`related` of the answer lists them),
    /// below all others.
    #[serde(default)]
    related: bool,
    /// Those of them that are left out.
    #[serde(default)]
    unrelated: Vec<String>,
    /// How much of the words a passage has to say: all of them; all first and then most, where nothing is
    /// said; or all first and then any. What a hit does not say is its `missing`.
    #[serde(rename = "match")]
    matching: Option<Matching>,
    /// Most characters of text; what does not fit is on the next page.
    #[serde(default)]
    max_chars: ResponseBudget,
}

fn default_facet_limit() -> usize {
    20
}

fn default_limit() -> usize {
    10
}

impl Tool for SearchTranscripts {
    const NAME: &'static str = "search_transcripts";
    const TITLE: &'static str = "Search transcripts";
    const ABOUT: &'static str = "Finds the passages of earnings calls that say something, ranked, word \
        for word in both languages, each with its citation, who says it, where in the call, and how it \
        matched. Use it first. Narrow by company, speaker, role, firm, section and period; read on \
        around a hit with read_call.";
    type Arguments = Arguments;
    type Output = FoundJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: Arguments,
    ) -> Result<ToolAnswer<FoundJson>> {
        let request = Request {
            group: arguments.group,
            limit: arguments.limit,
            offset: arguments.offset,
            sort: arguments.sort.unwrap_or(Sort::Relevance),
            per_call: arguments.per_call,
            context: arguments.context,
            facets: arguments.facets,
            facet_limit: arguments.facet_limit,
            matching: arguments.matching.unwrap_or(Matching::Most),
            related: arguments.related,
            unrelated: arguments.unrelated,
            ..build_request(arguments.query, filters, arguments.literal)?
        };
        let mut response = engine.search(&request)?;
        let texts = results(&response);
        let shown = arguments.max_chars.fits(&texts);
        keep(&mut response, shown);
        let total = response.results(request.offset, request.limit);
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        let caveats = caveats::of(engine, quoted(&response));

        let mut out = format!(
            "{}\n{}",
            found_line(&response),
            range_line(request.offset, shown, total)
        );
        out += &text::notes(&response.expansions, &response.warnings);
        out += &text::suggestions(&response.related);
        out += &text::caveats(&caveats);
        for facet in &response.facets {
            let mut values: Vec<String> = (facet.values.iter())
                .map(|value| format!("{} {}", value.value, value.count))
                .collect();
            if facet.other.values > 0 {
                values.push(format!("and {} more", facet.other.values));
            }
            let _ = writeln!(out, "{}: {}", facet.field, values.join(", "));
        }
        for text in texts.iter().take(shown) {
            let _ = write!(out, "\n{text}");
        }
        let json = FoundJson {
            answer: SearchJson::from(&response),
            next_offset: next(request.offset, shown, total),
            caveats,
        };
        Ok(ToolAnswer { json, text: out })
    }
}

/// The results as texts; the first of each call in a row has the heading of the call.
fn results(response: &Response) -> Vec<String> {
    let bodies: Vec<(&Call, String)> = match response.total_groups {
        Some(_) => (response.groups.iter())
            .map(|group| (&*group.call, group_text(group, response.hits_of(group))))
            .collect(),
        None => (response.hits.iter())
            .map(|hit| (&*hit.call, text::hit(hit)))
            .collect(),
    };
    let mut before = None;
    let mut with_head = |(call, body): (&Call, String)| match before.replace(call.id.clone()) {
        Some(before) if before == call.id => body,
        _ => text::call_head(call) + &body,
    };
    bodies.into_iter().map(&mut with_head).collect()
}

/// The hits of a call, or a whole exchange or turn.
fn group_text(group: &HitGroup, hits: &[Hit]) -> String {
    let mut out = String::new();
    if group.passages.is_empty() {
        for hit in hits {
            out += &text::hit(hit);
        }
    }
    for passage in &group.passages {
        match hits.iter().find(|hit| hit.passage.n == passage.n) {
            Some(hit) => out += &text::hit(hit),
            None => out += &text::cited(&group.call, passage),
        }
    }
    let more = group.total.saturating_sub(hits.len() as u64);
    if more > 0 {
        let _ = writeln!(
            out,
            "{} of {} match too",
            counted(more, "more passage", "more passages"),
            group.call.id
        );
    }
    out
}

/// Keeps the first `shown` results.
fn keep(response: &mut Response, shown: usize) {
    if response.total_groups.is_none() {
        response.hits.truncate(shown);
        return;
    }
    response.groups.truncate(shown);
    let hits = response.groups.last().map_or(0, |group| group.hits.end);
    response.hits.truncate(hits);
}

/// All passages that the answer quotes.
fn quoted(response: &Response) -> impl Iterator<Item = (&Call, &Passage)> {
    let hits = response.hits.iter().flat_map(|hit| {
        let passages = hit.before.iter().chain([&hit.passage]).chain(&hit.after);
        passages.map(|passage| (&*hit.call, passage))
    });
    let groups = response.groups.iter().flat_map(|group| {
        let passages = group.passages.iter();
        passages.map(|passage| (&*group.call, passage))
    });
    hits.chain(groups)
}
