//! Analysts who are known as such only because the operator announces their question.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use crate::{
    model::{Role, Speaker, name},
    text::fold_str,
    transcript::{format::RawTurn, lazy_regex::lazy_regex},
};

/// Words with which an operator or host calls on somebody for a question.
static ANNOUNCES: LazyLock<Regex> = lazy_regex!(
    r"(?xi) \b (?: questions? | line \s of | line \s is | queue | go \s ahead | caller | analyst | next \s up ) \b
          | 提问 | 提問 | 问题 | 問題 | 请问 | 請問 | 分析师 | 分析師 | 下一[位個个] | 第[一二三四五六七八九十][位個个]"
);

/// Words with which the call is handed over to a host or an officer.
static HANDS_OVER: LazyLock<Regex> = lazy_regex!(
    r"(?i)\b(?:over to|hand (?:it|over)|introduce|your host|joined by|with (?:us|me))\b|交給|交给|介紹|介绍"
);

/// Characters before and behind a name that are searched for the words of an announcement.
const CONTEXT_CHARS: usize = 100;

/// Makes a speaker without title, firm or stated role an analyst if the operator or host announces
/// them for a question in the turn before their first.
///
/// `speaker_of` has the speaker of each turn, `first_turns` the first turn of each speaker,
/// `stated` whether the layout states the role of each speaker.
pub(super) fn set_roles(
    turns: &[RawTurn],
    speaker_of: &[usize],
    first_turns: &HashMap<usize, usize>,
    stated: &[bool],
    speakers: &mut [Speaker],
) {
    let operator = |of: &usize| speakers.get(*of).is_some_and(|s| s.role == Role::Operator);
    let opening = speaker_of.iter().position(|of| !operator(of)).unwrap_or(0);
    for at in 0..speakers.len() {
        let announcer = first_turns.get(&at).and_then(|turn| turn.checked_sub(1));
        // The first speaker after the operator's welcome opens the call.
        let Some(announcer) = announcer.filter(|&turn| turn >= opening) else {
            continue;
        };
        let by = speaker_of.get(announcer).and_then(|&by| speakers.get(by));
        let host = by.is_some_and(|by| matches!(by.role, Role::Operator | Role::Ir));
        let (Some(turn), Some(speaker)) = (turns.get(announcer), speakers.get(at)) else {
            continue;
        };
        let unknown = speaker.role == Role::Unidentified
            && !stated.get(at).copied().unwrap_or(false)
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

/// Whether the last paragraph of a turn calls somebody by name for a question.
fn announces(turn: &RawTurn, speaker: &Speaker) -> bool {
    let Some(last) = turn.paragraphs.last() else {
        return false;
    };
    last.text.iter().any(|(_, text)| {
        let folded = fold_str(text).to_lowercase();
        let contexts = speaker
            .names
            .iter()
            .filter_map(|own| context_of(&folded, own));
        contexts
            .into_iter()
            .any(|context| ANNOUNCES.is_match(context) && !HANDS_OVER.is_match(context))
    })
}

/// The text around the last mention of a name, or of its surname, in a folded text.
fn context_of<'a>(text: &'a str, own: &str) -> Option<&'a str> {
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
    let before = text[..at].char_indices().rev().take(CONTEXT_CHARS).last();
    let after = text[at..].char_indices().nth(CONTEXT_CHARS);
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
            let found = context_of(&folded, name).is_some_and(|context| {
                ANNOUNCES.is_match(context) && !HANDS_OVER.is_match(context)
            });
            assert_eq!(found, announced, "{text}");
        }
    }
}
