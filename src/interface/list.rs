//! The lists of calls, companies, speakers and firms: how each is found, and its columns. Every interface
//! shows them from this one description.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    json::{CallJson, CompanyRowJson, FirmRowJson, SpeakerRowJson},
    table::{Column, Table, column, optional},
};
use crate::{
    Result,
    engine::Engine,
    model::{Company, Word},
    query::Field,
    search::{
        CallEntry, CallSort, CompanyEntry, Extent, FirmEntry, ListPage, ListSort, Listed, Request,
        SpeakerEntry, contains_folded,
    },
};

/// An entry of a list.
pub(super) trait ListEntry: Sized {
    /// The orders that the list can have.
    type Sort: Word;
    /// The entry as JSON.
    type Json: Serialize + JsonSchema + for<'e> From<&'e Self>;

    /// The order if none is asked for.
    const DEFAULT_SORT: Self::Sort;
    /// What an entry is called, singular and plural.
    const NOUNS: [&'static str; 2];
    /// Finds the entries with a passage that matches a request, in this order.
    const FIND: fn(&Engine, &Request, Self::Sort) -> Result<Vec<Self>>;

    /// Finds a page of them.
    fn find_page(
        engine: &Engine,
        request: &Request,
        sort: Self::Sort,
        page: &ListPage,
    ) -> Result<Listed<Self>> {
        Ok(Self::page_of((Self::FIND)(engine, request, sort)?, page))
    }

    /// A page of some entries.
    fn page_of(entries: Vec<Self>, page: &ListPage) -> Listed<Self> {
        page.of(entries, |entry, part| {
            let mut names = entry.names().into_iter();
            names.any(|name| contains_folded(name, part))
        })
    }

    /// The names and descriptions that a page can be narrowed by.
    fn names(&self) -> Vec<&str>;

    /// The columns for other programs.
    fn columns() -> Vec<Column<Self>>;

    /// Number of passages that match.
    fn passages(&self) -> u64;

    /// The entries as JSON.
    fn json(entries: &[Self]) -> Vec<Self::Json> {
        entries.iter().map(Self::Json::from).collect()
    }

    /// The entries as a table for other programs.
    fn table(entries: &[Self]) -> Table {
        Table::new(&Self::columns(), entries)
    }
}

impl ListEntry for CallEntry {
    type Sort = CallSort;
    type Json = CallJson;
    const DEFAULT_SORT: CallSort = CallSort::Call;
    const NOUNS: [&'static str; 2] = ["call", "calls"];
    const FIND: fn(&Engine, &Request, Self::Sort) -> Result<Vec<Self>> = Engine::calls_by;

    fn find_page(
        engine: &Engine,
        request: &Request,
        sort: CallSort,
        page: &ListPage,
    ) -> Result<Listed<Self>> {
        engine.calls_page(request, sort, page)
    }

    fn names(&self) -> Vec<&str> {
        let names = self.call.company.names.iter().map(String::as_str);
        names.chain([self.call.id.as_str()]).collect()
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            column(Field::Call.word(), |entry| entry.call.id.clone()),
            column(Field::Company.word(), |entry| entry.call.company.id.clone()),
            column("name", |entry| entry.call.company.name.clone()),
            column(Field::Period.word(), |entry| optional(entry.call.period)),
            column("date", |entry| entry.call.date.clone().unwrap_or_default()),
            column("kind", |entry| entry.call.kind.to_string()),
            column("title", |entry| entry.call.title.clone()),
            column(Field::Format.word(), |entry| entry.call.format.clone()),
            column("source", |entry| entry.call.source.clone()),
            column("passages", |entry| entry.passages.to_string()),
            column("turns", |entry| entry.call.turns.len().to_string()),
            column("exchanges", |entry| entry.call.exchanges.len().to_string()),
            column("speakers", |entry| entry.call.speakers.len().to_string()),
        ]
    }

    fn passages(&self) -> u64 {
        self.passages
    }
}

impl ListEntry for CompanyEntry {
    type Sort = ListSort;
    type Json = CompanyRowJson;
    const DEFAULT_SORT: ListSort = ListSort::Passages;
    const NOUNS: [&'static str; 2] = ["company", "companies"];
    const FIND: fn(&Engine, &Request, Self::Sort) -> Result<Vec<Self>> = Engine::companies;

    fn names(&self) -> Vec<&str> {
        let names = self.company.names.iter().chain(&self.company.ticker);
        names
            .map(String::as_str)
            .chain([self.company.id.as_str()])
            .collect()
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            column(Field::Company.word(), |entry: &Self| {
                entry.company.id.clone()
            }),
            column("ticker", |entry| {
                entry.company.ticker.clone().unwrap_or_default()
            }),
            column("name", |entry| entry.company.name.clone()),
            column("names", |entry| entry.company.names.join("; ")),
        ];
        columns.extend(extent_columns());
        columns
    }

    fn passages(&self) -> u64 {
        self.extent.passages
    }
}

impl ListEntry for SpeakerEntry {
    type Sort = ListSort;
    type Json = SpeakerRowJson;
    const DEFAULT_SORT: ListSort = ListSort::Passages;
    const NOUNS: [&'static str; 2] = ["speaker", "speakers"];
    const FIND: fn(&Engine, &Request, Self::Sort) -> Result<Vec<Self>> = Engine::speakers;

    fn names(&self) -> Vec<&str> {
        let stated = self.title.iter().chain(&self.firm);
        let names = self.names.iter().chain(stated).map(String::as_str);
        names
            .chain(names_of(&self.companies))
            .chain(roles(self))
            .collect()
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            column(Field::Speaker.word(), |entry: &Self| entry.name.clone()),
            column("names", |entry| entry.names.join("; ")),
            column("roles", |entry| roles(entry).join("; ")),
            column("title", |entry| entry.title.clone().unwrap_or_default()),
            column(Field::Firm.word(), |entry| {
                entry.firm.clone().unwrap_or_default()
            }),
            column("companies", |entry| ids(&entry.companies)),
        ];
        columns.extend(extent_columns());
        columns
    }

    fn passages(&self) -> u64 {
        self.extent.passages
    }
}

impl ListEntry for FirmEntry {
    type Sort = ListSort;
    type Json = FirmRowJson;
    const DEFAULT_SORT: ListSort = ListSort::Passages;
    const NOUNS: [&'static str; 2] = ["firm", "firms"];
    const FIND: fn(&Engine, &Request, Self::Sort) -> Result<Vec<Self>> = Engine::firms;

    fn names(&self) -> Vec<&str> {
        let names = self.analysts.iter().map(String::as_str);
        names
            .chain(names_of(&self.companies))
            .chain([self.name.as_str()])
            .collect()
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            column(Field::Firm.word(), |entry: &Self| entry.name.clone()),
            column("analysts", |entry| entry.analysts.join("; ")),
            column("companies", |entry| ids(&entry.companies)),
        ];
        columns.extend(extent_columns());
        columns
    }

    fn passages(&self) -> u64 {
        self.extent.passages
    }
}

/// The names of a person but the first, without those that differ from it in capitals only.
pub(super) fn other_names(names: &[String]) -> impl Iterator<Item = &String> {
    let shown = names.first().map(|name| name.to_lowercase());
    let others = names.iter().skip(1);
    others.filter(move |name| Some(name.to_lowercase()) != shown)
}

/// The ids and names of some companies.
fn names_of(companies: &[Arc<Company>]) -> impl Iterator<Item = &str> {
    let ids = companies.iter().map(|company| &company.id);
    let names = companies.iter().flat_map(|company| &company.names);
    ids.chain(names).map(String::as_str)
}

fn ids(companies: &[Arc<Company>]) -> String {
    let ids: Vec<&str> = companies
        .iter()
        .map(|company| company.id.as_str())
        .collect();
    ids.join("; ")
}

/// The words of a speaker's roles.
pub(super) fn roles(entry: &SpeakerEntry) -> Vec<&'static str> {
    entry.roles.iter().map(|role| role.word()).collect()
}

/// An entry with an [`Extent`].
pub(super) trait HasExtent {
    /// How much of it matches.
    fn extent(&self) -> &Extent;
}

impl HasExtent for CompanyEntry {
    fn extent(&self) -> &Extent {
        &self.extent
    }
}

impl HasExtent for SpeakerEntry {
    fn extent(&self) -> &Extent {
        &self.extent
    }
}

impl HasExtent for FirmEntry {
    fn extent(&self) -> &Extent {
        &self.extent
    }
}

/// The first period of an extent, or nothing.
pub(super) fn first_of(extent: &Extent) -> String {
    optional(extent.first)
}

/// The last period of an extent, else the last date: not every call states its period.
pub(super) fn last_of(extent: &Extent) -> String {
    match (extent.last, &extent.last_date) {
        (None, Some(date)) => date.clone(),
        (last, _) => optional(last),
    }
}

fn extent_columns<E: HasExtent>() -> [Column<E>; 4] {
    [
        column("passages", |entry| entry.extent().passages.to_string()),
        column("calls", |entry| entry.extent().calls.to_string()),
        column("first", |entry| optional(entry.extent().first)),
        column("last", |entry| optional(entry.extent().last)),
    ]
}
