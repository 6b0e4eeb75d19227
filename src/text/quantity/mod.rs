//! Quantities: amounts of money and counts, percentages, points and multiples, by value.
//!
//! A value is written in many ways: `RMB247.8 billion`, `人民幣2478億元`, `247,800 million` are one
//! amount; `34%`, `三成四`, `百分之三十四` one percentage. [`quantities`] finds them in a text of either
//! language and reads each exactly: the same value gives the same `f64`, whatever its scale. Names
//! and dates (H20, 2026, 3nm, 十分) are no quantities.
//!
//! [`number`] and [`words`] read numbers, [`unit`] the unit after them, [`price`] currencies,
//! [`scan`] combines them and the ends of ranges; [`bounds`] reads ranges typed in a query.

mod bounds;
mod currency;
mod cursor;
mod decimal;
mod digits;
mod item;
mod names;
mod notation;
mod number;
mod price;
mod range;
mod scan;
mod unit;
mod words;

#[cfg(test)]
mod tests;

pub use bounds::{Bounds, amount_bounds, percent_bounds};
pub use currency::Currency;
pub use scan::quantities;

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Money, or a count written with a scale (`3.6億`) or with separators (`48,000`).
    Amount,
    /// Per cent: 34 for `34%`.
    Percent,
    /// Percentage points: 1.5 for `150 bps`.
    Points,
    /// Times: 3 for `3x`.
    Multiple,
}

/// A quantity in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// What it measures.
    pub measure: Measure,
    /// The value in the measure's unit; an amount in whole units of its currency.
    pub value: f64,
    /// The currency of an amount, where it is written and known.
    pub currency: Option<Currency>,
    /// Whether the currency is written with the sign that yuan and yen share, and nothing tells
    /// which.
    pub yuan_or_yen: bool,
    /// First byte, including a currency or sign before the number.
    pub start: usize,
    /// Byte after the last, including the unit it is read with: the first of `2-3%` ends with the
    /// second.
    pub end: usize,
}

impl Quantity {
    /// The currencies it may be in, as written; `None` if there is none.
    pub(crate) fn currencies(&self) -> impl Iterator<Item = Option<Currency>> {
        let yen = self.yuan_or_yen.then_some(Some(Currency::Jpy));
        std::iter::once(self.currency).chain(yen)
    }
}
