//! Clients that mean harm: bodies that never come, answers that never end, pages of other sites.

use super::samples;
use crate::harness::Sandbox;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_body_that_never_comes_is_not_waited_for() {
    for path in ["/mcp", "/saved"] {
        let ask = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             accept: application/json, text/event-stream\r\ncontent-length: 100\r\n\r\n{{"
        );
        // Ends by itself; the client waits for two minutes.
        let answer = text(&samples().raw(ask.as_bytes()));
        assert!(answer.starts_with("HTTP/1.1 408"), "{path}: {answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
    }
}

#[test]
fn who_may_not_ask_is_told_before_the_body_is_read() {
    let ask = "POST /mcp HTTP/1.1\r\nhost: localhost\r\norigin: http://evil.example\r\n\
               connection: close\r\ncontent-length: 100\r\n\r\n";
    let start = std::time::Instant::now();
    let answer = text(&samples().raw(ask.as_bytes()));
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert!(start.elapsed().as_secs() < 15, "the body was waited for");
}

#[test]
fn pages_of_other_sites_cannot_ask() {
    let asked = |path: &str, headers: &[(&str, &str)]| samples().get_with(path, headers).status;
    let api = "/api/calls";
    for other in ["cross-site", "same-site"] {
        for path in [api, "/", "/metrics", "/mcp"] {
            let refused = samples().get_with(path, &[("sec-fetch-site", other)]);
            assert_eq!(refused.status, 403, "{path}");
            assert_eq!(refused.header("content-type"), "application/problem+json");
        }
        let link = [
            ("sec-fetch-site", other),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        assert_eq!(asked("/?q=capex", &link), 200, "a link to a page");
        assert_eq!(asked(api, &link), 403);
    }
    assert_eq!(asked(api, &[("origin", "http://evil.example")]), 403);
    assert_eq!(asked(api, &[("sec-fetch-site", "same-origin")]), 200);
    assert_eq!(asked(api, &[("sec-fetch-site", "none")]), 200);
    assert_eq!(asked(api, &[]), 200);
}

#[test]
fn what_is_asked_at_once_is_bounded() {
    for path in [
        "/api/search?q=capex&limit=1000&context=50",
        "/api/search?q=capex&limit=1000&group=call&per-call=1000",
    ] {
        let refused = samples().get(path);
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.text.contains("are the most"), "{}", refused.text);
    }
    let facets = "role,".repeat(1_000) + "role";
    let counted = samples().json(&format!("/api/search?q=capex&facets={facets}"));
    let once = samples().json("/api/search?q=capex&facets=role");
    assert!(!once["facets"]["role"].as_array().unwrap().is_empty());
    assert_eq!(counted["facets"], once["facets"]);
    let filters = "&call=LMRA-2025Q3".repeat(501);
    let refused = samples().get(&format!("/api/search?q=capex{filters}"));
    assert_eq!(refused.status, 400);
    assert!(
        refused.text.contains("too many to read"),
        "{}",
        refused.text
    );
}

#[test]
fn every_error_is_a_problem_document() {
    let large = format!(
        "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n",
        2 << 20
    );
    for (ask, status) in [
        ("GET /nothing HTTP/1.1\r\n", 404),
        ("GET /assets/nothing HTTP/1.1\r\n", 404),
        ("POST /api/search HTTP/1.1\r\n", 405),
        ("DELETE / HTTP/1.1\r\n", 405),
        ("GET /mcp HTTP/1.1\r\n", 405),
        ("POST /mcp HTTP/1.1\r\naccept: text/plain\r\n", 406),
        ("GET /api/calls/%ff HTTP/1.1\r\n", 400),
        (large.as_str(), 413),
    ] {
        let ask = match ask.ends_with("\r\n\r\n") {
            true => ask.to_owned(),
            false => format!("{ask}host: localhost\r\nconnection: close\r\n\r\n"),
        };
        let answer = text(&samples().raw(ask.as_bytes()));
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{ask}: {answer}"
        );
        assert!(
            answer.contains("application/problem+json"),
            "{ask}: {answer}"
        );
    }
}

#[test]
fn hosts_are_taken_in_any_case_and_refused_where_none_can_match() {
    let sandbox = Sandbox::samples();
    let server = sandbox.serve(&["--no-refresh", "--host", "Calls.Example"]);
    for host in ["calls.example", "CALLS.example:443", "LOCALHOST"] {
        let answer = server.get_with("/api/calls", &[("host", host)]);
        assert_eq!(answer.status, 200, "{host}");
    }
    for host in ["", "http://calls.example", "calls.example:80", "a b", "a/b"] {
        let run = sandbox.run(&["serve", "--no-refresh", "--host", host]);
        assert_eq!(run.code, Some(2), "{host}");
        assert!(run.err.contains("no request can come"), "{}", run.err);
    }
}

#[test]
fn a_file_that_holds_no_token_is_refused() {
    let sandbox = Sandbox::samples();
    let file = sandbox.path("odd-token");
    let with = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        sandbox.run(&[
            "serve",
            "--no-refresh",
            "--addr",
            &samples().addr,
            "--token-file",
            file.to_str().unwrap(),
        ])
    };
    for (bytes, said) in [
        (&b"0123456789abcdef\n0123456789abcdef\n"[..], "one line"),
        (b"0123456789abcdef\0\x1b", "one line"),
        (b"\xff\xfe\x00\x01\x02\x03\x04\x05\x06\x07\x08", "no text"),
        (&[b'a'; 10_000], "too long"),
        (b"", "at least 16"),
        // Taken; then the address is found to be in use.
        (b"\xef\xbb\xbf0123456789abcdef\r\n", "cannot be listened on"),
        (b"0123456789abcdef\n", "cannot be listened on"),
    ] {
        let run = with(bytes);
        assert_eq!(run.code, Some(2), "{bytes:?}");
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    let endless = ["serve", "--no-refresh", "--token-file", "/dev/zero"];
    let run = sandbox.run(&endless);
    assert!(
        cfg!(not(unix)) || run.err.contains("too long"),
        "{}",
        run.err
    );
}
