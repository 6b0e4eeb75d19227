//! A server over time: what clients have already, commits that come, the end.

use super::samples;
use crate::{
    harness::{Sandbox, bilingual},
    server::eventually,
};

fn call(ticker: &str, said: &str) -> String {
    let title = format!("測試 ({ticker}) 2025 Q1 法說會逐字稿");
    bilingual(
        &title,
        &[("Ann Lee - Chief Executive Officer", &[(said, "我們成長。")])],
    )
}

#[test]
fn what_a_client_has_already_is_not_sent_again() {
    let path = "/api/search?q=capex";
    let tag = samples().get(path).header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let known = samples().get_with(path, &[("if-none-match", &format!("\"x\", {tag}"))]);
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    assert_eq!(known.header("etag"), tag);
    for other in [
        "/api/search?q=capex&limit=1",
        "/api/search?q=capex&output=csv",
        "/api/trend?q=capex",
    ] {
        let answer = samples().get_with(other, &[("if-none-match", &tag)]);
        assert_eq!(answer.status, 200, "{other}");
        assert_ne!(answer.header("etag"), tag, "{other}");
    }
}

#[test]
fn answers_are_compressed_for_who_takes_it() {
    let plain = samples().get_with("/api/search?q=capex", &[("accept-encoding", "identity")]);
    assert_eq!(plain.header("content-encoding"), "");
    let packed = samples().get_with("/api/search?q=capex", &[("accept-encoding", "gzip")]);
    assert_eq!(packed.json()["hits"], plain.json()["hits"]);
    // As it comes: the client above unpacks what it gets and hides that it was packed.
    let ask = "GET /api/search?q=capex HTTP/1.1\r\nhost: localhost\r\naccept-encoding: gzip\r\n\
               connection: close\r\n\r\n";
    let bytes = samples().raw(ask.as_bytes());
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    assert!(head.contains("content-encoding: gzip"), "{head}");
    assert!(bytes.len() < plain.text.len(), "{}", bytes.len());
}

#[test]
fn the_next_commit_is_answered_from_without_a_restart() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA", "We sell windmills."))]);
    let server = sandbox.serve(&[]);
    let total = || {
        server.json("/api/search?q=windmills")["total"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(total(), 1);
    let before = server
        .get("/api/search?q=windmills")
        .header("etag")
        .to_owned();
    sandbox.write("b.txt", call("BBB", "They sell windmills too.").as_bytes());
    eventually("a new call is taken in", || total() == 2);
    let after = server.get_with("/api/search?q=windmills", &[("if-none-match", &before)]);
    assert_eq!(after.status, 200);
    sandbox.remove("a.txt");
    eventually("a removed call is gone", || total() == 1);
    assert!(server.log.lock().unwrap().contains("added"));
    let metrics = server.get("/metrics").text;
    assert!(metrics.contains("verbatim_index_calls 1\n"), "{metrics}");
    assert!(
        metrics.contains("verbatim_index_refreshes_total "),
        "{metrics}"
    );
    assert!(
        metrics.contains("route=\"/api/search\",status=\"200\""),
        "{metrics}"
    );
}

#[test]
fn what_another_process_commits_is_taken_in() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA", "We sell windmills."))]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    sandbox.write("b.txt", call("BBB", "They sell windmills too.").as_bytes());
    assert_eq!(server.json("/api/search?q=windmills")["total"], 1);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    assert_eq!(server.json("/api/search?q=windmills")["total"], 2);
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, Some(0));
    assert_eq!(server.json("/api/search?q=windmills")["total"], 2);
}

#[test]
fn the_users_terms_count_at_once() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA", "We sell windmills."))]);
    let server = sandbox.serve(&[]);
    let path = "/api/search?q=turbines";
    let tag = server.get(path).header("etag").to_owned();
    assert_eq!(server.json(path)["total"], 0);
    let terms = "[[glossary]]\nterms = [\"windmills\", \"turbines\"]\n";
    sandbox.write("verbatim.toml", terms.as_bytes());
    eventually("the terms are taken in", || server.json(path)["total"] == 1);
    assert_eq!(
        server.get_with(path, &[("if-none-match", &tag)]).status,
        200
    );
}

#[cfg(unix)]
#[test]
fn the_server_ends_when_it_is_told_to() {
    let mut server = Sandbox::samples().serve(&["--no-refresh"]);
    assert_eq!(server.get("/healthz").text, "ok\n");
    assert_eq!(server.end(), Some(0));
}
