//! Analytics: questions about all matches of a request rather than the best: trends, mentions by
//! company, first and last mentions, comparison of two calls, audit of translations, declined questions, related and
//! emerging terms, similar passages.

mod audit;
mod compare;
mod declined;
mod first_last_mention;
mod mentions;
mod related;
mod trend;

pub use self::{
    audit::{Audit, CallAudit, Disagreement, NameRendering},
    compare::{
        Amount, CallMentions, Change, Comparison, Figure, Kind, Pair, Sentence, Statement, Term,
    },
    first_last_mention::{
        MentionChange, MentionChangeRow, MentionChanges, MentionStatus, Unplaced,
    },
    mentions::MentionEntry,
    related::{Emerging, EmergingTerm, Related, RelatedTerm, Relation, Similar},
    trend::{Mention, Trend, TrendRow},
};

// Functions of one commit, called by the engine.
pub(crate) use self::{
    audit::{audit, audit_terms, find_disagreements},
    compare::compare,
    declined::mark_declined,
    first_last_mention::mention_changes,
    mentions::mentions,
    related::{emerging, related, similar},
    trend::trend,
};
