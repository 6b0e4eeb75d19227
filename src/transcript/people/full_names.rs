//! Headings of a single word, `Wu` or `Ms. Wu`, of somebody whom another heading names in full.

use std::collections::HashMap;

use crate::transcript::format::{Heading, RawTurn};

/// Words of full names, each with the name where only one person has it.
#[derive(Default)]
pub(super) struct FullNames<'a>(HashMap<String, Option<&'a str>>);

impl<'a> FullNames<'a> {
    /// The full names of the headings of turns and of the people listed.
    pub(super) fn of(turns: &'a [RawTurn], participants: &'a [Heading]) -> Self {
        let mut names = Self::default();
        let headings = turns.iter().map(|turn| &turn.heading).chain(participants);
        for heading in headings {
            names.add(&heading.name);
        }
        names
    }

    fn add(&mut self, name: &'a str) {
        let words = words_of(name);
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        if words.len() < 2 || is_honorific(first) || words.iter().any(|word| is_of_voice(word)) {
            return;
        }
        for word in [first, last] {
            let bearer = self.0.entry(word.clone()).or_insert(Some(name));
            // `Ann Wu` and `ANN WU` are one name.
            let same = |known: &&str| words_of(known) == words;
            *bearer = bearer.filter(same);
        }
    }

    /// The heading with the full name, where it has one word that is of one person's name alone.
    pub(super) fn complete(&self, heading: &Heading) -> Option<Heading> {
        let words = words_of(&heading.name);
        let word = match words.as_slice() {
            [word] => word,
            [first, word] if is_honorific(first) => word,
            _ => return None,
        };
        let full = (*self.0.get(word)?)?;
        Some(Heading {
            name: full.to_owned(),
            other_name: Some(heading.name.clone()),
            ..heading.clone()
        })
    }
}

/// The words of a name in lower case; hyphens and apostrophes part none.
fn words_of(name: &str) -> Vec<String> {
    name.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a word is of a voice or an office, such as `Unidentified Analyst`, `Speaker 2`, `Deputy Clerk`.
fn is_of_voice(word: &str) -> bool {
    const WORDS: [&str; 28] = [
        "operator",
        "moderator",
        "analyst",
        "unidentified",
        "unknown",
        "speaker",
        "participant",
        "representative",
        "executive",
        "company",
        "investor",
        "editor",
        "clerk",
        "mayor",
        "chair",
        "chairman",
        "chairwoman",
        "president",
        "director",
        "manager",
        "officer",
        "secretary",
        "treasurer",
        "counsel",
        "head",
        "coordinator",
        "councillor",
        "relations",
    ];
    WORDS.contains(&word) || word.contains(|c: char| c.is_ascii_digit())
}

fn is_honorific(word: &str) -> bool {
    ["mr", "ms", "mrs", "dr", "prof", "professor", "sir"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(name: &str) -> RawTurn {
        RawTurn::new(Heading {
            name: name.to_owned(),
            ..Heading::default()
        })
    }

    #[test]
    fn single_words_of_full_names() {
        let turns = ["Ann O'Wu-Lund", "Bo Quist", "J. R. Quist", "Mr. Roe"].map(turn);
        let names = FullNames::of(&turns, &[]);
        for (label, full) in [
            ("O'Wu-Lund", Some("Ann O'Wu-Lund")),
            ("Ms. O'Wu-Lund", Some("Ann O'Wu-Lund")),
            ("Ann", Some("Ann O'Wu-Lund")),
            ("Quist", None),
            ("Roe", None),
            ("Bo Quist", None),
            ("Operator", None),
        ] {
            let found = names.complete(&turn(label).heading);
            assert_eq!(
                found.map(|heading| heading.name).as_deref(),
                full,
                "{label}"
            );
        }
    }
}
