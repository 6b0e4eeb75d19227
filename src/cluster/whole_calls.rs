//! Answers completed from all passages of their calls.

use std::collections::HashMap;

use crate::search::{Hit, HitGroup, store::Answer};

/// What tells a group of an answer from the others.
#[derive(PartialEq, Eq, Hash)]
enum Unit<'a> {
    Call(&'a str),
    Exchange(&'a str, u32),
    Turn(&'a str, usize),
    /// A passage that is in no turn.
    Passage(&'a str, u32),
}

fn unit<'a>(answer: &'a Answer, group: &HitGroup) -> Option<Unit<'a>> {
    let first = answer.hits.get(group.hits.start)?;
    let call = first.call.id.as_str();
    // The group of a call shows no passages but its hits.
    if group.passages.is_empty() {
        return Some(Unit::Call(call));
    }
    Some(match (group.exchange, first.passage.turn) {
        (Some(exchange), _) => Unit::Exchange(call, exchange),
        (None, Some(turn)) => Unit::Turn(call, turn),
        (None, None) => Unit::Passage(call, first.passage.n),
    })
}

/// The groups of an answer, in its order, as another answer that knows all passages of their calls has them.
pub(super) fn regrouped(answer: Answer, whole: Answer) -> Answer {
    let by_unit: HashMap<_, &HitGroup> = (whole.groups.iter())
        .filter_map(|group| Some((unit(&whole, group)?, group)))
        .collect();
    let (mut hits, mut groups): (Vec<Hit>, Vec<HitGroup>) = (Vec::new(), Vec::new());
    for group in &answer.groups {
        let known = unit(&answer, group).and_then(|unit| by_unit.get(&unit));
        let (group, all) = known.map_or((group, &answer.hits), |group| (*group, &whole.hits));
        let first = hits.len();
        hits.extend(
            all.get(group.hits.clone())
                .unwrap_or_default()
                .iter()
                .cloned(),
        );
        groups.push(HitGroup {
            hits: first..hits.len(),
            ..group.clone()
        });
    }
    Answer {
        hits,
        groups,
        ..answer
    }
}

/// The hits of an answer with the passages around them.
pub(super) fn with_context(answer: Answer, whole: &Answer) -> Answer {
    let by_place: HashMap<(&str, u32), &Hit> = (whole.hits.iter())
        .map(|hit| ((hit.call.id.as_str(), hit.passage.n), hit))
        .collect();
    let hits = answer.hits.into_iter().map(|hit| {
        match by_place.get(&(hit.call.id.as_str(), hit.passage.n)) {
            Some(known) => Hit {
                before: known.before.clone(),
                after: known.after.clone(),
                ..hit
            },
            None => hit,
        }
    });
    Answer {
        hits: hits.collect(),
        ..answer
    }
}
