//! The Model Context Protocol: an agent searches, reads and cites.
//!
//! An [`Agent`] answers the protocol from an engine. [`serve_stdio`] puts one on standard input and
//! output; [`http_service`] makes a service for a web server to mount. Both answer alike: the tools
//! (`tools`), every call as a text resource (`resources`), prompts (`prompts`) with completions
//! (`complete`), and instructions that teach the query language (`instructions`).
//!
//! The engine blocks, so each question runs on a thread of its own, and only so many at once. What an
//! agent gets wrong in the arguments of a tool is answered as that tool's failure, in words it can act
//! on; the protocol's own errors are for requests that no tool could take.

mod caveats;
mod complete;
mod instructions;
mod prompts;
mod resources;
mod server;
mod text;
mod tools;

use std::{fmt, sync::Arc};

use rmcp::{
    ServiceExt,
    model::ErrorData,
    service::ServerInitializeError,
    transport::{
        StreamableHttpServerConfig, StreamableHttpService, stdio,
        streamable_http_server::session::never::NeverSessionManager,
    },
};

use crate::{
    Error, Result,
    engine::Engine,
    interface::{
        permits::{PermitError, Permits},
        redact::redact,
    },
};

/// Most bytes of a request over HTTP; a query has at most 4,096.
const LARGEST_REQUEST: usize = 1 << 20;

/// Answers the protocol from an engine. Clones share the bound on how much is asked at once.
#[derive(Debug, Clone)]
pub struct Agent {
    room: Permits,
    /// Who is told the faults of the machine in full, where whoever asks may be a stranger.
    keeper: Option<Keeper>,
}

/// The keeper of a server.
#[derive(Clone)]
struct Keeper(Arc<dyn Fn(&str) + Send + Sync>);

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keeper")
    }
}

impl Agent {
    /// Answers from an engine, whose index must exist when the first question comes. Whoever asks is told
    /// all that is wrong, with the paths of files.
    pub fn new(engine: Engine) -> Self {
        Self {
            room: Permits::of(engine),
            keeper: None,
        }
    }

    /// An error as whoever asks is told it.
    fn told(&self, error: Error) -> Error {
        let Some(Keeper(tell)) = &self.keeper else {
            return error;
        };
        let (told, kept) = redact(error);
        kept.into_iter().for_each(|kept| tell(&kept));
        told
    }

    /// Asks the engine, on a thread that may block, until whoever asks is `gone`.
    async fn ask<T: Send + 'static>(
        &self,
        gone: impl Future<Output = ()>,
        question: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, ErrorData> {
        let refused = tokio::select! {
            answer = self.room.ask(question) => match answer {
                Ok(answer) => return Ok(answer),
                Err(PermitError::Busy) => "too much is asked at once; ask again in a moment".to_owned(),
                Err(PermitError::Late) => "the answer takes too long; narrow the search".to_owned(),
                Err(PermitError::Broken(panic)) => self.told(Error::internal(panic)).sentence(),
            },
            // The work is cancelled with the future that waits for it.
            () = gone => "the request was cancelled".to_owned(),
        };
        Err(ErrorData::internal_error(refused, None))
    }
}

/// Answers on standard input and output until the input ends. Nothing else may be printed meanwhile.
///
/// # Errors
/// Where the other side does not speak the protocol, or output cannot be written.
pub fn serve_stdio(engine: Engine) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::system("the protocol cannot be served").because(error))?;
    let served = runtime.block_on(async {
        let unserved = |error: &dyn std::fmt::Display| {
            Error::system("the protocol cannot be served")
                .because(error.to_string())
                .hint("`verbatim help mcp` shows how a client starts it")
        };
        match Agent::new(engine).serve(stdio()).await {
            Ok(running) => running
                .waiting()
                .await
                .map(drop)
                .map_err(|error| unserved(&error)),
            // A client that leaves before it has said anything is no failure.
            Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(unserved(&error)),
        }
    });
    // A reader that blocks on standard input must not hold up the end.
    runtime.shutdown_background();
    served
}

/// The same over HTTP: a service for a web server to mount at `/mcp`.
///
/// `hosts` are the names under which the server is reached, such as `localhost`, `127.0.0.1` and
/// `::1`, without ports; where there are none any name will do. A request whose `Host` is another is
/// refused with status 403, and so is one that carries the `SourceRecord` of another site: a page elsewhere
/// that makes a browser resolve its own name to this machine (DNS rebinding) cannot ask. Programs send
/// no `SourceRecord` and are let in; where there are no hosts nothing with an `SourceRecord` is.
///
/// Each request is answered by itself: no session is kept, so clients that come and go leave nothing
/// behind. It needs tokio's runtime, with time.
pub fn http_service(
    engine: Engine,
    hosts: &[String],
) -> StreamableHttpService<Agent, NeverSessionManager> {
    service(Permits::of(engine), hosts, Arc::new(|_| {}))
}

/// The same with permits that are shared with others; `tell` is told the faults of the machine, of which
/// whoever asks learns no more than that there is one.
pub(in crate::interface) fn service(
    room: Permits,
    hosts: &[String],
    tell: Arc<dyn Fn(&str) + Send + Sync>,
) -> StreamableHttpService<Agent, NeverSessionManager> {
    let keeper = Some(Keeper(tell));
    let agent = Agent { room, keeper };
    let source_records = hosts.iter().flat_map(|host| {
        let host = match host.contains(':') {
            true => format!("[{}]", host.trim_matches(['[', ']'])),
            false => host.clone(),
        };
        ["http", "https"].map(|scheme| format!("{scheme}://{host}:*"))
    });
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(LARGEST_REQUEST)
        .with_allowed_hosts(hosts)
        .with_allowed_origins(source_records)
        .enforce_origin_validation();
    StreamableHttpService::new(
        move || Ok(agent.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    )
}
