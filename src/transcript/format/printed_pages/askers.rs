//! Who asks, where no list and no mark tells it: whoever is called upon and then asks.

use std::collections::{HashMap, HashSet};

use super::key::key;
use crate::{
    model::Role,
    transcript::format::{RawTurn, Transcript, speaker::voices},
};

/// A turn that calls upon somebody without an operator's voice is no longer, in words.
const MAX_CALL_WORDS: usize = 40;

/// Fewest askers found by their names that show how a text calls upon others.
const MIN_CALLED: usize = 3;

/// Without an operator, somebody must say this share of all words: whom all others ask.
const ANSWERER_SHARE: f64 = 0.35;

/// Whoever answers somebody who was not called upon says this share of all words.
const ANSWERED_SHARE: f64 = 0.1;

/// From this share of all words on, a speaker is the one who answers.
const MAIN_SHARE: f64 = 0.2;

/// Sets the role of those who ask.
pub(super) fn find(transcript: &mut Transcript) {
    let listed: Vec<String> = transcript
        .participants
        .iter()
        .filter(|person| person.role == Some(Role::Executive))
        .map(|person| key(&person.name))
        .collect();
    let turns = &transcript.turns;
    let words: Vec<usize> = turns
        .iter()
        .map(|turn| text(turn).split_whitespace().count())
        .collect();
    let total: usize = words.iter().sum();
    let mut said: HashMap<String, usize> = HashMap::new();
    for (turn, words) in turns.iter().zip(&words) {
        *said.entry(key(&turn.heading.name)).or_default() += words;
    }
    let share = |name: &str| said.get(name).copied().unwrap_or(0) as f64 / total.max(1) as f64;
    let has_main = said
        .values()
        .any(|&words| words as f64 >= ANSWERER_SHARE * total as f64);
    let is_free = |turn: &RawTurn, name: &str| {
        !is_voice(turn) && !listed.iter().any(|listed| listed == name) && share(name) < MAIN_SHARE
    };
    let mut first: HashMap<String, bool> = HashMap::new();
    for (at, turn) in turns.iter().enumerate() {
        let name = key(&turn.heading.name);
        let before = at.checked_sub(1).and_then(|at| turns.get(at));
        let called =
            before.is_some_and(|before| is_called(before, turn) && (has_main || is_voice(before)));
        let is_asker = is_free(turn, &name) && called && asks(turn);
        first.entry(name).or_insert(is_asker);
    }
    add_uncalled(turns, &mut first, &|turn, name| is_free(turn, name), &share);
    for turn in &mut transcript.turns {
        let is_asker = first
            .get(&key(&turn.heading.name))
            .copied()
            .unwrap_or(false);
        if is_asker && turn.heading.role.is_none() {
            turn.heading.role = Some(Role::Analyst);
        }
    }
}

/// Adds those who ask a main speaker without having been called upon by name, where others were.
fn add_uncalled(
    turns: &[RawTurn],
    first: &mut HashMap<String, bool>,
    is_free: &dyn Fn(&RawTurn, &str) -> bool,
    share: &dyn Fn(&str) -> f64,
) {
    if first.values().filter(|is_asker| **is_asker).count() < MIN_CALLED {
        return;
    }
    let mut seen: HashSet<String> = HashSet::new();
    for (at, turn) in turns.iter().enumerate() {
        let name = key(&turn.heading.name);
        let next = turns.get(at + 1).map(|next| key(&next.heading.name));
        let is_answered = next.is_some_and(|next| share(&next) >= ANSWERED_SHARE && next != name);
        if seen.insert(name.clone()) && is_free(turn, &name) && is_answered && asks_openly(turn) {
            first.insert(name, true);
        }
    }
}

fn is_voice(turn: &RawTurn) -> bool {
    voices::is_voice(&turn.heading.name)
}

/// Whether a turn calls upon the speaker of the next: an operator's, or a short one that says a name.
fn is_called(before: &RawTurn, turn: &RawTurn) -> bool {
    let before_text = key(&text(before));
    let words: Vec<&str> = before_text.split(' ').collect();
    let name = key(&turn.heading.name);
    let is_named = name
        .split(' ')
        .any(|part| part.chars().count() >= 3 && words.contains(&part));
    is_voice(before) && (is_named || words.contains(&"question"))
        || is_named && words.len() <= MAX_CALL_WORDS
}

fn asks(turn: &RawTurn) -> bool {
    let text = text(turn);
    let lower = text.to_lowercase();
    text.contains('?')
        || lower.contains("question")
        || lower.contains("wonder")
        || lower.contains("curious")
}

/// Whether a turn asks without doubt: "the next question" is said by those who answer, too.
fn asks_openly(turn: &RawTurn) -> bool {
    let text = text(turn);
    let lower = text.to_lowercase();
    let own = [
        "have a question",
        "my question",
        "my first",
        "have two questions",
        "couple of questions",
    ];
    text.contains('?') || own.iter().any(|words| lower.contains(words))
}

fn text(turn: &RawTurn) -> String {
    let sides = turn
        .paragraphs
        .iter()
        .flat_map(|paragraph| paragraph.text.iter());
    sides
        .map(|(_, side)| side.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
