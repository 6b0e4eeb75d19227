//! Amounts that stand in one sentence with a match, each once for a passage and its translation.

use std::ops::Range;

use super::{
    clause::{Clause, clauses},
    sense::{Around, Kind, Sense},
    topic::{Side, Topic, overlap},
    weight::{Vector, Weights},
};
use crate::{
    Result,
    model::{Lang, Period, Section, Sides},
    text::{Currency, Measure, Quantity, sentences},
};

/// From so many digits on, two equal amounts of a call are taken for one figure.
const TELLING_DIGITS: usize = 3;

/// The same for money in a named currency.
const TELLING_MONEY: usize = 2;

/// From this likeness of the words around them on, two equal amounts of a call are one figure.
const SAME_WORDS: f64 = 0.4;

/// What a word counts for that leads up to the part of a clause that states the amount.
const BEFORE: f64 = 0.5;

/// The same of one that trails off behind it.
const BEHIND: f64 = 0.25;

/// An amount that a call states in a sentence with a match.
#[derive(Debug, Clone)]
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
    readings: Sides<Reading>,
}

/// A sentence that states an amount, as it stands in its passage.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl Statement {
    pub(super) fn readings(&self) -> &Sides<Reading> {
        &self.readings
    }
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

/// The amounts of a call's passages, in the order of the call; the same figure stated again is one.
pub(super) fn amounts(topics: &[Topic], weights: &mut Weights) -> Result<Vec<Amount>> {
    let mut order: Vec<&Topic> = topics.iter().collect();
    order.sort_by_key(|topic| {
        let passage = &topic.hit.passage;
        (passage.section == Section::Summary, passage.n)
    });
    let mut all: Vec<Amount> = Vec::new();
    for topic in order {
        for amount in of_topic(topic, weights)? {
            match all.iter_mut().find(|known| is_same_figure(known, &amount)) {
                Some(known) => {
                    known.currency = known.currency.or(amount.currency);
                    known.statements.extend(amount.statements);
                }
                None => all.push(amount),
            }
        }
    }
    Ok(all)
}

/// Whether a call's equal amounts are one figure: by their many digits, or by their words.
fn is_same_figure(a: &Amount, b: &Amount) -> bool {
    let alike = || {
        let pairs = (a.statements.iter()).flat_map(|a| b.statements.iter().map(move |b| (a, b)));
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
        for amount in of_side(topic, side, weights)? {
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

/// A quantity, or a range of two.
struct Stated {
    quantity: Quantity,
    upper: Option<f64>,
    span: Range<usize>,
}

/// The amounts of one side's sentences that hold a match.
fn of_side(topic: &Topic, side: &Side, weights: &mut Weights) -> Result<Vec<Amount>> {
    let stated = stated(&side.text, &side.quantities);
    let mut amounts = Vec::new();
    for sentence in sentences(&side.text) {
        if !side.is_lit(&sentence) {
            continue;
        }
        let inside: Vec<&Stated> = (stated.iter())
            .filter(|stated| overlap(&stated.span, &sentence))
            .collect();
        let spans: Vec<Range<usize>> = inside.iter().map(|stated| stated.span.clone()).collect();
        let mut subject = Vector::default();
        for clause in clauses(&side.text, &sentence, &spans) {
            let own = (side.words.iter()).filter(|word| overlap(&word.span, &clause.span));
            let words = weights.vector(own.map(|word| {
                let share = if word.span.end <= clause.core.start {
                    BEFORE
                } else if word.span.start < clause.core.end {
                    1.0
                } else {
                    BEHIND
                };
                (&word.key, share)
            }))?;
            // A clause without words of its own goes on about what the one before is about.
            if !words.is_empty() {
                subject = words;
            }
            for stated in clause.amounts.iter().filter_map(|&place| inside.get(place)) {
                let call = topic.hit.call.period;
                let reading = Reading {
                    sense: sense(side, &sentence, &clause, stated, call),
                    words: subject.clone(),
                };
                amounts.push(amount(topic, side, &sentence, &clause, stated, reading));
            }
        }
    }
    Ok(amounts)
}

fn sense(
    side: &Side,
    sentence: &Range<usize>,
    clause: &Clause,
    stated: &Stated,
    call: Option<Period>,
) -> Sense {
    let around = Around {
        earlier: side.at(&(0..sentence.start)),
        lead: side.at(&(sentence.start..clause.span.start)),
        before: side.at(&(clause.span.start..stated.span.start.max(clause.span.start))),
        after: side.at(&(stated.span.end..clause.span.end.max(stated.span.end))),
    };
    let quantity = &stated.quantity;
    Sense::of(&around, quantity.measure, quantity.currency.is_some(), call)
}

fn amount(
    topic: &Topic,
    side: &Side,
    sentence: &Range<usize>,
    clause: &Clause,
    stated: &Stated,
    reading: Reading,
) -> Amount {
    let text = side.at(sentence);
    let start = sentence.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    let end = start + text.len();
    let within = |span: &Range<usize>| span.start.max(start) - start..span.end.min(end) - start;
    let lit = side.lit.iter().filter(|lit| overlap(lit, &(start..end)));
    let said = Sentence {
        text: text.to_owned(),
        amount: within(&stated.span),
        lit: lit.map(within).collect(),
    };
    let speaker = topic.hit.call.speaker_of(&topic.hit.passage);
    Amount {
        measure: stated.quantity.measure,
        currency: stated.quantity.currency,
        value: stated.quantity.value,
        upper: stated.upper,
        statements: vec![Statement {
            citation: topic.citation(),
            passage: topic.hit.passage.n,
            speaker: speaker.map(|speaker| speaker.name.clone()),
            kind: reading.sense.kind,
            outlook: reading.sense.outlook,
            near: side.is_lit(&clause.span),
            sides: Sides::only(side.lang, said),
            readings: Sides::only(side.lang, reading),
        }],
    }
}

/// The quantities of a text, both ends of a range as one; `from 5 to 6` and 由5上調至6 are none.
fn stated(text: &str, quantities: &[Quantity]) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    // One yuan of sales, a dollar: what something else is counted by.
    let one = |quantity: &&Quantity| quantity.currency.is_none() || quantity.value != 1.0;
    for quantity in quantities.iter().filter(one) {
        let span = quantity.start..quantity.end;
        if let Some(last) = all.last_mut()
            && last.upper.is_none()
            && is_range(text, last, quantity)
        {
            last.upper = Some(quantity.value);
            last.span.end = last.span.end.max(span.end);
            last.quantity.currency = last.quantity.currency.or(quantity.currency);
        } else {
            all.push(Stated {
                quantity: *quantity,
                upper: None,
                span,
            });
        }
    }
    all
}

/// Whether two quantities are the ends of a range.
fn is_range(text: &str, low: &Stated, high: &Quantity) -> bool {
    let (a, b) = (&low.quantity, high);
    let fits = a.measure == b.measure
        && a.value <= b.value
        && (a.currency == b.currency || a.currency.is_none() || b.currency.is_none());
    let before = text.get(..low.span.start).unwrap_or_default().trim_end();
    let begins = |words: &[&str]| {
        let lower: String = before.chars().rev().take(16).collect();
        let lower: String = lower.chars().rev().collect::<String>().to_lowercase();
        words.iter().any(|word| lower.ends_with(word))
    };
    let changes = begins(&["from", "由", "從", "从", "自"]);
    let joined = b.start < low.span.end;
    let between = text
        .get(low.span.end..b.start)
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let links = match between.as_str() {
        "to" | "-" | "–" | "—" | "~" | "～" | "至" | "到" => true,
        "and" => begins(&["between"]),
        "和" | "與" | "与" => begins(&["介於", "介于"]),
        _ => joined,
    };
    fits && links && !changes
}
