//! The protocol over HTTP, as a web server mounts it.

use std::path::Path;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use verbatim::{engine::Engine, interface::mcp::http_service};

use crate::harness::Sandbox;

/// Posts a message under a host and perhaps an source record.
fn post(host: &str, origin: Option<&str>, message: &Value) -> (StatusCode, Value) {
    post_to(&Sandbox::samples().path("index"), host, origin, message)
}

/// The same to a server of another index.
fn post_to(index: &Path, host: &str, origin: Option<&str>, message: &Value) -> (StatusCode, Value) {
    let engine = Engine::new(index);
    let hosts = ["localhost", "127.0.0.1", "::1", "calls.example"].map(str::to_owned);
    let mut request = Request::post("/mcp")
        .header("host", host)
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream");
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let request = request.body(message.to_string()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let service = TowerToHyperService::new(http_service(engine, &hosts));
        let response = service.call(request).await.unwrap();
        let status = response.status();
        let body = Body::new(response.into_body());
        let body = to_bytes(body, 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    })
}

fn question() -> Value {
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
           "params": {"name": "search_transcripts", "arguments": {"query": "capex"}}})
}

#[test]
fn a_question_is_answered_without_a_session() {
    for host in ["localhost:8080", "127.0.0.1:1", "[::1]:9", "calls.example"] {
        let (status, answer) = post(host, None, &question());
        assert_eq!(status, StatusCode::OK, "{host}: {answer}");
        assert_eq!(answer["result"]["isError"], false, "{answer}");
        assert!(
            answer["result"]["structuredContent"]["total"]
                .as_u64()
                .unwrap()
                > 0
        );
    }
}

#[test]
fn pages_of_other_sites_cannot_ask() {
    for origin in [
        "http://localhost:8080",
        "https://calls.example",
        "http://[::1]:8080",
    ] {
        let (status, _) = post("localhost:8080", Some(origin), &question());
        assert_eq!(status, StatusCode::OK, "{origin}");
    }
    for origin in [
        "http://evil.example",
        "http://localhost.evil.example",
        "null",
    ] {
        let (status, answer) = post("localhost:8080", Some(origin), &question());
        assert_eq!(status, StatusCode::FORBIDDEN, "{origin}: {answer}");
    }
    // A name that has been made to resolve to this machine.
    for host in [
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
    ] {
        let (status, _) = post(host, Some(&format!("http://{host}")), &question());
        assert_eq!(status, StatusCode::FORBIDDEN, "{host}");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params":
        {"name": "search_transcripts", "arguments": {"query": "x".repeat(2 << 20)}}});
    let (status, _) = post("localhost", None, &message);
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn no_path_of_the_machine_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("secret");
    let list = broken.join(format!("v{}/meta.json", verbatim::index::VERSION));
    std::fs::create_dir_all(&list).unwrap();
    let asked = |method: &str, params: Value| json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    let messages = [
        question(),
        asked("resources/list", json!({})),
        asked(
            "resources/read",
            json!({"uri": "verbatim://call/LMRA-2025Q3"}),
        ),
        asked(
            "prompts/get",
            json!({"name": "what_changed", "arguments": {"company": "LMRA"}}),
        ),
        asked(
            "completion/complete",
            json!({"ref": {"type": "ref/resource", "uri": "verbatim://call/{call}"},
            "argument": {"name": "call", "value": "L"}}),
        ),
    ];
    let mut failed = 0;
    for index in [&broken, &folder.path().join("secret-too")] {
        for message in &messages {
            let (_, answer) = post_to(index, "localhost", None, message);
            let text = answer.to_string();
            assert!(
                !text.contains("secret") && !text.contains("meta.json"),
                "{message}: {text}"
            );
            failed += usize::from(text.contains("the index cannot be read at the moment"));
        }
    }
    assert_eq!(failed, 10);
}
