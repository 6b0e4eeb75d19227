//! Who may ask, and what a browser may do with an answer.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
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
    /// A token of at least 16 bytes; white space around it is no part of it.
    ///
    /// # Errors
    /// Where it is shorter.
    pub fn new(token: &str) -> Result<Self> {
        let token = token.trim();
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
    fn refusal(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        if let Some(hosts) = &self.hosts
            && !host(headers)
                .is_some_and(|host| is_loopback(host) || hosts.iter().any(|known| known == host))
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
    host == "localhost"
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
    let refusal = guard.refusal(request.uri().path(), request.headers());
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
