//! Grouped results: calls, exchanges, turns.

use std::{collections::HashMap, sync::Arc};

use rustc_hash::FxHashSet;
use tantivy::{
    DocAddress, Term,
    collector::TopDocs,
    query::{BooleanQuery, ConstScoreQuery, Occur, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    Grouping, Highlighter, Hit, HitGroup, Request, Sort,
    collector::Match,
    hits::{Calls, Cap, Matches, Page, Tier},
    request::MOST_HITS,
    sort_keys::{SortKeys, Unit},
};
use crate::{Result, cancel::Countdown, index::Reader, model::Passage};

/// Default number of hits shown per call.
const SHOWN_OF_CALL: usize = 3;

/// The groups of the requested page. A group ranks where its first match would; the hits of a call
/// keep the requested order, those of an exchange or turn the order of the call.
pub(super) fn page(
    matches: &Matches,
    request: &Request,
    by: Grouping,
    highlighter: &Highlighter,
) -> Result<Page> {
    let places = SortKeys::of(matches.reader);
    let unit = |address: DocAddress| match by {
        Grouping::Call => places.call(address).map(Unit::Call),
        Grouping::Exchange => places.exchange(address),
        Grouping::Turn => places.turn(address),
        Grouping::None => Ok(Unit::Passage(places.call(address)?, places.n(address)?)),
    };
    let read = |documents: &[DocAddress]| match by {
        Grouping::Exchange => {
            places.read_exchanges(documents.iter().copied())?;
            places.read_calls(documents.iter().copied())
        }
        _ => places.read_calls(documents.iter().copied()),
    };
    let is_call = by == Grouping::Call;
    let per_call = request.per_call.filter(|_| !is_call);
    let chosen = matches.until(request.end(), &places, |found| {
        let found: Vec<DocAddress> = found.into_iter().map(|(_, address)| address).collect();
        read(&found)?;
        let mut cap = per_call.map(Cap::new);
        let mut seen = FxHashSet::default();
        let mut countdown = Countdown::of(&matches.reader.cancel);
        let mut chosen = Vec::new();
        for address in found {
            if countdown.is_over() {
                matches.reader.cancel.check()?;
            }
            let unit = unit(address)?;
            if seen.insert(unit.clone()) {
                let call = places.call(address)?;
                if cap.as_mut().is_none_or(|cap| cap.takes(call.clone())) {
                    chosen.push((unit, call));
                }
            }
        }
        Ok(chosen)
    })?;

    let mut calls = Calls::new(matches.reader);
    // Matches of each call by group key.
    let mut of_calls: HashMap<Arc<str>, HashMap<Unit, Vec<Match>>> = HashMap::new();
    let (mut hits, mut groups) = (Vec::new(), Vec::new());
    for (wanted, id) in (chosen.into_iter().take(request.end())).skip(request.offset) {
        if !of_calls.contains_key(&id) {
            // Partial matches are shown of groups without a full match.
            let mut units: HashMap<Unit, Vec<Match>> = HashMap::new();
            for tier in &matches.tiers {
                let mut of_tier: HashMap<Unit, Vec<Match>> = HashMap::new();
                for found in of_call(matches.reader, tier, &id)? {
                    of_tier.entry(unit(found.1)?).or_default().push(found);
                }
                for (unit, found) in of_tier {
                    units.entry(unit).or_insert(found);
                }
            }
            of_calls.insert(id.clone(), units);
        }
        let units = of_calls.get_mut(&id);
        let mut members = (units.and_then(|units| units.remove(&wanted))).unwrap_or_default();
        if !is_call || request.sort != Sort::Relevance {
            members.sort_by_cached_key(|found| places.n(found.1).unwrap_or_default());
        }
        let total = members.len() as u64;
        if is_call {
            members.truncate(request.per_call.unwrap_or(SHOWN_OF_CALL));
        }
        let context = if is_call { request.context } else { 0 };
        let first = hits.len();
        for found in members {
            hits.push(calls.hit(found, highlighter, context)?);
        }
        let call = calls.get(&id)?;
        let whole = match is_call {
            true => Vec::new(),
            false => whole(&wanted, calls.passages(&id)?, hits.get(first)),
        };
        if is_call {
            // No other group belongs to this call, and a thousand calls take much memory.
            calls.forget_passages(&id);
        }
        groups.push(HitGroup {
            exchange: match wanted {
                Unit::Exchange(_) => whole.first().and_then(|passage| passage.exchange),
                _ => None,
            },
            call,
            total,
            hits: first..hits.len(),
            passages: whole,
        });
    }
    let total_groups = if is_call {
        matches.total_calls
    } else {
        let mut units = FxHashSet::default();
        let mut countdown = Countdown::of(&matches.reader.cancel);
        let full = matches.tiers.first();
        let documents = full.map(|tier| matches.reader.documents(&*tier.query));
        let documents = documents.transpose()?.unwrap_or_default();
        read(&documents)?;
        for address in documents {
            if countdown.is_over() {
                matches.reader.cancel.check()?;
            }
            units.insert(unit(address)?);
        }
        units.len() as u64
    };
    Ok(Page {
        hits,
        groups,
        total_groups: Some(total_groups),
    })
}

/// The passages of an exchange or turn, or the single passage; none of a call.
fn whole(unit: &Unit, passages: &[Passage], one: Option<&Hit>) -> Vec<Passage> {
    let Some(one) = one.map(|hit| &hit.passage) else {
        return Vec::new();
    };
    let belongs = |passage: &&Passage| match unit {
        Unit::Call(_) => false,
        Unit::Exchange(_) => passage.exchange == one.exchange,
        Unit::Turn(..) => passage.turn == one.turn,
        Unit::Passage(..) => passage.n == one.n,
    };
    passages.iter().filter(belongs).cloned().collect()
}

/// The matches within one call, best first, with their scores among all matches.
fn of_call(reader: &Reader, tier: &Tier, call: &str) -> Result<Vec<Match>> {
    let of_call = Term::from_field_text(reader.fields.call, call);
    let most = reader.searcher.doc_freq(&of_call)?;
    let most = usize::try_from(most).unwrap_or(MOST_HITS);
    let of_call = TermQuery::new(of_call, IndexRecordOption::Basic);
    let query = BooleanQuery::new(vec![
        (Occur::Must, tier.query.box_clone()),
        (
            Occur::Must,
            Box::new(ConstScoreQuery::new(Box::new(of_call), 0.0)),
        ),
    ]);
    let most = most.min(tier.total).clamp(1, MOST_HITS);
    let best = TopDocs::with_limit(most).order_by_score();
    reader.search_here(&query, &best)
}
