//! Pairs of amounts of two calls that are most likely the same figure.

use std::collections::HashMap;

use super::{
    amount::{Amount, Statement, alike},
    term_weights::{Match, TermWeights, one_to_one},
};
use crate::{Result, text::Measure};

/// Minimum similarity of the words around two amounts of one figure.
const SAME_FIGURE: f64 = 0.75;

/// The same where both amounts are equal, so that nothing has changed.
const SAME_VALUE: f64 = 0.35;

/// Two candidates with similarities closer than this are ambiguous.
const CLEAR: f64 = 0.05;

/// Maximum number of statements per call that are compared; each with each.
pub(super) const MOST_PAIRED: usize = 1500;

/// A figure that two calls state.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Figure {
    /// The amount of the first call.
    pub first: Amount,
    /// The amount of the second call.
    pub second: Amount,
    /// Similarity of the words around them, 0 to 1.
    pub likeness: f64,
    /// Change from the first to the second.
    pub change: Option<Change>,
}

/// Change of a figure; the middle of a range counts.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// Size of the change.
    pub by: f64,
    /// Its unit: per cent of amounts, points of percentages, multiples.
    pub measure: Measure,
}

/// Figures that both calls state, and the amounts left over of each.
pub(super) fn figures(
    first: Vec<Amount>,
    second: Vec<Amount>,
    one_company: bool,
    weights: &TermWeights,
) -> Result<(Vec<Figure>, [Vec<Amount>; 2])> {
    let mut matches = Vec::new();
    for (a, one) in paired(&first).enumerate() {
        weights.check()?;
        for (b, other) in paired(&second).enumerate() {
            if let Some((_, _, likeness)) = same_figure(one, other) {
                matches.push(Match {
                    first: a,
                    second: b,
                    likeness,
                });
            }
        }
    }
    let clear = clear(&matches);
    let mut first: Vec<Option<Amount>> = first.into_iter().map(Some).collect();
    let mut second: Vec<Option<Amount>> = second.into_iter().map(Some).collect();
    let mut figures = Vec::new();
    let mut pairs = one_to_one(clear);
    pairs.sort_by_key(|pair| pair.first);
    for pair in pairs {
        let take =
            |list: &mut Vec<Option<Amount>>, at: usize| list.get_mut(at).and_then(Option::take);
        let (Some(mut a), Some(mut b)) =
            (take(&mut first, pair.first), take(&mut second, pair.second))
        else {
            continue;
        };
        if let Some((in_a, in_b, _)) = same_figure(&a, &b) {
            to_front(&mut a.statements, in_a);
            to_front(&mut b.statements, in_b);
        }
        let change = if one_company { change(&a, &b) } else { None };
        figures.push(Figure {
            change,
            first: a,
            second: b,
            likeness: pair.likeness,
        });
    }
    Ok((
        figures,
        [first, second].map(|left| left.into_iter().flatten().collect()),
    ))
}

/// Number of amounts of a call that are not compared.
pub(super) fn unpaired(amounts: &[Amount]) -> usize {
    amounts.len() - paired(amounts).count()
}

/// The amounts that are compared: the first ones of a call, up to a number of statements.
fn paired(amounts: &[Amount]) -> impl Iterator<Item = &Amount> {
    let mut statements = 0;
    amounts.iter().take_while(move |amount| {
        statements += amount.statements.len();
        statements <= MOST_PAIRED
    })
}

/// Pairs without a rival: another pair of either amount with about the same similarity.
fn clear(matches: &[Match]) -> Vec<Match> {
    // The two best pairs of each amount; at least one of them differs from the current pair.
    let best = |amount: fn(&Match) -> usize| {
        let mut best: HashMap<usize, [Option<f64>; 2]> = HashMap::new();
        for found in matches {
            let [first, second] = best.entry(amount(found)).or_default();
            let likeness = Some(found.likeness);
            if likeness > *first {
                (*first, *second) = (likeness, *first);
            } else if likeness > *second {
                *second = likeness;
            }
        }
        best
    };
    let (firsts, seconds) = (best(|found| found.first), best(|found| found.second));
    let has_rival = |found: &Match, of: Option<&[Option<f64>; 2]>| {
        let [first, second] = of.copied().unwrap_or_default();
        // If the current pair is the best, or equal to it, the second is its rival.
        let rival = if first == Some(found.likeness) {
            second
        } else {
            first
        };
        rival.is_some_and(|rival| rival > found.likeness - CLEAR)
    };
    (matches.iter())
        .filter(|found| {
            !has_rival(found, firsts.get(&found.first))
                && !has_rival(found, seconds.get(&found.second))
        })
        .copied()
        .collect()
}

/// Similarity of two amounts, and the indexes of the first statements that are similar enough; none
/// if they are not the same figure.
fn same_figure(a: &Amount, b: &Amount) -> Option<(usize, usize, f64)> {
    if !a.may_pair(b) {
        return None;
    }
    let equal = a.is_equal(b);
    let least = if equal { SAME_VALUE } else { SAME_FIGURE };
    let mut found: Option<(usize, usize, f64)> = None;
    for (at, one) in a.statements.iter().enumerate() {
        for (to, other) in b.statements.iter().enumerate() {
            let likeness = alike(one, other)
                .filter(|_| agree(one, other, equal))
                .unwrap_or(0.0);
            // Speech illustrates a figure better than a summary.
            if likeness >= SAME_VALUE {
                let known = found.get_or_insert((at, to, likeness));
                known.2 = known.2.max(likeness);
            }
        }
    }
    found.filter(|&(_, _, likeness)| likeness >= least)
}

/// Whether the contexts of two statements agree on every side that both have.
fn agree(a: &Statement, b: &Statement, equal: bool) -> bool {
    let mut both =
        (a.readings.iter()).filter_map(|(lang, reading)| Some((reading, b.readings.get(lang)?)));
    both.all(|(a, b)| a.context.agrees(&b.context, equal))
}

fn to_front(statements: &mut [Statement], at: usize) {
    if let Some(front) = statements.get_mut(..=at) {
        front.rotate_right(1);
    }
}

/// The change between two amounts; none where a ratio would be meaningless, or where only one is a
/// fall.
fn change(first: &Amount, second: &Amount) -> Option<Change> {
    let sign = match (falls(first), falls(second)) {
        (false, false) => 1.0,
        (true, true) => -1.0,
        _ => return None,
    };
    let (then, now) = (first.middle() * sign, second.middle() * sign);
    let (by, measure) = match first.measure {
        Measure::Amount if then > 0.0 && now >= 0.0 => {
            ((now - then) / then * 100.0, Measure::Percent)
        }
        Measure::Amount => return None,
        Measure::Percent | Measure::Points => (now - then, Measure::Points),
        Measure::Multiple => (now - then, Measure::Multiple),
    };
    Some(Change { by, measure })
}

/// Whether an amount is the size of a fall.
fn falls(amount: &Amount) -> bool {
    let statement = amount.statements.first();
    statement.is_some_and(|statement| {
        let mut readings = statement.readings.iter();
        readings.any(|(_, reading)| reading.context.falls())
    })
}
