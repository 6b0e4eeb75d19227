//! Amounts in sentences with a match, merged across the two sides of a passage and across passages.

use std::collections::HashMap;

use super::{
    amount::{Amount, alike, digits},
    mentioned_amounts::stated,
    passage_terms::PassageTerms,
    term_weights::TermWeights,
};
use crate::{Result, model::Section, text::Measure};

/// Two equal amounts of a call with at least this many significant digits are one figure.
const TELLING_DIGITS: usize = 3;

/// The same for money in a named currency.
const TELLING_MONEY: usize = 2;

/// Minimum similarity of the words around two equal amounts of a call to be one figure.
const SAME_WORDS: f64 = 0.4;

/// Maximum number of equal amounts an amount is compared with, and of statements of each.
pub(super) const MOST_EQUAL: usize = 64;

/// The amounts of a call.
pub(super) struct Amounts {
    /// In the order of the call; repeated statements of a figure are one amount.
    pub(super) all: Vec<Amount>,
    /// Number of amounts that were compared with a part of the equal ones only.
    pub(super) in_part: usize,
}

/// The amounts of a call's passages.
pub(super) fn amounts(topics: &[PassageTerms], weights: &mut TermWeights) -> Result<Amounts> {
    let mut order: Vec<&PassageTerms> = topics.iter().collect();
    order.sort_by_key(|topic| {
        let passage = &topic.hit.passage;
        (passage.section == Section::Summary, passage.n)
    });
    let mut all: Vec<Amount> = Vec::new();
    let mut in_part = 0;
    // Indexes of amounts by approximate value, in the order of the call.
    let mut about: HashMap<(Measure, i64), Vec<usize>> = HashMap::new();
    for topic in order {
        weights.check()?;
        for amount in of_topic(topic, weights)? {
            let (value, values) = about_value(&amount);
            let values = values.map(|value| (amount.measure, value));
            let about_it = || values.iter().filter_map(|value| about.get(value));
            let mut known: Vec<usize> = about_it()
                .flat_map(|known| known.iter().rev().take(MOST_EQUAL).copied())
                .collect();
            known.sort_unstable();
            known.dedup();
            let same = (known.iter().copied())
                .find(|at| (all.get(*at)).is_some_and(|known| is_same_figure(known, &amount)));
            match same.and_then(|at| all.get_mut(at)) {
                Some(known) => {
                    known.currency = known.currency.or(amount.currency);
                    known.statements.extend(amount.statements);
                }
                None => {
                    let many = |at: &usize| {
                        let known = all.get(*at);
                        known.is_some_and(|known| known.statements.len() > MOST_EQUAL)
                    };
                    let left_out = about_it().any(|known| known.len() > MOST_EQUAL);
                    in_part += usize::from(left_out || known.iter().any(many));
                    let value = (amount.measure, value);
                    about.entry(value).or_default().push(all.len());
                    all.push(amount);
                }
            }
        }
    }
    Ok(Amounts { all, in_part })
}

/// The bucket of a value on a fine logarithmic scale, and the buckets that may hold equal values.
fn about_value(amount: &Amount) -> (i64, [i64; 2]) {
    // Equal values differ by a thousandth of a bucket.
    let step = amount.value.abs().max(f64::MIN_POSITIVE).log2() * 1e6;
    let [below, above] = [step - 0.01, step + 0.01].map(|step| step.floor() as i64);
    (step.floor() as i64, [below, above])
}

/// Whether equal amounts of a call are one figure: by their digits, or by their words.
fn is_same_figure(a: &Amount, b: &Amount) -> bool {
    let alike = || {
        let pairs = (a.statements.iter().take(MOST_EQUAL))
            .flat_map(|a| b.statements.iter().map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| a.kind == b.kind)
            .filter_map(|(a, b)| alike(a, b))
            .any(|likeness| likeness >= SAME_WORDS)
    };
    let money = a.currency.is_some() && b.currency.is_some();
    let telling = || digits(a.value) >= if money { TELLING_MONEY } else { TELLING_DIGITS };
    a.is_equal(b) && (telling() || alike())
}

/// The amounts of one passage; an amount that both sides state is one.
fn of_topic(topic: &PassageTerms, weights: &mut TermWeights) -> Result<Vec<Amount>> {
    let mut amounts: Vec<Amount> = Vec::new();
    for side in &topic.sides {
        let known = amounts.len();
        let mut merged = vec![false; known];
        for amount in stated(topic, side, weights)? {
            let same = amounts
                .iter_mut()
                .zip(&mut merged)
                .find(|(known, merged)| !**merged && known.is_equal(&amount));
            match same {
                Some((known, merged)) => {
                    *merged = true;
                    known.add_side(amount, side.lang);
                }
                None => amounts.push(amount),
            }
        }
    }
    Ok(amounts)
}
