//! Terms that the one call's passages say and the other's do not, or much less.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    seen::{Seen, seen, shown},
    topic::{Key, Topic},
    weight::Weights,
};
use crate::{Result, model::Sides};

/// Least G² (log-likelihood ratio) of a term that both calls say: one in twenty by chance.
const LIKELY: f64 = 3.84;

/// Of so many times the terms asked for the passages are looked through to the last character.
const LOOKED_THROUGH: usize = 4;

/// A term that one of two calls says more of, in the passages that match.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Term {
    /// As it is mostly written, in each language that it belongs to: a term of the glossary in both.
    pub shown: Sides<String>,
    /// A term of the glossary.
    pub glossary: bool,
    /// Matching passages that have it on either side: of this call, and of the other.
    pub passages: u64,
    /// Matching passages of the other call that have it.
    pub other: u64,
    /// The first passage of this call that has it.
    pub first: String,
    /// G²: how unlikely the difference is by chance; 0 where the other call has nothing to compare.
    pub weight: f64,
}

/// What each of two calls says and the other does not, or much less: the most telling first, at most
/// `limit` of the glossary and of each language. No word of `asked` is told.
pub(super) fn terms(
    topics: [&[Topic]; 2],
    asked: &HashSet<Key>,
    weights: &mut Weights,
    limit: usize,
) -> Result<[Vec<Term>; 2]> {
    let seen = seen(topics, asked);
    let [first, second] = topics;
    Ok([
        more_of(first, second, 0, &seen, weights, limit)?,
        more_of(second, first, 1, &seen, weights, limit)?,
    ])
}

/// What the passages of one call, at a place of the two, say more of than those of the other.
fn more_of(
    here: &[Topic],
    there: &[Topic],
    place: usize,
    seen: &BTreeMap<Key, Seen>,
    weights: &mut Weights,
    limit: usize,
) -> Result<Vec<Term>> {
    let all = [here.len() as u64, there.len() as u64];
    let mut found = Vec::new();
    for (key, seen) in seen {
        let counts = match (place, seen.counts()) {
            (0, [own, other]) | (_, [other, own]) => [own, other],
        };
        if let Some(weight) = telling(counts, all) {
            found.push((weight, counts, weights.rarity(key)?, key, seen));
        }
    }
    // Small counts make many equal; then the term of the field goes first, then the rare one.
    let concept = |key: &Key| matches!(key, Key::Concept(_));
    found.sort_by(|a, b| {
        (b.0.total_cmp(&a.0))
            .then_with(|| b.1.cmp(&a.1))
            .then_with(|| concept(b.3).cmp(&concept(a.3)))
            .then_with(|| b.2.total_cmp(&a.2))
    });
    let mut kept = Sorts::new(limit.saturating_mul(LOOKED_THROUGH));
    found.retain(|(.., key, _)| kept.take(key));
    // Words were cut from what is said; a word that stands within another counts as well.
    let passages = |topics: &[Topic], key| topics.iter().filter(|topic| topic.says(key)).count();
    let mut terms: Vec<(&Key, Term)> = Vec::new();
    for (_, _, _, key, seen) in found {
        weights.check()?;
        let counts = [here, there].map(|topics| passages(topics, key) as u64);
        let [own, other] = counts;
        let first = here.iter().find(|topic| topic.says(key));
        if let (Some(weight), Some(first)) = (telling(counts, all), first) {
            let term = Term {
                shown: shown(key, seen, weights.glossary()),
                glossary: concept(key),
                passages: own,
                other,
                first: first.citation(),
                weight,
            };
            terms.push((key, term));
        }
    }
    terms.sort_by(|(_, a), (_, b)| {
        (b.weight.total_cmp(&a.weight)).then_with(|| b.passages.cmp(&a.passages))
    });
    let mut kept = Sorts::new(limit);
    terms.retain(|(key, _)| kept.take(key));
    Ok(terms.into_iter().map(|(_, term)| term).collect())
}

/// Lets so many pass of the glossary and of each language.
struct Sorts {
    most: usize,
    taken: HashMap<std::mem::Discriminant<Key>, usize>,
}

impl Sorts {
    fn new(most: usize) -> Self {
        let taken = HashMap::new();
        Self { most, taken }
    }

    fn take(&mut self, key: &Key) -> bool {
        let taken = self.taken.entry(std::mem::discriminant(key)).or_default();
        *taken += 1;
        *taken <= self.most
    }
}

/// The weight of a term that a call says and another does not, or much less: the passages with it
/// of all that each has.
fn telling([own, other]: [u64; 2], all: [u64; 2]) -> Option<f64> {
    let [all_own, all_other] = all;
    let more = own * all_other > other * all_own;
    let weight = likelihood([own, other], all);
    (own > 0 && (other == 0 || more && weight >= LIKELY)).then_some(weight)
}

/// The log-likelihood ratio G² of a term that is in so many passages of so many of two calls
/// (Dunning 1993): 0 where both have as large a share.
fn likelihood(passages: [u64; 2], all: [u64; 2]) -> f64 {
    let total = all.iter().sum::<u64>() as f64;
    let with = passages.iter().sum::<u64>() as f64;
    let part = |observed: f64, expected: f64| {
        if observed > 0.0 && expected > 0.0 {
            observed * (observed / expected).ln()
        } else {
            0.0
        }
    };
    let of_call = |(&passages, &all): (&u64, &u64)| {
        let (with_here, all) = (passages as f64, all as f64);
        part(with_here, with * all / total) + part(all - with_here, (total - with) * all / total)
    };
    let [first, second] = [0, 1].map(|at| (passages.get(at).zip(all.get(at))).map_or(0.0, of_call));
    2.0 * (first + second).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihood_tells_a_difference_from_chance() {
        assert!(likelihood([0, 0], [5, 5]) < 1e-9);
        assert!(likelihood([2, 4], [5, 10]) < 1e-9);
        assert!(likelihood([1, 0], [6, 7]) < LIKELY);
        assert!(likelihood([6, 0], [6, 7]) > LIKELY);
        let (a, b) = (likelihood([3, 1], [6, 9]), likelihood([1, 3], [9, 6]));
        assert!((a - b).abs() < 1e-9, "{a} {b}");
        assert!(likelihood([3, 0], [3, 0]) < 1e-9);
    }

    proptest::proptest! {
        #[test]
        fn likelihood_does_not_care_for_the_order(a in 0_u64..50, b in 0_u64..50, n in 0_u64..50, m in 0_u64..50) {
            let (n, m) = (a + n, b + m);
            let weight = likelihood([a, b], [n, m]);
            proptest::prop_assert!(weight.is_finite() && weight >= 0.0);
            proptest::prop_assert!((weight - likelihood([b, a], [m, n])).abs() < 1e-9);
            // Who says it is as telling as who does not.
            proptest::prop_assert!((weight - likelihood([n - a, m - b], [n, m])).abs() < 1e-9);
            // Only one of the two can say it more.
            let both = [telling([a, b], [n, m]), telling([b, a], [m, n])];
            let more = both.iter().flatten().count();
            proptest::prop_assert!(more <= 1, "{:?}", both);
        }
    }
}
