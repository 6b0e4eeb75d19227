//! Who may ask, and what a browser may do with what it gets.

use super::samples;
use crate::{
    harness::Sandbox,
    server::{Answer, Server},
};

const TOKEN: &str = "0123456789abcdef-token";

fn status(server: &Server, path: &str, authorization: &str) -> Answer {
    server.get_with(path, &[("authorization", authorization)])
}

#[test]
fn with_a_token_everything_but_health_wants_it() {
    let sandbox = Sandbox::samples();
    let file = sandbox.path("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    let by_file = ["--no-refresh", "--token-file", file.to_str().unwrap()];
    for args in [&["--no-refresh", "--token", TOKEN][..], &by_file] {
        let server = sandbox.serve(args);
        for path in ["/", "/api/search?q=capex", "/metrics", "/mcp", "/nothing"] {
            let refused = server.get(path);
            assert_eq!(refused.status, 401, "{path}");
            assert!(refused.header("www-authenticate").starts_with("Basic"));
            for wrong in [
                "Bearer ",
                "Bearer 0123456789abcdef-tokem",
                "Basic eDp5",
                "Basic !",
                "x",
            ] {
                assert_eq!(status(&server, path, wrong).status, 401, "{path} {wrong}");
            }
        }
        assert_eq!(server.get("/healthz").status, 200);
        let bearer = status(&server, "/api/search?q=capex", &format!("Bearer {TOKEN}"));
        assert_eq!(bearer.status, 200);
        // The password of any user, as a browser sends it: `anybody:TOKEN`.
        let basic = "Basic YW55Ym9keTowMTIzNDU2Nzg5YWJjZGVmLXRva2Vu";
        assert_eq!(status(&server, "/api/calls", basic).status, 200);
        // Whoever knows the token may ask under any name.
        let named = [("host", "calls.example"), ("authorization", basic)];
        assert_eq!(server.get_with("/api/calls", &named).status, 200);
    }
}

#[test]
fn strangers_are_not_let_in_by_oversight() {
    let run = |args: &[&str]| Sandbox::samples().run(&[&["serve", "--no-refresh"], args].concat());
    let open = run(&["--addr", "0.0.0.0:0"]);
    assert_eq!(open.code, Some(2));
    assert!(open.err.contains("no token is set"), "{}", open.err);
    assert!(open.err.contains("--insecure"), "{}", open.err);
    let short = run(&["--token", "secret"]);
    assert_eq!(short.code, Some(2));
    assert!(
        short.err.contains("at least 16 characters"),
        "{}",
        short.err
    );
    let taken = run(&["--addr", &samples().addr]);
    assert_eq!(taken.code, Some(2));
    assert!(taken.err.contains("cannot be listened on"), "{}", taken.err);
    let nothing = Sandbox::empty().run(&["serve", "--no-refresh"]);
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.err.contains("there is no index"), "{}", nothing.err);
    let insecure = Sandbox::samples().serve_at("0.0.0.0:0", &["--no-refresh", "--insecure"]);
    assert!(insecure.addr.starts_with("0.0.0.0:"));
}

#[test]
fn without_a_token_the_server_answers_to_its_own_names() {
    let host = |name: &str| samples().get_with("/api/calls", &[("host", name)]).status;
    for name in ["localhost:7700", "127.0.0.1", "[::1]:7700", "127.0.0.1:1"] {
        assert_eq!(host(name), 200, "{name}");
    }
    for name in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "0.0.0.0",
        "",
    ] {
        assert_eq!(host(name), 421, "{name}");
    }
    let server = Sandbox::samples().serve(&["--no-refresh", "--host", "calls.example"]);
    let named = server.get_with("/api/calls", &[("host", "calls.example:443")]);
    assert_eq!(named.status, 200);
    assert_eq!(
        server
            .get_with("/api/calls", &[("host", "other.example")])
            .status,
        421
    );
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    for path in [
        "/",
        "/api/search?q=capex",
        "/api/nothing",
        "/healthz",
        "/metrics",
    ] {
        let answer = samples().get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
}
