//! The pages of related terms, of emerging terms and of similar passages.

use super::request::PageRequest;
use crate::{
    Result,
    analytics::Emerging,
    engine::Engine,
    interface::{
        http::parameters::Parameter,
        web::{self, Body, EmergingView, RelatedView},
    },
    search::Request,
};

/// Number of terms of each relation.
const TERMS: usize = 12;

/// Number of similar passages.
const PASSAGES: usize = 20;

pub(super) fn related_parameters() -> Vec<Parameter> {
    let mut parameters = Parameter::of_request();
    parameters.push(Parameter::text("term", "The term"));
    parameters
}

pub(super) fn related(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let request = page.parameters.request()?;
    let typed = page
        .parameters
        .text("term")
        .unwrap_or(&request.query)
        .to_owned();
    let found = match typed.trim() {
        "" => None,
        term => {
            let request = Request {
                query: term.to_owned(),
                ..request
            };
            Some(engine.related(&request, TERMS)?)
        }
    };
    Ok(web::related(&page.ui, &RelatedView { found }))
}

pub(super) fn emerging_parameters() -> Vec<Parameter> {
    let mut parameters = Parameter::of_request();
    parameters.push(Parameter::text("in", "The period"));
    parameters
}

pub(super) fn emerging(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let request = page.parameters.request()?;
    let period = page.parameters.period("in")?;
    let periods = engine.periods(&request)?.into_iter();
    let found = match engine.emerging(&request, period, Emerging::LOOKED_FOR) {
        Ok(found) => Some(found),
        // With a single period there is nothing to compare.
        Err(_) if period.is_none() => None::<Emerging>,
        Err(error) => return Err(error),
    };
    let view = EmergingView {
        found,
        periods: periods.skip(1).map(|(period, _)| period).collect(),
    };
    Ok(web::emerging(&page.ui, &view))
}

pub(super) fn similar_parameters() -> Vec<Parameter> {
    let mut parameters = Parameter::of_request();
    parameters.extend([
        Parameter::text("citation", "The passage"),
        Parameter::flag("own", "Find passages of the same call, too"),
    ]);
    parameters
}

pub(super) fn similar(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let request = page.parameters.request()?;
    let citation = page.parameters.text("citation").unwrap_or_default();
    let own = page.parameters.flag("own");
    let found = engine.similar(&request, citation, own, PASSAGES)?;
    Ok(web::similar(&page.ui, &found))
}
