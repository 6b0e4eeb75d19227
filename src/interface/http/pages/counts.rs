//! The pages that count, check and look up: trend, mentions, audit, glossary.

use super::request::PageRequest;
use crate::{
    Result,
    analytics::Trend,
    engine::Engine,
    index::FacetField,
    interface::{
        glossary::groups,
        http::parameters::Parameter,
        web::{self, Body},
    },
    model::DisagreementKind,
    search::Request,
};

/// Most disagreements on a page.
const MAX_DISAGREEMENTS: usize = 60;

fn with_literal(mut own: Vec<Parameter>) -> Vec<Parameter> {
    let mut parameters = Parameter::of_request();
    parameters.append(&mut own);
    parameters.push(Parameter::literal());
    parameters
}

pub(super) fn trend_parameters() -> Vec<Parameter> {
    with_literal(vec![
        Parameter::text("vs", "Another query to set beside it").repeatable(),
        Parameter::word::<FacetField>("by", "What the rows stand for"),
    ])
}

pub(super) fn trend(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let parameters = &page.parameters;
    let by = parameters.word("by").unwrap_or(FacetField::Period);
    let request = parameters.request()?;
    if request.query.trim().is_empty() {
        return Ok(web::trend_page(&page.ui, by, &[]));
    }
    Trend::check_beside(parameters.all("vs").count())?;
    let beside = parameters.all("vs").map(|query| Request {
        query: query.to_owned(),
        ..request.clone()
    });
    let requests: Vec<Request> = std::iter::once(request.clone()).chain(beside).collect();
    let trends = requests.iter().map(|request| engine.trend(request, by));
    let trends = trends.collect::<Result<Vec<Trend>>>()?;
    Ok(web::trend_page(&page.ui, by, &trends))
}

pub(super) fn mentions_parameters() -> Vec<Parameter> {
    with_literal(vec![Parameter::flag(
        "zeros",
        "Also companies without a mention",
    )])
}

pub(super) fn mentions(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let request = page.parameters.request()?;
    let entries = match request.query.trim() {
        "" => None,
        _ => Some(engine.mentions(&request)?),
    };
    Ok(web::mentions_page(&page.ui, entries.as_deref()))
}

pub(super) fn audit_parameters() -> Vec<Parameter> {
    with_literal(vec![Parameter::words::<DisagreementKind>(
        "kind",
        "Only these kinds",
    )])
}

pub(super) fn audit(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let kinds = page.parameters.words::<DisagreementKind>("kind");
    let found = engine.audit(&page.parameters.request()?, &kinds, MAX_DISAGREEMENTS)?;
    Ok(web::audit(&page.ui, &found))
}

pub(super) fn glossary_parameters() -> Vec<Parameter> {
    vec![Parameter::text("q", "A term")]
}

pub(super) fn glossary(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let glossary = engine.own_glossary()?;
    let term = page.parameters.text("q").unwrap_or_default();
    Ok(web::glossary(&page.ui, &groups(&glossary, term)))
}
