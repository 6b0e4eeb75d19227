//! Citations keep their meaning, and a copy is no second call.

use std::io::Write;

use serde_json::json;

use crate::harness::{Sandbox, bilingual};

fn call(company: &str, word: &str) -> String {
    bilingual(
        &format!("{company} 2025 Q1 法說會逐字稿"),
        &[(
            "Ann Lee - Chief Executive Officer",
            &[(&format!("We sell {word} and nothing else."), "我們成長。")],
        )],
    )
}

#[test]
fn the_first_comer_keeps_its_id_whatever_comes_beside_it() {
    let sandbox = Sandbox::with(&[("a.txt", &call("曜光 (AAA)", "apples"))]);
    assert_eq!(sandbox.found(&["apples"]), ["AAA-2025Q1#1"]);
    // The name of the second comes first.
    sandbox.write("a (1).txt", call("曜光 (AAA)", "bananas").as_bytes());
    let report = sandbox.json(&["index"]);
    let clash = json!([{"source": "a (1).txt", "wanted": "AAA-2025Q1", "given": "AAA-2025Q1-2"}]);
    assert_eq!(report["clashes"], clash);
    let stay = || {
        assert_eq!(sandbox.found(&["apples"]), ["AAA-2025Q1#1"]);
        assert_eq!(sandbox.found(&["bananas"]), ["AAA-2025Q1-2#1"]);
    };
    stay();
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, Some(0));
    stay();
    // Changed within, it is still the first.
    sandbox.write("a.txt", call("曜光 (AAA)", "apples today").as_bytes());
    stay();
    // Under another name too.
    let text = std::fs::read(sandbox.path("corpus/a.txt")).unwrap();
    sandbox.remove("a.txt");
    sandbox.write("z.txt", &text);
    stay();
    // The second stays the second when the first is gone, and a third may be the first.
    sandbox.remove("z.txt");
    assert_eq!(sandbox.found(&["bananas"]), ["AAA-2025Q1-2#1"]);
    sandbox.write("c.txt", call("曜光 (AAA)", "cherries").as_bytes());
    assert_eq!(sandbox.found(&["cherries"]), ["AAA-2025Q1#1"]);
    assert_eq!(sandbox.found(&["bananas"]), ["AAA-2025Q1-2#1"]);
    // Where nothing is remembered names decide.
    std::fs::remove_dir_all(sandbox.path("index")).unwrap();
    assert_eq!(sandbox.found(&["bananas"]), ["AAA-2025Q1#1"]);
}

#[test]
fn old_ids_and_links_lead_to_a_call_whose_company_is_named() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("遠岬汽車", "windmills")),
        ("b.txt", &call("曜光 (BBB)", "bread")),
    ]);
    let old = sandbox.found(&["windmills"])[0].clone();
    let old_id = old.split('#').next().unwrap().to_owned();
    let saved = "[[saved]]\nname = \"mills\"\nquery = \"windmills\"\n";
    sandbox.write("verbatim.toml", saved.as_bytes());
    assert_eq!(sandbox.json(&["saved", "run"])[0]["new"], 1);
    let named = format!("[[company]]\nticker = \"FCPM\"\nname = \"遠岬汽車\"\n{saved}");
    sandbox.write("verbatim.toml", named.as_bytes());
    assert_eq!(sandbox.found(&["windmills"]), ["FCPM-2025Q1#1"]);
    // What was shown under the old id is nothing new.
    assert_eq!(sandbox.json(&["saved", "run"])[0]["new"], 0);
    let resolves = || {
        for id in [old.as_str(), &old_id, &old_id.to_lowercase()] {
            let read = sandbox.json(&["show", id]);
            assert_eq!(read["call"]["id"], "FCPM-2025Q1", "{id}");
        }
        assert_eq!(
            sandbox.found(&["windmills", "--call", &old_id]),
            ["FCPM-2025Q1#1"]
        );
        let compared = sandbox.run(&["compare", "windmills", &old_id, "BBB-2025Q1"]);
        assert_eq!(compared.code, Some(0), "{compared:?}");
    };
    resolves();
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, Some(0));
    resolves();
    let server = sandbox.serve(&["--no-refresh"]);
    let path: String = old_id.bytes().map(|b| format!("%{b:02X}")).collect();
    let answer = server.json(&format!("/api/calls/{path}"));
    assert_eq!(answer["call"]["id"], "FCPM-2025Q1");
    let moved = server.ask_plainly("GET", &format!("/call/{path}?q=windmills"), &[], "");
    assert_eq!(moved.status, 307);
    assert_eq!(moved.header("location"), "/call/FCPM-2025Q1?q=windmills");
    let page = server.get(&format!("/call/{path}?q=windmills"));
    assert!(
        page.status == 200 && page.text.contains("windmills"),
        "{page:?}"
    );
    // Named no more, it is called as before, and what was given meanwhile leads to it.
    sandbox.write("verbatim.toml", saved.as_bytes());
    assert_eq!(sandbox.found(&["windmills"]), [old.as_str()]);
    assert_eq!(sandbox.json(&["show", "FCPM-2025Q1"])["call"]["id"], old_id);
    // With the file the way to it goes.
    sandbox.remove("a.txt");
    sandbox.run(&["index"]);
    assert_eq!(sandbox.run(&["show", "FCPM-2025Q1"]).code, Some(2));
}

#[test]
fn a_copy_is_passed_over_and_takes_the_place_of_the_first_when_that_is_gone() {
    let text = call("曜光 (AAA)", "apples");
    let sandbox = Sandbox::with(&[("b.txt", &text), ("o.txt", &call("遠岬 (OOO)", "oranges"))]);
    assert_eq!(sandbox.found(&["apples"]), ["AAA-2025Q1#1"]);
    sandbox.write("a.txt", text.as_bytes());
    sandbox.write("crlf.txt", text.replace('\n', "\r\n").as_bytes());
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(text.as_bytes()).unwrap();
    sandbox.write("packed.txt.gz", &packer.finish().unwrap());
    for command in [&["index"][..], &["index"], &["index", "--rebuild"]] {
        let report = sandbox.json(command);
        assert_eq!(report["calls"], 2, "{report}");
        let skipped = report["skipped"].to_string();
        for name in ["a.txt", "crlf.txt", "packed.txt.gz"] {
            let sentence =
                format!("{name}: the text is the same as in b.txt, so it is counted once");
            assert!(skipped.contains(&sentence), "{skipped}");
        }
        assert_eq!(sandbox.found(&["apples"]), ["AAA-2025Q1#1"]);
    }
    let doctor = sandbox.json(&["doctor"]);
    assert_eq!(doctor["failed"].as_array().unwrap().len(), 3, "{doctor}");
    // The first gone, one of the others is the call, under the same id.
    sandbox.remove("b.txt");
    assert_eq!(sandbox.found(&["apples"]), ["AAA-2025Q1#1"]);
    assert_eq!(sandbox.json(&["index"])["calls"], 2);
    // The first changed, the copies are a call of their own.
    sandbox.write("a.txt", call("曜光 (AAA)", "pears").as_bytes());
    assert_eq!(sandbox.found(&["pears"]), ["AAA-2025Q1#1"]);
    assert_eq!(sandbox.found(&["apples"]), ["AAA-2025Q1-2#1"]);
}

#[test]
fn a_record_that_stands_twice_is_one_call() {
    let record = |word: &str| {
        json!({
            "symbol": "AAA", "quarter": 1, "year": 2025, "date": "2025-02-03 17:00:00",
            "content": format!("Operator: Welcome to the earnings call of the quarter.\nAnn Wu: We sell {word}.\nOperator: Goodbye."),
        })
        .to_string()
    };
    let lines = [record("apples"), record("apples"), record("pears")].join("\n");
    let sandbox = Sandbox::with(&[("a.jsonl", &lines)]);
    let report = sandbox.json(&["index"]);
    assert_eq!(report["calls"], 2, "{report}");
    let skipped = report["skipped"].to_string();
    assert!(skipped.contains("stands there twice"), "{skipped}");
    assert_eq!(sandbox.found(&["apples"]).len(), 1);
}

#[test]
fn what_is_nearly_the_same_is_suspected() {
    let long: String = (0..60)
        .map(|n| format!("In region {n} we sold {} windmills to farmers. ", n * 7))
        .collect();
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("曜光 (AAA)", &long)),
        (
            "b.txt",
            &call("曜光 (BBB)", &format!("{long} And one more")),
        ),
        ("c.txt", &call("曜光 (CCC)", "bread")),
    ]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let doctor = sandbox.json(&["doctor"]);
    let alike = doctor["alike"].as_array().unwrap();
    assert_eq!(alike.len(), 1, "{doctor}");
    assert_eq!(alike[0]["calls"], json!(["AAA-2025Q1", "BBB-2025Q1"]));
    let text = sandbox.run(&["doctor"]).out;
    assert!(text.contains("AAA-2025Q1 and BBB-2025Q1"), "{text}");
}

#[test]
fn doctor_names_companies_with_the_same_executives() {
    let call = |title: &str, names: [&str; 2]| {
        let [chief, finance] = names;
        format!(
            "{title}\n\n{chief} - Chief Executive Officer: We grow.\n\n\
             {finance} - Chief Financial Officer: Margins rise.\n"
        )
    };
    let sandbox = Sandbox::with(&[
        (
            "a.txt",
            &call("QLM Q1 2026 Earnings Call", ["Ann Reed", "Bo Lindqvist"]),
        ),
        (
            "b.txt",
            &call(
                "Quill Motors Q2 2026 Earnings Call",
                ["ANN REED", "BO LINDQVIST"],
            ),
        ),
        (
            "c.txt",
            &call("Tern Foods Q2 2026 Earnings Call", ["Ann Reed", "Cai Ode"]),
        ),
    ]);
    sandbox.json(&["index"]);
    let doctor = sandbox.json(&["doctor"]);
    let companies = doctor["companies"].as_array().unwrap();
    assert_eq!(companies.len(), 1, "{companies:?}");
    assert_eq!(companies[0]["shared"], "ann reed and bo lindqvist");
    assert_eq!(companies[0]["ids"].as_array().unwrap().len(), 2);
}
