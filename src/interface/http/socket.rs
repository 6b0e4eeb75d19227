//! The socket of a connection. It replaces the bare responses that hyper writes by itself.
//!
//! A head that cannot be parsed never becomes a request, so no route or layer sees it: hyper writes a bare
//! status, for which it has no hook, and if a head does not come in time it writes nothing. The socket
//! replaces the bare response by a problem document while it is written, and writes one itself after a
//! timeout, once hyper has released the socket.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::http::StatusCode;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::TcpStream,
    time,
};

use super::problem::Problem;

/// Maximum size of a request's head in bytes.
pub(super) const MAX_HEAD_BYTES: usize = 32 << 10;

/// Maximum number of headers of a request.
pub(super) const MAX_HEADERS: usize = 100;

/// Maximum length of a bare response of hyper, in bytes.
const MAX_BARE_RESPONSE: usize = 256;

/// How long and how many bytes a refused client may go on sending. Closing a socket with unread input
/// resets the connection, so that the client may lose the response.
const LINGER: Duration = Duration::from_secs(1);
const MAX_LINGER_BYTES: usize = 1 << 20;

/// A socket; clones share it.
#[derive(Clone)]
pub(super) struct Socket(Arc<Shared>);

struct Shared {
    stream: Mutex<TcpStream>,
    /// Whether a part of a head has been received.
    has_part: AtomicBool,
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self(Arc::new(Shared {
            stream: Mutex::new(stream),
            has_part: AtomicBool::new(false),
        }))
    }

    /// The head has been received whole.
    pub(super) fn head_received(&self) {
        self.0.has_part.store(false, Ordering::Relaxed);
    }

    fn stream(&self) -> MutexGuard<'_, TcpStream> {
        let stream = self.0.stream.lock();
        stream.unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the response that hyper has not written after a connection error, and closes the socket.
    pub(super) async fn close_after(self, error: hyper::Error) {
        let has_part = self.0.has_part.load(Ordering::Relaxed);
        let status = match &error {
            // An idle connection is closed without a response.
            error if error.is_timeout() && has_part => Some(StatusCode::REQUEST_TIMEOUT),
            error if error.is_parse_version_h2() => Some(StatusCode::HTTP_VERSION_NOT_SUPPORTED),
            error if error.is_parse() => None,
            _ => return,
        };
        let Some(shared) = Arc::into_inner(self.0) else {
            return;
        };
        let mut stream = shared.stream.into_inner();
        let stream = stream.as_mut().unwrap_or_else(|stream| stream.get_mut());
        let lingering = async {
            if let Some(status) = status {
                stream.write_all(&response(status)).await?;
            }
            stream.shutdown().await?;
            let mut unread = stream.take(MAX_LINGER_BYTES as u64);
            tokio::io::copy(&mut unread, &mut tokio::io::sink()).await
        };
        // The client may have disconnected.
        let _ = time::timeout(LINGER, lingering).await;
    }
}

/// The response to a head that cannot be parsed.
fn response(status: StatusCode) -> Vec<u8> {
    let detail = match status {
        StatusCode::REQUEST_TIMEOUT => "the head of the request did not come in time".to_owned(),
        StatusCode::URI_TOO_LONG => "the address of the request is too long".to_owned(),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            let kb = MAX_HEAD_BYTES >> 10;
            format!("the head of a request has at most {kb} kB and {MAX_HEADERS} headers")
        }
        StatusCode::HTTP_VERSION_NOT_SUPPORTED => "this server speaks HTTP/1.1".to_owned(),
        _ => "the head of the request cannot be read".to_owned(),
    };
    let body = Problem::new(status, detail).json();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
        body.len()
    );
    (head + &body).into_bytes()
}

/// The status of a bare response of hyper; error responses of the server have a body.
fn bare_status(written: &[u8]) -> Option<StatusCode> {
    if written.len() > MAX_BARE_RESPONSE || !written.ends_with(b"\r\n\r\n") {
        return None;
    }
    let head = std::str::from_utf8(written).ok()?;
    let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?;
    let status = StatusCode::from_bytes(status.as_bytes()).ok()?;
    let known = [400, 414, 431].contains(&status.as_u16());
    (known && head.contains("\r\ncontent-length: 0\r\n")).then_some(status)
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut *self.stream()).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.0.has_part.store(true, Ordering::Relaxed);
        }
        read
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.head_received();
        let mut stream = self.stream();
        let Some(status) = bare_status(buf) else {
            return Pin::new(&mut *stream).poll_write(cx, buf);
        };
        // A client that takes only a part of a few hundred bytes is treated as one that takes nothing.
        ready!(Pin::new(&mut *stream).poll_write(cx, &response(status)))?;
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [buf] = bufs {
            return self.poll_write(cx, buf);
        }
        self.head_received();
        Pin::new(&mut *self.stream()).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream().is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream()).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream()).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_hyper_answers_by_itself_is_replaced() {
        let head = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\
                    date: Mon, 30 Nov 2026 00:00:00 GMT\r\n\r\n";
        assert_eq!(bare_status(head.as_bytes()), Some(StatusCode::BAD_REQUEST));
        for other in [
            head.replace("400", "200"),
            head.replace("400", "304"),
            head.replace("length: 0", "length: 10"),
            format!("{head}x"),
            format!("x{head}"),
            head.replace(
                "date:",
                &format!("x: {}\r\ndate:", "y".repeat(MAX_BARE_RESPONSE)),
            ),
            "HTTP/1.1 4".to_owned(),
            String::new(),
        ] {
            assert_eq!(bare_status(other.as_bytes()), None, "{other}");
        }
    }
}
