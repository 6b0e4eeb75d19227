//! Exchanges: one analyst's question, follow-ups and all the answers, until the next analyst.

use std::collections::HashSet;

use super::format::RawTurn;
use crate::model::{Exchange, ExchangeSide, Role, Section, Speaker, Turn};

/// Up to this many characters, a last word of investor relations is a courtesy, not an answer.
const COURTESY: usize = 240;

/// Finds the exchanges among the turns and marks each turn with the number of its exchange.
///
/// `raw` are the same turns as the layout has them; `lengths` holds the characters spoken in each.
pub(super) fn find(
    turns: &mut [Turn],
    raw: &[RawTurn],
    speakers: &[Speaker],
    lengths: &[usize],
) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
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
        match speaker.role {
            _ if asks => {
                // Unnamed askers are nobody's follow-up where each question is marked as one.
                let unnamed = stated.is_some() && speaker.role == Role::Unidentified;
                let same = open
                    && !unnamed
                    && exchanges
                        .last()
                        .is_some_and(|last| last.asker == turn.speaker);
                if !same {
                    exchanges.push(Exchange {
                        number: exchanges.len() as u32 + 1,
                        asker: turn.speaker,
                        answerers: Vec::new(),
                    });
                    members.push(Vec::new());
                    open = true;
                }
                members
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.push(at));
            }
            Role::Operator | Role::Editor => {
                let asked_again = turns
                    .get(at + 1)
                    .is_some_and(|next| exchanges.last().is_some_and(|e| e.asker == next.speaker));
                open = open && asked_again;
            }
            Role::Analyst | Role::Executive | Role::Ir | Role::Unidentified if open => {
                members
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.push(at));
            }
            Role::Analyst | Role::Executive | Role::Ir | Role::Unidentified => {}
        }
    }
    for (exchange, members) in exchanges.iter_mut().zip(&mut members) {
        let role = |at: usize| turns.get(at).and_then(|turn| speakers.get(turn.speaker));
        while members.len() > 2
            && members.last().is_some_and(|&at| {
                role(at).is_some_and(|speaker| speaker.role == Role::Ir)
                    && lengths.get(at).is_some_and(|&length| length <= COURTESY)
            })
        {
            members.pop();
        }
        let mut answered = HashSet::new();
        for &at in members.iter() {
            if let Some(turn) = turns.get_mut(at) {
                turn.exchange = Some(exchange.number);
                if turn.speaker != exchange.asker && answered.insert(turn.speaker) {
                    exchange.answerers.push(turn.speaker);
                }
            }
        }
    }
    exchanges
}

/// Whether an unidentified voice is at least known to be on the asking side.
fn is_unnamed_analyst(speaker: &Speaker) -> bool {
    let name = speaker.name.to_lowercase();
    speaker.role == Role::Unidentified
        && ["analyst", "participant", "shareholder", "investor"]
            .iter()
            .any(|word| name.contains(word))
}
