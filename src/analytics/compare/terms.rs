//! Terms that one call's passages mention and the other's do not, or much less.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    passage_terms::{Key, PassageTerms},
    term_counts::{TermCounts, seen, shown},
    term_weights::TermWeights,
};
use crate::{Result, model::Sides};

/// Minimum G² (log-likelihood ratio) of a term that both calls mention: significance of 5%.
const LIKELY: f64 = 3.84;

/// The texts are searched exactly for this many times the requested terms.
const LOOKED_THROUGH: usize = 4;

/// A term that one of two calls mentions more often in its matching passages.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Term {
    /// Most frequent written form in each language; glossary terms have both.
    pub shown: Sides<String>,
    /// Whether it is a glossary term.
    pub glossary: bool,
    /// Number of matching passages of this call that contain it.
    pub passages: u64,
    /// Number of matching passages of the other call that contain it.
    pub other: u64,
    /// First passage of this call that contains it.
    pub first: String,
    /// G² of the difference; 0 if the other call has no passages.
    pub weight: f64,
}

/// Terms of each call that the other does not mention, or much less: the most significant first, at
/// most `limit` glossary terms and `limit` of each language. Words of `asked` are excluded.
pub(super) fn terms(
    topics: [&[PassageTerms]; 2],
    asked: &HashSet<Key>,
    weights: &mut TermWeights,
    limit: usize,
) -> Result<[Vec<Term>; 2]> {
    let seen = seen(topics, asked);
    let [first, second] = topics;
    Ok([
        more_of(first, second, 0, &seen, weights, limit)?,
        more_of(second, first, 1, &seen, weights, limit)?,
    ])
}

/// Terms that one call mentions more than the other.
fn more_of(
    here: &[PassageTerms],
    there: &[PassageTerms],
    place: usize,
    seen: &BTreeMap<Key, TermCounts>,
    weights: &mut TermWeights,
    limit: usize,
) -> Result<Vec<Term>> {
    let all = [here.len() as u64, there.len() as u64];
    let counted = seen.iter().filter_map(|(key, seen)| {
        let counts = match (place, seen.counts()) {
            (0, [own, other]) | (_, [other, own]) => [own, other],
        };
        Some((telling(counts, all)?, counts, key, seen))
    });
    let counted: Vec<_> = counted.collect();
    weights.ask_for(counted.iter().map(|(_, _, key, _)| *key))?;
    let mut found = Vec::new();
    for (weight, counts, key, seen) in counted {
        found.push((weight, counts, weights.idf(key)?, key, seen));
    }
    // Ties are frequent with small counts: glossary terms first, then rare ones.
    let is_group = |key: &Key| matches!(key, Key::SynonymGroup(_));
    found.sort_by(|a, b| {
        (b.0.total_cmp(&a.0))
            .then_with(|| b.1.cmp(&a.1))
            .then_with(|| is_group(b.3).cmp(&is_group(a.3)))
            .then_with(|| b.2.total_cmp(&a.2))
    });
    let mut kept = Sorts::new(limit.saturating_mul(LOOKED_THROUGH));
    found.retain(|(.., key, _)| kept.take(key));
    // Words are cut from the text; occurrences within other words count as well.
    let passages =
        |topics: &[PassageTerms], key| topics.iter().filter(|topic| topic.says(key)).count();
    let mut terms: Vec<(&Key, Term)> = Vec::new();
    for (_, _, _, key, seen) in found {
        weights.check()?;
        let counts = [here, there].map(|topics| passages(topics, key) as u64);
        let [own, other] = counts;
        let first = here.iter().find(|topic| topic.says(key));
        if let (Some(weight), Some(first)) = (telling(counts, all), first) {
            let term = Term {
                shown: shown(key, seen, weights.glossary()),
                glossary: is_group(key),
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

/// Accepts at most `limit` glossary terms and `limit` of each language.
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

/// G² of a term that `own` passages of a call have and `other` of the other; none unless this call has it more.
fn telling([own, other]: [u64; 2], all: [u64; 2]) -> Option<f64> {
    let [all_own, all_other] = all;
    let more = own * all_other > other * all_own;
    let weight = likelihood([own, other], all);
    (own > 0 && (other == 0 || more && weight >= LIKELY)).then_some(weight)
}

/// Log-likelihood ratio G² of a term's frequencies in two calls (Dunning 1993): 0 for equal shares.
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
            // Symmetric in presence and absence.
            proptest::prop_assert!((weight - likelihood([n - a, m - b], [n, m])).abs() < 1e-9);
            // Only one of the two can mention it more often.
            let both = [telling([a, b], [n, m]), telling([b, a], [m, n])];
            let more = both.iter().flatten().count();
            proptest::prop_assert!(more <= 1, "{:?}", both);
        }
    }
}
