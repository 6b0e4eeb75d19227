//! Firms by which askers introduce themselves: `Ann Wu with the Kestrel Times`, `this is Bo from Saltmarsh`.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::key::key;
use crate::{
    model::Role,
    transcript::{
        format::{RawTurn, Transcript},
        lazy_regex::lazy_regex,
    },
};

/// `Ann Wu with the Kestrel Times`, `Ann from Saltmarsh`.
static WITH: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?<name> \p{Lu} [\p{L}'’\-]+ (?: \s \p{Lu} (?: \. | [\p{L}'’\-]+ ) ){0,3} )
          \s (?: here \s )? (?: from | with | of | at ) \s (?: the \s )?
          (?<firm> [\p{Lu}\d] [\w&'’\-]* (?: \. \w )* (?: \s (?: (?: of | and | & ) \s )? [\p{Lu}\d] [\w&'’\-]* ){0,5} )"
);

/// `Ann Wu, Kestrel Times.`: a full name, and a firm that ends the sentence.
static COMMA: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?<name> \p{Lu} [\p{L}'’\-]+ (?: \s \p{Lu} (?: \. | [\p{L}'’\-]+ ) ){1,3} ) , \s (?: the \s )?
          (?<firm> [\p{Lu}\d] [\w&'’\-]* (?: \s (?: (?: of | and | & ) \s )? [\p{Lu}\d] [\w&'’\-]* ){0,5} ) \."
);

/// Words that begin a sentence, not the name of a firm.
const NO_FIRMS: [&str; 14] = [
    "thanks",
    "thank",
    "good",
    "great",
    "hi",
    "hello",
    "congratulations",
    "i",
    "it",
    "my",
    "just",
    "so",
    "can",
    "could",
];

/// Characters at the beginning of a turn that are searched.
const OPENING_CHARS: usize = 220;

/// Sets the firms of askers for whom nothing else tells one.
pub(super) fn find(transcript: &mut Transcript) {
    let mut firms: HashMap<String, String> = HashMap::new();
    for turn in &transcript.turns {
        let name = key(&turn.heading.name);
        let is_open = turn.heading.role == Some(Role::Analyst) && turn.heading.firm.is_none();
        let is_titled = turn.heading.title.is_some();
        if is_open
            && !is_titled
            && !firms.contains_key(&name)
            && let Some(firm) = own_firm(turn)
        {
            firms.insert(name, firm);
        }
    }
    for turn in &mut transcript.turns {
        if turn.heading.role == Some(Role::Analyst) && turn.heading.firm.is_none() {
            turn.heading.firm = firms.get(&key(&turn.heading.name)).cloned();
        }
    }
}

fn own_firm(turn: &RawTurn) -> Option<String> {
    let text = turn.paragraphs.first()?.text.en.as_deref()?;
    let end = text
        .char_indices()
        .nth(OPENING_CHARS)
        .map_or(text.len(), |(at, _)| at);
    let name = key(&turn.heading.name);
    let text = text.get(..end)?;
    let mut found = WITH.captures_iter(text).chain(COMMA.captures_iter(text));
    found.find_map(|found| {
        let said = key(&found["name"]);
        let own = |word: &str| word.len() >= 3 && name.split(' ').any(|part| part == word);
        let first = found["firm"]
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let is_firm = said.split(' ').any(own) && !NO_FIRMS.contains(&first.as_str());
        is_firm.then(|| found["firm"].to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::format::{Heading, Paragraph};

    #[test]
    fn firms_of_introductions() {
        for (text, firm) in [
            (
                "Thank you. Ann Wu with the Kestrel Times. Why?",
                Some("Kestrel Times"),
            ),
            (
                "Hi, this is Ann from JP Marsh. My question is on costs.",
                Some("JP Marsh"),
            ),
            ("Ann Wu, KMBC. Mr. Chair, why?", Some("KMBC")),
            (
                "Ann Wuh from The Harbor Post. Why?",
                Some("The Harbor Post"),
            ),
            ("Thanks, Ann. Good quarter.", None),
            ("Thank you, Bo Li from Kestrel. Why?", None),
        ] {
            let turn = RawTurn {
                paragraphs: vec![Paragraph::new(text)],
                ..RawTurn::new(Heading {
                    name: "ANN WU".to_owned(),
                    ..Heading::default()
                })
            };
            assert_eq!(own_firm(&turn).as_deref(), firm, "{text}");
        }
    }
}
