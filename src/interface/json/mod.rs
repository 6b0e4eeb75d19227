//! The JSON of every interface, in one place. Offsets are Unicode code points, half-open.

mod agent;
mod answer;
mod call;
mod compare;
mod health;
mod list;
mod passage;
mod related;
mod report;
mod saved;
mod suggestion;
mod tables;

use schemars::JsonSchema;
use serde::Serialize;

#[cfg(feature = "cluster")]
pub use self::health::ClusterHealthJson;
pub(in crate::interface) use self::passage::code_points;
pub use self::{
    agent::{
        CaveatJson, ComparedJson, FoundJson, LeftOutJson, MentionsJson, PeopleJson, ReadJson,
        RowsJson, TrendPageJson,
    },
    answer::{HitJson, SearchJson},
    call::{CallJson, CallRowJson, ReadingJson},
    compare::{ComparisonJson, ComparisonRecordJson},
    health::HealthJson,
    list::{CompanyRowJson, FirmRowJson, MentionRowJson, SpeakerRowJson, SuggestionsJson},
    passage::PassageJson,
    related::{EmergingJson, EmergingTermJson, RelatedJson, RelatedTermJson, SimilarJson},
    report::{CheckJson, DisagreementJson, ReportJson},
    saved::{NewsHitJson, NewsJson, PreviewJson, PreviewRowJson, SavedJson},
    tables::{MentionChangeRecordJson, MentionChangesJson, TermsJson, TrendJson, TrendRecordJson},
};

/// One answer by itself, several in an array.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMore<T> {
    /// One.
    One(T),
    /// Any other number.
    More(Vec<T>),
}

impl<T> From<Vec<T>> for OneOrMore<T> {
    fn from(mut answers: Vec<T>) -> Self {
        match answers.len() {
            1 => Self::One(answers.remove(0)),
            _ => Self::More(answers),
        }
    }
}
