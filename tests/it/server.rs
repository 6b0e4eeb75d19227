//! A server of a sandbox, asked over HTTP.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, OnceLock},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use ureq::http::HeaderMap;

use crate::harness::Sandbox;

/// A server that ends with the test.
pub(crate) struct Server {
    child: Child,
    /// Host and port.
    pub(crate) addr: String,
    /// What it has said on standard error since it was ready.
    pub(crate) log: Arc<Mutex<String>>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Sandbox {
    /// Serves the sandbox on a port that is free.
    pub(crate) fn serve(&self, args: &[&str]) -> Server {
        self.serve_at("127.0.0.1:0", args)
    }

    /// Serves the sandbox on an address.
    pub(crate) fn serve_at(&self, addr: &str, args: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
        command.args(["serve", "--addr", addr]).args(args);
        self.serve_by(command.stdin(Stdio::null()))
    }

    /// Serves the sandbox by a command.
    fn serve_by(&self, command: &mut Command) -> Server {
        let mut child = command
            .current_dir(self.path(""))
            .env_clear()
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let addr = loop {
            let Some(Ok(line)) = lines.next() else {
                panic!("the server ended: {said}");
            };
            if let Some(rest) = line.strip_prefix("verbatim is at http://") {
                break rest.split(';').next().unwrap().to_owned();
            }
            said += &line;
        };
        let log = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&log);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                *kept.lock().unwrap() += &(line + "\n");
            }
        });
        Server { child, addr, log }
    }
}

/// Runs a server until its own standard input ends, as it does with the process of the tests: nothing
/// that they hold for good is dropped.
const TETHER: &str = "\"$@\" & read _; kill $!";

impl Server {
    /// A server of the sample calls for all tests that only ask.
    pub(crate) fn samples() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| {
            let mut command = Command::new("/bin/sh");
            command.args(["-c", TETHER, "sh", env!("CARGO_BIN_EXE_verbatim")]);
            command.args(["serve", "--addr", "127.0.0.1:0", "--no-refresh"]);
            Sandbox::samples().serve_by(command.stdin(Stdio::piped()))
        })
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// All that is answered to some bytes until the connection ends.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut stream = std::net::TcpStream::connect(&self.addr).unwrap();
        let patience = Some(Duration::from_secs(120));
        stream.set_read_timeout(patience).unwrap();
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    /// Asks for a path with some headers.
    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = config.timeout_global(Some(Duration::from_secs(60))).build();
        let mut request = agent.new_agent().get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.call().unwrap();
        let mut bytes = Vec::new();
        let mut reader = response.body_mut().as_reader();
        reader.read_to_end(&mut bytes).unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Asks by some method, and does not go where the answer leads.
    pub(crate) fn ask_plainly(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = config.max_redirects(0).build().new_agent();
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = agent.run(request.body(body).unwrap()).unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text,
        }
    }

    /// Asks for a path.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// The JSON at a path that answers.
    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    /// Tells the server to end, and waits until it has; its exit code.
    #[cfg(unix)]
    pub(crate) fn end(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

/// A text as it stands in a query string.
pub(crate) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Waits until something holds, at most for half a minute.
pub(crate) fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
        thread::sleep(Duration::from_millis(50));
    }
}
