//! Forms that change `verbatim.toml`: shown with GET, made with POST.

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    edits::{EDITS, Edit},
    filled::Filled,
    preferences,
    request::with_common,
    response::{problem_page, set_vary, view},
};
use crate::{
    Result,
    engine::{Engine, TakenIn},
    interface::{
        http::{
            access,
            app::{App, Changes},
            parameters::{Parameter, Parameters},
            problem::Problem,
        },
        web::{self, Done, Ui, address::Address},
    },
    model::Word,
};

/// Why nothing is changed.
pub(super) const READ_ONLY: &str =
    "this server changes nothing: it was started with --read-only or --insecure";

/// Shows a form.
pub(super) async fn show(
    State(app): State<App>,
    Path(what): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    answer(&app, &what, &query.unwrap_or_default(), &headers, None).await
}

/// Makes a change, then goes where it is seen; shows the form again, with the reason, where it is not possible.
pub(super) async fn change(
    State(app): State<App>,
    Path(what): Path<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if access::is_same_site(&headers) != Some(true) {
        let detail = "this can be asked by the page itself only";
        return Problem::new(StatusCode::FORBIDDEN, detail).into_response();
    }
    let made = match read(&app, &what, &body) {
        Err(problem) => Err(*problem),
        Ok((edit, parameters)) => make(&app, edit, parameters).await,
    };
    match made {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to.href())]).into_response(),
        Err(problem) => answer(&app, &what, &body, &headers, Some(problem)).await,
    }
}

async fn make(app: &App, edit: &'static Edit, parameters: Parameters) -> Result<Address, Problem> {
    let refresh = app.changes == Changes::TakenIn;
    app.run(move |engine| {
        let filled = Filled(&parameters);
        let change = (edit.change)(engine, &filled)?;
        let done = match engine.change_overrides(&change, refresh)? {
            TakenIn::Now => Done::Written,
            TakenIn::Later => Done::Later,
        };
        Ok((edit.then)(&filled).with("done", done.word()))
    })
    .await
}

/// The page of a form; `refused` says why its change was not made.
async fn answer(
    app: &App,
    what: &str,
    query: &str,
    headers: &HeaderMap,
    refused: Option<Problem>,
) -> Response {
    let here = Address::new(format!("/edit/{what}"));
    let ui = |pairs: &Parameters| Ui {
        may_change: app.may_change(),
        ..preferences::ui(headers, here.clone(), pairs.pairs(), false)
    };
    let (edit, parameters) = match read(app, what, query) {
        Ok(read) => read,
        Err(problem) => return problem_page(&ui(&Parameters::default()), *problem),
    };
    let ui = ui(&parameters);
    let of_form = ui.clone();
    let form = app.run(move |engine: &Engine| (edit.form)(engine, &Filled(&parameters), &of_form));
    let mut response = match (form.await, refused) {
        (Err(problem), None) => problem_page(&ui, problem),
        // The form itself cannot be shown; what was wrong first is what matters.
        (Err(_), Some(refused)) => problem_page(&ui, refused),
        (Ok(form), None) => Html(page(&ui, &form, None)).into_response(),
        (Ok(form), Some(refused)) => {
            let html = page(&ui, &form, Some(&refused));
            (refused.status(), Html(html)).into_response()
        }
    };
    set_vary(&mut response);
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

fn page(ui: &Ui, form: &web::form::Form, refused: Option<&Problem>) -> String {
    let problem = refused.map(view);
    let body = web::form::form(ui, form, problem.as_ref());
    web::page(ui, &body).into_string()
}

/// The form of a path, and what is filled in.
fn read(app: &App, what: &str, query: &str) -> Result<(&'static Edit, Parameters), Box<Problem>> {
    if !app.may_change() {
        return Err(Box::new(Problem::new(StatusCode::FORBIDDEN, READ_ONLY)));
    }
    let Some(edit) = EDITS.iter().find(|edit| edit.what == what) else {
        let problem = Problem::not_found(&format!("/edit/{what}"));
        return Err(Box::new(problem.without_hint()));
    };
    let mut known = with_common((edit.parameters)());
    known.push(Parameter::flag(
        "sent",
        "Whether the form has been filled in",
    ));
    let parameters = Parameters::read_form(query, &known);
    Ok((edit, parameters.map_err(|error| Box::new(error.into()))?))
}
