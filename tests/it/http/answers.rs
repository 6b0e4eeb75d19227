//! The API answers what the command line does.

use serde_json::Value;

use super::samples;
use crate::{harness::Sandbox, server::encoded};

/// An answer without the time it took.
fn timeless(mut answer: Value) -> Value {
    if let Some(object) = answer.as_object_mut() {
        object.remove("took_ms");
    }
    answer
}

#[test]
fn answers_are_those_of_the_command_line() {
    for (path, args) in [
        ("/api/search?q=capex", "search capex"),
        (
            "/api/search?q=capex&role=executive&section=-qa&limit=3&offset=2&sort=newest&context=1&per-call=1",
            "search capex --role executive --section -qa --limit 3 --offset 2 --sort newest --context 1 --per-call 1",
        ),
        (
            "/api/search?q=asked:capex&facets=role,firm&limit=2",
            "search asked:capex --facets role,firm --limit 2",
        ),
        (
            "/api/search?q=revenue&company=LMRA&company=FCPM&literal=true",
            "search revenue --company LMRA --company FCPM --literal",
        ),
        ("/api/search?q=revenue&literal", "search revenue --literal"),
        (
            "/api/search?role=analyst&group=call",
            "search --role analyst --group call",
        ),
        ("/api/search?q=nowheresaid", "search nowheresaid"),
        ("/api/calls", "calls"),
        (
            "/api/calls?q=capex&sort=passages&limit=2",
            "calls capex --sort passages --limit 2",
        ),
        ("/api/calls/LMRA-2025Q3", "show LMRA-2025Q3"),
        (
            "/api/calls/lmra-2025q3?section=qa&lang=zh",
            "show lmra-2025q3 --section qa --lang zh",
        ),
        (
            "/api/calls/LMRA-2025Q3?around=23&context=1&highlight=capex",
            "show LMRA-2025Q3 --around 23 --context 1 --highlight capex",
        ),
        (
            "/api/calls/LMRA-2025Q3?exchange=2",
            "show LMRA-2025Q3 --exchange 2",
        ),
        ("/api/companies?q=capex", "companies capex"),
        (
            "/api/speakers?sort=name&role=analyst",
            "speakers --sort name --role analyst",
        ),
        ("/api/firms?company=LMRA", "firms --company LMRA"),
        ("/api/trend?q=capex", "trend capex"),
        (
            "/api/trend?q=capex&by=speaker&vs=revenue",
            "trend capex --by speaker --vs revenue",
        ),
        (
            "/api/mentions?q=capex&period=2025Q3..2025Q4",
            "mentions capex --period 2025Q3..2025Q4",
        ),
        (
            "/api/compare?q=capex&call=LMRA-2025Q4&call=LMRA-2026Q1&limit=3",
            "compare capex LMRA-2025Q4 LMRA-2026Q1 --limit 3",
        ),
    ] {
        let args: Vec<&str> = args.split(' ').collect();
        let printed = Sandbox::samples().json(&args);
        assert_eq!(timeless(samples().json(path)), timeless(printed), "{path}");
    }
}

#[test]
fn a_query_in_either_script_is_asked_as_it_is_typed() {
    let total = |query: &str| {
        let answer = samples().json(&format!("/api/search?q={}", encoded(query)));
        answer["total"].as_u64().unwrap()
    };
    assert!(total("資本支出") > 0);
    assert_eq!(total("資本支出"), total("资本支出"));
    // `+` is a space there, as forms send it.
    let spaced = samples().json("/api/search?q=free+cash+flow");
    assert_eq!(spaced["query"], "free cash flow");
}

#[test]
fn tables_are_answered_as_csv() {
    for (path, args) in [
        ("/api/search?q=capex", "search capex"),
        ("/api/calls", "calls"),
        ("/api/calls/LMRA-2025Q3", "show LMRA-2025Q3"),
        ("/api/companies", "companies"),
        ("/api/speakers", "speakers"),
        ("/api/firms", "firms"),
        ("/api/trend?q=capex", "trend capex"),
        ("/api/mentions?q=capex", "mentions capex"),
    ] {
        let args: Vec<&str> = args.split(' ').chain(["--csv"]).collect();
        let printed = Sandbox::samples().run(&args).out;
        let named = format!(
            "{path}{}output=csv",
            if path.contains('?') { '&' } else { '?' }
        );
        let accepted = [("accept", "text/csv")];
        for answer in [samples().get(&named), samples().get_with(path, &accepted)] {
            assert_eq!(answer.text, printed, "{path}");
            assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        }
    }
    let chart = samples().get("/api/trend?q=capex&output=svg");
    assert_eq!(chart.header("content-type"), "image/svg+xml");
    assert!(chart.text.starts_with("<svg") || chart.text.starts_with("<?xml"));
}

#[test]
fn suggestions_go_on_with_what_is_typed() {
    let suggested = |typed: &str| -> Vec<(String, String)> {
        let answer = samples().json(&format!("/api/suggest?q={}", encoded(typed)));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (answer["suggestions"].as_array().unwrap().iter())
            .map(|one| (text(&one["kind"]), text(&one["insert"])))
            .collect()
    };
    let has = |typed: &str, kind: &str, insert: &str| {
        let all = suggested(typed);
        let found = all.iter().any(|(k, i)| k == kind && i == insert);
        assert!(found, "{typed}: {all:?}");
    };
    has("lumo", "company", "company:LMRA ");
    has("曜光", "company", "company:LMRA ");
    has(
        "guidance yat",
        "speaker",
        "guidance speaker:\"Yating Chang\" ",
    );
    has("-role:ana", "value", "-role:analyst ");
    has("call:lmra-2025", "value", "call:LMRA-2025Q3 ");
    has("資本", "term", "資本支出 ");
    has("inven", "word", "inventory ");
    has("sec", "field", "section:");
    // Whatever is typed, each suggestion is a query that can be read.
    for typed in [
        "",
        " ",
        "\"",
        "(",
        "-",
        "company:",
        "a\"b:c",
        "資本支出 OR",
        "\u{202e}x",
        ":",
        "speaker:\"",
    ] {
        for (kind, insert) in suggested(typed) {
            assert!(
                kind == "field" || verbatim::query::parse(&insert).is_ok(),
                "{insert}"
            );
        }
    }
    assert_eq!(suggested(&"x".repeat(10_000)), []);
}

#[test]
fn a_page_of_a_list_is_a_part_of_it() {
    let all = samples().json("/api/speakers");
    let all = all.as_array().unwrap();
    let mut paged = Vec::new();
    while paged.len() < all.len() {
        let page = samples().json(&format!("/api/speakers?limit=7&offset={}", paged.len()));
        let page = page.as_array().unwrap().clone();
        assert!(!page.is_empty());
        paged.extend(page);
    }
    assert_eq!(&paged, all);
    let beyond = samples().json("/api/speakers?offset=999999");
    assert_eq!(beyond.as_array().unwrap().len(), 0);
}
