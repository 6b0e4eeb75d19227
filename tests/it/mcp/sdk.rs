//! A client that is not ours: the official Python SDK, through `tests/agent/client.py`.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{TOOLS, tasks};
use crate::{
    harness::{Sandbox, project},
    python::python,
};

/// What the client hears who follows a plan.
fn follow(plan: &Value) -> Option<Value> {
    let mut child = Command::new(python("jsonschema, mcp.client.client")?)
        .arg(project().join("tests/agent/client.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(plan.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The command that serves a sandbox.
fn server(sandbox: &Sandbox) -> Value {
    let index = sandbox.path("index");
    json!([
        env!("CARGO_BIN_EXE_verbatim"),
        "mcp",
        "--no-refresh",
        "--index",
        index
    ])
}

/// No answer has a fault, and each has a text beside its structure.
fn are_sound(calls: &Value) {
    for call in calls.as_array().unwrap() {
        assert_eq!(call["faults"], json!([]), "{}", call["text"]);
        assert!(!call["text"].as_str().unwrap().is_empty());
    }
}

#[test]
fn the_sdk_finds_everything_in_order() {
    let heard = follow(&json!({
        "server": server(Sandbox::samples()),
        "calls": [
            {"tool": "search_transcripts", "arguments": {"query": "capex", "context": 1, "facets": ["company"]}},
            {"tool": "search_transcripts", "arguments": {"query": "asked:margin", "sort": "newest"}},
            {"tool": "search_transcripts", "arguments": {"query": "庫存", "group": "call", "per_call": 1}},
            {"tool": "search_transcripts", "arguments": {"query": "guidence"}},
            {"tool": "read_call", "arguments": {"call": "LMRA-2025Q3"}},
            {"tool": "read_call", "arguments": {"call": "LMRA-2025Q3#26", "lang": "zh"}},
            {"tool": "list_calls", "arguments": {"query": "關稅", "sort": "newest"}},
            {"tool": "list_people", "arguments": {"company": "LMRA"}},
            {"tool": "list_people", "arguments": {"who": "firms"}},
            {"tool": "list_people", "arguments": {"who": "companies"}},
            {"tool": "trend", "arguments": {"query": "capex"}},
            {"tool": "trend", "arguments": {"query": "關稅", "by": "company"}},
            {"tool": "compare", "arguments": {"query": "capex", "first": "LMRA-2025Q3", "second": "LMRA-2025Q4"}},
            {"tool": "mentions", "arguments": {"query": "關稅"}},
            {"tool": "mentions", "arguments": {"query": "capex", "company": "Lumoro"}},
        ],
        "resources": ["verbatim://call/LMRA-2025Q3", "verbatim://call/TDWL-2025Q4/section/qa"],
        "prompts": [
            {"name": "topic_across_companies", "arguments": {"topic": "關稅"}},
            {"name": "what_changed", "arguments": {"company": "LMRA", "topic": "capex"}},
            {"name": "unanswered_questions", "arguments": {"call": "TDWL-2025Q4"}},
        ],
        "complete": [
            {"ref": {"type": "ref/prompt", "name": "what_changed"}, "name": "company", "value": "far"},
            {"ref": {"type": "ref/resource", "uri": "verbatim://call/{call}"}, "name": "call", "value": "LM"},
        ],
    }));
    let Some(heard) = heard else { return };
    assert_eq!(heard["version"], "2026-07-28");
    let names = |list: &str| -> Vec<String> {
        let items = heard[list].as_array().unwrap().iter();
        items
            .map(|item| item["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("tools"), TOOLS);
    are_sound(&heard["calls"]);
    let calls = heard["calls"].as_array().unwrap();
    let failed: Vec<bool> = calls.iter().map(|call| call["error"] == true).collect();
    let only_the_last = (1..=calls.len()).map(|n| n == calls.len());
    assert_eq!(failed, only_the_last.collect::<Vec<bool>>());
    assert!(calls[3]["text"].as_str().unwrap().contains("guidance"));
    assert_eq!(names("resources").len(), 9);
    assert_eq!(names("templates").len(), 4);
    assert_eq!(names("prompts").len(), 3);
    for read in heard["read"].as_array().unwrap() {
        let text = read["contents"][0]["text"].as_str().unwrap();
        assert!(text.starts_with("# ") && text.contains("**"), "no citation");
    }
    for got in heard["got"].as_array().unwrap() {
        assert!(got["messages"][0]["content"]["text"].is_string());
    }
    assert_eq!(
        heard["completed"][0]["completion"]["values"][0],
        "Farcape Motors"
    );
    assert_eq!(
        heard["completed"][1]["completion"]["values"][0],
        "LMRA-2026Q1"
    );
}

#[test]
fn the_sdk_asks_over_http() {
    let served = Sandbox::samples().serve(&["--no-refresh"]);
    let heard = follow(&json!({
        "server": served.url("/mcp"),
        "calls": [
            {"tool": "search_transcripts", "arguments": {"query": "capex"}},
            {"tool": "trend", "arguments": {"query": "capex", "by": "company"}},
            {"tool": "read_call", "arguments": {"call": "LMRA-2031Q1"}},
        ],
        "resources": ["verbatim://call/LMRA-2025Q3/exchange/1"],
        "prompts": [{"name": "what_changed", "arguments": {"company": "LMRA"}}],
    }));
    let Some(heard) = heard else { return };
    assert_eq!(heard["version"], "2026-07-28");
    are_sound(&heard["calls"]);
    let failed: Vec<bool> = (heard["calls"].as_array().unwrap().iter())
        .map(|call| call["error"] == true)
        .collect();
    assert_eq!(failed, [false, false, true]);
    assert_eq!(heard["resources"].as_array().unwrap().len(), 9);
    assert_eq!(heard["read"].as_array().unwrap().len(), 1);
    assert_eq!(heard["got"].as_array().unwrap().len(), 1);
}

#[test]
fn the_sdk_does_the_tasks_over_real_calls() {
    let Some((sandbox, _)) = tasks::real() else {
        return;
    };
    let steps = tasks::tasks().into_iter().flat_map(|task| task.steps);
    let calls: Vec<Value> = steps
        .map(|step| json!({"tool": step.tool, "arguments": step.arguments}))
        .collect();
    let Some(heard) = follow(&json!({"server": server(sandbox), "calls": calls})) else {
        return;
    };
    are_sound(&heard["calls"]);
    for call in heard["calls"].as_array().unwrap() {
        assert_eq!(call["error"], false, "{}", call["text"]);
    }
    assert_eq!(heard["resources"].as_array().unwrap().len(), 39);
}
