//! The pairs of terms that calls teach: a document for each pair of a call and each of its terms.

use std::{collections::BTreeMap, ops::ControlFlow};

use serde_json::{Map, Value, json};

use super::{
    mapping::{OTHER, PAIR, PAIR_COUNTS},
    snapshot::Snapshot,
};
use crate::{
    Result,
    index::{TermPairSum, pairs_of},
    model::{Passage, TermPair, TermRelation},
    search::store::PairsOf,
};

/// Kind of the documents.
const KIND: &str = "pair";

/// Maximum number of terms in one question.
const MOST_TERMS: usize = 10_000;

/// The documents of the pairs that a call teaches.
pub(super) fn documents(call: &str, passages: &[Passage]) -> Vec<Map<String, Value>> {
    let mut documents = Vec::new();
    for pair in pairs_of(passages) {
        for place in [0, 1] {
            documents.extend(document(call, &pair, place));
        }
    }
    documents
}

fn document(call: &str, pair: &TermPair, place: usize) -> Option<Map<String, Value>> {
    let [first, second] = pair.alone;
    let mut document = Map::new();
    for (name, value) in [
        ("doc", KIND.to_owned()),
        ("call", call.to_owned()),
        (PAIR, name(pair.relation, place, pair.keys.get(place)?)),
        (OTHER, pair.written.get(1 - place)?.clone()),
    ] {
        document.insert(name.to_owned(), Value::from(value));
    }
    let counts = [pair.together, first, second, pair.of];
    for (name, count) in PAIR_COUNTS.into_iter().zip(counts) {
        document.insert(name.to_owned(), Value::from(count));
    }
    Some(document)
}

/// What a pair is found by.
fn name(relation: TermRelation, place: usize, term: &str) -> String {
    let relation = match relation {
        TermRelation::Translation => 't',
        TermRelation::Abbreviation => 'a',
    };
    format!("{relation}{place}{term}")
}

/// For each question the sums over all calls, by the other term.
pub(super) fn sums(snapshot: &Snapshot, questions: &[PairsOf]) -> Result<Vec<Vec<TermPairSum>>> {
    let name = |of: &PairsOf| name(of.relation, of.place, of.term);
    let mut names: Vec<String> = questions.iter().map(name).collect();
    names.sort_unstable();
    names.dedup();
    let mut by_name: BTreeMap<String, BTreeMap<String, TermPairSum>> = BTreeMap::new();
    let sum = |field: &str| (field.to_owned(), json!({"sum": {"field": field}}));
    let counts = Value::Object(PAIR_COUNTS.into_iter().map(sum).collect());
    for some in names.chunks(MOST_TERMS) {
        let query = snapshot.visible_with(KIND, json!({"terms": {PAIR: some}}));
        snapshot.for_each_bucket(&query, &[PAIR, OTHER], &counts, |bucket| {
            let text = |field: &str| bucket.get("key")?.get(field)?.as_str();
            let number = |field: &str| {
                let sum = bucket.get(field).and_then(|sum| sum.get("value"));
                sum.and_then(Value::as_f64).unwrap_or(0.0) as u64
            };
            if let (Some(name), Some(other)) = (text(PAIR), text(OTHER)) {
                let [together, first, second, of] = PAIR_COUNTS.map(number);
                let sum = TermPairSum {
                    together,
                    alone: [first, second],
                    of,
                    calls: bucket.get("doc_count").and_then(Value::as_u64).unwrap_or(0),
                    ..TermPairSum::default()
                };
                let of_name = by_name.entry(name.to_owned()).or_default();
                of_name.insert(other.to_owned(), sum);
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    let of_question = |of: &PairsOf| {
        let by_form = by_name.get(&name(of)).cloned().unwrap_or_default();
        TermPairSum::by_key(by_form)
    };
    Ok(questions.iter().map(of_question).collect())
}
