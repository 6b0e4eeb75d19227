//! The table of pages, and how one is answered.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};

use super::{
    compare, counts, edit, file, lists, preferences, reading, related,
    request::{PageRequest, with_common},
    response::{problem_page, set_vary},
    saved, search,
};
use crate::{
    Result,
    engine::Engine,
    interface::{
        http::{
            app::App,
            entity_tag::{EntityTag, KnownTags},
            parameters::{Parameter, Parameters},
        },
        web::{self, Body, Ui, address::Address},
    },
    model::Word,
    query::Field,
    search::{CallEntry, CompanyEntry, FirmEntry, SpeakerEntry},
};

/// The path of the page of a call.
const CALL: &str = "/call/{id}";

/// A page that shows data of the index.
struct Page {
    path: &'static str,
    parameters: fn() -> Vec<Parameter>,
    show: fn(&Engine, &PageRequest) -> Result<Body>,
}

const PAGES: &[Page] = &[
    Page {
        path: "/",
        parameters: search::parameters,
        show: search::show,
    },
    Page {
        path: CALL,
        parameters: reading::parameters,
        show: reading::show,
    },
    Page {
        path: "/companies",
        parameters: lists::parameters::<CompanyEntry>,
        show: lists::show::<CompanyEntry>,
    },
    Page {
        path: "/speakers",
        parameters: lists::parameters::<SpeakerEntry>,
        show: lists::show::<SpeakerEntry>,
    },
    Page {
        path: "/firms",
        parameters: lists::parameters::<FirmEntry>,
        show: lists::show::<FirmEntry>,
    },
    Page {
        path: "/calls",
        parameters: lists::parameters::<CallEntry>,
        show: lists::show::<CallEntry>,
    },
    Page {
        path: "/compare",
        parameters: compare::parameters,
        show: compare::show,
    },
    Page {
        path: "/trend",
        parameters: counts::trend_parameters,
        show: counts::trend,
    },
    Page {
        path: "/mentions",
        parameters: counts::mentions_parameters,
        show: counts::mentions,
    },
    Page {
        path: "/audit",
        parameters: counts::audit_parameters,
        show: counts::audit,
    },
    Page {
        path: "/glossary",
        parameters: counts::glossary_parameters,
        show: counts::glossary,
    },
    Page {
        path: "/related",
        parameters: related::related_parameters,
        show: related::related,
    },
    Page {
        path: "/emerging",
        parameters: related::emerging_parameters,
        show: related::emerging,
    },
    Page {
        path: "/similar",
        parameters: related::similar_parameters,
        show: related::similar,
    },
];

/// The content of a response.
enum Content {
    /// HTML.
    Page(Arc<str>),
    /// A redirect.
    Moved(Address),
}

/// The routes of all pages.
pub(in crate::interface::http) fn router() -> Router<App> {
    let router = Router::new()
        .route("/saved", get(saved::show).post(saved::mark))
        .route("/edit/{what}", get(edit::show).post(edit::change))
        .route("/ui", get(preferences::choose))
        .route("/file/{id}", get(file::answer));
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

async fn answer(
    app: &App,
    page: &'static Page,
    id: String,
    query: &str,
    headers: &HeaderMap,
) -> Response {
    let path = match page.path {
        CALL => Address::call(&id),
        path => Address::new(path),
    };
    let query = search::join_period_range(query);
    let parameters = Parameters::read_form(&query, &with_common((page.parameters)()));
    let parameters = match parameters {
        Ok(parameters) => parameters,
        Err(error) => {
            let ui = preferences::ui(headers, path, std::iter::empty(), false);
            return problem_page(&ui, error.into());
        }
    };
    let ui = Ui {
        may_change: app.may_change(),
        ..preferences::ui(headers, path, parameters.pairs(), parameters.flag("part"))
    };
    let known_tags = KnownTags::of(headers);
    let request = PageRequest {
        id,
        parameters,
        ui: ui.clone(),
    };
    let key = format!(
        "page {} {:?} {} {} {} {:?}",
        ui.here.href(),
        ui.theme,
        ui.locale,
        ui.part,
        ui.may_change,
        ui.done
    );
    let cache = app.pages.clone();
    let answer = app.run(move |engine| {
        let tag = match page.path {
            // The start page says what is new of the saved searches.
            "/" => EntityTag::of(engine, &format!("{key} {}", engine.shown_state()?))?,
            _ => EntityTag::of(engine, &key)?,
        };
        if known_tags.contain(&tag) {
            return Ok((tag, None));
        }
        if let Some(html) = cache.get(&tag) {
            return Ok((tag, Some(Content::Page(html))));
        }
        let new_id = match page.path {
            CALL => engine.present_id(&request.id)?,
            _ => None,
        };
        if let Some(id) = new_id {
            return Ok((tag, Some(Content::Moved(Address::call(&id)))));
        }
        let mut request = request;
        let ids: Vec<String> = (request.ui.here.pairs())
            .filter(|(name, _)| *name == Field::Company.word())
            .map(|(_, value)| value.trim_start_matches(['-', '!']).to_owned())
            .collect();
        request.ui.companies = engine.companies_of(ids.iter().map(String::as_str))?;
        let body = (page.show)(engine, &request)?;
        let html = Arc::from(web::page(&request.ui, &body).into_string());
        cache.keep(&tag, &html);
        Ok((tag, Some(Content::Page(html))))
    });
    let mut response = match answer.await {
        Ok((tag, None)) => tag.not_modified(),
        Ok((tag, Some(content))) => {
            let mut response = match content {
                Content::Page(html) => Html(String::from(&*html)).into_response(),
                Content::Moved(address) => {
                    let pairs = ui.here.pairs();
                    let address = pairs.fold(address, |at, (name, value)| at.with(name, value));
                    // Temporary: if an override of the company is removed, its calls have their old ids again.
                    Redirect::temporary(&address.href()).into_response()
                }
            };
            tag.set_headers(&mut response);
            response
        }
        Err(problem) if page.path == CALL => problem_page(&ui, problem.of_path()),
        Err(problem) => problem_page(&ui, problem),
    };
    set_vary(&mut response);
    response
}
