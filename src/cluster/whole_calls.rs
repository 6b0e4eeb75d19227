//! Answers completed from all passages of their calls.

use std::collections::HashMap;

use crate::search::{Hit, HitGroup, store::Answer};

/// What tells a group of an answer from the others.
fn key<'a>(answer: &'a Answer, group: &HitGroup) -> Option<(&'a str, Option<u32>, Option<usize>)> {
    let first = answer.hits.get(group.hits.start)?;
    let turn = match group.exchange {
        Some(_) => None,
        None => first.passage.turn,
    };
    let is_call = group.passages.is_empty();
    Some(match is_call {
        true => (first.call.id.as_str(), None, None),
        false => (first.call.id.as_str(), group.exchange, turn),
    })
}

/// The groups of an answer, in its order, as another answer that knows all passages of their calls has them.
pub(super) fn regrouped(answer: Answer, whole: Answer) -> Answer {
    let by_key: HashMap<_, &HitGroup> = (whole.groups.iter())
        .filter_map(|group| Some((key(&whole, group)?, group)))
        .collect();
    let (mut hits, mut groups): (Vec<Hit>, Vec<HitGroup>) = (Vec::new(), Vec::new());
    for group in &answer.groups {
        let known = key(&answer, group).and_then(|key| by_key.get(&key));
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
