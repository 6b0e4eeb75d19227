//! Pairs of similar passages of two calls, and the passages left over.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    amount::{Amount, digits},
    figures::Figure,
    passage_terms::{Content, PassageTerms},
    term_weights::{Match, TermWeights, Vector, one_to_one},
};
use crate::{
    Result,
    model::{Role, Sides},
    search::Hit,
    text::Measure,
};

/// Minimum similarity of a pair.
const ALIKE: f64 = 0.12;

/// Minimum number of words in common.
const IN_COMMON: usize = 2;

/// Bonus for a figure or a distinctive value in common.
const FIGURE: f64 = 0.25;

/// A value with at least this many significant digits is distinctive.
const TELLING_DIGITS: usize = 3;

/// Factor where the speakers' roles differ.
const OTHER_ROLE: f64 = 0.7;

/// A pair of similar passages.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Pair {
    /// Passage of the first call.
    pub first: Hit,
    /// Passage of the second call.
    pub second: Hit,
    /// Similarity, 0 to 1.
    pub likeness: f64,
}

/// Features of a passage.
struct Signs {
    /// Words of each side, without names and the query's terms.
    words: Sides<Vector>,
    /// Distinctive values.
    values: HashSet<(Measure, u64)>,
}

/// The most similar pairs, each passage once, and the passages left over of each call in order.
pub(super) fn pairs(
    topics: [Vec<PassageTerms>; 2],
    figures: &[Figure],
    weights: &mut TermWeights,
) -> Result<(Vec<Pair>, [Vec<Hit>; 2])> {
    let [first, second] = topics;
    let (ours, theirs) = (signs(&first, weights)?, signs(&second, weights)?);
    let stated = stated_in_both(figures);
    let mut matches = Vec::new();
    for (a, (one, our)) in first.iter().zip(&ours).enumerate() {
        weights.check()?;
        for (b, (other, their)) in second.iter().zip(&theirs).enumerate() {
            let values = our.values.intersection(&their.values).count();
            let places = (one.hit.passage.n, other.hit.passage.n);
            let stated = stated.get(&places).copied().unwrap_or(0).max(values);
            let same = role(&one.hit) == role(&other.hit);
            let likeness = (alike(&our.words, &their.words) + stated as f64 * FIGURE).min(1.0);
            let likeness = likeness * if same { 1.0 } else { OTHER_ROLE };
            if likeness >= ALIKE {
                matches.push(Match {
                    first: a,
                    second: b,
                    likeness,
                });
            }
        }
    }
    let mut first: BTreeMap<usize, Hit> = hits(first);
    let mut second: BTreeMap<usize, Hit> = hits(second);
    let mut pairs = Vec::new();
    for found in one_to_one(matches) {
        if let (Some(a), Some(b)) = (first.remove(&found.first), second.remove(&found.second)) {
            pairs.push(Pair {
                first: a,
                second: b,
                likeness: found.likeness,
            });
        }
    }
    Ok((
        pairs,
        [first, second].map(|left| left.into_values().collect()),
    ))
}

fn hits(topics: Vec<PassageTerms>) -> BTreeMap<usize, Hit> {
    let hits = topics.into_iter().map(|topic| topic.hit);
    hits.enumerate().collect()
}

fn role(hit: &Hit) -> Option<Role> {
    let speaker = hit.call.speaker_of(&hit.passage);
    speaker.map(|speaker| speaker.role)
}

/// Number of figures in common, by the passages' numbers.
fn stated_in_both(figures: &[Figure]) -> HashMap<(u32, u32), usize> {
    let mut stated = HashMap::new();
    for figure in figures {
        let passages = |amount: &Amount| -> HashSet<u32> {
            let statements = amount.statements.iter();
            statements.map(|statement| statement.passage).collect()
        };
        let seconds = passages(&figure.second);
        for a in passages(&figure.first) {
            for &b in &seconds {
                *stated.entry((a, b)).or_default() += 1;
            }
        }
    }
    stated
}

fn signs(topics: &[PassageTerms], weights: &mut TermWeights) -> Result<Vec<Signs>> {
    let mut all = Vec::with_capacity(topics.len());
    for topic in topics {
        let mut words = Sides::none();
        let mut values = HashSet::new();
        for side in &topic.sides {
            let own = |word: &&Content| !word.named && !side.is_lit(&word.span);
            let own = side.words.iter().filter(own).map(|word| (&word.key, 1.0));
            *words.slot(side.lang) = Some(weights.vector(own)?);
            let telling = (side.quantities.iter())
                .filter(|quantity| digits(quantity.value) >= TELLING_DIGITS);
            values.extend(telling.map(|quantity| (quantity.measure, quantity.value.to_bits())));
        }
        all.push(Signs { words, values });
    }
    Ok(all)
}

/// Similarity of two passages on the sides that both have.
fn alike(a: &Sides<Vector>, b: &Sides<Vector>) -> f64 {
    let both: Vec<f64> = (a.iter())
        .filter_map(|(lang, a)| Some((a, b.get(lang)?)))
        .map(|(a, b)| match a.shared_and_likeness(b) {
            (shared, _) if shared < IN_COMMON => 0.0,
            (_, likeness) => likeness,
        })
        .collect();
    if both.is_empty() {
        return 0.0;
    }
    both.iter().sum::<f64>() / both.len() as f64
}
