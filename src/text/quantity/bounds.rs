//! Ranges of values as they are typed in a query.

use std::ops::Bound;

use super::{
    Currency, Measure,
    cursor::Cursor,
    decimal::Decimal,
    notation::Form,
    number::{self, Number},
    price, scan,
    unit::{self, Measured},
    words,
};
use crate::character::half_width;

/// A range of values as typed after `amount:` or `percent:`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The currency of the amounts, where one is typed.
    pub currency: Option<Currency>,
    /// The lowest value, in whole units or per cent.
    pub low: Bound<f64>,
    /// The highest value, in whole units or per cent.
    pub high: Bound<f64>,
}

/// The amounts that `typed` denotes: `>100b`, `usd:1b..5b`, `100億..200億`, `2478億`; a single amount
/// is a range of itself.
///
/// Scales may be single letters in any case; the left of two amounts takes the scale of the right
/// one if it has none (`1..5b`). `None` if `typed` is no range, or an empty one.
pub fn amount_bounds(typed: &str) -> Option<Bounds> {
    bounds(typed, Measure::Amount)
}

/// The percentages that `typed` denotes, in per cent: `>30`, `30..40%`, `三成四`.
///
/// `None` if `typed` is no range, or an empty one.
pub fn percent_bounds(typed: &str) -> Option<Bounds> {
    bounds(typed, Measure::Percent)
}

fn bounds(typed: &str, measure: Measure) -> Option<Bounds> {
    let typed: String = typed.trim_end().chars().map(half_width).collect();
    let mut place = Cursor::new(&typed, 0);
    let mut currency = None;
    let mut operator = None;
    loop {
        place = place.past_blanks();
        if operator.is_none() {
            operator = Operator::read(&mut place);
            if operator.is_some() {
                continue;
            }
        }
        if !eat_currency(&mut place, &mut currency, measure) {
            break;
        }
    }
    let (low, high) = if let Some(operator) = operator {
        let value = value(&mut place, &mut currency, measure)?.signed();
        operator.around(value)
    } else if eat_dots(&mut place) {
        let high = value(&mut place, &mut currency, measure)?.signed();
        (Bound::Unbounded, Bound::Included(high))
    } else {
        let left = value(&mut place, &mut currency, measure)?;
        let dots = eat_dots(&mut place);
        if dots && place.past_blanks().raw().is_none() {
            place = place.past_blanks();
            (Bound::Included(left.signed()), Bound::Unbounded)
        } else if dots || eat_link(&mut place) {
            let right = value(&mut place, &mut currency, measure)?;
            let left = left.beside(&right).signed();
            if left > right.signed() {
                return None;
            }
            (Bound::Included(left), Bound::Included(right.signed()))
        } else {
            Operator::Equal.around(left.signed())
        }
    };
    place.raw().is_none().then_some(Bounds {
        currency,
        low,
        high,
    })
}

#[derive(Clone, Copy)]
enum Operator {
    Less,
    AtMost,
    Equal,
    AtLeast,
    Greater,
}

impl Operator {
    fn read(place: &mut Cursor<'_>) -> Option<Self> {
        let first = place.peek().filter(|c| "<>=≤≥".contains(*c))?;
        place.bump();
        Some(match first {
            '≤' => Self::AtMost,
            '≥' => Self::AtLeast,
            '<' if place.eat('=') => Self::AtMost,
            '>' if place.eat('=') => Self::AtLeast,
            '<' => Self::Less,
            '>' => Self::Greater,
            _ => Self::Equal,
        })
    }

    fn around(self, value: f64) -> (Bound<f64>, Bound<f64>) {
        use Bound::{Excluded, Included, Unbounded};
        match self {
            Self::Less => (Unbounded, Excluded(value)),
            Self::AtMost => (Unbounded, Included(value)),
            Self::Equal => (Included(value), Included(value)),
            Self::AtLeast => (Included(value), Unbounded),
            Self::Greater => (Excluded(value), Unbounded),
        }
    }
}

/// One end of a range.
struct Value {
    bare: Decimal,
    value: Decimal,
    negative: bool,
    /// Power of ten of its scale; `None` where it has none.
    exponent: Option<i32>,
}

impl Value {
    fn signed(&self) -> f64 {
        let value = self.value.to_f64();
        if self.negative { -value } else { value }
    }

    /// The value with the scale of the right end, if it has none and can take it.
    fn beside(mut self, right: &Self) -> Self {
        if let (None, Some(exponent)) = (self.exponent, right.exponent)
            && self.bare <= right.bare
        {
            self.value = self.bare.scaled(exponent);
        }
        self
    }
}

fn value(
    place: &mut Cursor<'_>,
    currency: &mut Option<Currency>,
    measure: Measure,
) -> Option<Value> {
    *place = place.past_blanks();
    while eat_currency(place, currency, measure) {}
    let negative = place.eat_any("-\u{2212}负");
    let signed = negative || place.eat('+');
    if signed {
        while eat_currency(place, currency, measure) {}
    }
    *place = place.past_blanks();
    let (number, prefixed) = read(*place, measure)?;
    let measured = unit::read(&number, true).filter(|_| !prefixed);
    let (value, exponent) = match measured {
        None => {
            *place = number.after;
            (number.value, prefixed.then_some(0))
        }
        Some(Measured { unit, value, after }) if unit.measure == measure => {
            *place = after;
            if unit.currency.is_some() {
                if currency.is_some_and(|own| Some(own) != unit.currency) {
                    return None;
                }
                *currency = unit.currency;
            }
            let counts = unit.scaled || measure == Measure::Percent || unit.exponent != 0;
            (value, counts.then_some(unit.exponent))
        }
        Some(_) => return None,
    };
    *place = place.past_blanks();
    Some(Value {
        bare: number.bare,
        value,
        negative,
        exponent,
    })
}

/// The number at `place`, and whether 百分之 precedes it.
fn read(place: Cursor<'_>, measure: Measure) -> Option<(Number<'_>, bool)> {
    let first = place.peek()?;
    if first == '百' && measure == Measure::Percent {
        return Some((scan::hundredths(place)?, true));
    }
    let number = if first.is_ascii_alphabetic() {
        words::read(place)?
    } else if place.at_number() || number::starts_han(first) {
        number::read(place)?
    } else {
        return None;
    };
    let fits = measure == Measure::Amount || number.form != Form::Scaled;
    fits.then_some((number, false))
}

/// Consumes a currency and the colon after it; `false` if there is none, or another than before.
fn eat_currency(place: &mut Cursor<'_>, currency: &mut Option<Currency>, measure: Measure) -> bool {
    let mut end = *place;
    if measure != Measure::Amount {
        return false;
    }
    let found = price::typed(&mut end);
    let agrees = found.is_some() && currency.is_none_or(|own| Some(own) == found);
    if agrees {
        *currency = found;
        *place = end.past_blanks();
        place.eat(':');
        *place = place.past_blanks();
    }
    agrees
}

fn eat_dots(place: &mut Cursor<'_>) -> bool {
    let mut end = *place;
    let found = end.eat('…') || (end.eat('.') && end.eat('.'));
    if found {
        *place = end;
    }
    found
}

fn eat_link(place: &mut Cursor<'_>) -> bool {
    place.eat_any("-–—~\u{2212}～〜至到") || place.eat_phrase("to")
}
