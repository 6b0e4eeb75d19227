//! Rows of companies, speakers, firms and mentions.

use super::{Table, shown};
use crate::{
    analytics::MentionEntry,
    model::Word,
    search::{CompanyEntry, Extent, FirmEntry, SpeakerEntry},
};

/// A row a company.
pub fn companies(entries: &[CompanyEntry]) -> Table {
    let row = |entry: &CompanyEntry| {
        let cells = vec![
            entry.company.id.clone(),
            entry.company.ticker.clone().unwrap_or_default(),
            entry.company.name.clone(),
            entry.company.names.join("; "),
        ];
        with_extent(cells, &entry.extent)
    };
    Table {
        columns: &[
            "company", "ticker", "name", "names", "passages", "calls", "first", "last",
        ],
        rows: entries.iter().map(row).collect(),
    }
}

/// A row a person.
pub fn speakers(entries: &[SpeakerEntry]) -> Table {
    let row = |entry: &SpeakerEntry| {
        let roles: Vec<&str> = entry.roles.iter().map(|role| role.word()).collect();
        let cells = vec![
            entry.name.clone(),
            entry.names.join("; "),
            roles.join("; "),
            entry.title.clone().unwrap_or_default(),
            entry.firm.clone().unwrap_or_default(),
            entry.companies.join("; "),
        ];
        with_extent(cells, &entry.extent)
    };
    Table {
        columns: &[
            "speaker",
            "names",
            "roles",
            "title",
            "firm",
            "companies",
            "passages",
            "calls",
            "first",
            "last",
        ],
        rows: entries.iter().map(row).collect(),
    }
}

/// A row a firm of analysts.
pub fn firms(entries: &[FirmEntry]) -> Table {
    let row = |entry: &FirmEntry| {
        let cells = vec![
            entry.name.clone(),
            entry.analysts.join("; "),
            entry.companies.join("; "),
        ];
        with_extent(cells, &entry.extent)
    };
    Table {
        columns: &[
            "firm",
            "analysts",
            "companies",
            "passages",
            "calls",
            "first",
            "last",
        ],
        rows: entries.iter().map(row).collect(),
    }
}

/// Cells with those of an extent behind them.
fn with_extent(mut cells: Vec<String>, extent: &Extent) -> Vec<String> {
    cells.extend([
        extent.passages.to_string(),
        extent.calls.to_string(),
        shown(extent.first),
        shown(extent.last),
    ]);
    cells
}

/// A row a company: how much it says of a query.
pub fn mentions(entries: &[MentionEntry]) -> Table {
    let row = |entry: &MentionEntry| {
        vec![
            entry.company.id.clone(),
            entry.calls.to_string(),
            entry.of_calls.to_string(),
            entry.passages.to_string(),
            entry.of.to_string(),
            entry.executives.to_string(),
            entry.analysts.to_string(),
            shown(entry.last),
            entry.company.name.clone(),
        ]
    };
    Table {
        columns: &[
            "company",
            "calls",
            "of_calls",
            "passages",
            "of",
            "executives",
            "analysts",
            "last",
            "name",
        ],
        rows: entries.iter().map(row).collect(),
    }
}
