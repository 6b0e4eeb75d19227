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

#[test]
fn a_file_holds_the_whole_result() {
    let all = "/api/search?q=capex&limit=2&group=call&download=true";
    let total = samples().json("/api/search?q=capex")["total"]
        .as_u64()
        .unwrap() as usize;
    assert!(total > 10, "more than a page: {total}");
    let csv = samples().get(&format!("{all}&output=csv"));
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"verbatim-search.csv\""
    );
    assert!(
        csv.text.starts_with("\u{FEFF}citation,"),
        "{}",
        &csv.text[..40]
    );
    assert_eq!(
        csv::Reader::from_reader(csv.text.as_bytes())
            .records()
            .count(),
        total
    );
    let json = samples().get(&format!("{all}&output=json"));
    assert_eq!(
        json.header("content-disposition"),
        "attachment; filename=\"verbatim-search.json\""
    );
    assert_eq!(json.json()["hits"].as_array().unwrap().len(), total);
    let markdown = samples().get(&format!("{all}&output=markdown"));
    assert_eq!(
        markdown.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    assert_eq!(markdown.text.matches("\n**").count() + 1, total);
    // Partial matches are in a file only where there are no others.
    let partial = samples()
        .get("/api/search?q=capex+zorbling&download=true")
        .json();
    assert_eq!(partial["total"], 0);
    assert!(partial["hits"].as_array().unwrap().len() >= total);
    let lists = samples().get("/api/companies?output=csv&download=true");
    assert!(lists.text.starts_with('\u{FEFF}'));
}

/// The texts of the cells of a workbook's sheet and its number of rows.
fn sheet(bytes: &[u8]) -> (String, usize) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let rows = read("xl/worksheets/sheet1.xml").matches("<row ").count();
    (read("xl/sharedStrings.xml"), rows)
}

#[test]
fn a_workbook_has_a_row_for_each_passage() {
    let total = samples().json("/api/search?q=capex")["total"]
        .as_u64()
        .unwrap() as usize;
    let asked =
        b"GET /api/search?q=capex&output=xlsx&download=true HTTP/1.0\r\nhost: localhost\r\n\r\n";
    let answer = samples().raw(asked);
    let head = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let (texts, rows) = sheet(&answer[head + 4..]);
    assert_eq!(rows, total + 1);
    assert!(texts.contains("citation") && texts.contains("資本支出"));
    let sandbox = Sandbox::samples();
    let program = env!("CARGO_BIN_EXE_verbatim");
    let printed = std::process::Command::new(program)
        .args([
            "search", "capex", "--limit", "all", "--match", "all", "-o", "xlsx",
        ])
        .current_dir(sandbox.path(""))
        .output()
        .unwrap();
    assert!(printed.status.success());
    assert_eq!(sheet(&printed.stdout).1, total + 1);
}
