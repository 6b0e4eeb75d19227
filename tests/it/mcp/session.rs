//! A client of `verbatim mcp` that writes lines and reads lines, as the protocol has them.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::harness::Sandbox;

/// A server that does not answer for so long never will.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server and what it prints.
pub(crate) struct Session {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<Value>,
    stderr: JoinHandle<String>,
    next: u64,
}

impl Session {
    /// A server in a sandbox that has answered the handshake.
    pub(crate) fn start(sandbox: &Sandbox, args: &[&str]) -> Self {
        let mut session = Self::silent(sandbox, args);
        let hello = session.ask(
            "initialize",
            json!({"protocolVersion": "2025-11-25", "capabilities": {},
                   "clientInfo": {"name": "test", "version": "0"}}),
        );
        assert_eq!(hello["result"]["protocolVersion"], "2025-11-25");
        session.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        session
    }

    /// A server to which nothing has been said.
    pub(crate) fn silent(sandbox: &Sandbox, args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
            .arg("mcp")
            .args(args)
            .current_dir(sandbox.path(""))
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in stdout.lines() {
                let line = line.unwrap();
                // Whatever is printed is a message of the protocol.
                let message: Value = serde_json::from_str(&line).unwrap_or(json!({"stray": line}));
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let mut stderr = child.stderr.take().unwrap();
        let stderr = thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        });
        let stdin = child.stdin.take().unwrap();
        Self {
            child,
            stdin,
            lines,
            stderr,
            next: 0,
        }
    }

    /// Writes a message.
    pub(crate) fn send(&mut self, message: &Value) {
        self.send_line(&message.to_string());
    }

    /// Writes a line, whatever it is.
    pub(crate) fn send_line(&mut self, line: &str) {
        writeln!(self.stdin, "{line}").unwrap();
        self.stdin.flush().unwrap();
    }

    /// The next message of the server.
    pub(crate) fn hear(&mut self) -> Value {
        let message = self.lines.recv_timeout(PATIENCE).unwrap();
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        message
    }

    /// Asks something and hears the answer to it.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let answer = self.hear();
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    /// The result of a tool, which may be that it failed.
    pub(crate) fn tool(&mut self, name: &str, arguments: Value) -> Value {
        let answer = self.ask(
            "tools/call",
            json!({"name": name, "arguments": arguments.clone()}),
        );
        assert!(answer["result"].is_object(), "{name} {arguments}: {answer}");
        answer["result"].clone()
    }

    /// The structured answer of a tool that has one.
    pub(crate) fn found(&mut self, name: &str, arguments: Value) -> Value {
        let result = self.tool(name, arguments.clone());
        assert_eq!(result["isError"], false, "{name} {arguments}: {result}");
        assert!(!text(&result).is_empty());
        result["structuredContent"].clone()
    }

    /// What a tool says where it fails.
    pub(crate) fn fails(&mut self, name: &str, arguments: Value) -> String {
        let shown = arguments.to_string().chars().take(80).collect::<String>();
        let result = self.tool(name, arguments);
        assert_eq!(result["isError"], true, "{name} {shown}: {result}");
        assert!(result["structuredContent"].is_null());
        text(&result).to_owned()
    }

    /// Ends the input and waits for the end of the server: its status, and what it told on standard
    /// error. Nothing but the protocol was printed.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        drop(self.stdin);
        let start = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if start.elapsed() > PATIENCE => {
                    self.child.kill().unwrap();
                    panic!("the server does not end with its input");
                }
                None => thread::sleep(Duration::from_millis(5)),
            }
        };
        for message in self.lines.iter() {
            assert_eq!(message["jsonrpc"], "2.0", "{message}");
        }
        (status.code(), self.stderr.join().unwrap())
    }
}

/// A text without the marks of its quotations.
pub(crate) fn unquoted(text: &str) -> String {
    text.replace("\n> ", "\n")
}

/// The text of a tool's result.
pub(crate) fn text(result: &Value) -> &str {
    result["content"][0]["text"].as_str().unwrap()
}
