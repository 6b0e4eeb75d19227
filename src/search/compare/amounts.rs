//! Amounts that stand in one sentence with a match, each once for a passage and its translation.

use std::{collections::HashMap, ops::Range};

use super::{
    sense::{Kind, Sense},
    stated::stated,
    topic::Topic,
    weight::{Vector, Weights},
};
use crate::{
    Result,
    model::{Lang, Section, Sides},
    text::{Currency, Measure},
};

/// From so many digits on, two equal amounts of a call are taken for one figure.
const TELLING_DIGITS: usize = 3;

/// The same for money in a named currency.
const TELLING_MONEY: usize = 2;

/// From this likeness of the words around them on, two equal amounts of a call are one figure.
const SAME_WORDS: f64 = 0.4;

/// Most equal amounts of a call that an amount is held against, and most statements of each.
pub(super) const MOST_EQUAL: usize = 64;

/// An amount that a call states in a sentence with a match.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Amount {
    /// What it measures.
    pub measure: Measure,
    /// The currency of money, where it is named.
    pub currency: Option<Currency>,
    /// The value, of a range the lower end: money in whole units of the currency, 34 for 34%.
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// Where it is stated, a passage each: somebody's words before a summary.
    pub statements: Vec<Statement>,
}

/// A passage that states an amount.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Statement {
    /// Its citation.
    pub citation: String,
    /// Its number in the call.
    pub passage: u32,
    /// Who says it; none in a summary.
    pub speaker: Option<String>,
    /// What the amount tells of its subject.
    pub kind: Kind,
    /// Whether it is expected or planned; none where that cannot be told.
    pub outlook: Option<bool>,
    /// Whether the query matches in the same clause, not only in the same sentence.
    pub near: bool,
    /// The sentence on each side that states it.
    pub sides: Sides<Sentence>,
    pub(super) readings: Sides<Reading>,
}

/// A sentence that states an amount, as it stands in its passage.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// The amount, in bytes of the sentence.
    pub amount: Range<usize>,
    /// What the query matches, in bytes of the sentence.
    pub lit: Vec<Range<usize>>,
}

/// What is made of an amount on one side.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) sense: Sense,
    /// The words of its clause.
    pub(super) words: Vector,
}

impl Amount {
    /// As it is written in each language, where it is first stated in it.
    pub fn written(&self) -> Sides<String> {
        let mut written = Sides::none();
        for (lang, sentence) in self.statements.iter().flat_map(|one| one.sides.iter()) {
            let text = sentence
                .text
                .get(sentence.amount.clone())
                .unwrap_or_default();
            written.slot(lang).get_or_insert_with(|| text.to_owned());
        }
        written
    }

    /// Whether two amounts are of one measure and in one currency; `strictly` if both have to name it.
    fn is_comparable(&self, other: &Self, strictly: bool) -> bool {
        let money = match (self.currency, other.currency) {
            (Some(a), Some(b)) => a == b,
            (None, None) => true,
            _ => !strictly,
        };
        self.measure == other.measure && money
    }

    /// The same for two calls, where only what is named counts as the same.
    pub(super) fn may_pair(&self, other: &Self) -> bool {
        self.is_comparable(other, true)
    }

    /// Whether two amounts have one value.
    pub(super) fn is_equal(&self, other: &Self) -> bool {
        let same = |a: f64, b: f64| (a - b).abs() <= a.abs().max(b.abs()) * 1e-9;
        let upper = match (self.upper, other.upper) {
            (Some(a), Some(b)) => same(a, b),
            (None, None) => true,
            _ => false,
        };
        self.is_comparable(other, false) && same(self.value, other.value) && upper
    }

    /// The middle of a range, or the value.
    pub fn middle(&self) -> f64 {
        self.upper
            .map_or(self.value, |upper| f64::midpoint(self.value, upper))
    }
}

/// How many digits tell a value from others: 3 for 31.5, 1 for 20.
pub(super) fn digits(value: f64) -> usize {
    let plain = format!("{:e}", value.abs());
    let digits = plain.split('e').next().unwrap_or_default();
    digits.chars().filter(char::is_ascii_digit).count()
}

/// The amounts of a call.
pub(super) struct Amounts {
    /// In the order of the call, the same figure stated again being one.
    pub(super) all: Vec<Amount>,
    /// How many of them were held against a part of those equal to them.
    pub(super) in_part: usize,
}

/// The amounts of a call's passages.
pub(super) fn amounts(topics: &[Topic], weights: &mut Weights) -> Result<Amounts> {
    let mut order: Vec<&Topic> = topics.iter().collect();
    order.sort_by_key(|topic| {
        let passage = &topic.hit.passage;
        (passage.section == Section::Summary, passage.n)
    });
    let mut all: Vec<Amount> = Vec::new();
    let mut in_part = 0;
    // Amounts of about one value, in the order of the call.
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

/// The step of a value on a fine scale, and the steps in which values lie that are equal within rounding.
fn about_value(amount: &Amount) -> (i64, [i64; 2]) {
    // Equal values differ by a thousandth part of a step.
    let step = amount.value.abs().max(f64::MIN_POSITIVE).log2() * 1e6;
    let [below, above] = [step - 0.01, step + 0.01].map(|step| step.floor() as i64);
    (step.floor() as i64, [below, above])
}

/// Whether a call's equal amounts are one figure: by their many digits, or by their words.
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

/// How alike the words of two statements are, on the sides that both have; none where they have none.
pub(super) fn alike(a: &Statement, b: &Statement) -> Option<f64> {
    let both = (a.readings.iter())
        .filter_map(|(lang, reading)| Some((reading, b.readings.get(lang)?)))
        .map(|(a, b)| a.words.likeness(&b.words));
    let both: Vec<f64> = both.collect();
    (!both.is_empty()).then(|| both.iter().sum::<f64>() / both.len() as f64)
}

/// The amounts of one passage; what both sides state is one.
fn of_topic(topic: &Topic, weights: &mut Weights) -> Result<Vec<Amount>> {
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

impl Amount {
    /// Takes in the same amount of the other side.
    fn add_side(&mut self, mut other: Self, lang: Lang) {
        self.currency = self.currency.or(other.currency);
        if let (Some(own), Some(other)) = (self.statements.first_mut(), other.statements.pop()) {
            *own.sides.slot(lang) = other.sides.get(lang).cloned();
            *own.readings.slot(lang) = other.readings.get(lang).cloned();
            own.near |= other.near;
        }
    }
}
