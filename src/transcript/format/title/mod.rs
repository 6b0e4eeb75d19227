//! Title lines: company, symbol, fiscal period, date and kind of event.

pub(super) mod date;
pub(super) mod headline;
