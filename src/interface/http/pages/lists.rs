//! Lists of companies, people, firms and calls.

use super::ParsedRequest;
use crate::{
    Result,
    engine::Engine,
    interface::{
        http::params::Parameter,
        web::{self, Body, List, Sheet},
    },
    model::Word,
    search::{CallSort, ListSort},
};

pub(super) fn params() -> Vec<Parameter> {
    listed(Parameter::word::<ListSort>("sort", "Order of the rows"))
}

pub(super) fn params_of_calls() -> Vec<Parameter> {
    listed(Parameter::word::<CallSort>("sort", "Order of the calls"))
}

fn listed(sort: Parameter) -> Vec<Parameter> {
    let mut params = Parameter::of_request();
    params.extend([
        sort,
        Parameter::text("find", "A part of a name"),
        Parameter::flag("literal", "Only what is typed: no stems, no other words"),
    ]);
    params
}

pub(super) fn companies(engine: &Engine, asked: &ParsedRequest) -> Result<Body> {
    let entries = engine.companies(&asked.given.request()?, list_sort(asked))?;
    Ok(list(asked, Sheet::Companies(entries), list_sort(asked)))
}

pub(super) fn speakers(engine: &Engine, asked: &ParsedRequest) -> Result<Body> {
    let entries = engine.speakers(&asked.given.request()?, list_sort(asked))?;
    Ok(list(asked, Sheet::Speakers(entries), list_sort(asked)))
}

pub(super) fn firms(engine: &Engine, asked: &ParsedRequest) -> Result<Body> {
    let entries = engine.firms(&asked.given.request()?, list_sort(asked))?;
    Ok(list(asked, Sheet::Firms(entries), list_sort(asked)))
}

pub(super) fn calls(engine: &Engine, asked: &ParsedRequest) -> Result<Body> {
    let sort = asked.given.word("sort").unwrap_or(CallSort::Newest);
    let entries = engine.calls_by(&asked.given.request()?, sort)?;
    Ok(list(asked, Sheet::Calls(entries), sort))
}

fn list_sort(asked: &ParsedRequest) -> ListSort {
    asked.given.word("sort").unwrap_or(ListSort::Passages)
}

/// The rows that have what is looked for in their names.
fn list(asked: &ParsedRequest, sheet: Sheet, sort: impl Word) -> Body {
    let mut rows = sheet.rows(&asked.ui);
    let of = rows.len();
    if let Some(sought) = asked.given.text("find") {
        rows.retain(|row| row.has(sought));
    }
    let list = List {
        rows,
        of,
        sort: sort.word().to_owned(),
    };
    web::list(&asked.ui, &list)
}
