//! What goes wrong around a cluster ends in a whole answer or an error, never in a part of one.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use verbatim::{engine::Engine, search::Request};

use super::{
    Nodes, cluster_at, indexed, proxy::request_of, publishing::a_commit_is_whole_or_not_at_all,
};
use crate::harness::{Sandbox, samples};

fn total(engine: &Engine, query: &str) -> Result<u64, String> {
    let answer = engine.search(&Request::new(query));
    answer
        .map(|answer| answer.total)
        .map_err(|error| error.sentence())
}

/// Starts `verbatim index` of a sandbox onto a store.
fn writer(sandbox: &Sandbox, store: &str) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(["index", "--store", store])
        .current_dir(sandbox.path("."))
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn what_goes_wrong_around_a_cluster_is_told() {
    let Some(mut nodes) = Nodes::start() else {
        return;
    };
    a_commit_is_whole_or_not_at_all(&mut nodes);
    let sandbox = Sandbox::of(&samples());
    let store = nodes.store("faults");
    let engine = Engine::new(sandbox.path("none")).with_cluster(cluster_at(&store));
    assert!(
        total(&engine, "CapEx")
            .unwrap_err()
            .contains("there is no index")
    );
    writers_that_are_killed(&sandbox, &store, &engine);
    two_writers(&sandbox, &store, &engine);
    another_version(&nodes);
    a_node_that_is_killed(&nodes, &engine);
}

/// A writer is killed at any moment: the commit before stands, or the new one does.
fn writers_that_are_killed(sandbox: &Sandbox, store: &str, engine: &Engine) {
    let ended = writer(sandbox, store).wait_with_output().unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let with_all = total(engine, "CapEx").unwrap();
    let extra = std::fs::read_dir(samples())
        .unwrap()
        .flatten()
        .next()
        .unwrap();
    let name = extra.file_name().to_string_lossy().into_owned();
    let text = std::fs::read(extra.path()).unwrap();
    sandbox.remove(&name);
    let index = indexed(sandbox.path("corpus"), sandbox.path("other"));
    let with_less = total(&index, "CapEx").unwrap();
    assert_ne!(with_all, with_less);
    let is_long = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    for round in 0..if is_long { 20 } else { 4 } {
        match round % 2 {
            0 if sandbox.path("corpus").join(&name).exists() => sandbox.remove(&name),
            0 => {}
            _ => sandbox.write(&name, &text),
        }
        let mut child = writer(sandbox, store);
        thread::sleep(Duration::from_millis(37 * (1 + round * 7 % 20)));
        let _ = child.kill();
        let _ = child.wait();
        let found = total(engine, "CapEx").unwrap();
        assert!([with_all, with_less].contains(&found), "{found}");
    }
    sandbox.write(&name, &text);
    let ended = writer(sandbox, store).wait_with_output().unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    assert_eq!(total(engine, "CapEx"), Ok(with_all));
}

/// Of two writers at once one may be refused; what is there is whole.
fn two_writers(sandbox: &Sandbox, store: &str, engine: &Engine) {
    let expected = total(engine, "CapEx");
    let other = Sandbox::of(&samples());
    let both = [writer(sandbox, store), writer(&other, store)];
    let ended = both.map(|child| child.wait_with_output().unwrap());
    assert!(ended.iter().any(|ended| ended.status.success()));
    for ended in ended.iter().filter(|ended| !ended.status.success()) {
        let error = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(error.contains("another program"), "{error}");
    }
    assert_eq!(total(engine, "CapEx"), expected);
}

/// The store of another version is refused.
fn another_version(nodes: &Nodes) {
    let store = nodes.store("version");
    let path = format!("/{}/_doc/manifest", nodes.address("version").meta());
    let manifest = r#"{"version":999,"generation":1,"dead":{},"calls":0,"passages":0,"tokens":{},"former_ids":{},"glossary":[]}"#;
    nodes.ask("PUT", &format!("{path}?refresh=true"), manifest);
    let engine = Engine::new("none").with_cluster(cluster_at(&store));
    let error = total(&engine, "CapEx").unwrap_err();
    assert!(error.contains("version 999"), "{error}");
}

/// While a node dies answers are whole or errors; then they come from the copies.
fn a_node_that_is_killed(nodes: &Nodes, engine: &Engine) {
    let expected = total(engine, "CapEx").unwrap();
    let over = AtomicBool::new(false);
    let answered = AtomicUsize::new(0);
    let answers: Vec<Result<u64, String>> = thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut answers = Vec::new();
            while !over.load(Ordering::Relaxed) {
                answers.push(total(engine, "CapEx"));
                answered.fetch_add(1, Ordering::Relaxed);
            }
            answers
        });
        while answered.load(Ordering::Relaxed) < 2 {
            thread::sleep(Duration::from_millis(10));
        }
        nodes.kill(0);
        thread::sleep(Duration::from_secs(6));
        over.store(true, Ordering::Relaxed);
        asking.join().unwrap()
    });
    assert!(
        answers.iter().flatten().all(|found| *found == expected),
        "{answers:?}"
    );
    assert!(answers.iter().flatten().count() > 1, "{answers:?}");
    let mut tries = 0;
    while total(engine, "CapEx") != Ok(expected) {
        tries += 1;
        assert!(tries < 60, "{:?}", total(engine, "CapEx"));
        thread::sleep(Duration::from_millis(500));
    }
}

/// Answers every request with a status.
fn server_of(status: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}"
            );
        }
    });
    format!("{address}")
}

#[test]
fn a_cluster_that_refuses_is_told() {
    for (status, told) in [
        ("429 Too Many Requests", "refuses"),
        ("503 Service Unavailable", "refuses"),
        ("401 Unauthorized", "credentials"),
        ("301 Moved Permanently", "refuses"),
    ] {
        let store = format!("opensearch+http://{}/a", server_of(status));
        let error = total(
            &Engine::new("none").with_cluster(cluster_at(&store)),
            "CapEx",
        );
        let error = error.unwrap_err();
        assert!(error.contains(told), "{status}: {error}");
    }
    // No certificate, and nothing at all.
    let store = format!("opensearch+https://{}/a", server_of("200 OK"));
    let engine = Engine::new("none").with_cluster(cluster_at(&store));
    assert!(
        total(&engine, "CapEx")
            .unwrap_err()
            .contains("is not reached")
    );
    let engine = Engine::new("none").with_cluster(cluster_at("opensearch+http://127.0.0.1:1/a"));
    assert!(
        total(&engine, "CapEx")
            .unwrap_err()
            .contains("is not reached")
    );
}

/// A cluster that holds nothing and refuses the first search of each connection's request.
fn server_that_fails_once() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let manifest = format!(
        r#"{{"_seq_no":1,"_primary_term":1,"_source":{{"version":{},"generation":1,"dead":{{}},"calls":1,"passages":1,"tokens":{{}},"former_ids":{{}},"glossary":[]}}}}"#,
        verbatim::index::VERSION
    );
    let nothing = r#"{"_shards":{"failed":0},"timed_out":false,"hits":{"total":{"value":0},"hits":[]},"aggregations":{}}"#;
    thread::spawn(move || {
        let mut searches = 0;
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let (head, _, body) = request_of(&mut stream);
            let (status, answer) = match head.starts_with("POST") {
                false => ("200 OK", manifest.clone()),
                true if searches == 0 => (
                    "400 Bad Request",
                    r#"{"error":{"reason":"too much"}}"#.to_owned(),
                ),
                true => {
                    let answers = vec![nothing; body.lines().count() / 2];
                    (
                        "200 OK",
                        format!(r#"{{"responses":[{}]}}"#, answers.join(",")),
                    )
                }
            };
            searches += usize::from(head.starts_with("POST"));
            let length = answer.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{answer}"
            );
        }
    });
    format!("{address}")
}

/// A name that could not be looked up is no name that is not there.
#[test]
fn a_lookup_that_fails_fails_the_request() {
    let store = format!("opensearch+http://{}/a", server_that_fails_once());
    let engine = Engine::new("none").with_cluster(cluster_at(&store));
    // The first word may be a name.
    let error = total(&engine, "Lumen margin").unwrap_err();
    assert!(error.contains("too much"), "{error}");
    assert_eq!(total(&engine, "Lumen margin"), Ok(0));
}
