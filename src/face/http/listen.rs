//! Connections: how many, how patient, and how they end.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time,
};
use tokio_io_timeout::TimeoutStream;

use super::app::App;
use crate::{Error, Result};

/// Most connections at once; more wait to be accepted.
const MOST_CONNECTIONS: usize = 1024;

/// How long a client may take to send the head of a request, and to send nothing between two.
const LONGEST_HEAD: Duration = Duration::from_secs(20);

/// How long a client may take nothing of what it is sent.
const LONGEST_WRITE: Duration = Duration::from_secs(20);

/// Most bytes of a request's head.
const LARGEST_HEAD: usize = 32 << 10;

/// Most headers of a request.
const MOST_HEADERS: usize = 100;

/// How long answers that are under way may take once the server ends.
const LONGEST_END: Duration = Duration::from_secs(10);

/// Listens on an address.
pub(super) async fn bind(addr: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(addr).await.map_err(|error| {
        Error::request(format!("{addr} cannot be listened on"))
            .because(error)
            .hint("name another with --addr HOST:PORT; port 0 takes any that is free")
    })
}

pub(super) fn address(listener: &TcpListener) -> Result<SocketAddr> {
    listener
        .local_addr()
        .map_err(|error| Error::request("the server has no address").because(error))
}

/// Serves connections until the process is told to end.
pub(super) async fn run(listener: TcpListener, router: Router, app: &App) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(told_to_end());
    loop {
        let accepted = async {
            let room = Arc::clone(&room).acquire_owned().await;
            (room, listener.accept().await)
        };
        let (room, stream) = tokio::select! {
            accepted = accepted => match accepted {
                (Ok(room), Ok((stream, _))) => (room, stream),
                // Out of descriptors, for one: others will end.
                _ => {
                    time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut end => break,
        };
        let connection = connection(stream, router.clone());
        let watched = graceful.watch(connection);
        let connections = app.metrics.connections.clone();
        tokio::spawn(async move {
            connections.inc();
            // A client that breaks off is no failure of the server.
            let _ = watched.await;
            connections.dec();
            drop(room);
        });
    }
    drop(listener);
    let _ = time::timeout(LONGEST_END, graceful.shutdown()).await;
}

type Connection = http1::Connection<
    TokioIo<std::pin::Pin<Box<TimeoutStream<TcpStream>>>>,
    TowerToHyperService<Router>,
>;

fn connection(stream: TcpStream, router: Router) -> Connection {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(LONGEST_WRITE));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(LONGEST_HEAD)
        .max_buf_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            TowerToHyperService::new(router),
        )
}

/// Ends with Ctrl-C or the system's wish.
async fn told_to_end() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
