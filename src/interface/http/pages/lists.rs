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
        Parameter::literal(),
    ]);
    parameters
}

/// The page with the entries whose names contain the parameter `find`.
pub(super) fn show<E: WebEntry>(engine: &Engine, request: &PageRequest) -> Result<Body> {
    let sort = request.parameters.word("sort").unwrap_or(E::PAGE_SORT);
    let entries = (E::FIND)(engine, &request.parameters.request()?, sort)?;
    let total = entries.len();
    let rows = entries.into_iter().map(|entry| entry.row(&request.ui));
    let part = request.parameters.text("find");
    let list = List {
        rows: rows
            .filter(|row| part.is_none_or(|part| row.has(part)))
            .collect(),
        total,
        sort: sort.word(),
        columns: E::columns_of_page(&request.ui),
    };
    Ok(web::list(&request.ui, &list))
}
