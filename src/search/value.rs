//! Ranges of values in a query, and which quantities of a text lie in them.

use std::{fmt, ops::Bound};

use crate::text::{Bounds, Currency, Measure, Quantity};

/// Which currencies match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Money {
    /// Any, or none.
    Any,
    /// This one.
    Is(Currency),
    /// This one, or none where the text names none (2478億).
    IsOrUnsaid(Currency),
}

/// A range of values of one measure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValueRange {
    pub(crate) measure: Measure,
    pub(crate) money: Money,
    pub(crate) low: Bound<f64>,
    pub(crate) high: Bound<f64>,
}

impl ValueRange {
    /// Exactly the value of a typed quantity.
    pub(crate) fn exactly(quantity: &Quantity) -> Self {
        Self {
            measure: quantity.measure,
            money: quantity.currency.map_or(Money::Any, Money::IsOrUnsaid),
            low: Bound::Included(quantity.value),
            high: Bound::Included(quantity.value),
        }
    }

    /// The range of a filter; a named currency must be named in the text too.
    pub(crate) fn of_bounds(measure: Measure, bounds: &Bounds) -> Self {
        Self {
            measure,
            money: bounds.currency.map_or(Money::Any, Money::Is),
            low: bounds.low,
            high: bounds.high,
        }
    }

    /// Whether a quantity lies in the range.
    pub(crate) fn holds(&self, quantity: &Quantity) -> bool {
        let money = match self.money {
            Money::Any => true,
            Money::Is(currency) => quantity.currencies().any(|said| said == Some(currency)),
            Money::IsOrUnsaid(currency) => {
                (quantity.currencies()).any(|said| said.is_none_or(|said| said == currency))
            }
        };
        let above = match self.low {
            Bound::Included(low) => quantity.value >= low,
            Bound::Excluded(low) => quantity.value > low,
            Bound::Unbounded => true,
        };
        let below = match self.high {
            Bound::Included(high) => quantity.value <= high,
            Bound::Excluded(high) => quantity.value < high,
            Bound::Unbounded => true,
        };
        quantity.measure == self.measure && money && above && below
    }
}

/// A value as a reader would write it: `CNY 247,800,000,000`, `34%`.
impl fmt::Display for ValueRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Money::Is(currency) | Money::IsOrUnsaid(currency) = self.money {
            write!(f, "{} ", currency.code())?;
        }
        match (self.low, self.high) {
            (Bound::Included(low), Bound::Included(high)) if low == high => {
                f.write_str(&group_counts(low))?;
            }
            (low, high) => {
                let end = |bound, open: &str| match bound {
                    Bound::Included(value) | Bound::Excluded(value) => group_counts(value),
                    Bound::Unbounded => open.to_owned(),
                };
                write!(f, "{}..{}", end(low, ""), end(high, ""))?;
            }
        }
        f.write_str(match self.measure {
            Measure::Amount => "",
            Measure::Percent => "%",
            Measure::Points => " percentage points",
            Measure::Multiple => "x",
        })
    }
}

/// A number with commas between its thousands.
fn group_counts(value: f64) -> String {
    let plain = value.to_string();
    let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |rest| ("-", rest));
    let mut out = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (value, expected) in [
            (247_800_000_000.0, "247,800,000,000"),
            (34.5, "34.5"),
            (-1200.0, "-1,200"),
            (999.0, "999"),
            (0.0, "0"),
        ] {
            assert_eq!(group_counts(value), expected);
        }
    }
}
