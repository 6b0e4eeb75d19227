//! Rows of mentions by company.

use super::columns::{Table, column, optional};
use crate::{analytics::MentionEntry, model::Word, query::Field};

/// One row per company: how often it mentions what the query says.
pub fn mentions(entries: &[MentionEntry]) -> Table {
    let columns = [
        column(Field::Company.word(), |entry: &MentionEntry| {
            entry.company.id.clone()
        }),
        column("calls", |entry| entry.calls.to_string()),
        column("of_calls", |entry| entry.of_calls.to_string()),
        column("passages", |entry| entry.passages.to_string()),
        column("of", |entry| entry.of.to_string()),
        column("executives", |entry| entry.executives.to_string()),
        column("analysts", |entry| entry.analysts.to_string()),
        column("last", |entry| optional(entry.last)),
        column("name", |entry| entry.company.name.clone()),
    ];
    Table::new(&columns, entries)
}
