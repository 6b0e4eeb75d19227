//! Every command in every form of output; what other programs read says what the JSON says.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::harness::{Sandbox, samples};

/// Commands that answer with rows, and under which name the JSON has what the first column holds.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["search", "capex", "--limit", "7"], "citation"),
    (&["search", "asked:capex", "--limit", "all"], "citation"),
    (&["calls", "capex"], "id"),
    (&["companies"], "value"),
    (&["speakers", "--role", "executive"], "value"),
    (&["firms", "margin"], "value"),
    (&["mentions", "關稅"], "value"),
    (&["trend", "關稅", "--by", "company"], "query"),
    (&["show", "LMRA-2025Q3"], "citation"),
    (&["glossary", "capex"], "subject"),
];

fn csv(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        row.unwrap().iter().map(str::to_owned).collect()
    };
    let rows = reader.records().map(row).collect();
    (head, rows)
}

#[test]
fn all_forms_hold_the_same_rows() {
    let sandbox = Sandbox::samples();
    for &(args, key) in COMMANDS {
        let form = |form: &str| {
            let run = sandbox.run(&[args, &["--output", form]].concat());
            assert_eq!(run.code, Some(0), "{args:?} {form}: {}", run.err);
            assert!(!run.out.contains('\u{1b}'), "{args:?} {form}");
            run.out
        };
        let (head, rows) = csv(&form("csv"));
        assert!(!rows.is_empty(), "{args:?}");
        let first: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();

        let lines: Vec<Value> = (form("jsonl").lines())
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let of_lines: Vec<&str> = lines
            .iter()
            .map(|line| line[key].as_str().unwrap())
            .collect();
        assert_eq!(of_lines, first, "{args:?}");

        let plain = form("plain");
        let plain: Vec<Vec<&str>> = (plain.lines())
            .map(|line| line.split('\t').collect())
            .collect();
        assert_eq!(plain.len(), rows.len(), "{args:?}");
        for (cells, row) in plain.iter().zip(&rows) {
            assert_eq!(cells.len(), head.len(), "{args:?}");
            assert_eq!(cells[0], row[0], "{args:?}");
        }

        let json: Value = serde_json::from_str(&form("json")).unwrap();
        let list = [&json["hits"], &json["passages"], &json["rows"], &json];
        let list = list.iter().find_map(|value| value.as_array()).unwrap();
        assert_eq!(list.len(), rows.len(), "{args:?}");

        // What is quoted in a note can be found again.
        let markdown = form("markdown");
        let search = head[0] == "citation";
        for cell in first.iter().filter(|_| search) {
            let turn_goes_on = args[0] == "show" || args[1].starts_with("asked");
            assert!(
                turn_goes_on || markdown.contains(cell),
                "{cell}: {markdown}"
            );
        }
        assert!(search || markdown.starts_with("| "), "{markdown}");
    }
}

#[test]
fn short_ways_to_name_a_form() {
    let sandbox = Sandbox::samples();
    let out = |args: &[&str]| sandbox.run(&[&["companies"], args].concat()).out;
    let csv = out(&["--output", "csv"]);
    for args in [&["--csv"][..], &["-o", "csv"], &["--format", "csv"]] {
        assert_eq!(out(args), csv, "{args:?}");
    }
    assert_eq!(out(&["--json"]), out(&["--format", "json"]));
    let both = sandbox.run(&["companies", "--csv", "--json"]);
    assert_eq!(both.code, Some(2), "{both:?}");
    let none = sandbox.run(&["index", "--csv"]);
    assert!(none.err.contains("no rows to print as csv"), "{none:?}");
    let of_sources = sandbox.run(&["calls", "--format", "bilingual"]);
    assert_eq!(of_sources.out.lines().count(), 11, "{of_sources:?}");
}

#[test]
fn a_wide_terminal_shows_both_languages_side_by_side() {
    let sandbox = Sandbox::samples();
    let wide = sandbox.run_with(&["show", "LMRA-2025Q3"], Some(140)).out;
    let pairs = wide.lines().filter(|line| line.contains(" │ ")).count();
    assert!(pairs > 60, "{wide}");
    assert!(wide.lines().all(|line| line.width() <= 140), "{wide}");
    for line in wide.lines().filter(|line| line.contains(" │ ")) {
        let left = line.split(" │ ").next().unwrap();
        assert_eq!(left.width(), 5 + (140 - 5 - 3) / 2, "{line}");
    }
    let narrow = sandbox.run_with(&["show", "LMRA-2025Q3"], Some(100)).out;
    assert!(!narrow.contains(" │ "));
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let sandbox = Sandbox::of(&samples());
    assert!(sandbox.run(&["man"]).out.contains(".TH verbatim"));
    assert_eq!(sandbox.run(&["man", "man1"]).code, Some(0));
    for page in ["verbatim.1", "verbatim-search.1", "verbatim-trend.1"] {
        assert!(sandbox.path("man1").join(page).is_file(), "{page}");
    }
}

/// Whether a program is there. Says so where it is not; fails where all tests are asked for.
pub(crate) fn has(program: &str) -> bool {
    let there = std::process::Command::new(program)
        .arg("--version")
        .output()
        .is_ok();
    let must = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    assert!(there || !must, "{program} is missing");
    #[allow(clippy::print_stderr)]
    if !there {
        eprintln!("skipped: there is no {program}");
    }
    there
}

/// What another program prints when it is given a text.
fn through(program: &str, args: &[&str], text: &str) -> String {
    use std::{io::Write, process::Stdio};
    let mut child = std::process::Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = text.to_owned();
    let feeding = std::thread::spawn(move || stdin.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    assert!(output.status.success(), "{program}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn python_reads_the_csv() {
    if !has("python3") {
        return;
    }
    let script = "import csv, json, sys\n\
        print(json.dumps(list(csv.DictReader(sys.stdin)), ensure_ascii=False))";
    let sandbox = Sandbox::samples();
    let search = ["search", "capex OR 毛利率", "--limit", "all"];
    let text = sandbox.run(&[&search[..], &["--csv"]].concat()).out;
    let rows: Value = serde_json::from_str(&through("python3", &["-c", script], &text)).unwrap();
    let hits = &sandbox.json(&search)["hits"];
    assert_eq!(
        rows.as_array().unwrap().len(),
        hits.as_array().unwrap().len()
    );
    for (row, hit) in rows
        .as_array()
        .unwrap()
        .iter()
        .zip(hits.as_array().unwrap())
    {
        assert_eq!(row["citation"], hit["citation"]);
        for side in ["en", "zh"] {
            let text = hit["text"].get(side).and_then(Value::as_str);
            assert_eq!(row[side], text.unwrap_or_default());
        }
    }
}

#[test]
fn jq_reads_the_json_lines() {
    if !has("jq") {
        return;
    }
    let sandbox = Sandbox::samples();
    for &(args, key) in COMMANDS {
        let text = sandbox.run(&[args, &["-o", "jsonl"]].concat()).out;
        let read = through("jq", &["-r", &format!(".{key}")], &text);
        assert_eq!(read.lines().count(), text.lines().count(), "{args:?}");
        assert!(!read.contains("null"), "{args:?}: {read}");
    }
}

#[test]
fn a_browser_reads_the_chart() {
    if !has("chromium") {
        return;
    }
    let sandbox = Sandbox::samples();
    let chart = sandbox.path("chart.svg");
    let svg = chart.to_str().unwrap();
    let args = ["trend", "\"<b>&\" OR 毛利率 OR margin", "--svg", svg];
    assert_eq!(sandbox.run(&args).code, Some(0));
    let profile = tempfile::tempdir().unwrap();
    let output = std::process::Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--dump-dom", &format!("file://{svg}")])
        .output()
        .unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.contains("<svg") && page.contains("毛利率"), "{page}");
    assert!(!page.contains("parsererror"), "{page}");
}
