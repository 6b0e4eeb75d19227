//! Language and theme of the pages: from cookies, or else from the browser.

use axum::{
    extract::RawQuery,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    interface::{
        http::{
            parameters::{Parameter, Parameters},
            problem::Problem,
        },
        messages::UiLocale,
        web::{
            Done, Theme, Ui,
            address::{Address, is_local},
        },
    },
    model::Word,
};

/// How long a cookie lasts, in seconds.
const COOKIE_AGE: u32 = 365 * 24 * 60 * 60;

/// The state of a page at a path with these parameters.
pub(super) fn ui<'a>(
    headers: &HeaderMap,
    path: Address,
    pairs: impl Iterator<Item = (&'static str, &'a str)>,
    part: bool,
) -> Ui {
    let mut offset = 0;
    let mut here = path;
    let mut done = None;
    for (name, value) in pairs.filter(|(name, _)| *name != "part") {
        match name {
            "done" => done = Done::from_word(value),
            "offset" => offset = value.parse().unwrap_or(0),
            _ => here = here.with(name, value),
        }
    }
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    Ui {
        locale: (cookie(headers, "ui").and_then(UiLocale::from_word))
            .unwrap_or_else(|| preferred(accepted.unwrap_or_default())),
        theme: cookie(headers, "theme")
            .and_then(Theme::from_word)
            .unwrap_or(Theme::Auto),
        here: here.with_offset(offset),
        part,
        may_change: false,
        done,
        companies: Vec::new(),
    }
}

/// The value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter();
    let pairs = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    let mut pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// The language that a browser prefers among those of the pages (RFC 9110, section 12.5.4).
fn preferred(accepted: &str) -> UiLocale {
    let mut best = (0.0, UiLocale::En);
    for range in accepted.split(',').take(32) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .map_or(Ok(1.0), str::parse::<f32>);
        if let (Some(locale), Ok(weight)) = (locale(tag.trim()), weight)
            && weight > best.0
        {
            best = (weight, locale);
        }
    }
    best.1
}

/// The language of the pages for a language tag.
fn locale(tag: &str) -> Option<UiLocale> {
    let tag = tag.to_ascii_lowercase();
    let mut subtags = tag.split(['-', '_']);
    match subtags.next()? {
        "en" => Some(UiLocale::En),
        "zh" if subtags.any(|subtag| matches!(subtag, "hant" | "tw" | "hk" | "mo")) => {
            Some(UiLocale::Hant)
        }
        "zh" => Some(UiLocale::Hans),
        _ => None,
    }
}

/// Stores a choice in a cookie and redirects to the page where it was made.
pub(super) async fn choose(RawQuery(query): RawQuery) -> Response {
    let known = [
        Parameter::word::<UiLocale>("ui", "Language of the pages"),
        Parameter::word::<Theme>("theme", "Colours of the pages"),
        Parameter::text("back", "Where to go then"),
    ];
    let parameters = match Parameters::read_form(&query.unwrap_or_default(), &known) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_response(),
    };
    let back = parameters
        .text("back")
        .filter(|back| is_local(back))
        .unwrap_or("/");
    let Ok(back) = HeaderValue::from_str(back) else {
        return Problem::not_found(back).into_response();
    };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for name in ["ui", "theme"] {
        let chosen = parameters.text(name).map(|value| {
            HeaderValue::from_str(&format!(
                "{name}={value}; Path=/; Max-Age={COOKIE_AGE}; SameSite=Lax; HttpOnly"
            ))
        });
        if let Some(Ok(cookie)) = chosen {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_preferred() {
        for (accepted, locale) in [
            ("", UiLocale::En),
            ("fr, *;q=0.5", UiLocale::En),
            ("zh-TW,zh;q=0.9,en;q=0.8", UiLocale::Hant),
            ("zh-CN,zh;q=0.9", UiLocale::Hans),
            ("zh", UiLocale::Hans),
            ("en;q=0.4, zh-Hant-HK;q=0.7", UiLocale::Hant),
            ("zh-TW;q=0, en;q=0.1", UiLocale::En),
            ("zh-TW;q=x, zh;q=nan", UiLocale::En),
        ] {
            assert_eq!(preferred(accepted), locale, "{accepted}");
        }
    }

    #[test]
    fn a_cookie_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=b; ui=zh-Hans;theme=dark"),
        );
        let ui = ui(
            &headers,
            Address::new("/"),
            [("q", "x"), ("part", "")].into_iter(),
            true,
        );
        assert_eq!((ui.locale, ui.theme), (UiLocale::Hans, Theme::Dark));
        assert_eq!(ui.here.href(), "/?q=x");
    }
}
