//! The static boost of a passage, which multiplies its score: what executives say at some length ranks
//! above courtesies, the operator's lines and summaries.

use crate::{
    model::{Call, Passage, Role, Section},
    text::{is_han, raw_tokens},
};

/// Number of words from which on the length of a passage no longer counts.
const FULL_LENGTH: usize = 40;

/// Factor of an empty passage; it grows to 1 at [`FULL_LENGTH`] words.
const MIN_LENGTH_FACTOR: f32 = 0.5;

/// The static boost of a passage, in hundredths.
pub(super) fn static_boost(call: &Call, passage: &Passage) -> u64 {
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
    let words = (passage.text.iter())
        .map(|(_, side)| match words(beginning(side)) {
            few if few < FULL_LENGTH => words(side),
            enough => enough,
        })
        .max();
    let share = words.unwrap_or(0).min(FULL_LENGTH) as f32 / FULL_LENGTH as f32;
    let length = MIN_LENGTH_FACTOR + (1.0 - MIN_LENGTH_FACTOR) * share;
    (100.0 * role * length).round() as u64
}

/// The beginning of a text that is usually long enough to have [`FULL_LENGTH`] words, so that long texts
/// are not tokenized whole.
fn beginning(text: &str) -> &str {
    let end = (8 * FULL_LENGTH..text.len()).find(|&at| text.is_char_boundary(at));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Number of words of a text; three Han characters count as two words.
fn words(text: &str) -> usize {
    let (mut han, mut other) = (0, 0);
    for raw_token in raw_tokens(text) {
        match text
            .get(raw_token.start..)
            .and_then(|token| token.chars().next())
        {
            Some(c) if is_han(c) => han += 1,
            _ => other += 1,
        }
    }
    other + han * 2 / 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_has_about_as_many_words() {
        assert_eq!(words("Capital expenditures were in line"), 5);
        assert_eq!(words("資本支出符合預期"), 5);
    }
}
