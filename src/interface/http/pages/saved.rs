//! Saved searches: what is new, and a button by which it counts as shown.

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{common, trouble, ui, vary};
use crate::{
    Error, Result,
    engine::{Engine, SavedSearch},
    interface::{
        http::{
            app::App,
            guard,
            params::{Parameter, Parameters},
            problem::Problem,
        },
        web::{self, Kept, address::Address},
    },
    search::{Request, Which},
};

/// New passages shown of a search.
const SHOWN: usize = 20;

/// What has been done, as the page says it then.
const DONE: [&str; 2] = ["marked", "changed"];

pub(super) async fn show(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let params = common(vec![Parameter::text("done", "What has been done")]);
    let given = Parameters::read(&query.unwrap_or_default(), &params).unwrap_or_default();
    let done = given
        .text("done")
        .filter(|done| DONE.contains(done))
        .map(str::to_owned);
    let ui = ui::of(
        &headers,
        Address::new("/saved"),
        std::iter::empty(),
        given.flag("part"),
    );
    let found = app.run(|engine| {
        let state = engine.state()?.unwrap_or_default();
        Ok((state, kept(engine)?))
    });
    let mut response = match found.await {
        Ok((state, kept)) => {
            let words = ui.locale.words();
            let said = done.map(|done| match done.as_str() {
                "changed" => words.changed_meanwhile,
                _ => words.marked,
            });
            let body = web::saved(&ui, &kept, &state, said);
            Html(web::page(&ui, &body).into_string()).into_response()
        }
        Err(problem) => trouble(&ui, problem),
    };
    vary(&mut response);
    let fresh = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, fresh);
    response
}

/// Every saved search with what is new of it.
fn kept(engine: &Engine) -> Result<Vec<Kept>> {
    let news = |SavedSearch { wording, request }| {
        let news =
            request.and_then(|request| engine.news(&wording.name, &page_of(request), Which::New));
        Kept { news, wording }
    };
    Ok(all(engine)?.into_iter().map(news).collect())
}

fn all(engine: &Engine) -> Result<Vec<SavedSearch>> {
    Engine::saved(&engine.corpus_folders()?.unwrap_or_default())
}

fn page_of(request: Request) -> Request {
    Request {
        limit: SHOWN,
        ..request
    }
}

/// ParameterKind as shown what the page has shown of a search, unless something has come in since.
pub(super) async fn mark(State(app): State<App>, headers: HeaderMap, body: String) -> Response {
    if !is_own(&headers) {
        let refusal = Problem::new(
            StatusCode::FORBIDDEN,
            "this can be asked by the page itself only",
        );
        return refusal.into_response();
    }
    let params = [
        Parameter::text("name", "Name of the saved search"),
        Parameter::text("state", "State of the index that has been shown"),
    ];
    let given = match Parameters::read_form(&body, &params) {
        Ok(given) => given,
        Err(error) => return Problem::from(error).into_response(),
    };
    let done = app.run(move |engine| {
        let name = given.text("name").unwrap_or_default();
        let chosen = SavedSearch::chosen(all(engine)?, &[name.to_owned()])?;
        let search = chosen
            .into_iter()
            .next()
            .ok_or_else(|| Error::unknown("no saved search is named"))?;
        if engine.state()?.as_deref() != given.text("state") {
            return Ok("changed");
        }
        let news = engine.news(&search.wording.name, &page_of(search.request?), Which::New)?;
        engine.remember(&news)?;
        Ok("marked")
    });
    match done.await {
        Ok(done) => {
            let to = Address::new("/saved").with("done", done).href();
            (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

/// Whether a browser says that a page of this site asks; one that says neither is asked to.
fn is_own(headers: &HeaderMap) -> bool {
    guard::is_own(headers) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_itself_marks() {
        let said = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|&(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            });
            is_own(&pairs.collect())
        };
        assert!(said(&[("sec-fetch-site", "same-origin")]));
        assert!(said(&[("origin", "http://a:1"), ("host", "a:1")]));
        assert!(!said(&[]));
        assert!(!said(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://a:1"),
            ("host", "a:1")
        ]));
        assert!(!said(&[("sec-fetch-site", "none")]));
        assert!(!said(&[("origin", "http://b"), ("host", "a:1")]));
        assert!(!said(&[("origin", "null"), ("host", "a:1")]));
    }
}
