//! The static boost of a passage, which multiplies its score: what executives say at some length ranks
//! above courtesies, the operator's lines and summaries.

use crate::model::{Call, Passage, Role, Section};

/// Number of words from which on the length of a passage no longer counts.
const FULL_LENGTH: usize = 40;

/// Factor of an empty passage; it grows to 1 at [`FULL_LENGTH`] words.
const MIN_LENGTH_FACTOR: f32 = 0.5;

/// The static boost of a passage, whose longer side has `words` words, in hundredths.
pub(super) fn static_boost(call: &Call, passage: &Passage, words: usize) -> u64 {
    let role = match (
        passage.section,
        call.speaker_of(passage).map(|speaker| speaker.role),
    ) {
        (Section::Summary, _) | (_, Some(Role::Editor)) => 0.85,
        (_, Some(Role::Operator)) => 0.4,
        (_, Some(Role::Ir)) => 0.8,
        (_, Some(Role::Analyst)) => 0.9,
        (_, Some(Role::Executive | Role::Unidentified) | None) => 1.0,
    };
    let share = words.min(FULL_LENGTH) as f32 / FULL_LENGTH as f32;
    let length = MIN_LENGTH_FACTOR + (1.0 - MIN_LENGTH_FACTOR) * share;
    (100.0 * role * length).round() as u64
}
