//! Who may ask, and what a browser may do with an answer.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use subtle::ConstantTimeEq;

use super::problem::Problem;
use crate::{Error, Result};

/// Least length of a token in bytes.
const SHORTEST_TOKEN: usize = 16;

/// Headers of every answer: nothing is loaded or run but what the server itself serves.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// A token that requests must carry; only its hash is kept.
#[derive(Clone)]
pub struct Token(blake3::Hash);

impl Token {
    /// A token of at least 16 bytes; white space around it is no part of it, nor is the mark that
    /// some editors put first.
    ///
    /// # Errors
    /// Where it is shorter, or has several lines or control characters, which nobody can send.
    pub fn new(token: &str) -> Result<Self> {
        let token = token.trim_start_matches('\u{feff}').trim();
        if token.chars().any(char::is_control) {
            return Err(
                Error::request("a token is one line without control characters")
                    .hint("make one with: openssl rand -hex 16"),
            );
        }
        if token.len() < SHORTEST_TOKEN {
            return Err(Error::request(format!(
                "a token has at least {SHORTEST_TOKEN} characters"
            ))
            .hint("make one with: openssl rand -hex 16"));
        }
        Ok(Self(blake3::hash(token.as_bytes())))
    }

    /// Compares in a time that does not depend on where they differ.
    fn is(&self, token: &[u8]) -> bool {
        let hash = blake3::hash(token);
        self.0.as_bytes().ct_eq(hash.as_bytes()).into()
    }
}

/// Who may ask.
#[derive(Clone)]
pub(super) struct Guard {
    /// Who carries it; anybody where there is none.
    pub(super) token: Option<Token>,
    /// The names under which the server may be addressed; any where there are none. They keep a
    /// page of another site from asking through a name that it lets point here.
    pub(super) hosts: Option<Vec<String>>,
}

impl Guard {
    /// Every name under which the server is asked; none where any will do.
    pub(super) fn names(&self) -> Vec<String> {
        let own = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let named = self.hosts.as_ref().map(|hosts| [&own[..], hosts].concat());
        named.unwrap_or_default()
    }

    /// The answer to who is turned away.
    fn refusal(&self, request: &Request) -> Option<Response> {
        let (path, headers) = (request.uri().path(), request.headers());
        if let Some(hosts) = &self.hosts
            && !host(headers).is_some_and(|host| {
                is_loopback(host) || hosts.iter().any(|known| same_name(known, host))
            })
        {
            let problem = Problem::new(
                StatusCode::MISDIRECTED_REQUEST,
                "the server does not go by this name",
            );
            return Some(
                problem
                    .hint("start it with --host NAME, or ask for localhost")
                    .into_response(),
            );
        }
        if is_of_another_site(headers) && !is_link(request) {
            let problem = Problem::new(
                StatusCode::FORBIDDEN,
                "a page of another site cannot ask this",
            );
            return Some(problem.into_response());
        }
        let token = self.token.as_ref().filter(|_| path != "/healthz")?;
        if carried(headers).is_some_and(|carried| token.is(&carried)) {
            return None;
        }
        let problem = Problem::new(StatusCode::UNAUTHORIZED, "a token is needed")
            .hint("send it as `Authorization: Bearer TOKEN`, or as the password of any user");
        let mut response = problem.into_response();
        let ask = HeaderValue::from_static("Basic realm=\"Verbatim\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
        Some(response)
    }
}

/// Whether a browser says that a page of another site asks. Programs say nothing.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    is_own(headers) == Some(false)
}

/// Whether a browser says that a page of this site asks (`Some(true)`), or another (`Some(false)`). What
/// somebody has typed or opened himself is of no site.
pub(super) fn is_own(headers: &HeaderMap) -> Option<bool> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some("none") => return None,
        Some(site) => return Some(site == "same-origin"),
        None => {}
    }
    let origin = headers.get(header::ORIGIN)?.to_str().ok();
    let host = origin.and_then(|origin| origin.split_once("://"));
    Some(host.is_some_and(|(_, host)| Some(host) == text(header::HOST)))
}

/// Whether a link on some page opens one of our pages in place of it.
fn is_link(request: &Request) -> bool {
    let says = |name, value: &str| {
        let said = request.headers().get(HeaderName::from_static(name));
        said.is_some_and(|said| said == value)
    };
    let path = request.uri().path();
    let page = !["/api", "/mcp", "/metrics", "/assets"]
        .iter()
        .any(|of| path.starts_with(of));
    request.method() == Method::GET
        && page
        && says("sec-fetch-mode", "navigate")
        && says("sec-fetch-dest", "document")
}

/// Whether a name is one under which a request can come.
///
/// # Errors
/// Where it is none, such as a URL or a name with a port.
pub(super) fn check_name(name: &str) -> Result<()> {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if address.parse::<IpAddr>().is_ok() || (!name.is_empty() && name.chars().all(plain)) {
        return Ok(());
    }
    Err(
        Error::request(format!("no request can come to the host `{name}`"))
            .hint("give the name alone, as --host calls.example"),
    )
}

/// Whether two hosts are one: in any case, and an address with or without brackets.
fn same_name(known: &str, host: &str) -> bool {
    let bare = |name: &str| {
        name.trim_matches(['[', ']'])
            .trim_end_matches('.')
            .to_owned()
    };
    bare(known).eq_ignore_ascii_case(&bare(host))
}

/// The name that is asked for, without the port.
fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    if host.starts_with('[') {
        return host.split_inclusive(']').next();
    }
    host.split(':').next()
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// The token that a request carries, as a bearer or as the password of a browser.
fn carried(headers: &HeaderMap) -> Option<Vec<u8>> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.as_bytes().to_vec());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = STANDARD.decode(rest).ok()?;
    let colon = pair.iter().position(|&byte| byte == b':')?;
    pair.get(colon + 1..).map(<[u8]>::to_vec)
}

/// Lets a request through, or turns it away; every answer gets the headers.
pub(super) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let refusal = guard.refusal(&request);
    let mut response = match refusal {
        None => next.run(request).await,
        Some(refusal) => refusal,
    };
    for (name, value) in HEADERS {
        let headers = response.headers_mut();
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    response
}
