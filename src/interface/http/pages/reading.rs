//! The page on which a call is read.

use super::ParsedRequest;
use crate::{
    Error, Result,
    engine::{CallPart, CallText, Engine},
    interface::{
        http::{params::Parameter, problem::Problem},
        web::{self, Body, Read, problem::Trouble},
    },
    query::Field,
    search::{FilterArg, Grouping, Hit, Matching, Request, Sort},
};

pub(super) fn params() -> Vec<Parameter> {
    vec![
        Parameter::text("q", "What is lit"),
        Parameter::flag("literal", "Only what is typed: no stems, no other words"),
    ]
}

pub(super) fn show(engine: &Engine, asked: &ParsedRequest) -> Result<Body> {
    let reading = engine.read(&asked.id, &CallPart::default())?;
    let query = asked.given.text("q").unwrap_or_default();
    let (hits, problem) = match hits(engine, asked, &reading, query) {
        Ok(hits) => (hits, None),
        Err(error) => (Vec::new(), Some(Problem::from(error))),
    };
    let trouble = problem.as_ref().map(|problem| Trouble {
        status: problem.status().as_u16(),
        detail: &problem.detail,
        hint: problem.hint.as_deref(),
        span: problem.span,
    });
    let read = Read {
        reading,
        hits,
        trouble,
    };
    Ok(web::reading(&asked.ui, &read))
}

/// What of a call a query finds, in order.
fn hits(
    engine: &Engine,
    asked: &ParsedRequest,
    reading: &CallText,
    query: &str,
) -> Result<Vec<Hit>, Error> {
    if query.trim().is_empty() {
        return Ok(Vec::new());
    }
    let request = Request {
        filters: vec![FilterArg::new(Field::Call, &reading.call.id)?],
        group: Some(Grouping::None),
        limit: reading.call_passages,
        sort: Sort::Call,
        matching: Matching::All,
        literal: asked.given.flag("literal"),
        ..Request::new(query)
    };
    Ok(engine.search(&request)?.hits)
}
