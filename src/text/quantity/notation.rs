//! Notations of numbers.

/// Notation of a number, which decides what it needs to be a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits alone.
    Plain,
    /// Digits with separators of thousands.
    Grouped,
    /// One Han digit.
    HanDigit,
    /// Han numerals below 萬.
    Han,
    /// With a Han scale: 萬, 億, 兆, or 千 after digits.
    Scaled,
    /// English words.
    Words,
}
