//! The pages that list companies, people, firms and calls.

use super::request::PageRequest;
use crate::{
    Result,
    engine::Engine,
    interface::{
        http::parameters::Parameter,
        web::{self, Body, List, WebEntry},
    },
    model::Word,
};

pub(super) fn parameters<E: WebEntry>() -> Vec<Parameter> {
    let mut parameters = Parameter::of_request();
    parameters.extend([
        Parameter::word::<E::Sort>("sort", "Order of the rows"),
        Parameter::text("find", "A part of a name"),
        Parameter::number("offset", "Rows left out before the first", 0, 1_000_000),
        Parameter::literal(),
    ]);
    parameters
}

/// Number of rows on a page.
const ROWS: usize = 50;

/// A page of the entries whose names contain the parameter `find`.
pub(super) fn show<E: WebEntry>(engine: &Engine, request: &PageRequest) -> Result<Body> {
    let sort = request.parameters.word("sort").unwrap_or(E::PAGE_SORT);
    let page = request.parameters.list_page(ROWS);
    let (listed, unnamed) = E::find_named(engine, &request.parameters.request()?, sort, &page)?;
    let list = List {
        found: listed.found,
        total: listed.total,
        rows: (listed.entries.into_iter())
            .map(|entry| entry.row(&request.ui))
            .collect(),
        page,
        unnamed,
        sort: sort.word(),
        columns: E::columns_of_page(&request.ui),
    };
    Ok(web::list(&request.ui, &list))
}
