//! How much of the passages and calls something has.

use crate::model::Period;

/// Extent of the matching passages of a company, person or firm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// Number of matching passages.
    pub passages: u64,
    /// Number of calls with such a passage.
    pub calls: u64,
    /// Earliest period of these calls.
    pub first: Option<Period>,
    /// Latest period of these calls.
    pub last: Option<Period>,
    /// Latest date stated by these calls.
    pub last_date: Option<String>,
}
