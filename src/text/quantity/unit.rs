//! Units after a number.

use super::{
    Currency, Measure,
    cursor::{Cursor, is_latin},
    decimal::Decimal,
    notation::Form,
    number::{Number, han_digit, is_numeral},
    price,
};

/// A unit, and the power of ten that it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    pub(super) measure: Measure,
    /// The number counts 10^`exponent`.
    pub(super) exponent: i32,
    /// Whether it contains a scale: million, 億.
    pub(super) scaled: bool,
    pub(super) currency: Option<Currency>,
}

impl Unit {
    pub(super) fn new(measure: Measure, exponent: i32) -> Self {
        Self {
            measure,
            exponent,
            scaled: false,
            currency: None,
        }
    }
}

/// A number with its unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured<'t> {
    pub(super) unit: Unit,
    pub(super) value: Decimal,
    pub(super) after: Cursor<'t>,
}

/// The unit after a number; `None` if there is none. `priced` if a currency precedes the number, so
/// that any letter after it is a scale.
pub(super) fn read<'t>(number: &Number<'t>, priced: bool) -> Option<Measured<'t>> {
    let direct = |number: &Number<'t>| {
        tenths(number)
            .or_else(|| multiple(number, priced))
            .or_else(|| ratio(number))
            .or_else(|| amount(number, priced))
    };
    direct(number).or_else(|| {
        let after = past_hedge(number.after)?;
        direct(&Number { after, ..*number })
    })
}

/// The cursor after an approximation word: `20-plus percent`, `$3-ish billion`, `100+ million`.
fn past_hedge(after: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut place = after;
    if place.eat('+') {
        return Some(place);
    }
    place = after.past_joint();
    let hedge = place.at() > after.at()
        && ["plus", "ish", "odd"]
            .iter()
            .any(|word| place.eat_phrase(word));
    hedge.then_some(place)
}

/// 成 and the digit after it: 三成, 三成四, 三成半.
fn tenths<'t>(number: &Number<'t>) -> Option<Measured<'t>> {
    let mut after = number.after;
    let ten = Decimal::new(10, 0);
    if number.value > ten || number.value.is_zero() || !after.eat_han("成") {
        return None;
    }
    let next = after.past_blanks().peek().unwrap_or(' ');
    if "不长立功本为果员交分品人熟就绩型形都吉衣语效全家新份".contains(next)
    {
        return None;
    }
    let mut value = number.value.scaled(1);
    let mut digit = after.past_blanks();
    let more = match digit.bump() {
        Some('半') => Some(5),
        Some(c) if number.value.is_whole() => han_digit(c).or_else(|| {
            let single = c.to_digit(10).filter(|_| !digit.at_number());
            single.and_then(|digit| u8::try_from(digit).ok())
        }),
        _ => None,
    };
    if let Some(more) = more {
        let next = digit.past_blanks().peek().unwrap_or(' ');
        let other = is_numeral(next) || "成点年月个家名位种项天次大些般直样起定季".contains(next);
        if !other {
            value = value.plus(Decimal::new(u128::from(more), 0))?;
            after = digit;
        }
    }
    Some(Measured {
        unit: Unit::new(Measure::Percent, 1),
        value,
        after,
    })
}

/// 倍, x, times, fold.
fn multiple<'t>(number: &Number<'t>, priced: bool) -> Option<Measured<'t>> {
    let unit = Unit::new(Measure::Multiple, 0);
    let mut after = number.after;
    let mut value = number.value;
    if after.eat_han("倍") {
        let next = after.past_blanks().peek().unwrap_or(' ');
        if next == '数' {
            return None;
        }
        if next == '半' {
            after.eat_han("半");
            value = value.plus(Decimal::HALF)?;
        }
        return Some(Measured { unit, value, after });
    }
    if priced || number.form == Form::Scaled {
        return None;
    }
    let digits = matches!(number.form, Form::Plain | Form::Grouped);
    if digits && after.eat_any("x×") {
        let next = after.past_blanks();
        let product = next.at_number() && !after.peek().is_some_and(char::is_whitespace);
        let word = after.raw().is_some_and(is_latin);
        return (!word && !product).then_some(Measured { unit, value, after });
    }
    let mut fold = after.past_joint();
    if (fold.at() > after.at() || number.form == Form::Words || digits) && fold.eat_phrase("fold") {
        return Some(Measured {
            unit,
            value,
            after: fold,
        });
    }
    let mut times = after.past_joint();
    if times.at() > after.at()
        && times.eat_phrase("times")
        && (!number.value.is_whole() || compares(times))
    {
        return Some(Measured {
            unit,
            value,
            after: times,
        });
    }
    None
}

/// Whether the word after `times` compares sizes; `3 times a year` counts events.
fn compares(times: Cursor<'_>) -> bool {
    const WORDS: [&str; 42] = [
        "as",
        "more",
        "higher",
        "larger",
        "faster",
        "bigger",
        "greater",
        "better",
        "longer",
        "stronger",
        "the",
        "that",
        "than",
        "our",
        "what",
        "its",
        "their",
        "his",
        "your",
        "of",
        "earnings",
        "ebitda",
        "ebitdare",
        "ebit",
        "revenue",
        "revenues",
        "sales",
        "book",
        "leverage",
        "leveraged",
        "levered",
        "coverage",
        "covered",
        "debt",
        "net",
        "cash",
        "growth",
        "oversubscribed",
        "interest",
        "ffo",
        "affo",
        "trailing",
    ];
    let next = times.past_blanks();
    WORDS.iter().any(|word| {
        let mut end = next;
        end.eat_phrase(word)
    })
}

/// Per cent, percentage points, basis points.
fn ratio<'t>(number: &Number<'t>) -> Option<Measured<'t>> {
    if number.form == Form::Scaled {
        return None;
    }
    let mut start = number.after;
    let counted = start.eat_han("个");
    if counted {
        start.eat_han("多");
    }
    let mut han = start;
    let measured = |measure, exponent, after| {
        Some(Measured {
            unit: Unit::new(measure, exponent),
            value: number.value.scaled(exponent),
            after,
        })
    };
    if han.eat_han("百分点") {
        return measured(Measure::Points, 0, han);
    }
    if han.eat_han("基点") {
        return measured(Measure::Points, -2, han);
    }
    if han.eat_han("趴") {
        return measured(Measure::Percent, 0, han);
    }
    let mut after = start.past_blanks();
    if !counted && after.eat_any("%\u{FE6A}") {
        let mut points = after;
        let point = ["p", "pt", "pts"]
            .into_iter()
            .any(|name| points.eat_phrase(name));
        return if point || points.eat_phrase("-points") {
            measured(Measure::Points, 0, points)
        } else {
            measured(Measure::Percent, 0, after)
        };
    }
    let mut word = start.past_joint();
    if !word.raw().is_some_and(is_latin) {
        return None;
    }
    let mut any = |names: &[&str]| names.iter().any(|name| word.eat_phrase(name));
    const POINTS: [&str; 7] = [
        "percentage points",
        "percentage point",
        "percent points",
        "pp",
        "pps",
        "ppt",
        "ppts",
    ];
    const BASIS: [&str; 6] = [
        "basis points",
        "basis point",
        "bps",
        "bp",
        "bips",
        "basis pts",
    ];
    if any(&POINTS) {
        return measured(Measure::Points, 0, word);
    }
    if any(&BASIS) {
        return measured(Measure::Points, -2, word);
    }
    if any(&["percent", "per cent", "pct"]) {
        return measured(Measure::Percent, 0, word);
    }
    None
}

/// A scale, a currency, or both.
fn amount<'t>(number: &Number<'t>, priced: bool) -> Option<Measured<'t>> {
    let mut after = number.after;
    let mut unit = Unit {
        exponent: number.scale,
        scaled: number.form == Form::Scaled,
        ..Unit::new(Measure::Amount, 0)
    };
    let mut value = number.value;
    if !unit.scaled
        && let Some((exponent, end)) = scale(number, priced)
    {
        unit.scaled = true;
        unit.exponent = exponent;
        value = value.scaled(exponent);
        after = end;
    }
    let mut end = after;
    if let Some(found) = price::after(&mut end, unit.scaled) {
        unit.currency = Some(found);
        after = end;
        return Some(Measured { unit, value, after });
    }
    if !unit.scaled && cents(&mut end, number.form) {
        unit.currency = Some(Currency::Usd);
        unit.exponent = -2;
        return Some(Measured {
            unit,
            value: value.scaled(-2),
            after: end,
        });
    }
    if yuan(&mut end) {
        let money = number.form != Form::HanDigit || unit.scaled;
        return money.then_some(Measured {
            unit,
            value,
            after: end,
        });
    }
    unit.scaled.then_some(Measured { unit, value, after })
}

/// 元, 塊錢: of an unknown currency.
fn yuan(place: &mut Cursor<'_>) -> bool {
    let mut end = *place;
    let found = if end.eat_han("元") || end.eat_han("圆") {
        let next = end.peek().unwrap_or(' ');
        !"件素旦宇月年老首气帅".contains(next)
    } else {
        end.eat_han("块钱")
    };
    if found {
        *place = end;
    }
    found
}

fn cents(place: &mut Cursor<'_>, form: Form) -> bool {
    if place.eat('¢') || place.eat_han("美分") {
        return true;
    }
    let mut end = place.past_joint();
    let word = end.eat_phrase("cents") || end.eat_phrase("cent");
    let found = word && matches!(form, Form::Plain | Form::Words);
    if found {
        *place = end;
    }
    found
}

/// Power of ten of the English scale after the number, and the cursor after it.
fn scale<'t>(number: &Number<'t>, priced: bool) -> Option<(i32, Cursor<'t>)> {
    let mut after = number.after;
    let digits = matches!(number.form, Form::Plain | Form::Grouped);
    if digits && let Some(exponent) = letters(number, priced) {
        let len = after.letters(3).len();
        return Some((exponent, after.past(len)));
    }
    let mut exponent = 0;
    for _ in 0..2 {
        // Accountants write `($52) million`.
        let mut word = after;
        if exponent == 0 && priced {
            word.eat(')');
        }
        let mut word = word.past_joint();
        let Some(power) = scale_word(&mut word) else {
            break;
        };
        exponent += power;
        after = word;
    }
    (exponent > 2).then_some((exponent, after))
}

/// Power of ten of `bn`, `M` and the like right after digits.
fn letters(number: &Number<'_>, priced: bool) -> Option<i32> {
    let place = number.after;
    let letters = place.letters(3);
    if place.past(letters.len()).raw().is_some_and(is_latin) {
        return None;
    }
    let upper = letters.bytes().all(|c| c.is_ascii_uppercase());
    let lower = letters.to_ascii_lowercase();
    Some(match lower.as_str() {
        "bn" | "bln" => 9,
        "mn" | "mln" => 6,
        "tn" => 12,
        "b" if priced || (upper && number.value != Decimal::new(2, 0)) => 9,
        "m" if priced || (upper && !is_months(number)) => 6,
        "mm" if priced => 6,
        "cr" if priced => 7,
        "k" if priced => 3,
        "t" if priced => 12,
        _ => return None,
    })
}

/// `3M` may be a company; `6M 2025` and `9M 2025` are months.
fn is_months(number: &Number<'_>) -> bool {
    let three = Decimal::new(3, 0);
    let months = [6, 9].map(|count| Decimal::new(count, 0));
    let year = number.after.past(1).past_blanks().at_number();
    number.value == three || (months.contains(&number.value) && year)
}

fn scale_word(place: &mut Cursor<'_>) -> Option<i32> {
    const WORDS: [(&str, i32); 19] = [
        ("hundred", 2),
        ("thousand", 3),
        ("thousands", 3),
        ("million", 6),
        ("millions", 6),
        ("billion", 9),
        ("billions", 9),
        ("trillion", 12),
        ("trillions", 12),
        ("bn", 9),
        ("bln", 9),
        ("mn", 6),
        ("mln", 6),
        ("tn", 12),
        ("lakh", 5),
        ("lakhs", 5),
        ("crore", 7),
        ("crores", 7),
        ("cr", 7),
    ];
    if !matches!(place.peek()?, 'h' | 't' | 'm' | 'b' | 'l' | 'c') {
        return None;
    }
    let (_, power) = WORDS.iter().find(|(word, _)| place.eat_phrase(word))?;
    Some(*power)
}
