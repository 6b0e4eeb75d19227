//! Lines that are no protocol, and arguments that no tool can take.

use serde_json::{Value, json};

use super::session::Session;
use crate::harness::Sandbox;

#[test]
fn lines_that_are_no_messages_do_not_end_the_session() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    for line in [
        "",
        "{",
        "not json",
        "\u{0}\u{1}",
        "{\"jsonrpc\": \"2.0\"",
        "資本支出",
    ] {
        session.send_line(line);
    }
    // What is JSON and no message is refused; what is no JSON has nobody to answer.
    session.send_line("{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": 7}");
    let refused = session.hear();
    assert_eq!(refused["error"]["code"], -32600, "{refused}");
    let unknown = session.ask("tools/explode", json!({}));
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
    let unknown = session.ask(
        "tools/call",
        json!({"name": "delete_call", "arguments": {}}),
    );
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    let message = unknown["error"]["message"].as_str().unwrap();
    assert!(message.contains("search_transcripts"), "{message}");
    let answer = session.ask("ping", json!({}));
    assert_eq!(answer["result"], json!({}));
    let found = session.found("search_transcripts", json!({"query": "capex"}));
    assert!(found["total"].as_u64().unwrap() > 0);
    assert_eq!(session.end().0, Some(0));
}

#[test]
fn arguments_that_cannot_be_taken_are_answered_with_what_can() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    let long = "x".repeat(100_000);
    let deep = "(".repeat(4_000);
    let cases: Vec<(&str, Value, &str)> = vec![
        ("search_transcripts", json!({"query": long}), "bytes long"),
        ("search_transcripts", json!({"query": deep}), "error: "),
        (
            "search_transcripts",
            json!({"query": "capex compny:x"}),
            "at: `compny`, character 7",
        ),
        ("search_transcripts", json!({"query": "(capex"}), "error: "),
        (
            "search_transcripts",
            json!({"query": 7}),
            "argument `query`: invalid type",
        ),
        (
            "search_transcripts",
            json!({"query": ["a"]}),
            "argument `query`",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "limit": -1}),
            "give at least 1",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "limit": 0}),
            "give at least 1",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "limit": 1e30}),
            "give at most 100",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "limit": 2.5}),
            "expected a whole number",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "offset": -3}),
            "give at least 0",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "offset": 9_000_000}),
            "hint: narrow",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "context": 11}),
            "give at most 10",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "max_chars": 1}),
            "give at least 500",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "sort": "best"}),
            "`relevance`, `newest`",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "facets": ["mood"]}),
            "`company`",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "literal": "yes"}),
            "argument `literal`",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "compny": "LMRA"}),
            "did you mean `company`?",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "ticker": "LMRA"}),
            "did you mean `company`?",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "zzz": 1}),
            "arguments are query",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "company": {"id": "LMRA"}}),
            "is no text",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "company": ""}),
            "has no value",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "company": "Lumoro"}),
            "did you mean Lumora",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "role": "chairman"}),
            "did you mean `executive`?",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "period": "soon"}),
            "hint: ",
        ),
        (
            "search_transcripts",
            json!({"query": "a", "speaker": "Ytaing Chnag"}),
            "did you mean",
        ),
        ("search_transcripts", json!({}), "error: "),
        ("read_call", json!({}), "missing field `call`"),
        (
            "read_call",
            json!({"call": "LMRA"}),
            "did you mean LMRA-2025Q3, LMRA-2025Q4 or LMRA-2026Q1?",
        ),
        (
            "read_call",
            json!({"call": "LMRA-2025Q3#x"}),
            "no passage number",
        ),
        (
            "read_call",
            json!({"call": "LMRA-2025Q3#9999"}),
            "has no passage 9999",
        ),
        (
            "read_call",
            json!({"call": "LMRA-2025Q3", "exchange": 99}),
            "has no exchange 99",
        ),
        (
            "read_call",
            json!({"call": "LMRA-2025Q3", "from": 9000}),
            "numbered 1 to",
        ),
        (
            "read_call",
            json!({"call": "LMRA-2025Q3", "from": 5, "to": 4}),
            "numbered 1 to",
        ),
        (
            "read_call",
            json!({"call": "LMRA-2025Q3", "section": "middle"}),
            "`prepared`",
        ),
        (
            "read_call",
            json!({"call": "LMRA-2025Q3", "lang": "fr"}),
            "`en`",
        ),
        ("read_call", json!({"call": "../../etc/passwd"}), "no call"),
        ("list_people", json!({"who": "ghosts"}), "`speakers`"),
        ("trend", json!({}), "missing field `query`"),
        ("trend", json!({"query": ""}), "nothing to count"),
        ("trend", json!({"query": "a", "by": "mood"}), "`period`"),
        (
            "compare",
            json!({"query": "a", "first": "LMRA-2025Q3"}),
            "missing field `second`",
        ),
        (
            "compare",
            json!({"query": "a", "first": "LMRA-2025Q3", "second": "LMRA-2025Q3"}),
            "itself",
        ),
        (
            "compare",
            json!({"query": "", "first": "LMRA-2025Q3", "second": "LMRA-2025Q4"}),
            "nothing to compare",
        ),
        ("mentions", json!({"query": "OR"}), "error: "),
    ];
    for (tool, arguments, told) in cases {
        let shown: String = arguments.to_string().chars().take(80).collect();
        let said = session.fails(tool, arguments);
        assert!(said.starts_with("error: "), "{tool} {shown}: {said}");
        assert!(said.contains(told), "{tool} {shown}: {said}");
        assert!(said.len() < 2_000, "{tool} {shown}: {said}");
    }
    // What a model leaves out it may write as null, and a number where a text is wanted.
    let found = session.found(
        "search_transcripts",
        json!({"query": "capex", "sort": null, "limit": null, "company": null, "period": 2025}),
    );
    assert!(found["total"].as_u64().unwrap() > 0);
    assert_eq!(session.end().0, Some(0));
}

#[test]
fn many_questions_at_once_are_all_answered() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    let ids: Vec<u64> = (1000..1100).collect();
    for id in &ids {
        session.send(&json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
            "params": {"name": "search_transcripts", "arguments": {"query": "capex", "limit": 1}}}));
    }
    let mut answered: Vec<u64> = (ids.iter())
        .map(|_| {
            let answer = session.hear();
            assert_eq!(answer["result"]["isError"], false, "{answer}");
            answer["id"].as_u64().unwrap()
        })
        .collect();
    answered.sort_unstable();
    assert_eq!(answered, ids);
    assert_eq!(session.end().0, Some(0));
}
