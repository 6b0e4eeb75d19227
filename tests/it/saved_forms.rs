//! What saved searches print, in every form and at every width.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::{
    harness::{Run, Sandbox, samples},
    saved::keep,
};

/// The samples with searches of several kinds.
fn kept_samples() -> Sandbox {
    let sandbox = Sandbox::of(&samples());
    keep(
        &sandbox,
        "[[saved]]\nname = \"capex-cuts\"\nquery = \"capex\"\nrole = [\"executive\", \"ir\"]\n\
         note = \"預算 as management tells it, and what the management says of it at some length\"\n\
         [[saved]]\nname = \"關稅\"\nquery = \"關稅\"\n\
         [[saved]]\nname = \"asked\"\nasked = \"gross margin\"\n\
         [[saved]]\nname = \"broken\"\nquery = \"capex NEAR/10 (cut OR lower OR 下修) compny:LMRA\"\n\
         [[saved]]\nname = \"nothing\"\nquery = \"zyxwv\"\n",
    );
    sandbox.run(&["index"]);
    sandbox
}

#[test]
fn all_forms_hold_the_same_news() {
    let sandbox = kept_samples();
    let form = |form: &str| {
        let run = sandbox.run(&["saved", "run", "--dry-run", "--output", form]);
        assert_eq!(run.code, Some(2), "{run:?}");
        run.out
    };
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    let mut expected = Vec::new();
    for search in json.as_array().unwrap() {
        let name = search["name"].as_str().unwrap();
        if name == "broken" {
            assert!(search["error"].as_str().unwrap().contains("unknown field"));
            continue;
        }
        let hits = search["hits"].as_array().unwrap();
        assert_eq!(search["new"], hits.len(), "{name}");
        assert_eq!(
            (&search["new"], &search["since"]),
            (&search["total"], &Value::Null)
        );
        let rows = hits.iter().map(|hit| {
            let citation = hit["citation"].as_str().unwrap();
            (name.to_owned(), citation.to_owned())
        });
        expected.extend(rows);
    }
    let found = |args: &[&str]| sandbox.found(args).len();
    let by_search = found(&["capex", "--role", "executive", "--role", "ir"])
        + found(&["關稅"])
        + found(&["--asked", "gross margin", "--group", "none"]);
    assert_eq!(expected.len(), by_search);

    let text = form("csv");
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(&csv.headers().unwrap()[0], "saved");
    let of_csv: Vec<(String, String)> = (csv.records())
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    assert_eq!(of_csv, expected);
    let of_lines: Vec<(String, String)> = (form("jsonl").lines())
        .map(|line| serde_json::from_str(line).unwrap())
        .map(|line: Value| {
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            (text("saved"), text("citation"))
        })
        .collect();
    assert_eq!(of_lines, expected);
    assert_eq!(form("plain").lines().count(), expected.len());
    let (markdown, table) = (form("markdown"), form("table"));
    for (name, citation) in &expected {
        assert!(markdown.contains(&format!("## {name}\n")), "{markdown}");
        assert!(markdown.contains(citation), "{citation}");
        assert!(table.contains(&format!("{citation}  ")), "{citation}");
    }
    for command in [&["saved", "list"][..], &["saved", "preview", "關稅"]] {
        let rows = |form: &str| sandbox.run(&[command, &["--output", form]].concat()).out;
        let lines = rows("jsonl").lines().count();
        assert_eq!(rows("plain").lines().count(), lines, "{command:?}");
        assert_eq!(rows("csv").lines().count(), lines + 1, "{command:?}");
        assert_eq!(rows("markdown").lines().count(), lines + 2, "{command:?}");
    }
    let preview = ["saved", "preview", "關稅", "--format", "csv"];
    assert!(sandbox.run(&preview).out.starts_with("period,calls,"));
}

#[test]
fn lines_fit_the_terminal() {
    let sandbox = kept_samples();
    let fits = |args: &[&str]| -> [Run; 2] {
        [80, 120].map(|columns| {
            let run = sandbox.run_with(args, Some(columns));
            for line in run.out.lines() {
                assert!(line.width() <= columns, "{columns}: {line}");
            }
            run
        })
    };
    let limited = ["saved", "run", "--why", "--limit", "2"];
    for (args, code) in [
        (&["saved", "list"][..], 2),
        (&["saved", "preview", "capex"], 0),
        (&limited, 2),
    ] {
        assert!(
            fits(args).iter().all(|run| run.code == Some(code)),
            "{args:?}"
        );
    }
    let [first, second] = fits(&["saved", "run"]);
    assert!(first.out.contains("new passages in"), "{first:?}");
    assert!(second.out.contains("nothing new since"), "{second:?}");
    let [none, _] = fits(&["saved", "run", "nothing"]);
    assert!(none.out.contains("no passage has `zyxwv`"), "{none:?}");
}
