//! The pages: which address shows what.
//!
//! A page asks the engine all that it needs in one go, and [`crate::interface::web`] makes HTML of it.

mod lists;
mod reading;
mod saved;
mod search;
mod ui;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};

use super::{
    app::App,
    cached::{Known, Tag},
    params::{Parameter, Parameters},
    problem::Problem,
};
use crate::{
    Result,
    engine::Engine,
    interface::web::{self, Body, Ui, View, address::Address, problem::Trouble},
};

/// What a page is asked.
struct ParsedRequest {
    /// What its path names.
    id: String,
    /// Its parameters.
    given: Parameters,
    ui: Ui,
}

/// A page that answers from the index.
struct Page {
    path: &'static str,
    params: fn() -> Vec<Parameter>,
    show: fn(&Engine, &ParsedRequest) -> Result<Body>,
}

const PAGES: &[Page] = &[
    Page {
        path: "/",
        params: search::params,
        show: search::show,
    },
    Page {
        path: "/call/{id}",
        params: reading::params,
        show: reading::show,
    },
    Page {
        path: "/companies",
        params: lists::params,
        show: lists::companies,
    },
    Page {
        path: "/speakers",
        params: lists::params,
        show: lists::speakers,
    },
    Page {
        path: "/firms",
        params: lists::params,
        show: lists::firms,
    },
    Page {
        path: "/calls",
        params: lists::params_of_calls,
        show: lists::calls,
    },
];

/// What a page comes to.
enum Shown {
    Page(String),
    /// It is at another address now.
    At(Address),
}

/// Every page.
pub(super) fn router() -> Router<App> {
    let router = Router::new()
        .route("/saved", get(saved::show).post(saved::mark))
        .route("/ui", get(ui::choose));
    PAGES.iter().fold(router, |router, page| {
        let answer = move |State(app): State<App>,
                           id: Option<Path<String>>,
                           RawQuery(query): RawQuery,
                           headers: HeaderMap| async move {
            let id = id.map(|Path(id)| id).unwrap_or_default();
            answer(&app, page, id, &query.unwrap_or_default(), &headers).await
        };
        router.route(page.path, get(answer))
    })
}

/// Parameters that every page takes beside its own.
fn common(mut params: Vec<Parameter>) -> Vec<Parameter> {
    params.push(Parameter::word::<View>("view", "Which sides are shown"));
    params.push(Parameter::flag(
        "part",
        "Only what changes from answer to answer",
    ));
    params
}

async fn answer(
    app: &App,
    page: &'static Page,
    id: String,
    query: &str,
    headers: &HeaderMap,
) -> Response {
    let path = match page.path {
        "/call/{id}" => Address::call(&id),
        path => Address::new(path),
    };
    let query = search::with_range(query);
    let given = Parameters::read_form(&query, &common((page.params)()));
    let ui = match &given {
        Ok(given) => ui::of(headers, path, given.pairs(), given.flag("part")),
        Err(_) => ui::of(headers, path, std::iter::empty(), false),
    };
    let given = match given {
        Ok(given) => given,
        Err(error) => return trouble(&ui, error.into()),
    };
    let known = Known::of(headers);
    let asked = ParsedRequest {
        id,
        given,
        ui: ui.clone(),
    };
    let what = format!(
        "page {} {:?} {} {}",
        ui.here.href(),
        ui.theme,
        ui.locale,
        ui.part
    );
    let answered = app.run(move |engine| {
        let tag = Tag::of(engine, &what)?;
        if known.has(&tag) {
            return Ok((tag, None));
        }
        let now = match page.path {
            "/call/{id}" => engine.present_id(&asked.id)?,
            _ => None,
        };
        if let Some(now) = now {
            return Ok((tag, Some(Shown::At(Address::call(&now)))));
        }
        let body = (page.show)(engine, &asked)?;
        Ok((
            tag,
            Some(Shown::Page(web::page(&asked.ui, &body).into_string())),
        ))
    });
    let mut response = match answered.await {
        Ok((tag, None)) => tag.not_modified(),
        Ok((tag, Some(shown))) => {
            let mut response = match shown {
                Shown::Page(html) => Html(html).into_response(),
                Shown::At(address) => {
                    let pairs = ui.here.pairs();
                    let address = pairs.fold(address, |at, (name, value)| at.with(name, value));
                    // Not for good: what is stated of a company may be taken back, and its calls then
                    // have their old ids again.
                    Redirect::temporary(&address.href()).into_response()
                }
            };
            tag.mark(&mut response);
            response
        }
        Err(problem) if page.path == "/call/{id}" => trouble(&ui, problem.of_path()),
        Err(problem) => trouble(&ui, problem),
    };
    vary(&mut response);
    response
}

/// A page depends on what the reader prefers.
fn vary(response: &mut Response) {
    let by = HeaderValue::from_static("accept-language, cookie");
    response.headers_mut().append(header::VARY, by);
}

/// What cannot be answered, as a page; what only the keeper is told stays in the problem's answer.
fn trouble(ui: &Ui, problem: Problem) -> Response {
    let body = web::problem(
        ui,
        &Trouble {
            status: problem.status().as_u16(),
            detail: &problem.detail,
            hint: problem.hint.as_deref(),
            span: problem.span,
        },
    );
    let html = web::page(ui, &body).into_string();
    let (mut parts, _) = problem.into_response().into_parts();
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, html.into())
}

/// Where there is nothing: a page for a browser, a problem for anything else.
pub(super) async fn nothing(uri: Uri, headers: HeaderMap) -> Response {
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    let problem = Problem::not_found(uri.path());
    if !accepts.is_some_and(|accept| accept.contains("text/html")) {
        return problem.into_response();
    }
    let ui = ui::of(&headers, Address::new("/"), std::iter::empty(), false);
    trouble(&ui, problem.without_hint())
}
