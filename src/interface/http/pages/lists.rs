//! Lists of companies, people, firms and calls.

use super::Asked;
use crate::{
    Result,
    engine::Engine,
    interface::{
        http::params::Param,
        web::{self, Body, List, Sheet},
    },
    model::Word,
    search::{CallSort, ListSort},
};

pub(super) fn params() -> Vec<Param> {
    listed(Param::word::<ListSort>("sort", "Order of the rows"))
}

pub(super) fn params_of_calls() -> Vec<Param> {
    listed(Param::word::<CallSort>("sort", "Order of the calls"))
}

fn listed(sort: Param) -> Vec<Param> {
    let mut params = Param::of_request();
    params.extend([
        sort,
        Param::text("find", "A part of a name"),
        Param::flag("literal", "Only what is typed: no stems, no other words"),
    ]);
    params
}

pub(super) fn companies(engine: &Engine, asked: &Asked) -> Result<Body> {
    let entries = engine.companies(&asked.given.request()?, list_sort(asked))?;
    Ok(list(asked, Sheet::Companies(entries), list_sort(asked)))
}

pub(super) fn speakers(engine: &Engine, asked: &Asked) -> Result<Body> {
    let entries = engine.speakers(&asked.given.request()?, list_sort(asked))?;
    Ok(list(asked, Sheet::Speakers(entries), list_sort(asked)))
}

pub(super) fn firms(engine: &Engine, asked: &Asked) -> Result<Body> {
    let entries = engine.firms(&asked.given.request()?, list_sort(asked))?;
    Ok(list(asked, Sheet::Firms(entries), list_sort(asked)))
}

pub(super) fn calls(engine: &Engine, asked: &Asked) -> Result<Body> {
    let sort = asked.given.word("sort").unwrap_or(CallSort::Newest);
    let entries = engine.calls_by(&asked.given.request()?, sort)?;
    Ok(list(asked, Sheet::Calls(entries), sort))
}

fn list_sort(asked: &Asked) -> ListSort {
    asked.given.word("sort").unwrap_or(ListSort::Passages)
}

/// The rows that have what is looked for in their names.
fn list(asked: &Asked, sheet: Sheet, sort: impl Word) -> Body {
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
