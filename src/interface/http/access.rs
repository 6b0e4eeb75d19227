//! Access control: token, host name and origin of a request; security headers of every response.

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

/// Minimum length of a token in bytes.
const MIN_TOKEN_BYTES: usize = 16;

/// Headers of every response: pages load and run only what the server itself serves.
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

/// A token that requests must carry; only its hash is stored.
#[derive(Clone)]
pub struct Token(blake3::Hash);

impl Token {
    /// A token of at least 16 bytes; white space around it and a leading byte order mark are ignored.
    ///
    /// # Errors
    /// If it is shorter or has control characters.
    pub fn new(token: &str) -> Result<Self> {
        let token = token.trim_start_matches('\u{feff}').trim();
        if token.chars().any(char::is_control) {
            return Err(
                Error::request("a token is one line without control characters")
                    .hint("make one with: openssl rand -hex 16"),
            );
        }
        if token.len() < MIN_TOKEN_BYTES {
            return Err(Error::request(format!(
                "a token has at least {MIN_TOKEN_BYTES} characters"
            ))
            .hint("make one with: openssl rand -hex 16"));
        }
        Ok(Self(blake3::hash(token.as_bytes())))
    }

    /// Compares in constant time.
    fn matches(&self, token: &[u8]) -> bool {
        let hash = blake3::hash(token);
        self.0.as_bytes().ct_eq(hash.as_bytes()).into()
    }
}

/// The rules of access.
#[derive(Clone)]
pub(super) struct AccessControl {
    /// The required token; none lets everybody in.
    pub(super) token: Option<Token>,
    /// The allowed host names besides those of the loopback; none allows any. They stop DNS rebinding: a
    /// page of another site whose name resolves to this server.
    pub(super) hosts: Option<Vec<String>>,
}

impl AccessControl {
    /// All allowed host names; empty if any is allowed.
    pub(super) fn host_names(&self) -> Vec<String> {
        let own = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let named = self.hosts.as_ref().map(|hosts| [&own[..], hosts].concat());
        named.unwrap_or_default()
    }

    /// The response to a request that is refused.
    fn refusal(&self, request: &Request) -> Option<Response> {
        let (path, headers) = (request.uri().path(), request.headers());
        if let Some(hosts) = &self.hosts
            && !host(headers).is_some_and(|host| {
                is_loopback(host) || hosts.iter().any(|known| same_host(known, host))
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
        if is_cross_site(headers) && !is_navigation(request) {
            let problem = Problem::new(
                StatusCode::FORBIDDEN,
                "a page of another site cannot ask this",
            );
            return Some(problem.into_response());
        }
        let token = self.token.as_ref().filter(|_| path != "/healthz")?;
        if token_of(headers).is_some_and(|sent| token.matches(&sent)) {
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

/// Whether a browser says that the request comes from a page of another site.
fn is_cross_site(headers: &HeaderMap) -> bool {
    is_same_site(headers) == Some(false)
}

/// Whether a browser says that the request comes from a page of this site (`Some(true)`) or of another
/// (`Some(false)`); none for programs and for addresses that a person has typed.
pub(super) fn is_same_site(headers: &HeaderMap) -> Option<bool> {
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

/// Whether the request navigates to one of our pages from a link on another page.
fn is_navigation(request: &Request) -> bool {
    let has = |name, value: &str| {
        let header = request.headers().get(HeaderName::from_static(name));
        header.is_some_and(|header| header == value)
    };
    let path = request.uri().path();
    let page = !["/api", "/mcp", "/metrics", "/assets"]
        .iter()
        .any(|of| path.starts_with(of));
    request.method() == Method::GET
        && page
        && has("sec-fetch-mode", "navigate")
        && has("sec-fetch-dest", "document")
}

/// Checks that a host name is one that a `Host` header can have.
///
/// # Errors
/// If it is not, such as a URL or a name with a port.
pub(super) fn check_host_name(name: &str) -> Result<()> {
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

/// Whether two host names are equal, ignoring case, brackets and a final dot.
fn same_host(known: &str, host: &str) -> bool {
    let bare = |name: &str| {
        name.trim_matches(['[', ']'])
            .trim_end_matches('.')
            .to_owned()
    };
    bare(known).eq_ignore_ascii_case(&bare(host))
}

/// The `Host` header without the port.
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

/// The token of a request: a bearer token, or the password of basic authentication.
fn token_of(headers: &HeaderMap) -> Option<Vec<u8>> {
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

/// Middleware: refuses a request or passes it on, and sets the security headers.
pub(super) async fn check(
    State(access): State<AccessControl>,
    request: Request,
    next: Next,
) -> Response {
    let refusal = access.refusal(&request);
    let mut response = match refusal {
        None => next.run(request).await,
        Some(refusal) => refusal,
    };
    for (name, value) in HEADERS {
        // A file for the browser's own viewer has a policy of its own.
        let headers = response.headers_mut();
        headers
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
