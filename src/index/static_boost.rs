//! How much there is in a passage for a reader: what is said at some length by those who answer for
//! the company counts more than courtesies and bare headlines.

use crate::{
    model::{Call, Passage, Role, Section},
    text::{is_han, raw_tokens},
};

/// Words from which on a passage is no mere remark.
const FULL: usize = 40;

/// Share that is left of a passage of hardly a word.
const LEAST: f32 = 0.5;

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
            few if few < FULL => words(side),
            full => full,
        })
        .max();
    let share = words.unwrap_or(0).min(FULL) as f32 / FULL as f32;
    let length = LEAST + (1.0 - LEAST) * share;
    (100.0 * role * length).round() as u64
}

/// As much of a text as has enough words, as a rule.
fn beginning(text: &str) -> &str {
    let end = (8 * FULL..text.len()).find(|&at| text.is_char_boundary(at));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Words of a text; three Han characters count as two.
fn words(text: &str) -> usize {
    let (mut han, mut other) = (0, 0);
    for raw_token in raw_tokens(text) {
        match text
            .get(raw_token.start..)
            .and_then(|rest| rest.chars().next())
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
