//! The firms of analysts, from the operator's announcements.

use std::collections::HashMap;

use crate::{
    model::{Lang, Role, Speaker, firm_name},
    transcript::format::RawTurn,
};

/// Longest firm name in characters.
const MAX_FIRM_CHARS: usize = 60;

/// Characters behind a name that are searched for a firm.
const MAX_SEARCHED_CHARS: usize = 200;

/// Turns searched for the firm before an analyst's first turn, and behind it.
const TURNS_BEFORE: usize = 3;
const TURNS_AFTER: usize = 100;

/// Sets the firm of analysts who have none from what is said near their first turn.
pub(super) fn set_firms(
    turns: &[RawTurn],
    first_turns: &HashMap<usize, usize>,
    speakers: &mut [Speaker],
) {
    for at in 0..speakers.len() {
        let Some(speaker) = speakers.get(at) else {
            continue;
        };
        if speaker.role != Role::Analyst || speaker.firm.is_some() {
            continue;
        }
        let first = first_turns.get(&at).copied().unwrap_or(0);
        let before = turns.get(..first).unwrap_or_default().iter().rev();
        let after = turns.get(first + 1..).unwrap_or_default().iter();
        let firm = (before.take(TURNS_BEFORE).chain(after.take(TURNS_AFTER))).find_map(|turn| {
            turn.paragraphs.iter().rev().find_map(|paragraph| {
                let side = |lang| paragraph.text.get(lang).map(String::as_str);
                speaker.names.iter().find_map(|name| {
                    side(Lang::En)
                        .and_then(|text| firm_after(text, name))
                        .or_else(|| side(Lang::Zh).and_then(|text| firm_after(text, name)))
                })
            })
        });
        if let Some(speaker) = speakers.get_mut(at) {
            speaker.firm = firm.as_deref().map(firm_name);
        }
    }
}

/// The firm that follows a name: `Gary Yu, Morgan Stanley.`, `Gary Yu with J.P. Morgan, go ahead`.
pub(super) fn firm_after(text: &str, name: &str) -> Option<String> {
    let after = text.match_indices(name).map(|(at, _)| {
        let rest = &text[at + name.len()..];
        let end = rest
            .char_indices()
            .nth(MAX_SEARCHED_CHARS)
            .map(|(at, _)| at);
        &rest[..end.unwrap_or(rest.len())]
    });
    after.into_iter().find_map(|after| {
        let after = after.trim_start();
        let rest = [
            ",",
            "，",
            "、",
            "with ",
            "from ",
            "of ",
            "at ",
            "representing ",
            "- ",
        ]
        .iter()
        .find_map(|link| after.strip_prefix(link))?
        .trim_start();
        let rest = ["with ", "from ", "of ", "at "]
            .iter()
            .find_map(|link| rest.strip_prefix(link))
            .unwrap_or(rest);
        let firm = rest.get(..firm_end(rest))?.trim_end_matches([',', ' ']);
        let capital = firm.starts_with(|c: char| !c.is_lowercase() && c.is_alphanumeric());
        let short = firm.chars().count() <= MAX_FIRM_CHARS;
        (capital && short).then(|| firm.to_owned())
    })
}

/// Where a firm's name ends: at a comma, a colon or a full stop that ends a sentence.
fn firm_end(text: &str) -> usize {
    let mut word_start = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            ';' | ':' | '?' | '!' | '。' | '，' | '；' | '：' | '\n' => return at,
            ',' if !["Inc", "LLC", "L.P", "Ltd", "Co"]
                .iter()
                .any(|suffix| rest.trim_start().starts_with(suffix)) =>
            {
                return at;
            }
            '.' => {
                let word = &text[word_start..at];
                let initial = word.split('.').all(|part| part.chars().count() <= 1);
                let ends =
                    rest.trim().is_empty() || rest.starts_with(char::is_whitespace) && !initial;
                let shortened = matches!(word, "Co" | "Inc" | "Corp" | "Ltd" | "Cos" | "Bros");
                if ends {
                    return if shortened { at + 1 } else { at };
                }
            }
            c if c.is_whitespace() => {
                // `Kestrel Capital has a question`: a word in lower case ends the name.
                let next = rest.split(char::is_whitespace).next().unwrap_or_default();
                let lower = next.starts_with(|c: char| c.is_ascii_lowercase());
                if lower && !["of", "and", "the", "de", "du", "la"].contains(&next) {
                    return at;
                }
                word_start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    text.len()
}
