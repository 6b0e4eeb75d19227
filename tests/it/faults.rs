//! What is said and done where something is missing or cannot be read.

use crate::{
    harness::{Sandbox, call_of},
    server::eventually,
};

fn call(ticker: &str) -> String {
    call_of(ticker, 1, &["Ann Lee - Chief Executive Officer"])
}

#[test]
fn without_an_index_every_command_names_it() {
    let sandbox = Sandbox::empty();
    for command in [
        "search grow",
        "search grow --no-refresh",
        "search grow --corpus away",
        "show AAA-2025Q1",
        "calls",
        "companies",
        "speakers",
        "firms",
        "mentions grow",
        "trend grow",
        "compare grow AAA-2025Q1 AAA-2025Q2",
        "saved list",
        "saved run",
        "saved run --no-refresh",
        "saved preview grow",
        "audit",
        "serve --addr 127.0.0.1:0",
        "serve --addr 127.0.0.1:0 --no-refresh",
        "mcp",
        "mcp --no-refresh",
        "doctor",
    ] {
        let run = sandbox.run(&command.split(' ').collect::<Vec<_>>());
        assert_eq!(run.code, Some(2), "{command}");
        assert!(
            run.err.starts_with("error: there is no index in index"),
            "{command}: {}",
            run.err
        );
        assert!(run.err.contains("\nhint: "), "{command}: {}", run.err);
    }
}

#[test]
fn with_malformed_overrides_the_index_is_searched_as_it_is() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA")),
        ("b.txt", &call("BBB")),
        ("verbatim.toml", ""),
    ]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    sandbox.write("verbatim.toml", b"[[company]\nname = ");
    for command in [
        "search grow",
        "search grow --no-refresh",
        "search grow --corpus corpus",
        "calls grow",
        "companies",
        "speakers",
        "firms",
        "mentions grow",
        "trend grow",
        "compare grow AAA-2025Q1 BBB-2025Q1",
        "audit",
        "show AAA-2025Q1 --highlight grow",
    ] {
        let run = sandbox.run(&command.split(' ').collect::<Vec<_>>());
        assert_ne!(run.code, Some(2), "{command}: {run:?}");
        if !command.starts_with("show") {
            assert!(
                run.err.contains("verbatim.toml: line 1: ")
                    && run.err.contains("the index is searched as it is"),
                "{command}: {}",
                run.err
            );
        }
    }
    // What builds the index does not build it without the names.
    let run = sandbox.run(&["index"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("verbatim.toml: line 1: "), "{}", run.err);
    sandbox.write("verbatim.toml", b"");
    assert_eq!(sandbox.run(&["search", "grow"]).err, "");
}

#[test]
fn a_server_answers_beside_malformed_overrides_and_says_so() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA")), ("verbatim.toml", "")]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    sandbox.write("verbatim.toml", b"[[company]\nname = ");
    let server = sandbox.serve(&[]);
    let answer = server.json("/api/search?q=grow");
    assert_eq!(answer["total"], 1);
    let warning = answer["warnings"].to_string();
    assert!(
        warning.contains("verbatim.toml is not used: line 1"),
        "{warning}"
    );
    eventually("the fault is told to the keeper", || {
        server.log.lock().unwrap().contains("verbatim.toml: line 1")
    });
}

#[test]
fn what_is_answered_beside_an_unreadable_overrides_file_has_no_tag() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA"))]);
    sandbox.write("verbatim.toml", b"");
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    let before = server.get("/api/search?q=grow").header("etag").to_owned();
    assert!(before.starts_with("W/"), "{before}");
    // A folder in its place cannot be read by anybody, not even by root.
    sandbox.remove("verbatim.toml");
    std::fs::create_dir(sandbox.path("corpus/verbatim.toml")).unwrap();
    let answer = server.get_with("/api/search?q=grow", &[("if-none-match", &before)]);
    assert_eq!((answer.status, answer.header("etag")), (200, ""));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.json()["total"], 1);
    let warnings = answer.json()["warnings"].to_string();
    assert!(warnings.contains("verbatim.toml is not used"), "{warnings}");
    assert!(!warnings.contains("corpus/"), "{warnings}");
    let run = sandbox.run(&["search", "grow"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.err.contains("verbatim.toml: cannot be read"),
        "{}",
        run.err
    );
}
