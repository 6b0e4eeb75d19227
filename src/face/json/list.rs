//! Lists as JSON: each row has a `value`, which a filter takes, and a `count` of passages.

use serde::Serialize;

use crate::{
    model::{Period, Role},
    search::{CompanyEntry, FirmEntry, SpeakerEntry},
};

/// A company in a list.
#[derive(Debug, Serialize)]
pub struct CompanyRowJson {
    /// Id of the company.
    value: String,
    /// Passages that the filters leave.
    count: u64,
    /// Calls with such a passage.
    calls: u64,
    /// Stock-exchange symbol.
    ticker: Option<String>,
    /// The name shown.
    name: String,
    /// Every name on these calls, the shown one first.
    names: Vec<String>,
    /// The earliest period of these calls.
    first: Option<Period>,
    /// The latest period of these calls.
    last: Option<Period>,
}

/// A person in a list. Somebody of a company is one row a company; an analyst is one row a firm.
#[derive(Debug, Serialize)]
pub struct SpeakerRowJson {
    /// Canonical name.
    value: String,
    /// Passages that the filters leave.
    count: u64,
    /// Calls with such a passage.
    calls: u64,
    /// Every name on these calls, the canonical one first.
    names: Vec<String>,
    /// What the person is on these calls.
    roles: Vec<Role>,
    /// The latest title that a call states.
    title: Option<String>,
    /// The firm, where a call states one.
    firm: Option<String>,
    /// Ids of the companies on whose calls the person speaks.
    companies: Vec<String>,
    /// The earliest period of these calls.
    first: Option<Period>,
    /// The latest period of these calls.
    last: Option<Period>,
}

/// A firm in a list.
#[derive(Debug, Serialize)]
pub struct FirmRowJson {
    /// Canonical name.
    value: String,
    /// Passages of its analysts that the filters leave.
    count: u64,
    /// Calls with such a passage.
    calls: u64,
    /// Its analysts, by canonical name.
    analysts: Vec<String>,
    /// Ids of the companies on whose calls they speak.
    companies: Vec<String>,
    /// The earliest period of these calls.
    first: Option<Period>,
    /// The latest period of these calls.
    last: Option<Period>,
}

impl From<&CompanyEntry> for CompanyRowJson {
    fn from(entry: &CompanyEntry) -> Self {
        let company = entry.company.clone();
        Self {
            value: company.id,
            count: entry.extent.passages,
            calls: entry.extent.calls,
            ticker: company.ticker,
            name: company.name,
            names: company.names,
            first: entry.extent.first,
            last: entry.extent.last,
        }
    }
}

impl From<&SpeakerEntry> for SpeakerRowJson {
    fn from(entry: &SpeakerEntry) -> Self {
        Self {
            value: entry.name.clone(),
            count: entry.extent.passages,
            calls: entry.extent.calls,
            names: entry.names.clone(),
            roles: entry.roles.clone(),
            title: entry.title.clone(),
            firm: entry.firm.clone(),
            companies: entry.companies.clone(),
            first: entry.extent.first,
            last: entry.extent.last,
        }
    }
}

impl From<&FirmEntry> for FirmRowJson {
    fn from(entry: &FirmEntry) -> Self {
        Self {
            value: entry.name.clone(),
            count: entry.extent.passages,
            calls: entry.extent.calls,
            analysts: entry.analysts.clone(),
            companies: entry.companies.clone(),
            first: entry.extent.first,
            last: entry.extent.last,
        }
    }
}
