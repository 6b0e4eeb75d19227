//! The server: API, pages and agents over HTTP.
//!
//! It answers from the last commit of an index and picks up the next one by itself. Requests are limited in
//! number and time (`app`), connections in number and in how slow a client may be (`connections`).

mod access;
mod api;
mod app;
mod assets;
mod connections;
mod entity_tag;
mod format;
mod handlers;
mod metrics;
mod openapi;
mod pages;
mod parameters;
mod problem;
mod request;
mod request_body;
mod response_body;
mod route;
mod socket;

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::{self, Next},
    response::Response,
};
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

use self::{access::AccessControl, app::App, connections::Limits, problem::Problem};
use crate::{Error, Result, engine::Engine};

pub use self::{access::Token, app::Changes};

/// Options of the server.
pub struct Options {
    /// The address to listen on; port 0 takes any free one.
    pub addr: SocketAddr,
    /// The token that requests must carry.
    pub token: Option<Token>,
    /// Allow requests without a token from other machines.
    pub insecure: bool,
    /// Host names of the server besides those of the loopback.
    pub hosts: Vec<String>,
    /// What the pages may change.
    pub changes: Changes,
}

impl Options {
    /// Checks that the options are safe and possible.
    ///
    /// # Errors
    /// If other machines could send requests without a token and `insecure` is not set, or if a host name
    /// is invalid.
    pub fn check(&self) -> Result<()> {
        self.hosts
            .iter()
            .try_for_each(|host| access::check_host_name(host))?;
        if self.addr.ip().is_loopback() || self.token.is_some() || self.insecure {
            return Ok(());
        }
        Err(Error::request(format!(
            "{} can be reached from other machines, and no token is set",
            self.addr
        ))
        .hint("set one with --token-file FILE, or let anybody in with --insecure"))
    }

    fn access_control(&self) -> AccessControl {
        // A page of another site does not know the token; `insecure` accepts any host by choice.
        let any_host = self.token.is_some() || self.insecure;
        AccessControl {
            token: self.token.clone(),
            hosts: (!any_host).then(|| self.hosts.clone()),
        }
    }
}

/// Where the server logs errors.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// Counts refreshes in the metrics of a server.
#[derive(Clone)]
pub struct RefreshCounter(Arc<metrics::Metrics>);

impl RefreshCounter {
    /// Counts a refresh that changed the index.
    pub fn count(&self) {
        self.0.count_refresh();
    }
}

/// Serves until SIGINT or SIGTERM, then finishes open requests. `ready` is called with the address once
/// connections are accepted; `log` gets the errors that clients see only redacted.
///
/// # Errors
/// If the address cannot be listened on, or the options are unsafe.
pub fn serve(
    engine: Engine,
    options: &Options,
    ready: impl FnOnce(SocketAddr, RefreshCounter) -> Result<()>,
    log: &Log,
) -> Result<()> {
    options.check()?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // More threads than cores, so that compressing large answers does not block other connections.
        .worker_threads(cores.max(2) * 4)
        .enable_all()
        .build()
        .map_err(|error| Error::system("the server cannot start").because(error))?;
    let app = App::new(engine, options.changes);
    let served = runtime.block_on(async {
        let listener = connections::bind(options.addr).await?;
        let refreshes = RefreshCounter(Arc::clone(&app.metrics));
        ready(connections::address(&listener)?, refreshes)?;
        let router = router(app.clone(), options.access_control(), Arc::clone(log));
        let connections = app.metrics.connections.clone();
        connections::run(
            listener,
            router,
            Limits::default(),
            connections,
            connections::stop_signal(),
        )
        .await;
        Ok(())
    });
    // Work whose clients are gone need not finish.
    runtime.shutdown_background();
    served
}

/// All routes with their middleware, the outermost last.
fn router(app: App, access: AccessControl, log: Log) -> Router {
    let router = Router::new();
    #[cfg(feature = "mcp")]
    let router = router.route_service(
        "/mcp",
        crate::interface::mcp::service(app.permits(), &access.host_names(), Arc::clone(&log)),
    );
    router
        .merge(api::router())
        .merge(pages::router())
        .merge(assets::router())
        .fallback(pages::not_found)
        .method_not_allowed_fallback(async |method: Method| {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                format!("{method} is not answered here"),
            )
        })
        .layer(middleware::from_fn(request_body::as_problem))
        .layer(CatchPanicLayer::custom(|_| {
            axum::response::IntoResponse::into_response(Problem::internal("a request panicked"))
        }))
        // Compression runs on the connection threads; better levels take longer than a search.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(async |request, next| {
            request_body::read(request_body::TIMEOUT, request, next).await
        }))
        .layer(middleware::from_fn_with_state(access, access::check))
        .layer(middleware::from_fn_with_state((app.clone(), log), observe))
        .with_state(app)
}

/// Middleware: counts requests and logs internal errors.
async fn observe(State((app, log)): State<(App, Log)>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or("other", |path| path.as_str()).to_owned();
    let start = Instant::now();
    let response = next.run(request).await;
    app.metrics
        .count_request(&route, response.status(), start.elapsed());
    if let Some(problem::LogEntry(entry)) = response.extensions().get() {
        log(entry);
    }
    response
}
