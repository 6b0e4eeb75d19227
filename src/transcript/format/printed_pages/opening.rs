//! Headings of parts: lists of participants, sections, and what follows the speech.

use crate::model::{Role, Section};

/// What a heading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    List(Option<Role>),
    Section(Section),
    /// Disclaimers and definitions behind the speech.
    End,
}

/// Longest heading, in characters.
const MAX_CHARS: usize = 60;

const PARTS: &[(&str, Part)] = &[
    ("corporate participants", Part::List(Some(Role::Executive))),
    ("company participants", Part::List(Some(Role::Executive))),
    (
        "corporate representatives",
        Part::List(Some(Role::Executive)),
    ),
    ("company representatives", Part::List(Some(Role::Executive))),
    (
        "management representatives",
        Part::List(Some(Role::Executive)),
    ),
    ("management participants", Part::List(Some(Role::Executive))),
    ("management team", Part::List(Some(Role::Executive))),
    ("management", Part::List(Some(Role::Executive))),
    ("executives", Part::List(Some(Role::Executive))),
    ("company executives", Part::List(Some(Role::Executive))),
    ("presenters", Part::List(Some(Role::Executive))),
    ("company speakers", Part::List(Some(Role::Executive))),
    ("other participants", Part::List(Some(Role::Analyst))),
    (
        "conference call participants",
        Part::List(Some(Role::Analyst)),
    ),
    ("conference participants", Part::List(Some(Role::Analyst))),
    ("external participants", Part::List(Some(Role::Analyst))),
    ("analysts", Part::List(Some(Role::Analyst))),
    ("sell side analysts", Part::List(Some(Role::Analyst))),
    ("analyst participants", Part::List(Some(Role::Analyst))),
    ("investors and analysts", Part::List(Some(Role::Analyst))),
    ("participants", Part::List(None)),
    ("call participants", Part::List(None)),
    ("attendees", Part::List(None)),
    ("speakers", Part::List(None)),
    ("presentation", Part::Section(Section::Prepared)),
    ("prepared remarks", Part::Section(Section::Prepared)),
    ("opening remarks", Part::Section(Section::Prepared)),
    ("management discussion", Part::Section(Section::Prepared)),
    ("management presentation", Part::Section(Section::Prepared)),
    ("question and answer", Part::Section(Section::Qa)),
    ("questions and answers", Part::Section(Section::Qa)),
    ("questions and answer", Part::Section(Section::Qa)),
    ("q and a", Part::Section(Section::Qa)),
    ("questions", Part::Section(Section::Qa)),
    ("analyst questions", Part::Section(Section::Qa)),
    ("disclaimer", Part::End),
    ("disclaimers", Part::End),
    ("definitions", Part::End),
    ("important notice", Part::End),
    ("legal notice", Part::End),
];

/// The part that a heading begins.
pub(super) fn part(text: &str) -> Option<Part> {
    if text.chars().count() > MAX_CHARS {
        return None;
    }
    let words = text.to_lowercase().replace('&', " and ");
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let words = words.join(" ");
    let words = ["section", "session", "part"]
        .iter()
        .find_map(|ending| words.strip_suffix(ending))
        .unwrap_or(&words)
        .trim();
    PARTS
        .iter()
        .find(|(name, _)| *name == words)
        .map(|(_, part)| *part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_parts() {
        for (text, expected) in [
            (
                "QUESTION AND ANSWER SECTION",
                Some(Part::Section(Section::Qa)),
            ),
            ("Q&A Session", Some(Part::Section(Section::Qa))),
            (
                "Management Representatives:",
                Some(Part::List(Some(Role::Executive))),
            ),
            ("Disclaimer", Some(Part::End)),
            ("Presentation of the new plant", None),
        ] {
            assert_eq!(part(text), expected, "{text}");
        }
    }
}
