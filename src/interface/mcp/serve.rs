//! Serves an agent on standard input and output, or as a service over HTTP.

use std::sync::Arc;

use rmcp::{
    ServiceExt,
    service::ServerInitializeError,
    transport::{
        StreamableHttpServerConfig, StreamableHttpService, stdio,
        streamable_http_server::session::never::NeverSessionManager,
    },
};

use super::agent::Agent;
use crate::{Error, Result, engine::Engine, interface::permits::Permits};

/// Maximum size of a request over HTTP in bytes.
const MAX_REQUEST_BYTES: usize = 1 << 20;

/// Answers on standard input and output until the input ends. Nothing else may be printed meanwhile.
///
/// # Errors
/// If the client does not speak the protocol, or output cannot be written.
pub fn serve_stdio(engine: Engine) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::system("the protocol cannot be served").because(error))?;
    let served = runtime.block_on(async {
        let failed = |error: &dyn std::fmt::Display| {
            Error::system("the protocol cannot be served")
                .because(error.to_string())
                .hint("`verbatim help mcp` shows how a client starts it")
        };
        match Agent::new(engine).serve(stdio()).await {
            Ok(running) => running
                .waiting()
                .await
                .map(drop)
                .map_err(|error| failed(&error)),
            // A client that disconnects before the handshake is not an error.
            Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(failed(&error)),
        }
    });
    // A thread that blocks on standard input must not delay the exit.
    runtime.shutdown_background();
    served
}

/// A service for a web server to mount at `/mcp`.
///
/// `hosts` are the allowed host names without ports, such as `localhost`, `127.0.0.1` and `::1`; an empty list
/// allows any. A request with another `Host` is refused with status 403, and so is one with the `Origin` of
/// another site, so that a page elsewhere cannot reach the server by DNS rebinding. Programs send no `Origin`
/// and are allowed; if `hosts` is empty, no request with an `Origin` is.
///
/// There are no sessions: each request is answered by itself. The service needs tokio's runtime with time.
pub fn http_service(
    engine: Engine,
    hosts: &[String],
) -> StreamableHttpService<Agent, NeverSessionManager> {
    service(Permits::of(engine), hosts, Arc::new(|_| {}))
}

/// The same with shared permits; `log` gets the errors that clients see only redacted.
pub(in crate::interface) fn service(
    permits: Permits,
    hosts: &[String],
    log: Arc<dyn Fn(&str) + Send + Sync>,
) -> StreamableHttpService<Agent, NeverSessionManager> {
    let agent = Agent::with_log(permits, log);
    let origins = hosts.iter().flat_map(|host| {
        let host = match host.contains(':') {
            true => format!("[{}]", host.trim_matches(['[', ']'])),
            false => host.clone(),
        };
        ["http", "https"].map(|scheme| format!("{scheme}://{host}:*"))
    });
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(MAX_REQUEST_BYTES)
        .with_allowed_hosts(hosts)
        .with_allowed_origins(origins)
        .enforce_origin_validation();
    StreamableHttpService::new(
        move || Ok(agent.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    )
}
