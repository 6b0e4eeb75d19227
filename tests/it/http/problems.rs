//! What cannot be answered is said as problem details, without a path of the disk.

use super::samples;
use crate::{
    harness::{Sandbox, bilingual},
    server::encoded,
};

#[test]
fn what_is_wrong_with_a_request_is_said() {
    let long = format!("/api/search?q={}", "x".repeat(5_000));
    for (path, status, detail, hint) in [
        (
            "/api/search?q=%28open",
            400,
            "this bracket is never closed",
            "add a `)`",
        ),
        (
            "/api/search?q=compny:LMRA",
            400,
            "unknown field `compny`",
            "`company`",
        ),
        (
            "/api/search?q=a&company=LMRB",
            400,
            "no company `LMRB`",
            "LMRA",
        ),
        (
            "/api/search?compny=LMRA",
            400,
            "no parameter `compny`",
            "`company`",
        ),
        (
            "/api/search?q=a&limit=-1",
            400,
            "`limit` takes a number",
            "",
        ),
        (
            "/api/search?q=a&limit=1001",
            400,
            "`limit` takes a number from 0 to 1000",
            "",
        ),
        (
            "/api/search?q=a&sort=best",
            400,
            "`sort` does not take `best`",
            "relevance",
        ),
        (
            "/api/search?q=a&facets=role,who",
            400,
            "`facets` does not take `who`",
            "speaker",
        ),
        (
            "/api/search?q=a&output=svg",
            400,
            "`output` does not take `svg`",
            "json, csv",
        ),
        ("/api/search", 400, "", ""),
        (
            "/api/calls/LMRA-2019Q1",
            404,
            "no call `LMRA-2019Q1`",
            "LMRA",
        ),
        (
            "/api/calls/LMRA-2025Q3?exchange=99",
            400,
            "LMRA-2025Q3 has no exchange 99",
            "",
        ),
        (
            "/api/compare?q=capex&call=LMRA-2025Q3",
            400,
            "two calls are compared",
            "twice",
        ),
        (
            "/api/nothing",
            404,
            "there is nothing at /api/nothing",
            "openapi",
        ),
        (long.as_str(), 400, "", ""),
    ] {
        let answer = samples().get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], "about:blank");
        let said = problem["detail"].as_str().unwrap();
        assert!(
            said.contains(detail) && !said.is_empty(),
            "{path}: {problem}"
        );
        let told = problem["hint"].as_str().unwrap_or_default();
        assert!(told.contains(hint), "{path}: {problem}");
    }
}

#[test]
fn the_place_in_the_query_is_in_code_points() {
    let query = "資本支出 (a";
    let problem = samples()
        .get(&format!("/api/search?q={}", encoded(query)))
        .json();
    let span: Vec<usize> = serde_json::from_value(problem["span"].clone()).unwrap();
    let at: String = query
        .chars()
        .skip(span[0])
        .take(span[1] - span[0])
        .collect();
    assert_eq!(at, "(");
}

#[test]
fn methods_that_change_things_are_refused() {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build();
    let answer = agent
        .new_agent()
        .post(samples().url("/api/search"))
        .send("q=a")
        .unwrap();
    assert_eq!(answer.status(), 405);
}

#[test]
fn a_damaged_index_is_told_to_the_keeper_and_hidden_from_who_asks() {
    let sandbox = Sandbox::with(&[(
        "a.txt",
        &bilingual(
            "測試 (TEST) 2025 Q1 法說會逐字稿",
            &[("Ann Lee - CEO", &[("We grow.", "成長。")])],
        ),
    )]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    assert_eq!(server.json("/api/search?q=grow")["total"], 1);
    let folder = sandbox.path("index");
    let version = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let version = version.into_iter().find(|path| path.is_dir()).unwrap();
    std::fs::write(version.join("meta.json"), "{\"not\": \"whole\"}").unwrap();
    let answer = server.get("/api/search?q=grow");
    assert_eq!(answer.status, 503);
    assert!(!answer.header("retry-after").is_empty());
    let place = sandbox.path("").display().to_string();
    assert!(
        !answer.text.contains(&place) && !answer.text.contains("meta.json"),
        "{}",
        answer.text
    );
    assert_eq!(server.get("/healthz").status, 503);
    crate::server::eventually("the keeper is told", || {
        server.log.lock().unwrap().contains("the index ")
    });
}
