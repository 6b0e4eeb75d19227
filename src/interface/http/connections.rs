//! Accepts connections, with limits on their number and on slow clients, and shuts down gracefully.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use hyper::{Request, body::Incoming, server::conn::http1, service::Service};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use prometheus_client::metrics::gauge::Gauge;
use tokio::{net::TcpListener, sync::Semaphore, time};
use tokio_io_timeout::TimeoutStream;

use super::socket::{MAX_HEAD_BYTES, MAX_HEADERS, Socket};
use crate::{Error, Result};

/// Limits on connections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Maximum number of open connections; more wait to be accepted.
    connections: usize,
    /// Timeout for the head of a request, and for an idle connection.
    head: Duration,
    /// Timeout for a client that reads nothing of the response.
    write: Duration,
    /// How long open requests may take after the server has been told to stop.
    shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head: Duration::from_secs(20),
            write: Duration::from_secs(20),
            shutdown: Duration::from_secs(10),
        }
    }
}

/// Listens on an address.
pub(super) async fn bind(addr: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(addr).await.map_err(|error| {
        Error::system(format!("{addr} cannot be listened on"))
            .because(error)
            .hint("name another with --addr HOST:PORT; port 0 takes any that is free")
    })
}

pub(super) fn address(listener: &TcpListener) -> Result<SocketAddr> {
    listener
        .local_addr()
        .map_err(|error| Error::system("the server has no address").because(error))
}

/// Serves connections until `stop` resolves; `open` counts those that are open.
pub(super) async fn run(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    open: Gauge,
    stop: impl Future<Output = ()>,
) {
    let permits = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = async {
            let permit = Arc::clone(&permits).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, stream) = tokio::select! {
            accepted = accepted => match accepted {
                (Ok(permit), Ok((stream, _))) => {
                    let _ = stream.set_nodelay(true);
                    (permit, stream)
                }
                // For example out of file descriptors: some will be closed soon.
                _ => {
                    time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let socket = Socket::new(stream);
        let connection = connection(socket.clone(), router.clone(), limits);
        let watched = graceful.watch(connection);
        let open = open.clone();
        tokio::spawn(async move {
            open.inc();
            // A disconnected client is not an error of the server.
            if let Err(error) = watched.await {
                socket.close_after(error).await;
            }
            open.dec();
            drop(permit);
        });
    }
    drop(listener);
    let _ = time::timeout(limits.shutdown, graceful.shutdown()).await;
}

type Connection =
    http1::Connection<TokioIo<std::pin::Pin<Box<TimeoutStream<Socket>>>>, ConnectionService>;

fn connection(socket: Socket, router: Router, limits: Limits) -> Connection {
    let mut stream = TimeoutStream::new(socket.clone());
    stream.set_write_timeout(Some(limits.write));
    let service = ConnectionService {
        service: TowerToHyperService::new(router),
        socket,
    };
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
}

/// The service of a connection.
struct ConnectionService {
    service: TowerToHyperService<Router>,
    socket: Socket,
}

impl Service<Request<Incoming>> for ConnectionService {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = Infallible;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.socket.head_received();
        self.service.call(request)
    }
}

/// Resolves on SIGINT or SIGTERM.
pub(super) async fn stop_signal() {
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

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        sync::oneshot,
        task::JoinHandle,
    };

    use super::*;

    /// A server with little patience, and what ends it.
    async fn server(limits: Limits) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>, Gauge) {
        let slow = async || {
            time::sleep(Duration::from_millis(400)).await;
            "late"
        };
        let router = Router::new()
            .route("/", get(async || "here"))
            .route("/slow", get(slow))
            .route("/large", get(async || "x".repeat(64 << 20)));
        let listener = bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        let addr = address(&listener).unwrap();
        let (send, told) = oneshot::channel();
        let end = async move {
            let _ = told.await;
        };
        let open = Gauge::default();
        let served = tokio::spawn(run(listener, router, limits, open.clone(), end));
        (addr, send, served, open)
    }

    fn impatient() -> Limits {
        Limits {
            connections: 8,
            head: Duration::from_millis(200),
            write: Duration::from_millis(200),
            shutdown: Duration::from_secs(5),
        }
    }

    async fn asked(addr: SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// All that is answered until the connection ends.
    async fn answer(mut stream: TcpStream) -> String {
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes);
        let _ = time::timeout(Duration::from_secs(10), read).await.unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[tokio::test]
    async fn who_does_not_finish_a_request_is_dropped_and_others_are_answered() {
        let (addr, _end, _served, open) = server(impatient()).await;
        let mut stalled = Vec::new();
        for text in ["", "GET", "GET / HTTP/1.1\r\nhost: x\r\n", "\0\0"] {
            stalled.push(asked(addr, text).await);
        }
        let whole = asked(
            addr,
            "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        )
        .await;
        assert!(answer(whole).await.ends_with("here"));
        for stream in stalled {
            assert!(!answer(stream).await.contains("200 OK"));
        }
        // One that has been answered and asks no more goes as well.
        let idle = asked(addr, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
        assert!(answer(idle).await.ends_with("here"));
        while open.get() > 0 {
            time::sleep(Duration::from_millis(10)).await;
        }
    }

    #[tokio::test]
    async fn who_takes_nothing_of_an_answer_is_dropped() {
        let (addr, _end, _served, open) = server(impatient()).await;
        let stuck = asked(addr, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
        let dropped = async {
            time::sleep(Duration::from_millis(100)).await;
            while open.get() > 0 {
                time::sleep(Duration::from_millis(10)).await;
            }
        };
        time::timeout(Duration::from_secs(10), dropped)
            .await
            .unwrap();
        drop(stuck);
    }

    #[tokio::test]
    async fn more_connections_wait_for_room() {
        let one = Limits {
            connections: 1,
            ..impatient()
        };
        let (addr, _end, _served, _open) = server(one).await;
        let first = asked(addr, "").await;
        let ask = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        let second = asked(addr, ask).await;
        assert!(answer(second).await.ends_with("here"));
        drop(first);
    }

    #[tokio::test]
    async fn what_is_under_way_is_answered_at_the_end() {
        let limits = Limits {
            head: Duration::from_secs(5),
            ..impatient()
        };
        let (addr, end, served, open) = server(limits).await;
        let late = asked(addr, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await;
        let idle = asked(addr, "").await;
        while open.get() < 2 {
            time::sleep(Duration::from_millis(5)).await;
        }
        time::sleep(Duration::from_millis(100)).await;
        let start = Instant::now();
        end.send(()).unwrap();
        assert!(answer(late).await.ends_with("late"));
        served.await.unwrap();
        assert!(
            start.elapsed() < Duration::from_secs(4),
            "an idle one is not waited for"
        );
        assert!(TcpStream::connect(addr).await.is_err());
        drop(idle);
    }

    #[tokio::test]
    async fn a_head_that_is_no_request_is_answered_with_a_problem() {
        let (addr, _end, _served, open) = server(impatient()).await;
        let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(300_000));
        let many = format!(
            "GET / HTTP/1.1\r\n{}\r\n",
            "a: b\r\n".repeat(MAX_HEADERS + 1)
        );
        for (text, status) in [
            ("nonsense\r\n\r\n", 400),
            ("\0\0", 400),
            ("GET / HTTP/1.1\r\nno header\r\n\r\n", 400),
            ("GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n", 400),
            ("GET / HTTP/9.9\r\nhost: x\r\n\r\n", 400),
            (&long, 431),
            (&many, 431),
            ("GET", 408),
            ("GET / HTTP/1.1\r\nhost: x\r\n", 408),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ] {
            let said = answer(asked(addr, text).await).await;
            let said = said.split_at(said.rfind("HTTP/1.1 ").unwrap_or(0)).1;
            let begin = text.get(..20).unwrap_or(text);
            assert!(
                said.starts_with(&format!("HTTP/1.1 {status} ")),
                "{begin}: {said}"
            );
            assert_eq!(said.matches("content-length").count(), 1, "{begin}: {said}");
            let (head, body) = said.split_once("\r\n\r\n").unwrap();
            assert!(head.contains("application/problem+json"), "{begin}: {said}");
            let problem: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(problem["status"], status, "{said}");
            assert!(
                head.contains(&format!("content-length: {}\r\n", body.len())),
                "{said}"
            );
        }
        let whole = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        let mut second = asked(addr, whole).await;
        time::sleep(Duration::from_millis(50)).await;
        second.write_all(b"GET / HT").await.unwrap();
        let said = answer(second).await;
        assert!(
            said.contains("here") && said.contains("HTTP/1.1 408"),
            "{said}"
        );
        // A connection that is kept and asks no more is closed without a word.
        let idle = asked(addr, whole).await;
        assert!(answer(idle).await.ends_with("here"));
        while open.get() > 0 {
            time::sleep(Duration::from_millis(10)).await;
        }
    }
}
