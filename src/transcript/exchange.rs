//! Exchanges: one analyst's question, follow-ups and all the answers, until the next analyst.

use std::collections::HashSet;

use super::format::RawTurn;
use crate::model::{Exchange, ExchangeSide, Role, Section, Speaker, Turn};

/// Up to this many characters, a last turn of investor relations is a courtesy, not an answer.
const MAX_COURTESY_CHARS: usize = 240;

/// Finds the exchanges among the turns and sets the exchange number of each turn.
///
/// `raw` has the same turns as the layout states them; `chars` the characters spoken in each.
pub(super) fn find(
    turns: &mut [Turn],
    raw: &[RawTurn],
    speakers: &[Speaker],
    chars: &[usize],
) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    for mut group in group(turns, raw, speakers) {
        drop_courtesies(&mut group.turns, turns, speakers, chars);
        let number = exchanges.len() as u32 + 1;
        exchanges.push(number_turns(number, &group, turns));
    }
    exchanges
}

/// The turns of one exchange, by index.
struct Group {
    asker: usize,
    turns: Vec<usize>,
}

fn group(turns: &[Turn], raw: &[RawTurn], speakers: &[Speaker]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut open = false;
    for (at, turn) in turns.iter().enumerate() {
        let Some(speaker) = speakers.get(turn.speaker) else {
            continue;
        };
        if turn.section != Section::Qa {
            continue;
        }
        let stated = raw.get(at).and_then(|raw| raw.side);
        let asks = match stated {
            Some(side) => side == ExchangeSide::Asked,
            None => speaker.role == Role::Analyst || is_unnamed_analyst(speaker),
        };
        let asked_last = |asker| groups.last().is_some_and(|group| group.asker == asker);
        if asks {
            // Where each question is marked, one by somebody unnamed is never a follow-up.
            let is_unnamed = stated.is_some() && speaker.role == Role::Unidentified;
            if !open || is_unnamed || !asked_last(turn.speaker) {
                groups.push(Group {
                    asker: turn.speaker,
                    turns: Vec::new(),
                });
                open = true;
            }
        } else if matches!(speaker.role, Role::Operator | Role::Editor) {
            // The operator ends an exchange unless the same analyst goes on.
            let next = turns.get(at + 1);
            open = open && next.is_some_and(|next| asked_last(next.speaker));
            continue;
        }
        if let Some(group) = groups.last_mut().filter(|_| open) {
            group.turns.push(at);
        }
    }
    groups
}

/// Removes short last turns of investor relations, such as thanks to the analyst.
fn drop_courtesies(group: &mut Vec<usize>, turns: &[Turn], speakers: &[Speaker], chars: &[usize]) {
    let is_courtesy = |at: usize| {
        let speaker = turns.get(at).and_then(|turn| speakers.get(turn.speaker));
        speaker.is_some_and(|speaker| speaker.role == Role::Ir)
            && chars
                .get(at)
                .is_some_and(|&chars| chars <= MAX_COURTESY_CHARS)
    };
    while group.len() > 2 && group.pop_if(|at| is_courtesy(*at)).is_some() {}
}

fn number_turns(number: u32, group: &Group, turns: &mut [Turn]) -> Exchange {
    let mut exchange = Exchange {
        number,
        asker: group.asker,
        answerers: Vec::new(),
    };
    let mut answered = HashSet::new();
    for &at in &group.turns {
        let Some(turn) = turns.get_mut(at) else {
            continue;
        };
        turn.exchange = Some(number);
        if turn.speaker != group.asker && answered.insert(turn.speaker) {
            exchange.answerers.push(turn.speaker);
        }
    }
    exchange
}

/// Whether the name of an unidentified speaker tells that they ask.
fn is_unnamed_analyst(speaker: &Speaker) -> bool {
    let name = speaker.name.to_lowercase();
    speaker.role == Role::Unidentified
        && ["analyst", "participant", "shareholder", "investor"]
            .iter()
            .any(|word| name.contains(word))
}
