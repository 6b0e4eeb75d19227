//! The Model Context Protocol, line by line: what a client sees that knows nothing of us.

mod hostile;
mod pages;
mod resources;
mod sdk;
mod service;
mod session;
mod tasks;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::session::{Session, text, unquoted};
use crate::harness::{Sandbox, call_of};

const TOOLS: [&str; 10] = [
    "search_transcripts",
    "read_call",
    "list_calls",
    "list_people",
    "trend",
    "compare",
    "mentions",
    "related_terms",
    "emerging_terms",
    "similar_passages",
];

#[test]
fn tools_are_described_and_the_language_is_taught() {
    let mut session = Session::silent(Sandbox::samples(), &[]);
    let hello = session.ask(
        "initialize",
        json!({"protocolVersion": "2025-06-18", "capabilities": {},
               "clientInfo": {"name": "test", "version": "0"}}),
    );
    let instructions = hello["result"]["instructions"].as_str().unwrap();
    for info in verbatim::query::FIELDS {
        assert!(instructions.contains(info.example), "{}", info.example);
    }
    for (typed, _) in verbatim::query::SYNTAX {
        assert!(instructions.contains(typed), "{typed}");
    }
    assert_eq!(hello["result"]["protocolVersion"], "2025-06-18");
    let listed = session.ask("tools/list", json!({}));
    let tools = listed["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, TOOLS);
    for tool in tools {
        assert_eq!(tool["inputSchema"]["type"], "object");
        assert_eq!(tool["outputSchema"]["type"], "object");
        assert_eq!(
            tool["annotations"],
            json!({"title": tool["title"], "readOnlyHint": true, "destructiveHint": false,
                   "idempotentHint": true, "openWorldHint": false})
        );
        assert!(!tool["description"].as_str().unwrap().is_empty());
        for (name, property) in tool["inputSchema"]["properties"].as_object().unwrap() {
            assert!(property["description"].is_string(), "{name}: {property}");
        }
    }
    // The filters are arguments of every tool but the reader.
    for info in verbatim::query::FIELDS {
        let search = &tools[0]["inputSchema"]["properties"][info.field.to_string()];
        assert!(search["description"].as_str().unwrap().contains(info.about));
    }
    assert_eq!(session.end().0, Some(0));
}

#[test]
fn the_current_revision_needs_no_handshake() {
    let mut session = Session::silent(Sandbox::samples(), &[]);
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let found = session.ask(
        "tools/call",
        json!({"name": "search_transcripts", "arguments": {"query": "capex"}, "_meta": meta.clone()}),
    );
    assert_eq!(found["result"]["resultType"], "complete", "{found}");
    assert_eq!(found["result"]["isError"], false);
    let discovered = session.ask("server/discover", json!({"_meta": meta}));
    let versions = discovered["result"]["supportedVersions"]
        .as_array()
        .unwrap();
    assert!(versions.contains(&json!("2026-07-28")), "{discovered}");
    assert_eq!(session.end().0, Some(0));
}

#[test]
fn an_agent_is_told_what_the_command_line_tells() {
    let sandbox = Sandbox::samples();
    let mut session = Session::start(sandbox, &[]);
    for query in ["capex", "庫存", "\"gross margin\" -guidance", "三成七"] {
        let mut by_command = sandbox.json(&["search", query, "--limit", "20"]);
        let mut by_agent = session.found(
            "search_transcripts",
            json!({"query": query, "limit": 20, "max_chars": 200_000,
                   "facets": ["company", "speaker", "role", "firm", "section", "period"]}),
        );
        for answer in [&mut by_command, &mut by_agent] {
            answer.as_object_mut().unwrap().remove("took_ms");
        }
        let extra = by_agent.as_object_mut().unwrap();
        let next = extra.remove("next_offset").unwrap();
        assert!(extra.remove("caveats").unwrap().is_array());
        assert_eq!(by_agent, by_command, "{query}");
        let more = by_command["total"].as_u64().unwrap() > 20;
        assert_eq!(next.is_null(), !more, "{query}");
    }
    let by_command = sandbox.json(&["trend", "capex", "--by", "company"]);
    let mut by_agent = session.found("trend", json!({"query": "capex", "by": "company"}));
    by_agent.as_object_mut().unwrap().remove("next_offset");
    let rows = by_agent.as_object_mut().unwrap().remove("total_rows");
    assert_eq!(by_agent, by_command);
    assert_eq!(rows.unwrap(), by_command["rows"].as_array().unwrap().len());
    let by_command = sandbox.json(&["mentions", "關稅", "--role", "analyst"]);
    let by_agent = session.found("mentions", json!({"query": "關稅", "role": "analyst"}));
    assert_eq!(by_agent["rows"], by_command);
    let by_command = sandbox.json(&[
        "compare",
        "capex",
        "LMRA-2025Q3",
        "LMRA-2025Q4",
        "--limit",
        "5",
    ]);
    let by_agent = session.found(
        "compare",
        json!({"query": "capex", "first": "LMRA-2025Q4", "second": "lmra-2025q3"}),
    );
    for list in ["calls", "terms", "figures"] {
        assert_eq!(by_agent[list], by_command[list], "{list}");
    }
    for (who, command) in [
        ("firms", "firms"),
        ("companies", "companies"),
        ("speakers", "speakers"),
    ] {
        let by_command = sandbox.json(&[command, "capex"]);
        let by_agent = session.found("list_people", json!({"who": who, "query": "capex"}));
        assert_eq!(by_agent[who], by_command, "{who}");
    }
    assert_eq!(session.end().0, Some(0));
}

#[test]
fn counts_agree_with_a_reading_of_every_call() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    let calls = session.found("list_calls", json!({}));
    let mut holding = 0;
    for call in calls["rows"].as_array().unwrap() {
        let mut from = json!(1);
        let mut n = 0;
        while !from.is_null() {
            let page = session.found(
                "read_call",
                json!({"call": call["id"], "from": from, "max_chars": 4000}),
            );
            for passage in page["passages"].as_array().unwrap() {
                n += 1;
                assert_eq!(passage["n"], n);
                let zh = passage["text"]["zh"].as_str().unwrap_or_default();
                holding += u64::from(zh.contains("庫存"));
            }
            from = page["next_from"].clone();
        }
        assert_eq!(call["passages"], n, "{call}");
    }
    let found = session.found(
        "search_transcripts",
        json!({"query": "庫存", "literal": true}),
    );
    assert_eq!(found["total"], holding);
    let counted = session.found("mentions", json!({"query": "庫存", "literal": true}));
    assert_eq!(counted["passages"], holding);
    let counted = session.found("trend", json!({"query": "庫存", "literal": true}));
    assert_eq!(counted["total"], holding);
}

#[test]
fn caveats_say_what_the_data_tell() {
    let sandbox = Sandbox::with(&[(
        "talk.vtt",
        "WEBVTT - Acme Corp (ACME) Q3 2025 Earnings Call\n\n00:01.000 --> 00:09.000\n<v Ann Wu>Good day. Our revenue grew this quarter and margins rose.</v>\n",
    )]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let mut session = Session::start(&sandbox, &[]);
    let found = session.found("search_transcripts", json!({"query": "revenue"}));
    let caveats = found["caveats"].as_array().unwrap();
    assert_eq!(caveats.len(), 1, "{found}");
    assert!(
        caveats[0]["about"]
            .as_str()
            .unwrap()
            .contains("speech recognition")
    );
    assert_eq!(caveats[0]["of"], json!(["ACME-2025Q3"]));

    let mut session = Session::start(Sandbox::samples(), &[]);
    let read = session.found(
        "read_call",
        json!({"call": "LMRA-2025Q3", "section": "summary"}),
    );
    let about: Vec<&str> = (read["caveats"].as_array().unwrap().iter())
        .map(|caveat| caveat["about"].as_str().unwrap())
        .collect();
    assert!(
        about.iter().any(|about| about.contains("summary")),
        "{about:?}"
    );
}

#[test]
fn the_text_quotes_what_the_structure_holds() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    let result = session.tool(
        "search_transcripts",
        json!({"query": "asked:capex", "limit": 3, "context": 1}),
    );
    let shown = unquoted(text(&result));
    let groups = result["structuredContent"]["groups"].as_array().unwrap();
    assert!(!groups.is_empty());
    for group in groups {
        for passage in group["passages"].as_array().unwrap() {
            assert!(shown.contains(passage["citation"].as_str().unwrap()));
            for side in ["en", "zh"] {
                let quoted = passage["text"][side].as_str().unwrap_or_default();
                assert!(shown.contains(quoted), "{quoted}");
            }
        }
    }
}

#[test]
fn what_changes_is_taken_in_and_told_apart_from_the_protocol() {
    let sandbox = Sandbox::with(&[("A.txt", &call_of("AAA", 1, &["Ann Wu - CFO"]))]);
    let mut session = Session::start(&sandbox, &[]);
    let total = |session: &mut Session| session.found("list_calls", json!({}))["total"].clone();
    assert_eq!(total(&mut session), 1);
    sandbox.write("B.txt", call_of("BBB", 1, &["Bo Li - CFO"]).as_bytes());
    let start = Instant::now();
    while total(&mut session) != 2 {
        assert!(start.elapsed() < Duration::from_secs(120), "never taken in");
        std::thread::sleep(Duration::from_millis(50));
    }
    let (code, stderr) = session.end();
    assert_eq!(code, Some(0));
    assert!(stderr.contains("indexed: 1 added"), "{stderr}");

    let mut session = Session::start(&sandbox, &["--no-refresh"]);
    assert_eq!(total(&mut session), 2);
    assert_eq!(session.end(), (Some(0), String::new()));
}

#[test]
fn without_an_index_and_a_corpus_it_says_so() {
    for args in [&["mcp"][..], &["mcp", "--no-refresh"]] {
        let run = Sandbox::empty().run(args);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
        assert!(run.err.starts_with("error: "), "{}", run.err);
        assert!(run.err.contains("hint: "), "{}", run.err);
    }
}

#[test]
fn a_client_that_says_nothing_is_no_failure() {
    assert_eq!(Session::silent(Sandbox::samples(), &[]).end().0, Some(0));
}

#[test]
fn prompts_are_written_from_what_there_is() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    let listed = session.ask("prompts/list", json!({}));
    let mut get = |name: &str, arguments: Value| {
        session.ask("prompts/get", json!({"name": name, "arguments": arguments}))
    };
    let said = |answer: &Value| {
        let message = &answer["result"]["messages"][0];
        assert_eq!(message["role"], "user", "{answer}");
        message["content"]["text"].as_str().unwrap().to_owned()
    };
    let topic = said(&get(
        "topic_across_companies",
        json!({"topic": "關稅", "period": "2025Q4.."}),
    ));
    assert!(
        topic.contains("關稅") && topic.contains("2025Q4.."),
        "{topic}"
    );
    let changed = said(&get("what_changed", json!({"company": "曜光半導體"})));
    assert!(
        changed.contains("LMRA-2026Q1") && changed.contains("LMRA-2025Q4"),
        "{changed}"
    );
    assert!(!changed.contains("LMRA-2025Q3"), "{changed}");
    let unanswered = said(&get("unanswered_questions", json!({"call": "lmra-2025q3"})));
    assert!(unanswered.contains("LMRA-2025Q3"), "{unanswered}");
    for (name, arguments, hint) in [
        (
            "topic_across_companies",
            json!({}),
            "argument `topic` is missing",
        ),
        (
            "topic_across_companies",
            json!({"topic": "compny:x"}),
            "did you mean `company`?",
        ),
        ("what_changed", json!({"company": "Lumoro"}), "did you mean"),
        (
            "unanswered_questions",
            json!({"call": "LMRA-2031Q1"}),
            "no call",
        ),
        ("summarize", json!({}), "unknown prompt"),
    ] {
        let answer = get(name, arguments);
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(hint), "{message}");
    }
    assert_eq!(listed["result"]["prompts"].as_array().unwrap().len(), 3);
    // Every tool that a prompt names exists.
    let named = regex::Regex::new("`([a-z]+_[a-z]+|trend|compare|mentions)`").unwrap();
    for text in [topic, changed, unanswered] {
        let names: Vec<String> = (named.captures_iter(&text))
            .map(|found| found[1].to_owned())
            .filter(|name| name != "per_call")
            .collect();
        assert!(!names.is_empty());
        for name in names {
            assert!(TOOLS.contains(&name.as_str()), "{name}");
        }
    }
}

#[test]
fn arguments_are_completed_with_names_that_exist() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    for (reference, name, typed, first) in [
        (
            json!({"type": "ref/prompt", "name": "what_changed"}),
            "company",
            "lum",
            "Lumora Semiconductor",
        ),
        (
            json!({"type": "ref/prompt", "name": "unanswered_questions"}),
            "call",
            "tdwl",
            "TDWL-2026Q1",
        ),
        (
            json!({"type": "ref/prompt", "name": "topic_across_companies"}),
            "period",
            "2025q4",
            "2025Q4",
        ),
        (
            json!({"type": "ref/prompt", "name": "what_changed"}),
            "topic",
            "capital exp",
            "capital expenditure",
        ),
        (
            json!({"type": "ref/resource", "uri": "verbatim://call/{call}"}),
            "call",
            "LMRA",
            "LMRA-2026Q1",
        ),
        (
            json!({"type": "ref/resource", "uri": "verbatim://call/{call}/section/{section}"}),
            "section",
            "q",
            "qa",
        ),
    ] {
        let answer = session.ask(
            "completion/complete",
            json!({"ref": reference, "argument": {"name": name, "value": typed}}),
        );
        let completion = &answer["result"]["completion"];
        assert_eq!(completion["values"][0], first, "{answer}");
        assert_eq!(completion["hasMore"], false);
    }
    let answer = session.ask(
        "completion/complete",
        json!({"ref": {"type": "ref/prompt", "name": "none"}, "argument": {"name": "x", "value": ""}}),
    );
    assert_eq!(answer["result"]["completion"]["values"], json!([]));
}
