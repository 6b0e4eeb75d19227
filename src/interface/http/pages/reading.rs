//! The page on which a call is read.

use super::{request::PageRequest, response};
use crate::{
    Error, Result,
    engine::{CallPart, CallText, Engine},
    interface::{
        http::{parameters::Parameter, problem::Problem},
        request::build_request,
        web::{self, Body, ReadingView},
    },
    query::Field,
    search::{FilterArg, Grouping, Hit, Matching, Request, Sort},
};

pub(super) fn parameters() -> Vec<Parameter> {
    vec![Parameter::text("q", "What is lit"), Parameter::literal()]
}

pub(super) fn show(engine: &Engine, request: &PageRequest) -> Result<Body> {
    let reading = engine.read(&request.id, &CallPart::default())?;
    let query = request.parameters.text("q").unwrap_or_default();
    let (hits, problem) = match hits(engine, request, &reading, query) {
        Ok(hits) => (hits, None),
        Err(error) => (Vec::new(), Some(Problem::from(error))),
    };
    let read = ReadingView {
        reading,
        hits,
        problem: problem.as_ref().map(response::view),
    };
    Ok(web::reading(&request.ui, &read))
}

/// The hits of a query in a call, in order.
fn hits(
    engine: &Engine,
    request: &PageRequest,
    reading: &CallText,
    query: &str,
) -> Result<Vec<Hit>, Error> {
    if query.trim().is_empty() {
        return Ok(Vec::new());
    }
    let filters = vec![FilterArg::new(Field::Call, &reading.call.id)?];
    let literal = request.parameters.flag("literal");
    let search = Request {
        group: Some(Grouping::None),
        limit: reading.call_passages,
        sort: Sort::Call,
        matching: Matching::All,
        ..build_request(query, filters, literal)?
    };
    Ok(engine.search(&search)?.hits)
}
