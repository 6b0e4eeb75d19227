//! Title lines: company, symbol, fiscal period, date and kind of event.

pub(in crate::transcript) mod date;
pub(super) mod headline;
pub(in crate::transcript) mod period;
