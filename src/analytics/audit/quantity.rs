//! Quantities of one side that the other does not state.

use std::ops::Range;

use crate::{
    model::{Confidence, DisagreementKind, Finding, Sides},
    text::{Measure, Quantity, fold, fold_str, quantities},
};

/// Values expressed in words that are no quantities, folded.
const IN_WORDS: &[(Measure, f64, &[&str])] = &[
    (Measure::Multiple, 1.0, &["doubl", "twice", "翻倍", "翻番"]),
    (
        Measure::Multiple,
        2.0,
        &["doubl", "twice", "翻倍", "翻番", "倍增", "一倍", "加倍"],
    ),
    (Measure::Multiple, 3.0, &["tripl", "trebl"]),
    (Measure::Multiple, 4.0, &["quadrupl", "翻两番"]),
    (Measure::Multiple, 0.5, &["half", "halv", "一半", "减半"]),
    (Measure::Percent, 0.0, &["zero", "flat", "持平", "零"]),
    (
        Measure::Percent,
        1.0,
        &["each percent", "every percent", "per percent", "a percent"],
    ),
    (Measure::Percent, 10.0, &["tenth", "十分之一"]),
    (Measure::Percent, 20.0, &["fifth", "五分之一"]),
    (Measure::Percent, 25.0, &["quarter", "四分之一"]),
    (
        Measure::Percent,
        50.0,
        &["half", "halv", "一半", "减半", "半数", "对半"],
    ),
    (
        Measure::Percent,
        75.0,
        &["three quarters", "three-quarters", "四分之三"],
    ),
    (
        Measure::Percent,
        100.0,
        &[
            "doubl", "翻倍", "翻番", "倍增", "一倍", "all ", "全部", "fully",
        ],
    ),
    (Measure::Points, 0.5, &["half a ", "半个"]),
    (
        Measure::Points,
        1.0,
        &[
            "a point",
            "each point",
            "per point",
            "a full point",
            "a percentage point",
        ],
    ),
    (
        Measure::Amount,
        1.0,
        &["dollar", "yuan", "per share", "每元", "每块"],
    ),
    (
        Measure::Amount,
        1e3,
        &["a thousand", "one thousand", "上千", "过千"],
    ),
    (Measure::Amount, 1e4, &["ten thousand", "上万", "过万"]),
    (
        Measure::Amount,
        1e6,
        &[
            "a million",
            "one million",
            "per million",
            "每百万",
            "上百万",
        ],
    ),
    (
        Measure::Amount,
        1e8,
        &["hundred million", "上亿", "过亿", "破亿"],
    ),
    (Measure::Amount, 1e9, &["a billion", "one billion", "十亿"]),
    (
        Measure::Amount,
        1e12,
        &["a trillion", "one trillion", "上兆"],
    ),
];

/// Small numbers in words as they count things, folded.
const SMALL: &[(f64, &[&str], &str)] = &[
    (1.0, &["one", "once", "first", "single"], "一"),
    (2.0, &["two", "twice", "second", "both", "double"], "二两双"),
    (3.0, &["three", "third", "triple"], "三"),
    (4.0, &["four", "fourth"], "四"),
    (5.0, &["five", "fifth"], "五"),
    (6.0, &["six", "sixth"], "六"),
    (7.0, &["seven", "seventh"], "七"),
    (8.0, &["eight", "eighth"], "八"),
    (9.0, &["nine", "ninth"], "九"),
    (10.0, &["ten", "tenth"], "十"),
];

/// One side: folded text, quantities, and other numbers.
struct Side {
    folded: String,
    quantities: Vec<Quantity>,
    /// Numbers in digits within each quantity.
    digits: Vec<Vec<f64>>,
    plain: Vec<f64>,
    /// Quantities that have a counterpart.
    done: Vec<bool>,
}

impl Side {
    fn new(text: &str, quantities: Vec<Quantity>) -> Self {
        let mut digits = vec![Vec::new(); quantities.len()];
        let mut plain = Vec::new();
        for (value, span) in numbers(text) {
            let within =
                |quantity: &&Quantity| quantity.start < span.end && span.start < quantity.end;
            let count = quantities.iter().filter(within).count();
            if count == 0 {
                plain.push(value);
            }
            // The quantities of a range overlap: a number belongs to the last one that contains it.
            let holder = quantities.iter().rposition(|quantity| within(&quantity));
            if let Some(own) = holder.and_then(|at| digits.get_mut(at)) {
                own.push(value);
            }
        }
        Self {
            folded: fold_str(text),
            done: vec![false; quantities.len()],
            quantities,
            digits,
            plain,
        }
    }

    fn open(&self) -> Vec<usize> {
        (0..self.done.len())
            .filter(|&at| self.done.get(at) == Some(&false))
            .collect()
    }

    fn close(&mut self, at: usize) {
        if let Some(done) = self.done.get_mut(at) {
            *done = true;
        }
    }

    /// Whether this side states, in any form, the other side's quantity at `at`.
    fn tells(&self, other: &Self, at: usize) -> bool {
        let Some(quantity) = other.quantities.get(at) else {
            return false;
        };
        let value = quantity.value.abs();
        let digits = other.digits.get(at).map(Vec::as_slice).unwrap_or_default();
        let plainly = |number: &f64| *number == value || digits.contains(number);
        let in_words = IN_WORDS.iter().any(|(measure, expected, words)| {
            *measure == quantity.measure
                && *expected == value
                && words.iter().any(|word| self.folded.contains(word))
        });
        let small = SMALL
            .iter()
            .any(|(expected, words, han)| match quantity.measure {
                // Three times is also 三次, three points 三個百分點.
                Measure::Multiple | Measure::Points => {
                    let counts = self.folded.chars().any(|c| han.contains(c));
                    *expected == value && (counts || words.iter().any(|word| self.says(word)))
                }
                Measure::Percent => {
                    let share = |word: &&str| {
                        ["in ten", "out of ten", "in 10", "out of 10"]
                            .iter()
                            .any(|of| self.folded.contains(&format!("{word} {of}")))
                    };
                    let off = 100.0 - *expected * 10.0 == value;
                    let discount = han.chars().any(|c| self.folded.contains(&format!("{c}折")));
                    (*expected * 10.0 == value && words.iter().any(share)) || (off && discount)
                }
                _ => false,
            });
        // 38% off is 62折 or 6.2折.
        let left = 100.0 - value;
        let off = quantity.measure == Measure::Percent
            && (self.folded.contains(&format!("{left}折"))
                || self.folded.contains(&format!("{}折", left / 10.0)));
        let times = self
            .quantities
            .iter()
            .any(|own| match (own.measure, quantity.measure) {
                (Measure::Multiple, Measure::Percent) => own.value * 100.0 == value,
                (Measure::Percent, Measure::Multiple) => own.value == value * 100.0,
                _ => false,
            });
        self.plain.iter().any(plainly) || in_words || small || off || times
    }

    /// Whether the side contains an English word.
    fn says(&self, word: &str) -> bool {
        let mut words = self.folded.split(|c: char| !c.is_ascii_alphabetic());
        words.any(|own| own == word)
    }
}

/// Quantities of two sides that differ.
pub(super) fn findings(en: &str, zh: &str) -> Vec<Finding> {
    let [in_english, in_chinese] = [en, zh].map(quantities);
    if in_english.is_empty() && in_chinese.is_empty() {
        return Vec::new();
    }
    let (mut en, mut zh) = (Side::new(en, in_english), Side::new(zh, in_chinese));
    let equal = |a: &Quantity, b: &Quantity| {
        a.measure == b.measure && a.value.abs() == b.value.abs() && !other_currency(a, b)
    };
    let known = |side: &Side, other: &Side| -> Vec<bool> {
        let has = |a: &Quantity| other.quantities.iter().any(|b| equal(a, b));
        side.quantities.iter().map(has).collect()
    };
    (en.done, zh.done) = (known(&en, &zh), known(&zh, &en));

    let mut found = Vec::new();
    let mut pairs =
        |en: &mut Side,
         zh: &mut Side,
         fits: &dyn Fn(&Side, usize, &Side, usize) -> Option<DisagreementKind>| {
            for a in en.open() {
                let fit = zh
                    .open()
                    .into_iter()
                    .find_map(|b| Some((b, fits(en, a, zh, b)?)));
                if let Some((b, kind)) = fit {
                    found.push(finding(kind, span(en, a), span(zh, b)));
                    en.close(a);
                    zh.close(b);
                }
            }
        };
    pairs(&mut en, &mut zh, &|en, a, zh, b| {
        let (a, b) = (en.quantities.get(a)?, zh.quantities.get(b)?);
        let same = a.measure == b.measure && a.value.abs() == b.value.abs();
        same.then_some(DisagreementKind::Currency)
    });
    pairs(&mut en, &mut zh, &|en, a, zh, b| {
        let (a, b) = (en.quantities.get(a)?, zh.quantities.get(b)?);
        (a.measure == Measure::Amount
            && b.measure == Measure::Amount
            && power_of_ten(a.value, b.value))
        .then_some(DisagreementKind::Scale)
    });
    // Stated in another form: as a plain number or in words.
    for at in en.open() {
        if zh.tells(&en, at) {
            en.close(at);
        }
    }
    for at in zh.open() {
        if en.tells(&zh, at) {
            zh.close(at);
        }
    }
    // Equal digits with another unit: 18% and 18億.
    pairs(&mut en, &mut zh, &|en, a, zh, b| {
        let (x, y) = (en.quantities.get(a)?, zh.quantities.get(b)?);
        let (own, other) = (en.digits.get(a)?, zh.digits.get(b)?);
        let shared =
            x.value.abs() == y.value.abs() || own.iter().any(|digit| other.contains(digit));
        (x.measure != y.measure && shared).then(|| match (x.measure, y.measure) {
            (Measure::Points, Measure::Percent) | (Measure::Percent, Measure::Points) => {
                DisagreementKind::Points
            }
            _ => kind_of(x.measure),
        })
    });
    for measure in [
        Measure::Amount,
        Measure::Percent,
        Measure::Points,
        Measure::Multiple,
    ] {
        let left = |side: &Side| -> Vec<usize> {
            let mut values: Vec<f64> = Vec::new();
            let mut left = side.open();
            left.retain(|&at| {
                side.quantities.get(at).is_some_and(|quantity| {
                    let new = !values.contains(&quantity.value.abs());
                    values.push(quantity.value.abs());
                    quantity.measure == measure && new
                })
            });
            left
        };
        let (a, b) = (left(&en), left(&zh));
        let kind = kind_of(measure);
        if a.len() == b.len() {
            let both = a.into_iter().zip(b);
            found.extend(both.map(|(a, b)| finding(kind, span(&en, a), span(&zh, b))));
        } else {
            found.extend(a.into_iter().map(|a| finding(kind, span(&en, a), None)));
            found.extend(b.into_iter().map(|b| finding(kind, None, span(&zh, b))));
        }
    }
    found
}

fn finding(kind: DisagreementKind, en: Option<Range<usize>>, zh: Option<Range<usize>>) -> Finding {
    Finding {
        kind,
        confidence: Confidence::High,
        spans: Sides { en, zh },
    }
}

fn span(side: &Side, at: usize) -> Option<Range<usize>> {
    let quantity = side.quantities.get(at)?;
    Some(quantity.start..quantity.end)
}

fn kind_of(measure: Measure) -> DisagreementKind {
    match measure {
        Measure::Amount => DisagreementKind::Amount,
        Measure::Percent => DisagreementKind::Percent,
        Measure::Points => DisagreementKind::Points,
        Measure::Multiple => DisagreementKind::Multiple,
    }
}

/// Whether both name a currency, and different ones.
fn other_currency(a: &Quantity, b: &Quantity) -> bool {
    matches!((a.currency, b.currency), (Some(a), Some(b)) if a != b)
}

/// Whether the values differ by a factor of ten, a hundred …
fn power_of_ten(a: f64, b: f64) -> bool {
    let (low, high) = if a.abs() < b.abs() {
        (a.abs(), b.abs())
    } else {
        (b.abs(), a.abs())
    };
    let ratio = high / low;
    (1..=9).any(|power| {
        let power = 10_f64.powi(power);
        (ratio - power).abs() < power * 1e-9
    })
}

/// Numbers in digits with their spans; full-width digits count, commas are ignored.
fn numbers(text: &str) -> Vec<(f64, Range<usize>)> {
    let mut found = Vec::new();
    let mut number = String::new();
    let mut start = 0;
    let mut end = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let folded = fold(c);
        if folded.is_ascii_digit() {
            if number.is_empty() {
                start = at;
            }
            number.push(folded);
            end = at + c.len_utf8();
        } else if !number.is_empty() && end == at && matches!(folded, '.' | ',') {
            // A separator counts only if a digit follows.
            if folded == '.' {
                number.push('.');
            }
            end = at + c.len_utf8();
        } else if !number.is_empty() {
            let value = number.trim_end_matches('.').parse::<f64>();
            found.extend(value.ok().map(|value| (value, start..end)));
            number.clear();
        }
    }
    found
}
