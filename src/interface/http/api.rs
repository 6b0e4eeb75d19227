//! The API: finds the route, reads what it is asked, and answers in the form that is wanted.

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    app::App,
    cached::{Known, Tag},
    openapi,
    params::{Parameter, ParameterKind, Parameters},
    problem::Problem,
    route::{Form, ParsedRequest, ROUTES, Route},
};
use crate::model::Word;

/// Every address of the API.
pub(super) fn router() -> Router<App> {
    let router = Router::new()
        .route("/api/openapi.json", get(openapi::answer))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics));
    ROUTES.iter().fold(router, |router, route| {
        let answer = move |State(app): State<App>,
                           id: Option<Path<String>>,
                           RawQuery(query): RawQuery,
                           headers: HeaderMap| async move {
            let id = id.map(|Path(id)| id).unwrap_or_default();
            let query = query.unwrap_or_default();
            answer(&app, route, id, &query, &headers).await
        };
        router.route(route.path, get(answer))
    })
}

async fn answer(
    app: &App,
    route: &'static Route,
    id: String,
    query: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let mut params = (route.params)();
    params.extend(form_params(route));
    let given = Parameters::read(query, &params)?;
    let form = form(route, &given, headers);
    let asked = ParsedRequest { id, given, form };
    let of_path = !asked.id.is_empty();
    let what = format!("{} {} {query} {form}", route.path, asked.id);
    let known = Known::of(headers);
    let answered = app.run(move |engine| {
        let tag = Tag::of(engine, &what)?;
        if known.has(&tag) {
            return Ok((tag, None));
        }
        Ok((tag, Some((route.answer)(engine, &asked)?)))
    });
    let (tag, body) = (answered.await).map_err(|problem| match of_path {
        true => problem.of_path(),
        false => problem,
    })?;
    let Some(body) = body else {
        return Ok(tag.not_modified());
    };
    let media = HeaderValue::from_static(form.media());
    let mut response = ([(header::CONTENT_TYPE, media)], body).into_response();
    tag.mark(&mut response);
    if form == Form::Csv {
        let name = HeaderValue::from_static("attachment; filename=\"verbatim.csv\"");
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// The parameters that say in which form to answer.
pub(super) fn form_params(route: &Route) -> Vec<Parameter> {
    let forms = route.forms.iter().map(|form| form.word());
    let mut params = vec![Parameter {
        takes: ParameterKind::Word(forms.collect()),
        ..Parameter::text("output", "Form of the answer")
    }];
    if route.forms.contains(&Form::Csv) {
        let about = "Leave cells of CSV as they are that a spreadsheet would run as formulas";
        params.push(Parameter::flag("raw", about));
    }
    params
}

/// The form that is named, else CSV where only that is accepted, else JSON.
fn form(route: &Route, given: &Parameters, headers: &HeaderMap) -> Form {
    let accepted = headers.get(header::ACCEPT);
    let csv = accepted.is_some_and(|accepted| accepted.as_bytes().starts_with(b"text/csv"));
    let by_header = (csv && route.forms.contains(&Form::Csv)).then_some(Form::Csv);
    given.word("output").or(by_header).unwrap_or(Form::Json)
}

/// Whether questions can be answered.
async fn health(State(app): State<App>) -> Result<&'static str, Problem> {
    let there = app.glance(|engine| engine.state()).await?;
    match there {
        Some(_) => Ok("ok\n"),
        None => Err(Problem::busy("there is no index yet")),
    }
}

/// What the server counts, for Prometheus.
async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let (calls, passages) = app.glance(|engine| engine.size()).await?;
    let media =
        HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    let text = app.metrics.text(calls, passages);
    Ok(([(header::CONTENT_TYPE, media)], text).into_response())
}
