//! Requests to the cluster over HTTP: JSON in, JSON out. Answers that are not whole are errors.

use std::{fmt, fs, path::Path, thread, time::Duration};

use serde_json::{Value, json};
use ureq::{
    Agent, Body,
    http::{Request, Response, StatusCode},
    tls::{Certificate, RootCerts, TlsConfig, parse_pem},
};

use super::address::ClusterAddress;
use crate::{CancelToken, Error, Result};

/// Longest wait for an answer.
const MOST_WAIT: Duration = Duration::from_secs(20);

/// Longest wait for a request that writes, or makes what was written visible.
const MOST_WAIT_TO_WRITE: Duration = Duration::from_secs(60);

/// Pauses before a request that may be repeated is tried again.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(100),
    Duration::from_millis(400),
    Duration::from_millis(1600),
];

/// Largest answer in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// A connection to a cluster. Clones share its connections.
#[derive(Clone)]
pub(super) struct Client {
    agent: Agent,
    base: String,
    /// Names and values of headers, such as credentials; never printed.
    headers: Vec<(String, String)>,
    cancel: CancelToken,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish()
    }
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Read,
    Write,
}

impl Client {
    pub(super) fn new(
        address: &ClusterAddress,
        headers: Option<&Path>,
        authority: Option<&Path>,
    ) -> Result<Self> {
        let mut tls = TlsConfig::builder();
        if let Some(path) = authority {
            tls = tls.root_certs(RootCerts::new_with_certs(&certificates(path)?));
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .tls_config(tls.build())
            .build();
        Ok(Self {
            agent: Agent::new_with_config(config),
            base: address.base.clone(),
            headers: headers.map_or(Ok(Vec::new()), read_headers)?,
            cancel: CancelToken::default(),
        })
    }

    /// The same for a request with a cancellation token.
    pub(super) fn with_cancel(&self, cancel: &CancelToken) -> Self {
        Self {
            cancel: cancel.clone(),
            ..self.clone()
        }
    }

    /// The document at a path; none where there is none.
    pub(super) fn get(&self, path: &str) -> Result<Option<Value>> {
        let response = self.repeat("GET", path, "", Purpose::Read)?;
        self.if_found(path, response)
    }

    /// The answer to a request that reads.
    fn ask_text(&self, path: &str, body: &str) -> Result<Value> {
        let response = self.repeat("POST", path, body, Purpose::Read)?;
        self.checked(path, response)
    }

    /// The answers to several searches of an index at once.
    ///
    /// # Errors
    /// Where one is not whole: a shard failed, or time ran out.
    pub(super) fn search(&self, index: &str, searches: &[String]) -> Result<Vec<Value>> {
        let mut answers = Vec::with_capacity(searches.len());
        let head = json!({"index": index, "allow_partial_search_results": false}).to_string();
        for some in in_requests(searches, head.len()) {
            self.cancel.check()?;
            let lines: String = some
                .iter()
                .map(|body| format!("{head}\n{body}\n"))
                .collect();
            let path = "/_msearch?max_concurrent_searches=8";
            let mut answer = self.ask_text(path, &lines)?;
            let responses = answer.get_mut("responses").map(Value::take);
            let Some(Value::Array(responses)) = responses else {
                return Err(self.unexpected("an answer without responses"));
            };
            if responses.len() != some.len() {
                return Err(self.unexpected("fewer answers than searches"));
            }
            for response in responses {
                answers.push(self.whole(response)?);
            }
        }
        Ok(answers)
    }

    /// An answer of a search, if every shard has answered in time.
    fn whole(&self, response: Value) -> Result<Value> {
        if let Some(error) = response.get("error") {
            return Err(self.refused(error));
        }
        let failed = response.pointer("/_shards/failed").and_then(Value::as_u64);
        let timed_out = response.get("timed_out").and_then(Value::as_bool);
        match (failed, timed_out) {
            (Some(0), Some(false)) => Ok(response),
            (_, Some(true)) => Err(Error::new(
                crate::error::Kind::Deadline,
                "the cluster did not answer in time",
            )),
            _ => Err(self.unexpected("an answer without some of its shards")),
        }
    }

    /// Sends a request that writes what may be written twice.
    pub(super) fn write(&self, method: &str, path: &str, body: &str) -> Result<Value> {
        let response = self.repeat(method, path, body, Purpose::Write)?;
        self.checked(path, response)
    }

    /// Writes a document under a condition; none where the condition does not hold.
    pub(super) fn write_if(&self, path: &str, body: &Value) -> Result<Option<Value>> {
        let response = self.send("PUT", path, &body.to_string(), Purpose::Write)?;
        match response.status() {
            StatusCode::CONFLICT => Ok(None),
            _ => self.checked(path, response).map(Some),
        }
    }

    /// Sends a request until it is answered by more than "later".
    fn repeat(
        &self,
        method: &str,
        path: &str,
        body: &str,
        purpose: Purpose,
    ) -> Result<Response<Body>> {
        let mut pauses = PAUSES.iter();
        loop {
            self.cancel.check()?;
            let sent = self.send(method, path, body, purpose);
            let is_later = match &sent {
                Ok(response) => matches!(response.status().as_u16(), 429 | 502 | 503 | 504),
                Err(error) => error.kind == crate::error::Kind::System,
            };
            match pauses.next().filter(|_| is_later) {
                Some(pause) => thread::sleep(*pause),
                None => return sent,
            }
        }
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        body: &str,
        purpose: Purpose,
    ) -> Result<Response<Body>> {
        let wait = match purpose {
            Purpose::Read => self.cancel.deadline().map_or(MOST_WAIT, |deadline| {
                deadline.saturating_duration_since(std::time::Instant::now())
            }),
            Purpose::Write => MOST_WAIT_TO_WRITE,
        };
        let content_type = match path.contains("_bulk") || path.contains("_msearch") {
            true => "application/x-ndjson",
            false => "application/json",
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("content-type", content_type);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(body.to_owned());
        let request = request.map_err(|error| self.unreachable(error.to_string()))?;
        let request = self.agent.configure_request(request);
        let request = request.timeout_global(Some(wait)).build();
        let sent = self.agent.run(request);
        sent.map_err(|error| self.unreachable(error.to_string()))
    }

    fn if_found(&self, path: &str, response: Response<Body>) -> Result<Option<Value>> {
        match response.status() {
            StatusCode::NOT_FOUND => Ok(None),
            _ => self.checked(path, response).map(Some),
        }
    }

    fn checked(&self, path: &str, mut response: Response<Body>) -> Result<Value> {
        let status = response.status();
        let body = response.body_mut().with_config().limit(MOST_BYTES);
        let body = body
            .read_to_vec()
            .map_err(|error| self.unreachable(error.to_string()))?;
        let json: Option<Value> = serde_json::from_slice(&body).ok();
        let error = json.as_ref().and_then(|json| json.get("error"));
        if let Some(error) = error.filter(|error| is_blocked(error)) {
            return Err(self.refused(error));
        }
        if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            let message = format!("{} refuses the credentials ({status})", self.base);
            return Err(Error::system(message).hint("name a file with them by --store-headers"));
        }
        match json {
            Some(json) if status.is_success() => Ok(json),
            Some(json) => Err(self.refused(json.get("error").unwrap_or(&json))),
            None => {
                let path = path.split('?').next().unwrap_or_default();
                Err(self.unexpected(&format!("{status} to {path}")))
            }
        }
    }

    /// The error for a request, or a document of one, that the cluster does not take.
    pub(super) fn refused(&self, error: &Value) -> Error {
        let cause = error
            .pointer("/root_cause/0/reason")
            .or(error.get("reason"));
        let reason = match cause.unwrap_or(error) {
            Value::String(reason) => reason.clone(),
            other => other.to_string(),
        };
        let reason: String = reason.chars().take(300).collect();
        let refused = Error::system(format!("{} refuses a request: {reason}", self.base));
        match is_blocked(error) {
            true => refused.hint(
                "nothing can be written there, since a disk is full or somebody has blocked it; \
                 try again when that has changed: the commit before stands",
            ),
            false => refused,
        }
    }

    fn unexpected(&self, what: &str) -> Error {
        Error::system(format!("{} gives {what}", self.base))
    }

    fn unreachable(&self, why: String) -> Error {
        Error::system(format!("{} is not reached: {why}", self.base))
            .hint("is the cluster running, and is the address right?")
    }
}

/// Whether the cluster takes no documents for the time being: a disk is full, or somebody has blocked an index.
fn is_blocked(error: &Value) -> bool {
    let cause = error.pointer("/root_cause/0/type").or(error.get("type"));
    cause.and_then(Value::as_str) == Some("cluster_block_exception")
}

/// Searches in one request, and their bytes unless a single one is longer.
const MOST_SEARCHES: usize = 1_000;
const MOST_BYTES_TO_SEARCH: usize = 16 << 20;

/// Searches in parts that are sent as one request each.
fn in_requests(searches: &[String], head: usize) -> Vec<&[String]> {
    let (mut parts, mut rest) = (Vec::new(), searches);
    while !rest.is_empty() {
        let mut bytes = 0;
        let fitting = rest.iter().take(MOST_SEARCHES).take_while(|search| {
            bytes += head + search.len() + 2;
            bytes <= MOST_BYTES_TO_SEARCH
        });
        let (part, others) = rest.split_at(fitting.count().max(1));
        parts.push(part);
        rest = others;
    }
    parts
}

fn read_headers(path: &Path) -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(path)
        .map_err(|error| Error::input(path, "cannot be read").because(error))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    };
    let malformed = || {
        Error::input(path, "has a line that is no header")
            .hint("write a header a line, such as Authorization: Basic …")
    };
    lines
        .map(|line| header(line).ok_or_else(malformed))
        .collect()
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>> {
    let pem =
        fs::read(path).map_err(|error| Error::input(path, "cannot be read").because(error))?;
    let items = parse_pem(&pem).filter_map(|item| match item {
        Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<Certificate<'static>> = items.collect();
    match certificates.is_empty() {
        true => Err(Error::input(path, "has no certificate in PEM")),
        false => Ok(certificates),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_sent_in_parts_that_are_not_too_large() {
        let sizes = |lengths: &[usize]| -> Vec<usize> {
            let searches: Vec<String> = lengths.iter().map(|length| "x".repeat(*length)).collect();
            let parts = in_requests(&searches, 100).into_iter();
            parts.map(<[String]>::len).collect()
        };
        assert_eq!(sizes(&[]), [0; 0]);
        assert_eq!(sizes(&[10; 1_001]), [1_000, 1]);
        assert_eq!(sizes(&[6 << 20; 5]), [2, 2, 1]);
        assert_eq!(sizes(&[1, 20 << 20, 1]), [1, 1, 1]);
    }
}
