//! The page of saved searches: their new passages, and a button that marks these as shown.

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    edit::READ_ONLY,
    preferences,
    request::with_common,
    response::{problem_page, set_vary},
};
use crate::{
    Error, Result,
    engine::{Engine, SavedSearch},
    interface::{
        http::{
            access,
            app::App,
            parameters::{Parameter, Parameters},
            problem::Problem,
        },
        web::{self, Done, SavedView, Ui, address::Address},
    },
    model::Word,
    search::{Request, Which},
};

/// Maximum number of new passages shown of a search.
const LIMIT: usize = 20;

pub(super) async fn show(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let known = with_common(Vec::new());
    let parameters = Parameters::read(&query.unwrap_or_default(), &known).unwrap_or_default();
    let done = (parameters.pairs()).filter(|(name, _)| *name == "done");
    let ui = preferences::ui(
        &headers,
        Address::new("/saved"),
        done,
        parameters.flag("part"),
    );
    let ui = Ui {
        may_change: app.may_change(),
        ..ui
    };
    let answer = app.run(|engine| {
        let state = engine.state()?.unwrap_or_default();
        Ok((state, searches(engine)?))
    });
    let mut response = match answer.await {
        Ok((state, searches)) => {
            let body = web::saved(&ui, &searches, &state);
            Html(web::page(&ui, &body).into_string()).into_response()
        }
        Err(problem) => problem_page(&ui, problem),
    };
    set_vary(&mut response);
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// All saved searches with their new passages.
fn searches(engine: &Engine) -> Result<Vec<SavedView>> {
    let news = |SavedSearch { wording, request }| {
        let news = request
            .and_then(|request| engine.news(&wording.name, &with_limit(request), Which::New));
        SavedView { news, wording }
    };
    Ok(all(engine)?.into_iter().map(news).collect())
}

/// The searches that are saved in the overrides of the index.
pub(super) fn all(engine: &Engine) -> Result<Vec<SavedSearch>> {
    Engine::saved(&engine.corpus_folders()?.unwrap_or_default())
}

fn with_limit(request: Request) -> Request {
    Request {
        limit: LIMIT,
        ..request
    }
}

/// Marks the new passages of a search as shown, unless the index has changed since the page was made.
pub(super) async fn mark(State(app): State<App>, headers: HeaderMap, body: String) -> Response {
    if !is_same_site(&headers) {
        let refusal = Problem::new(
            StatusCode::FORBIDDEN,
            "this can be asked by the page itself only",
        );
        return refusal.into_response();
    }
    if !app.may_change() {
        return Problem::new(StatusCode::FORBIDDEN, READ_ONLY).into_response();
    }
    let known = [
        Parameter::text("name", "Name of the saved search"),
        Parameter::text("state", "State of the index that has been shown"),
    ];
    let parameters = match Parameters::read_form(&body, &known) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_response(),
    };
    let done = app.run(move |engine| {
        let name = parameters.text("name").unwrap_or_default();
        let chosen = SavedSearch::chosen(all(engine)?, &[name.to_owned()])?;
        let search = chosen
            .into_iter()
            .next()
            .ok_or_else(|| Error::unknown("no saved search is named"))?;
        if engine.state()?.as_deref() != parameters.text("state") {
            return Ok(Done::Changed);
        }
        let news = engine.news(
            &search.wording.name,
            &with_limit(search.request?),
            Which::New,
        )?;
        engine.remember(&news)?;
        Ok(Done::Marked)
    });
    match done.await {
        Ok(done) => {
            let to = Address::new("/saved").with("done", done.word()).href();
            (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

/// Whether a browser says that the request comes from a page of this site.
fn is_same_site(headers: &HeaderMap) -> bool {
    access::is_same_site(headers) == Some(true)
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
            is_same_site(&pairs.collect())
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
