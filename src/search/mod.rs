//! Search: a [`Request`] in, a [`Response`] out, no type of the index's engine in either.
//!
//! A query goes text → tree ([`crate::query`]) → `plan` (what to match, in which stream, with
//! which filters) → `compile` (the engine's query). The same plan marks the highlights, so what
//! is found and what is lit cannot differ.

mod audit;
mod compare;
mod compile;
mod complete;
mod condition;
mod entity;
mod exchange;
mod facet;
mod filter;
mod group;
mod hits;
mod list;
mod miss;
mod nothing;
mod only;
mod place;
mod plan;
mod rank;
mod request;
mod response;
mod run;
mod shift;
mod spoken;
mod spot;
mod suggest;
mod sweep;
mod tiers;
mod trend;
mod unseen;
mod value;

pub use audit::{CallAudit, Confidence, Disagreement, Discord, Finding};
pub use compare::{
    Amount, Change, Comparison, Figure, Kind, Pair, Said, Sentence, Statement, Term,
};
pub use complete::{Completion, CompletionKind};
pub use list::{
    CallEntry, CallSort, CompanyEntry, Extent, FirmEntry, ListSort, MentionEntry, ShiftRow, Shifts,
    SpeakerEntry, Standing, Unplaced,
};
pub use request::{FilterArg, Grouping, Matching, Request, Sort};
pub use response::{By, Expansion, Hit, HitGroup, Response, Why};
pub use shift::Shift;
pub use trend::{Mention, Trend, TrendRow};
pub use unseen::{PassageKey, Unseen, Which};

// What the engine asks of one commit.
pub(crate) use self::{
    audit::audit,
    compare::compare,
    complete::complete,
    list::{calls, companies, find_call, firms, mentions, periods, shifts, speakers},
    spoken::Spoken,
    spot::Spotter,
    trend::trend,
    unseen::unseen,
};
// For benches.
#[doc(hidden)]
pub use self::run::run;

pub use crate::text::{Currency, Glossary, Group, Measure, Script, sentences};
