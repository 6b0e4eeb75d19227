//! Analytics: questions over all matches of a request instead of its best ones: how often something is
//! said and by whom, what is said for the first or the last time, what two calls say of it, and where the
//! two languages of a passage disagree.

mod audit;
mod compare;
mod mentions;
mod shift;
mod shifts;
mod trend;

pub use self::{
    audit::{CallAudit, Confidence, Disagreement, Discord, Finding},
    compare::{Amount, Change, Comparison, Figure, Kind, Pair, Said, Sentence, Statement, Term},
    mentions::MentionEntry,
    shift::Shift,
    shifts::{ShiftRow, Shifts, Standing, Unplaced},
    trend::{Mention, Trend, TrendRow},
};

// What the engine asks of one commit.
#[doc(hidden)]
pub use self::{audit::audit, compare::compare, mentions::mentions, shifts::shifts, trend::trend};
