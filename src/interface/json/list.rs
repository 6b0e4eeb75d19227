//! The JSON of lists: each row has a `value`, which can be used as a filter, and a `count` of passages.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    analytics::MentionEntry,
    model::{Company, Period, Role},
    search::{CompanyEntry, Completion, CompletionKind, FirmEntry, SpeakerEntry},
};

/// A company in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CompanyRowJson {
    /// Id of the company.
    value: String,
    /// Passages that the filters leave.
    count: u64,
    /// Calls with such a passage.
    calls: u64,
    /// Stock-exchange symbol.
    ticker: Option<String>,
    /// The name shown.
    name: String,
    /// Every name on these calls, the shown one first.
    names: Vec<String>,
    /// The earliest period of these calls.
    first: Option<Period>,
    /// The latest period of these calls.
    last: Option<Period>,
}

/// A person in a list. Somebody of a company is one row a company; an analyst is one row a firm.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SpeakerRowJson {
    /// Canonical name.
    value: String,
    /// Passages that the filters leave.
    count: u64,
    /// Calls with such a passage.
    calls: u64,
    /// Every name on these calls, the canonical one first.
    names: Vec<String>,
    /// What the person is on these calls.
    roles: Vec<Role>,
    /// The latest title that a call states.
    title: Option<String>,
    /// The firm, where a call states one.
    firm: Option<String>,
    /// Ids of the companies on whose calls the person speaks.
    companies: Vec<String>,
    /// The earliest period of these calls.
    first: Option<Period>,
    /// The latest period of these calls.
    last: Option<Period>,
}

/// A firm in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FirmRowJson {
    /// Canonical name.
    value: String,
    /// Passages of its analysts that the filters leave.
    count: u64,
    /// Calls with such a passage.
    calls: u64,
    /// Its analysts, by canonical name.
    analysts: Vec<String>,
    /// Ids of the companies on whose calls they speak.
    companies: Vec<String>,
    /// The earliest period of these calls.
    first: Option<Period>,
    /// The latest period of these calls.
    last: Option<Period>,
}

impl From<&CompanyEntry> for CompanyRowJson {
    fn from(entry: &CompanyEntry) -> Self {
        let company = entry.company.clone();
        Self {
            value: company.id,
            count: entry.extent.passages,
            calls: entry.extent.calls,
            ticker: company.ticker,
            name: company.name,
            names: company.names,
            first: entry.extent.first,
            last: entry.extent.last,
        }
    }
}

impl From<&SpeakerEntry> for SpeakerRowJson {
    fn from(entry: &SpeakerEntry) -> Self {
        Self {
            value: entry.name.clone(),
            count: entry.extent.passages,
            calls: entry.extent.calls,
            names: entry.names.clone(),
            roles: entry.roles.clone(),
            title: entry.title.clone(),
            firm: entry.firm.clone(),
            companies: ids(&entry.companies),
            first: entry.extent.first,
            last: entry.extent.last,
        }
    }
}

impl From<&FirmEntry> for FirmRowJson {
    fn from(entry: &FirmEntry) -> Self {
        Self {
            value: entry.name.clone(),
            count: entry.extent.passages,
            calls: entry.extent.calls,
            analysts: entry.analysts.clone(),
            companies: ids(&entry.companies),
            first: entry.extent.first,
            last: entry.extent.last,
        }
    }
}

fn ids(companies: &[Arc<Company>]) -> Vec<String> {
    companies.iter().map(|company| company.id.clone()).collect()
}

/// How much a company's calls say of a query.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MentionRowJson {
    /// Id of the company.
    value: String,
    /// Passages that match.
    count: u64,
    /// Passages that the filters leave.
    of: u64,
    /// Calls with a passage that matches.
    calls: u64,
    /// Calls that the filters leave.
    of_calls: u64,
    /// Matching passages that executives say.
    executives: u64,
    /// Matching passages that analysts say.
    analysts: u64,
    /// The latest period with a passage that matches.
    last: Option<Period>,
    /// The name shown.
    name: String,
}

impl From<&MentionEntry> for MentionRowJson {
    fn from(entry: &MentionEntry) -> Self {
        Self {
            value: entry.company.id.clone(),
            count: entry.passages,
            of: entry.of,
            calls: entry.calls,
            of_calls: entry.of_calls,
            executives: entry.executives,
            analysts: entry.analysts,
            last: entry.last,
            name: entry.company.name.clone(),
        }
    }
}

/// Ways to go on with a query.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SuggestionsJson {
    suggestions: Vec<SuggestionJson>,
}

/// A way to go on with a query.
#[derive(Debug, Serialize, JsonSchema)]
struct SuggestionJson {
    /// What is shown.
    text: String,
    kind: CompletionKind,
    /// The whole query with it.
    insert: String,
    /// Passages that have it, where that is known.
    count: Option<u64>,
}

impl From<&[Completion]> for SuggestionsJson {
    fn from(completions: &[Completion]) -> Self {
        let suggestion = |completion: &Completion| SuggestionJson {
            text: completion.text.clone(),
            kind: completion.kind,
            insert: completion.query.clone(),
            count: completion.passages,
        };
        Self {
            suggestions: completions.iter().map(suggestion).collect(),
        }
    }
}
