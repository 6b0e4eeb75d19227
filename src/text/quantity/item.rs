//! A number found in a text, with its unit.

use super::{Quantity, cursor::Cursor, decimal::Decimal, notation::Form, number, unit::Unit};

/// How two numbers are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// 2-3, 2~3.
    Dash,
    /// 2 to 3, between 2 and 3, 2至3.
    To,
    /// 2 or 3; 三、四.
    Or,
}

/// A number in a text, with its unit if it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) form: Form,
    /// See [`Number`].
    pub(super) bare: Decimal,
    pub(super) fine: Option<(Decimal, i32)>,
    pub(super) value: Decimal,
    pub(super) negative: bool,
    pub(super) unit: Option<Unit>,
    /// The unit stands before the number: 百分之三十.
    pub(super) prefixed: bool,
    /// Link from the number before.
    pub(super) link: Option<Link>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where to look for the next number.
    pub(super) resume: usize,
}

impl Item {
    /// Whether the Han digit at `place` follows this one: 三四億 is 三億 or 四億.
    pub(super) fn is_before(&self, place: Cursor<'_>) -> bool {
        let next = self.bare.plus(Decimal::new(1, 0));
        let digit = place.peek().and_then(number::han_digit);
        self.form == Form::HanDigit
            && self.unit.is_none()
            && self.end == place.at()
            && digit.map(|digit| Decimal::new(u128::from(digit), 0)) == next
    }

    pub(super) fn quantity(&self) -> Option<Quantity> {
        let unit = self.unit?;
        let value = self.value.to_f64();
        Some(Quantity {
            measure: unit.measure,
            value: if self.negative { -value } else { value },
            currency: unit.currency,
            yuan_or_yen: false,
            start: self.start,
            end: self.end,
        })
    }
}
