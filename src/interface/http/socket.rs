//! The socket of a connection, through which pass the answers that hyper gives by itself.
//!
//! A head that cannot be read never becomes a request, so no route or layer sees it: hyper answers with a
//! bare status and has no hook for more, and where a head does not come in time it says nothing. Here the
//! bare answer is replaced by a problem document as it is written, and what hyper does not say is said
//! once it has let go of the socket.

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

use super::{
    listen::{LARGEST_HEAD, MOST_HEADERS},
    problem::Problem,
};

/// Longest head that hyper writes by itself, in bytes.
const LONGEST_BARE: usize = 256;

/// How long, and how much of it, a client that was refused may go on sending. A socket that is closed over
/// what it has not read takes back what it has written.
const LINGER: Duration = Duration::from_secs(1);
const MOST_LINGERING: usize = 1 << 20;

/// A socket. Clones are one.
#[derive(Clone)]
pub(super) struct Socket(Arc<Shared>);

struct Shared {
    stream: Mutex<TcpStream>,
    /// Something has come that is no whole head yet.
    has_part: AtomicBool,
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self(Arc::new(Shared {
            stream: Mutex::new(stream),
            has_part: AtomicBool::new(false),
        }))
    }

    /// The head that was coming is there.
    pub(super) fn head_is_there(&self) {
        self.0.has_part.store(false, Ordering::Relaxed);
    }

    fn stream(&self) -> MutexGuard<'_, TcpStream> {
        let stream = self.0.stream.lock();
        stream.unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what hyper has not, once it has ended the connection with an error.
    pub(super) async fn end(self, error: hyper::Error) {
        let has_part = self.0.has_part.load(Ordering::Relaxed);
        let status = match &error {
            // A connection that is kept for a next request is closed without a word.
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
                stream.write_all(&document(status)).await?;
            }
            stream.shutdown().await?;
            let mut rest = stream.take(MOST_LINGERING as u64);
            tokio::io::copy(&mut rest, &mut tokio::io::sink()).await
        };
        // The client may be gone.
        let _ = time::timeout(LINGER, lingering).await;
    }
}

/// The answer to a head that never becomes a request.
fn document(status: StatusCode) -> Vec<u8> {
    let detail = match status {
        StatusCode::REQUEST_TIMEOUT => "the head of the request did not come in time".to_owned(),
        StatusCode::URI_TOO_LONG => "the address of the request is too long".to_owned(),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            let kb = LARGEST_HEAD >> 10;
            format!("the head of a request has at most {kb} kB and {MOST_HEADERS} headers")
        }
        StatusCode::HTTP_VERSION_NOT_SUPPORTED => "this server speaks HTTP/1.1".to_owned(),
        _ => "the head of the request cannot be read".to_owned(),
    };
    let body = Problem::new(status, detail).document();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
        body.len()
    );
    (head + &body).into_bytes()
}

/// The status of an answer that hyper gives by itself; all others have a body where they are errors.
fn bare(written: &[u8]) -> Option<StatusCode> {
    if written.len() > LONGEST_BARE || !written.ends_with(b"\r\n\r\n") {
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
        self.head_is_there();
        let mut stream = self.stream();
        let Some(status) = bare(buf) else {
            return Pin::new(&mut *stream).poll_write(cx, buf);
        };
        // What takes part of a few hundred bytes is a client that takes nothing.
        ready!(Pin::new(&mut *stream).poll_write(cx, &document(status)))?;
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
        self.head_is_there();
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
        assert_eq!(bare(head.as_bytes()), Some(StatusCode::BAD_REQUEST));
        for other in [
            head.replace("400", "200"),
            head.replace("400", "304"),
            head.replace("length: 0", "length: 10"),
            format!("{head}x"),
            format!("x{head}"),
            head.replace(
                "date:",
                &format!("x: {}\r\ndate:", "y".repeat(LONGEST_BARE)),
            ),
            "HTTP/1.1 4".to_owned(),
            String::new(),
        ] {
            assert_eq!(bare(other.as_bytes()), None, "{other}");
        }
    }
}
