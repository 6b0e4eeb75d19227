//! An amount that a call states, with the statements of it.

use std::ops::Range;

use super::{
    figure_context::{FigureContext, Kind},
    term_weights::Vector,
};
use crate::{
    model::{Lang, Sides},
    text::{Currency, Measure},
};

/// An amount that a call states in a sentence with a match.
#[derive(Debug, Clone)]
pub struct Amount {
    /// What it measures.
    pub measure: Measure,
    /// Currency of money, if named.
    pub currency: Option<Currency>,
    /// The value, or the lower end of a range: money in whole units of the currency, 34 for 34%.
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// Where it is stated, once per passage; speech before summaries.
    pub statements: Vec<Statement>,
}

/// A passage that states an amount.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its citation.
    pub citation: String,
    /// Its number in the call.
    pub passage: u32,
    /// The speaker; none in a summary.
    pub speaker: Option<String>,
    /// What the amount says about its subject.
    pub kind: Kind,
    /// Whether it is expected or planned; none if unknown.
    pub outlook: Option<bool>,
    /// Whether the query matches in the same clause, not only in the same sentence.
    pub near: bool,
    /// The sentence on each side that states it.
    pub sides: Sides<Sentence>,
    pub(super) readings: Sides<Reading>,
}

/// A sentence that states an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// The amount, in bytes of the sentence.
    pub amount: Range<usize>,
    /// What the query matches, in bytes of the sentence.
    pub lit: Vec<Range<usize>>,
}

/// Interpretation of an amount on one side.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) context: FigureContext,
    /// Words of its clause.
    pub(super) words: Vector,
}

impl Amount {
    /// The amount as first written in each language.
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

    /// Whether two amounts have one measure and one currency; `strictly` if both must name it.
    fn is_comparable(&self, other: &Self, strictly: bool) -> bool {
        let money = match (self.currency, other.currency) {
            (Some(a), Some(b)) => a == b,
            (None, None) => true,
            _ => !strictly,
        };
        self.measure == other.measure && money
    }

    /// The same for two calls, where both must name the currency.
    pub(super) fn may_pair(&self, other: &Self) -> bool {
        self.is_comparable(other, true)
    }

    /// Whether two amounts have the same value.
    pub(super) fn is_equal(&self, other: &Self) -> bool {
        let same = |a: f64, b: f64| (a - b).abs() <= a.abs().max(b.abs()) * 1e-9;
        let upper = match (self.upper, other.upper) {
            (Some(a), Some(b)) => same(a, b),
            (None, None) => true,
            _ => false,
        };
        self.is_comparable(other, false) && same(self.value, other.value) && upper
    }

    /// Adds the same amount of the other side.
    pub(super) fn add_side(&mut self, mut other: Self, lang: Lang) {
        self.currency = self.currency.or(other.currency);
        if let (Some(own), Some(other)) = (self.statements.first_mut(), other.statements.pop()) {
            *own.sides.slot(lang) = other.sides.get(lang).cloned();
            *own.readings.slot(lang) = other.readings.get(lang).cloned();
            own.near |= other.near;
        }
    }

    /// The middle of a range, or the value.
    pub fn middle(&self) -> f64 {
        self.upper
            .map_or(self.value, |upper| f64::midpoint(self.value, upper))
    }
}

/// Number of significant digits: 3 for 31.5, 1 for 20.
pub(super) fn digits(value: f64) -> usize {
    let plain = format!("{:e}", value.abs());
    let digits = plain.split('e').next().unwrap_or_default();
    digits.chars().filter(char::is_ascii_digit).count()
}

/// Similarity of the words of two statements on the sides that both have; none without such a side.
pub(super) fn alike(a: &Statement, b: &Statement) -> Option<f64> {
    let both = (a.readings.iter())
        .filter_map(|(lang, reading)| Some((reading, b.readings.get(lang)?)))
        .map(|(a, b)| a.words.likeness(&b.words));
    let both: Vec<f64> = both.collect();
    (!both.is_empty()).then(|| both.iter().sum::<f64>() / both.len() as f64)
}
