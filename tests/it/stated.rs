//! What people state beside the transcripts: sidecars, heads of texts, the overrides of names.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Sandbox, bilingual};

/// A call whose text tells neither company nor period.
fn anonymous() -> String {
    bilingual(
        "法說會逐字稿",
        &[
            ("Operator", &[("Good day, everyone.", "大家好。")]),
            ("Toby Hale - CFO", &[("Capex rose.", "資本支出增加。")]),
            ("何天博 - CFO", &[("It will fall.", "將會下降。")]),
        ],
    )
}

fn calls(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.run(&["index"]);
    sandbox.json(&["calls"]).as_array().unwrap().clone()
}

#[test]
fn a_sidecar_states_what_the_file_does_not() {
    let sandbox = Sandbox::with(&[("call.txt", &anonymous())]);
    assert_eq!(calls(&sandbox)[0]["id"], "call");

    let sidecar = "company = \"遠岬汽車\"\nnames = [\"Farcape Motors\"]\nticker = \"FCPM\"\n\
                   period = \"2025Q3\"\ndate = 2025-10-30\n";
    sandbox.write("call.toml", sidecar.as_bytes());
    let call = &calls(&sandbox)[0];
    assert_eq!(call["id"], "FCPM-2025Q3");
    assert_eq!(call["date"], "2025-10-30");
    assert_eq!(
        call["company"]["names"],
        json!(["遠岬汽車", "Farcape Motors"])
    );
    assert_eq!(sandbox.json(&["index"])["unchanged"], 1);

    sandbox.write("call.toml", sidecar.replace("Q3", "Q4").as_bytes());
    assert_eq!(sandbox.json(&["index"])["changed"], json!(["call.txt"]));
    assert_eq!(calls(&sandbox)[0]["id"], "FCPM-2025Q4");

    sandbox.remove("call.toml");
    assert_eq!(calls(&sandbox)[0]["id"], "call");

    sandbox.write("other.txt", anonymous().replace("Hale", "Ray").as_bytes());
    sandbox.write("call.txt.toml", b"period = \"sometime\"");
    let report = sandbox.json(&["index"]);
    assert_eq!(
        report["skipped"],
        json!([
            "corpus/call.txt.toml: `sometime` is no fiscal period; write 2025Q3, 2025H1 or 2025"
        ])
    );
}

#[test]
fn overrides_concern_the_calls_they_name() {
    let sandbox = Sandbox::with(&[
        ("FCPM-2025Q3.txt", &anonymous()),
        ("FCPM-2025Q4.txt", &(anonymous() + "One more word.\n")),
        (
            "LMRA-2025Q3.txt",
            &anonymous()
                .replace("capex", "it")
                .replace("Toby Hale", "Ann Ray"),
        ),
        ("TDWL-2025Q3.txt", &(anonymous() + "Two more words.\n")),
    ]);
    sandbox.run(&["index"]);
    let farcape = "[[company]]\nticker = \"FCPM\"\nnames = [\"Farcape\"]\n";
    let renamed = "[[company]]\nticker = \"FCPX\"\nnames = [\"FCPM\"]\n";
    let hale = "[[person]]\nname = \"Tobias R. Hale\"\nnames = [\"Toby Hale\"]\n";
    let ray = "[[person]]\nname = \"Ann B. Ray\"\nnames = [\"Ann Ray\"]\ncompany = \"Farcape\"\n";
    let here = format!("{hale}company = \"Farcape\"\n");
    let both = ["FCPM-2025Q3.txt", "FCPM-2025Q4.txt"];
    let with_tide = [both[0], both[1], "TDWL-2025Q3.txt"];
    for (overrides, changed) in [
        (farcape.to_owned(), &both[..]),
        (
            format!("{farcape}[[glossary]]\nterms = [\"capex\", \"spend\"]\n"),
            &[],
        ),
        // Nobody of this name speaks on the company's calls.
        (format!("{farcape}{ray}"), &[]),
        (format!("{farcape}{ray}{here}"), &both),
        // The same people on all calls.
        (format!("{farcape}{ray}{hale}"), &with_tide),
        (format!("{ray}{hale}{renamed}"), &both),
        (String::new(), &with_tide),
    ] {
        fs::write(sandbox.path("corpus/verbatim.toml"), &overrides).unwrap();
        let report = sandbox.json(&["index"]);
        assert_eq!(report["changed"], json!(changed), "{overrides}");
        assert_eq!(sandbox.json(&["index"])["unchanged"], 4);
        let answers = || {
            let people = sandbox.json(&["speakers", "--sort", "name"]);
            let companies = sandbox.json(&["companies"]);
            let hits = &sandbox.json(&["search", "rose OR fall", "--limit", "all"])["hits"];
            let who = |hit: &Value| {
                let parts = ["citation", "company", "speaker"].map(|part| hit[part].to_string());
                parts.join(" ")
            };
            // Hits of one score stand in the order in which they were indexed.
            let mut hits: Vec<String> = hits.as_array().unwrap().iter().map(who).collect();
            hits.sort();
            (people, companies, hits)
        };
        let refreshed = answers();
        sandbox.run(&["index", "--rebuild"]);
        assert_eq!(refreshed, answers(), "{overrides}");
    }
}

#[test]
fn the_head_of_a_text_states_facts() {
    let text = format!(
        "---\ncompany: 遠岬汽車\nticker: FCPM\nperiod: 2025Q3\n---\n{}",
        anonymous()
    );
    let sandbox = Sandbox::with(&[("call.txt", &text)]);
    let call = &calls(&sandbox)[0];
    assert_eq!(
        (&call["id"], &call["passages"]),
        (&json!("FCPM-2025Q3"), &json!(3))
    );
}

#[test]
fn the_overrides_name_companies_and_people() {
    let sandbox = Sandbox::with(&[
        ("FCPM-2025Q3.txt", &anonymous()),
        ("other-2025Q3.txt", &(anonymous() + "One more word.\n")),
    ]);
    let overrides = r#"
[[company]]
ticker = "FCPM"
name = "遠岬汽車"
names = ["Farcape Motors", "Farcape"]

[[person]]
name = "Tobias R. Hale"
names = ["Toby Hale", "何天博"]
company = "Farcape"
role = "ir"
title = "Chief Financial Officer"
"#;
    fs::write(sandbox.path("corpus/verbatim.toml"), overrides).unwrap();
    for name in ["farcape", "远岬汽车", "FCPM"] {
        assert_eq!(
            sandbox.found_in_order(&["--company", name]),
            ["FCPM-2025Q3#1", "FCPM-2025Q3#2", "FCPM-2025Q3#3"],
            "{name}"
        );
    }
    for name in ["Toby Hale", "何天博", "tobias r hale"] {
        let found = sandbox.found_in_order(&["--company", "FCPM", "--speaker", name, "role:ir"]);
        assert_eq!(found, ["FCPM-2025Q3#2", "FCPM-2025Q3#3"], "{name}");
    }
    let call = sandbox.json(&["show", "FCPM-2025Q3"]);
    let speaker = &call["call"]["speakers"][1];
    assert_eq!(
        speaker["names"],
        json!(["Tobias R. Hale", "Toby Hale", "何天博"])
    );
    assert_eq!(speaker["title"], "Chief Financial Officer");
    // On another company's call the name is somebody else's.
    assert_eq!(
        sandbox.json(&["show", "OTHER-2025Q3"])["call"]["speakers"][1]["name"],
        "Toby Hale"
    );

    // The overrides in the working folder outweigh the corpus's, and the calls they name are read again.
    fs::write(sandbox.path("verbatim.toml"), "").unwrap();
    let changed = &sandbox.json(&["index"])["changed"];
    assert_eq!(*changed, json!(["FCPM-2025Q3.txt"]));
    assert_eq!(sandbox.json(&["index"])["unchanged"], 2);
    assert_eq!(sandbox.run(&["search", "company:farcape"]).code, Some(2));

    fs::write(
        sandbox.path("verbatim.toml"),
        "[[person]]\nnames = [\"A\"]\nnick = 1\n",
    )
    .unwrap();
    let run = sandbox.run(&["index"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.err,
        "error: verbatim.toml: line 3: unknown field `nick`, expected one of `name`, `names`, `company`, `role`, `title`, `firm`\n"
    );
}
