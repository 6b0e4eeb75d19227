//! The API: mounts the routes, parses requests and answers in the requested format.

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    app::App,
    entity_tag::{EntityTag, KnownTags},
    format::ResponseFormat,
    openapi,
    parameters::Parameters,
    problem::Problem,
    request::ParsedRequest,
    route::{ROUTES, Route},
};

/// The routes of the API.
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
    let mut known = (route.parameters)();
    known.extend(route.format_parameters());
    let parameters = Parameters::read(query, &known)?;
    let format = format(route, &parameters, headers);
    let request = ParsedRequest {
        id,
        parameters,
        format,
    };
    let is_file = request.is_download() || format == ResponseFormat::Csv;
    let has_id = !request.id.is_empty();
    let key = format!("{} {} {query} {format}", route.path, request.id);
    let about = match has_id {
        true => request.id.clone(),
        false => route.path.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    let known_tags = KnownTags::of(headers);
    let answer = app.run(move |engine| {
        let tag = EntityTag::of(engine, &key)?;
        if known_tags.contain(&tag) {
            return Ok((tag, None));
        }
        Ok((tag, Some((route.handler)(engine, &request)?)))
    });
    let (tag, body) = (answer.await).map_err(|problem| match has_id {
        true => problem.of_path(),
        false => problem,
    })?;
    let Some(body) = body else {
        return Ok(tag.not_modified());
    };
    let media_type = HeaderValue::from_static(format.media_type());
    let mut response = ([(header::CONTENT_TYPE, media_type)], body).into_response();
    tag.set_headers(&mut response);
    if is_file {
        let name = format!("attachment; filename=\"{}\"", format.file_name(&about));
        if let Ok(name) = HeaderValue::from_str(&name) {
            response
                .headers_mut()
                .insert(header::CONTENT_DISPOSITION, name);
        }
    }
    Ok(response)
}

/// The format of the parameter `output`, else CSV if the `Accept` header begins with it, else JSON.
fn format(route: &Route, parameters: &Parameters, headers: &HeaderMap) -> ResponseFormat {
    let accepted = headers.get(header::ACCEPT);
    let csv = accepted.is_some_and(|accepted| accepted.as_bytes().starts_with(b"text/csv"));
    let by_header =
        (csv && route.formats.contains(&ResponseFormat::Csv)).then_some(ResponseFormat::Csv);
    let by_parameter = parameters.word("output");
    by_parameter.or(by_header).unwrap_or(ResponseFormat::Json)
}

/// Whether there is an index.
async fn health(State(app): State<App>) -> Result<&'static str, Problem> {
    let state = app.run_without_permit(|engine| engine.state()).await?;
    match state {
        Some(_) => Ok("ok\n"),
        None => Err(Problem::busy("there is no index yet")),
    }
}

/// The metrics, for Prometheus.
async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let (calls, passages) = app.run_without_permit(|engine| engine.size()).await?;
    let media_type =
        HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    let text = app.metrics.text(calls, passages);
    Ok(([(header::CONTENT_TYPE, media_type)], text).into_response())
}
