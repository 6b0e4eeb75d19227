//! The server: pages for people and an API for programs, over HTTP.
//!
//! It answers from the last commit of an index; the next one is taken in as it comes. Work is bounded
//! in number and time (`app`), connections in number and patience (`listen`).

mod answers;
mod api;
mod app;
mod assets;
mod body;
mod cached;
mod guard;
mod listen;
mod metrics;
mod openapi;
mod pages;
mod params;
mod problem;
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

use self::{app::App, guard::Guard, listen::Limits, problem::Problem};
use crate::{Error, Result, engine::Engine};

pub use self::guard::Token;

/// How to serve.
pub struct Options {
    /// Where to listen; port 0 takes any that is free.
    pub addr: SocketAddr,
    /// What requests must carry.
    pub token: Option<Token>,
    /// Let anybody ask who can reach an address that is not this machine's alone.
    pub insecure: bool,
    /// Names under which the server is asked, beside those of the loopback.
    pub hosts: Vec<String>,
}

impl Options {
    /// Whether it is safe to serve so.
    ///
    /// # Errors
    /// Where strangers would be let in, or no request could go by one of the names.
    pub fn check(&self) -> Result<()> {
        self.hosts
            .iter()
            .try_for_each(|host| guard::check_name(host))?;
        if self.addr.ip().is_loopback() || self.token.is_some() || self.insecure {
            return Ok(());
        }
        Err(Error::request(format!(
            "{} can be reached from other machines, and no token is set",
            self.addr
        ))
        .hint("set one with --token-file FILE, or let anybody in with --insecure"))
    }

    fn guard(&self) -> Guard {
        // Whoever has the token is no page of another site; whoever lets anybody in has said so.
        let anybody = self.token.is_some() || self.insecure;
        Guard {
            token: self.token.clone(),
            hosts: (!anybody).then(|| self.hosts.clone()),
        }
    }
}

/// Where what the keeper of the server should know is told.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// A handle to a server, for who keeps its index fresh.
#[derive(Clone)]
pub struct Refreshes(Arc<metrics::Metrics>);

impl Refreshes {
    /// Counts a refresh that changed something.
    pub fn count(&self) {
        self.0.refreshed();
    }
}

/// Serves until the process is told to end; answers what has been asked by then. `ready` is told the
/// address once questions are taken.
///
/// # Errors
/// Where the address cannot be listened on, or would let strangers in.
pub fn serve(
    engine: Engine,
    options: &Options,
    ready: impl FnOnce(SocketAddr, Refreshes) -> Result<()>,
    tell: &Tell,
) -> Result<()> {
    options.check()?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // More than cores: where some are compressing large answers, the system lets others answer.
        .worker_threads(cores.max(2) * 4)
        .enable_all()
        .build()
        .map_err(|error| Error::system("the server cannot start").because(error))?;
    let app = App::new(engine);
    let served = runtime.block_on(async {
        let listener = listen::bind(options.addr).await?;
        let refreshes = Refreshes(Arc::clone(&app.metrics));
        ready(listen::address(&listener)?, refreshes)?;
        let router = router(app.clone(), options.guard(), Arc::clone(tell));
        let connections = app.metrics.connections.clone();
        listen::run(
            listener,
            router,
            Limits::default(),
            connections,
            listen::told_to_end(),
        )
        .await;
        Ok(())
    });
    // Work that nobody waits for any more is not waited for either.
    runtime.shutdown_background();
    served
}

/// Every address with what guards it, the outermost last.
fn router(app: App, guard: Guard, tell: Tell) -> Router {
    let router = Router::new();
    #[cfg(feature = "mcp")]
    let router = router.route_service(
        "/mcp",
        crate::interface::mcp::service(app.room(), &guard.names(), Arc::clone(&tell)),
    );
    router
        .merge(api::router())
        .merge(pages::router())
        .merge(assets::router())
        .fallback(pages::nothing)
        .method_not_allowed_fallback(async |method: Method| {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                format!("{method} is not answered here"),
            )
        })
        .layer(middleware::from_fn(body::as_problem))
        .layer(CatchPanicLayer::custom(|_| {
            axum::response::IntoResponse::into_response(Problem::broken("a request panicked"))
        }))
        // The threads that serve connections do it, and better levels take longer than a search.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(async |request, next| {
            body::read(body::LONGEST, request, next).await
        }))
        .layer(middleware::from_fn_with_state(guard, guard::guard))
        .layer(middleware::from_fn_with_state((app.clone(), tell), observe))
        .with_state(app)
}

/// Counts a request, and tells what only the keeper should know.
async fn observe(State((app, tell)): State<(App, Tell)>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or("other", |path| path.as_str()).to_owned();
    let start = Instant::now();
    let response = next.run(request).await;
    app.metrics
        .answered(&route, response.status(), start.elapsed());
    if let Some(problem::Kept(kept)) = response.extensions().get() {
        tell(kept);
    }
    response
}
