//! The page on which two calls are compared.

use super::request::PageRequest;
use crate::{
    Result,
    engine::Engine,
    interface::{
        http::parameters::Parameter,
        list::ListEntry,
        web::{self, Body, CompareView},
    },
    model::Word,
    query::Field,
    search::{CallEntry, CallSort, ListPage, Request},
};

/// Number of recent calls to choose from.
const KNOWN: usize = 200;

/// Most terms shown each way.
const TERMS: usize = 12;

pub(super) fn parameters() -> Vec<Parameter> {
    vec![
        Parameter::text("q", "What to look for"),
        Parameter::text(
            Field::Call.word(),
            "The two calls, by id; to be given twice",
        )
        .repeatable(),
        Parameter::literal(),
    ]
}

pub(super) fn show(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let parameters = &page.parameters;
    let calls: Vec<&str> = parameters.all(Field::Call.word()).collect();
    let query = parameters.text("q").unwrap_or_default();
    let found = match calls.as_slice() {
        [first, second] if !query.trim().is_empty() => {
            let request = Request {
                literal: parameters.flag("literal"),
                ..Request::new(query)
            };
            Some(engine.compare(&request, [first, second], TERMS)?)
        }
        _ => None,
    };
    let recent = ListPage::at(0, KNOWN);
    let known = CallEntry::find_page(engine, &Request::new(""), CallSort::Newest, &recent)?;
    let view = CompareView {
        found,
        known: known.entries,
    };
    Ok(web::compare(&page.ui, &view))
}
