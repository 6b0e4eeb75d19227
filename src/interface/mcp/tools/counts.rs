//! `trend` and `mentions`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    page::{default_rows, page, range_line},
    tool::{Tool, ToolAnswer},
};
use crate::{
    Result,
    engine::Engine,
    index::FacetField,
    interface::{
        caption::counted,
        json::{MentionRowJson, MentionsJson, RowsJson, TrendJson, TrendPageJson},
        mcp::text,
        request::build_request,
        table,
    },
    search::FilterArg,
};

pub(super) struct Trend;

pub(super) struct Mentions;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct TrendArguments {
    /// What to count, in the query language.
    query: String,
    /// What a row stands for; periods where nothing is said.
    by: Option<FacetField>,
    /// Only what is typed: no stems, no synonyms, no other script.
    #[serde(default)]
    literal: bool,
    /// Most rows.
    #[serde(default = "default_rows")]
    #[schemars(range(min = 1, max = 500))]
    limit: usize,
    /// Rows left out before the first.
    #[serde(default)]
    offset: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct MentionsArguments {
    /// What to count, in the query language.
    query: String,
    /// Only what is typed: no stems, no synonyms, no other script.
    #[serde(default)]
    literal: bool,
    /// Most rows.
    #[serde(default = "default_rows")]
    #[schemars(range(min = 1, max = 500))]
    limit: usize,
    /// Rows left out before the first.
    #[serde(default)]
    offset: usize,
}

impl Tool for Trend {
    const NAME: &'static str = "trend";
    const TITLE: &'static str = "Count over time";
    const ABOUT: &'static str = "Counts how often something is said, by period, company, speaker, role, \
        firm or section: passages that match, of how many, per thousand, mentions, the first and the \
        last citation. Rows with zero are given too. Compare shares (per_1000), since calls differ in \
        length. Chinese counts where it stands as words, not within longer ones (利率 in 毛利率), unless it is \
        quoted.";
    type Arguments = TrendArguments;
    type Output = TrendPageJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: TrendArguments,
    ) -> Result<ToolAnswer<TrendPageJson>> {
        let request = build_request(arguments.query, filters, arguments.literal)?;
        let by = arguments.by.unwrap_or(FacetField::Period);
        let mut trend = engine.trend(&request, by)?;
        let total_rows = trend.rows.len();
        let (rows, next_offset) = page(trend.rows, arguments.offset, arguments.limit);
        trend.rows = rows;
        let mut out = format!(
            "{} in {} of {}, in {} of {}\n{}",
            counted(trend.mentions, "mention", "mentions"),
            trend.total,
            counted(trend.of, "passage", "passages"),
            trend.total_calls,
            counted(trend.of_calls, "call", "calls"),
            range_line(arguments.offset, trend.rows.len(), total_rows)
        );
        out += &text::notes(&trend.expansions, &trend.warnings);
        out += &text::rows(&table::trends(std::slice::from_ref(&trend)));
        let json = TrendPageJson {
            trend: TrendJson::from(&trend),
            total_rows,
            next_offset,
        };
        Ok(ToolAnswer { json, text: out })
    }
}

impl Tool for Mentions {
    const NAME: &'static str = "mentions";
    const TITLE: &'static str = "Who speaks of it";
    const ABOUT: &'static str = "Counts by company who speaks of something and who does not: calls, \
        passages, executives' and analysts' shares, the last period. Companies that say nothing have a \
        row with zero. Use it to survey many companies at once.";
    type Arguments = MentionsArguments;
    type Output = MentionsJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: MentionsArguments,
    ) -> Result<ToolAnswer<MentionsJson>> {
        let request = build_request(arguments.query, filters, arguments.literal)?;
        let entries = engine.mentions(&request)?;
        let total = entries.len();
        let passages = entries.iter().map(|entry| entry.passages).sum();
        let saying = entries.iter().filter(|entry| entry.passages > 0).count();
        let (entries, next_offset) = page(entries, arguments.offset, arguments.limit);
        let out = format!(
            "{}; {saying} of {total} companies speak of it\n{}{}",
            counted(passages, "passage", "passages"),
            range_line(arguments.offset, entries.len(), total),
            text::rows(&table::mentions(&entries))
        );
        let json = MentionsJson {
            passages,
            saying,
            page: RowsJson {
                total,
                rows: entries.iter().map(MentionRowJson::from).collect(),
                next_offset,
            },
        };
        Ok(ToolAnswer { json, text: out })
    }
}
