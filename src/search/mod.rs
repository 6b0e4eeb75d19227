//! Search: a [`Request`] in, a [`Response`] out, no type of the index's engine in either.
//!
//! A query goes text → tree ([`crate::query`]) → `plan` (what to match, in which stream, with
//! which filters) → `compile` (the engine's query). The same plan marks the highlights, so what
//! is found and what is lit cannot differ.

pub(crate) mod collector;
pub(crate) mod compile;
mod complete;
mod condition;
mod document_filter;
mod entity;
mod exchange;
pub(crate) mod facet;
pub(crate) mod filter;
pub(crate) mod group;
mod highlight;
pub(crate) mod hits;
pub(crate) mod key;
pub(crate) mod list;
pub(crate) mod local;
pub(crate) mod matches;
mod passage_attributes;
pub(crate) mod passage_set;
mod period;
pub(crate) mod plan;
mod rank;
mod recent;
pub(crate) mod related;
pub(crate) mod request;
pub(crate) mod response;
mod run;
mod sample;
mod sort_keys;
mod spelling;
pub(crate) mod store;
mod tiers;
mod typed_period;
mod unseen;
pub(crate) mod value;
mod value_suggestions;
mod within;
pub(crate) mod zero_results;

pub use complete::{Completion, CompletionKind};
pub use list::{
    CallEntry, CallSort, CompanyEntry, Extent, FirmEntry, ListPage, ListSort, Listed, SpeakerEntry,
};
#[cfg(feature = "cluster")]
pub(crate) use rank::{B, K1};
pub use request::{FilterArg, Grouping, Matching, Request, Sort};
pub use response::{By, Expansion, Hit, HitGroup, Refusal, Response, Suggestion, Why};
pub use unseen::{PassageKey, Unseen, Which};

pub(crate) use rank::idf;

// For lists of interfaces.
#[cfg(feature = "json")]
pub(crate) use self::list::contains_folded;

// Functions over one commit, called by the engine.
pub(crate) use self::{
    complete::complete,
    highlight::Highlighter,
    list::{
        calls, calls_by_period, companies, find_call, firms, latest_companies, periods, speakers,
    },
    passage_attributes::PassageAttributes,
    run::run,
    unseen::unseen,
};

pub use crate::text::{Currency, Glossary, Group, Measure, Script, sentences};
