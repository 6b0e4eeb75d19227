//! The JSON of the agents' tools: a page of an answer, with caveats.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    answer::SearchJson,
    call::ReadingJson,
    compare::ComparisonJson,
    list::{CompanyRowJson, FirmRowJson, MentionRowJson, SpeakerRowJson},
    tables::TrendJson,
};

/// Something that a reader should know of some passages or calls before relying on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaveatJson {
    /// What to know.
    pub about: String,
    /// Citations of the passages, or ids of the calls.
    pub of: Vec<String>,
}

/// A page of what a search found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundJson {
    /// The answer, with the hits of this page.
    #[serde(flatten)]
    pub answer: SearchJson,
    /// What to give as `offset` for the next page; none on the last.
    pub next_offset: Option<usize>,
    /// What to know before relying on the hits.
    pub caveats: Vec<CaveatJson>,
}

/// A call, or a part of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReadJson {
    /// The call and the passages of this page.
    #[serde(flatten)]
    pub reading: ReadingJson,
    /// What to give as `from` to read on; none where all that was asked for is here.
    pub next_from: Option<u32>,
    /// What to know before relying on the passages.
    pub caveats: Vec<CaveatJson>,
}

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RowsJson<T> {
    /// Rows in all.
    pub total: usize,
    /// The rows of this page.
    pub rows: Vec<T>,
    /// What to give as `offset` for the next page; none on the last.
    pub next_offset: Option<usize>,
}

/// A page of people, firms or companies.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PeopleJson {
    /// Rows in all.
    pub total: usize,
    /// People, where these are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speakers: Option<Vec<SpeakerRowJson>>,
    /// Firms of analysts, where these are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firms: Option<Vec<FirmRowJson>>,
    /// Companies, where these are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companies: Option<Vec<CompanyRowJson>>,
    /// What to give as `offset` for the next page; none on the last.
    pub next_offset: Option<usize>,
}

/// A page of a trend.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TrendPageJson {
    /// The trend, with the rows of this page.
    #[serde(flatten)]
    pub trend: TrendJson,
    /// Rows in all.
    pub total_rows: usize,
    /// What to give as `offset` for the next page; none on the last.
    pub next_offset: Option<usize>,
}

/// A page of mentions by company.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MentionsJson {
    /// Passages that match.
    pub passages: u64,
    /// Companies that say it.
    pub saying: usize,
    /// The rows of this page.
    #[serde(flatten)]
    pub page: RowsJson<MentionRowJson>,
}

/// A comparison without what does not fit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComparedJson {
    /// The comparison, each list cut to the most telling.
    #[serde(flatten)]
    pub comparison: ComparisonJson,
    /// How much of each list is left out.
    pub left_out: LeftOutJson,
    /// What to know before relying on the passages.
    pub caveats: Vec<CaveatJson>,
}

/// How much of each list of a comparison is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOutJson {
    /// Figures that both calls state.
    pub figures: usize,
    /// Amounts that only one of them states.
    pub amounts: usize,
    /// Passages that go together.
    pub pairs: usize,
    /// Passages without a like.
    pub alone: usize,
}
