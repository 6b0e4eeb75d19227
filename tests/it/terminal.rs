//! What a terminal would obey: a pipe gets it as it stands, a terminal shows it, and no spreadsheet
//! runs a cell.

use std::process::Command;

use crate::{
    harness::{Run, Sandbox, bilingual},
    output::has,
};

/// An operating system command that never ends, one that ends, and one that turns the text around.
const UNENDED: &str = "The margin \u{1b}]0;never ends.";
const CLIPBOARD: &str = "The margin \u{1b}]52;c;cHduZWQ=\u{7}\u{1b}[2J\u{9b}31m grows.";
const TURNED: &str = "The margin \u{202e}sllaf\u{202c} here.";

fn sandbox() -> Sandbox {
    // So that a control character here and there does not make the file a binary one.
    let filler = "We grow with our customers in every quarter. ".repeat(60);
    let call = bilingual(
        "測試 (TEST) 2025 Q1 法說會逐字稿",
        &[(
            "Ann \u{1b}[5mLee - Chief Executive Officer",
            &[
                (UNENDED, "毛利率。"),
                (CLIPBOARD, "毛利率成長。"),
                (TURNED, "毛利率在此。"),
                ("-1+1 is the margin.", "=毛利率"),
                ("The margin is the last.", "毛利率最後。"),
                (&filler, "我們成長。"),
            ],
        )],
    );
    let sandbox = Sandbox::with(&[("a\u{1b}]0;b\u{202e}.txt", &call)]);
    let built = sandbox.run(&["index"]);
    assert_eq!(built.code, Some(0), "{built:?}");
    sandbox
}

const ARGUMENTS: [&str; 4] = ["search", "margin", "--sort", "call"];

/// Runs the program on a terminal; none where Python, which makes one, is not there.
fn on_terminal(sandbox: &Sandbox, args: &[&str]) -> Option<String> {
    const SPAWN: &str = "import os, pty, sys\n\
        sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    if !has("python3") {
        return None;
    }
    let output = Command::new("python3")
        .args(["-c", SPAWN, env!("CARGO_BIN_EXE_verbatim")])
        .args(args)
        .current_dir(sandbox.path(""))
        .env("PAGER", "cat")
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    Some(
        String::from_utf8(output.stdout)
            .unwrap()
            .replace("\r\n", "\n"),
    )
}

#[test]
fn a_pipe_gets_every_row_as_it_stands() {
    let sandbox = sandbox();
    for form in ["csv", "plain", "markdown", "table", "jsonl"] {
        let Run { out, code, .. } = sandbox.run(&[&ARGUMENTS[..], &["-o", form]].concat());
        assert_eq!(code, Some(0));
        assert!(out.contains("is the last."), "{form}: {out:?}");
        if form == "jsonl" {
            assert_eq!(out.lines().count(), 5, "{out}");
        } else if form != "markdown" {
            assert!(out.contains("\u{1b}]0;never"), "{form}: {out:?}");
            assert!(out.contains("\u{1b}]52;c;"), "{form}: {out:?}");
        }
    }
    let csv = sandbox.run(&[&ARGUMENTS[..], &["--csv"]].concat()).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    assert!(rows[0].iter().any(|cell| cell == UNENDED), "{rows:?}");
    assert!(rows[1].iter().any(|cell| cell == CLIPBOARD), "{rows:?}");
}

#[test]
fn a_terminal_shows_what_it_would_obey() {
    let sandbox = sandbox();
    let color = ["--color", "always"];
    let ours = regex::Regex::new(
        "\u{1b}\\[[0-9;]*m|\u{1b}\\]8;;(file://[!-~]*)?\u{1b}\\\\|\u{1b}\\[\\?25[hl]|\u{1b}\\[[0-9]*[AKJ]|\r",
    )
    .unwrap();
    for args in [
        [&ARGUMENTS[..], &color].concat(),
        [&ARGUMENTS[..], &["--csv"]].concat(),
        [&ARGUMENTS[..], &["--json"]].concat(),
        [&ARGUMENTS[..], &["-o", "plain"]].concat(),
        [&ARGUMENTS[..], &["--why"], &color[..]].concat(),
        vec!["show", "TEST-2025Q1"],
        vec!["calls"],
        vec!["speakers"],
        vec!["check"],
        vec!["index", "--rebuild"],
        vec!["doctor"],
        vec!["search", "\u{1b}]52;c;cHduZWQ=\u{7}\u{202e}"],
        vec!["search", "margin", "--company", "\u{1b}]0;x\u{202e}"],
        vec!["search", "margin", "--\u{1b}]0;x\u{202e}"],
        vec!["\u{1b}]0;x\u{202e}"],
        vec!["check", "no-\u{1b}]0;such\u{202e}"],
        vec!["--corpus", "no-\u{1b}]0;such\u{202e}", "index"],
        vec!["saved", "run", "no-\u{1b}]0;such\u{202e}"],
    ] {
        let Some(out) = on_terminal(&sandbox, &args) else {
            return;
        };
        assert!(!out.trim().is_empty(), "{args:?}");
        let rest = ours.replace_all(&out, "");
        let obeyed = |c: char| {
            (c.is_control() && c != '\n' && c != '\t')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!rest.contains(obeyed), "{args:?}: {rest:?}");
        assert!(!out.contains("\u{1b}[5m"), "{args:?}: {out:?}");
    }
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_guarded() {
    let sandbox = sandbox();
    let cells = |args: &[&str]| -> Vec<String> {
        let csv = sandbox.run(&[&ARGUMENTS[..], args].concat()).out;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows = reader.records().map(Result::unwrap);
        rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    let has = |cells: &[String], text: &str| cells.iter().any(|cell| cell == text);
    let guarded = cells(&["--csv"]);
    let raw = cells(&["--csv", "--raw"]);
    for text in ["-1+1 is the margin.", "=毛利率"] {
        assert!(has(&guarded, &format!("'{text}")) && !has(&guarded, text));
        assert!(has(&raw, text));
    }
    let server = sandbox.serve(&["--no-refresh"]);
    let asked = server.get("/api/search?q=margin&output=csv").text;
    assert!(asked.contains("'=毛利率"), "{asked}");
    let asked = server.get("/api/search?q=margin&output=csv&raw=true").text;
    assert!(
        !asked.contains('\'') && asked.contains("=毛利率"),
        "{asked}"
    );
}
