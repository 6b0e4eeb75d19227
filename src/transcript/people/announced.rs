//! Analysts whom nothing but the operator's announcement shows to be such.

use std::sync::LazyLock;

use regex::Regex;

use super::first_turns;
use crate::{
    model::{Role, Speaker, name},
    text::fold_str,
    transcript::{format::RawTurn, lazy_regex::lazy_regex},
};

/// Words with which an operator or host gives somebody the floor for a question.
static ANNOUNCES: LazyLock<Regex> = lazy_regex!(
    r"(?xi) \b (?: questions? | line \s of | line \s is | queue | go \s ahead | caller | analyst | next \s up ) \b
          | 提问 | 提問 | 问题 | 問題 | 请问 | 請問 | 分析师 | 分析師"
);

/// Words with which the call itself is handed over, to a host or an officer.
static HANDS_OVER: LazyLock<Regex> = lazy_regex!(
    r"(?i)\b(?:over to|hand (?:it|over)|introduce|your host|joined by|with (?:us|me))\b|交給|交给|介紹|介绍"
);

/// How far about a name the words of its announcement stand, in characters.
const ABOUT: usize = 100;

/// Turns a speaker without title, firm or stated role into an analyst where the turn before their
/// first announces them for a question: an operator, or a host who says so in a few words.
pub(super) fn learn(turns: &[RawTurn], speaker_of: &[usize], speakers: &mut [Speaker]) {
    let first_turn = first_turns(speaker_of);
    let operator = |of: &usize| speakers.get(*of).is_some_and(|s| s.role == Role::Operator);
    let opened = speaker_of.iter().position(|of| !operator(of)).unwrap_or(0);
    for at in 0..speakers.len() {
        let announcer = first_turn.get(&at).and_then(|turn| turn.checked_sub(1));
        // Whoever speaks first after the operator's welcome opens the call.
        let Some(announcer) = announcer.filter(|&turn| turn >= opened) else {
            continue;
        };
        let by = speaker_of.get(announcer).and_then(|&by| speakers.get(by));
        let host = by.is_some_and(|by| matches!(by.role, Role::Operator | Role::Ir));
        let (Some(turn), Some(speaker)) = (turns.get(announcer), speakers.get(at)) else {
            continue;
        };
        let stated = first_turn
            .get(&at)
            .and_then(|&turn| turns.get(turn)?.heading.role);
        let unknown = speaker.role == Role::Executive
            && stated.is_none()
            && speaker.title.is_none()
            && speaker.firm.is_none();
        if host
            && unknown
            && announces(turn, speaker)
            && let Some(speaker) = speakers.get_mut(at)
        {
            speaker.role = Role::Analyst;
        }
    }
}

/// Whether the end of a turn calls somebody by name for a question.
fn announces(turn: &RawTurn, speaker: &Speaker) -> bool {
    let Some(last) = turn.paragraphs.last() else {
        return false;
    };
    last.text.iter().any(|(_, text)| {
        let folded = fold_str(text).to_lowercase();
        let about = speaker.names.iter().filter_map(|own| around(&folded, own));
        about
            .into_iter()
            .any(|about| ANNOUNCES.is_match(about) && !HANDS_OVER.is_match(about))
    })
}

/// What stands about the last mention of somebody, by the surname at least, in a folded text.
fn around<'a>(text: &'a str, own: &str) -> Option<&'a str> {
    let called = match name::surname(own) {
        Some(surname) if own.is_ascii() => surname,
        _ => own.to_lowercase(),
    };
    let called = fold_str(&called);
    let (at, _) = text.rmatch_indices(&called).find(|(at, _)| {
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let before = text[..*at].chars().next_back();
        let after = text[at + called.len()..].chars().next();
        !inside(before) && !inside(after)
    })?;
    let before = text[..at].char_indices().rev().take(ABOUT).last();
    let after = text[at..].char_indices().nth(ABOUT);
    let from = before.map_or(at, |(from, _)| from);
    let to = after.map_or(text.len(), |(to, _)| at + to);
    text.get(from..to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_and_introductions() {
        for (text, name, announced) in [
            (
                "Our first question is from the line of Bob Roe of Kestrel.",
                "Bob Roe",
                true,
            ),
            (
                "Thank you. Next up, Mr. Roe. Please go ahead.",
                "Bob Roe",
                true,
            ),
            (
                "After the remarks we take questions. I turn the call over to Bob Roe.",
                "Bob Roe",
                false,
            ),
            (
                "With me are Bob Roe and Ann Lee. We take questions later.",
                "Bob Roe",
                false,
            ),
            (
                "Our first question is from Monroe County.",
                "Bob Roe",
                false,
            ),
            ("下一位請陳小華提問。", "陈小华", true),
            ("現在交給陳小華。", "陈小华", false),
        ] {
            let folded = fold_str(text).to_lowercase();
            let found = around(&folded, name)
                .is_some_and(|about| ANNOUNCES.is_match(about) && !HANDS_OVER.is_match(about));
            assert_eq!(found, announced, "{text}");
        }
    }
}
