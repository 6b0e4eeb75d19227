//! Stands between a store and its cluster: counts what is asked, and spoils an answer.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Passes requests on, one a connection.
pub(super) struct Proxy {
    /// The address of the store behind it.
    pub(super) store: String,
    asked: Arc<AtomicUsize>,
    spoilt: Arc<AtomicUsize>,
}

impl Proxy {
    /// In front of a store.
    pub(super) fn before(store: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().to_string();
        let rest = store.strip_prefix("opensearch+http://").unwrap();
        let (host, prefix) = rest.split_once('/').unwrap();
        let (asked, spoilt) = (Arc::default(), Arc::new(AtomicUsize::new(usize::MAX)));
        let proxy = Self {
            store: format!("opensearch+http://{own}/{prefix}"),
            asked: Arc::clone(&asked),
            spoilt: Arc::clone(&spoilt),
        };
        let base = format!("http://{host}");
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let (base, asked, spoilt) = (base.clone(), Arc::clone(&asked), Arc::clone(&spoilt));
                thread::spawn(move || pass_on(stream, &base, &asked, &spoilt));
            }
        });
        proxy
    }

    /// The number of requests since it was last asked for.
    pub(super) fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }

    /// Lacks a shard in the answer to the request after so many.
    pub(super) fn spoil(&self, request: usize) {
        self.asked.store(0, Ordering::SeqCst);
        self.spoilt.store(request, Ordering::SeqCst);
    }
}

fn pass_on(mut stream: TcpStream, base: &str, asked: &AtomicUsize, spoilt: &AtomicUsize) {
    let (head, content_type, body) = request_of(&mut stream);
    let mut words = head.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        return;
    };
    let number = asked.fetch_add(1, Ordering::SeqCst);
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{base}{path}"))
        .header("content-type", content_type);
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build();
    let agent = ureq::Agent::new_with_config(config);
    let mut answer = agent.run(request.body(body).unwrap()).unwrap();
    let status = answer.status();
    let limit = answer.body_mut().with_config().limit(256 << 20);
    let mut text = limit.read_to_string().unwrap();
    if number == spoilt.load(Ordering::SeqCst) {
        text = text.replacen("\"failed\":0", "\"failed\":1", 1);
    }
    let length = text.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}"
    );
}

/// The first line of a request, the type of its body, and the body.
pub(super) fn request_of(stream: &mut TcpStream) -> (String, String, String) {
    let mut lines = BufReader::new(stream);
    let (mut first, mut content_type, mut length) = (String::new(), String::new(), 0);
    lines.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        } else if name.eq_ignore_ascii_case("content-type") {
            value.trim().clone_into(&mut content_type);
        }
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).unwrap();
    (first, content_type, String::from_utf8(body).unwrap())
}
