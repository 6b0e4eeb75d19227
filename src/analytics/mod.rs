//! Analytics: questions over all matches of a request instead of its best ones: how often something is
//! said and by whom, what is said for the first or the last time, what two calls say of it, and where the
//! two languages of a passage disagree.

mod audit;
mod compare;
mod first_last_mention;
mod mentions;
mod trend;

pub use self::{
    audit::{CallAudit, Confidence, Disagreement, DisagreementKind, Finding},
    compare::{
        Amount, CallMentions, Change, Comparison, Figure, Kind, Pair, Sentence, Statement, Term,
    },
    first_last_mention::{
        MentionChange, MentionChangeRow, MentionChanges, MentionStatus, Unplaced,
    },
    mentions::MentionEntry,
    trend::{Mention, Trend, TrendRow},
};

// What the engine asks of one commit.
#[doc(hidden)]
pub use self::{
    audit::audit, compare::compare, first_last_mention::mention_changes, mentions::mentions,
    trend::trend,
};
