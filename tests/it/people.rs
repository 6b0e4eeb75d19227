//! One person across the calls of a company, in filters, facets and answers.

use serde_json::{Value, json};

use crate::harness::{Sandbox, call_of as call};

fn corpus() -> Sandbox {
    Sandbox::with(&[
        (
            "a1.txt",
            &call("AAA", 1, &["Rodney M. Smith - CFO", "Fan Jiang - CEO"]),
        ),
        (
            "a2.txt",
            &call("AAA", 2, &["Rod Smith - CFO", "Jiang Fan - CEO"]),
        ),
        (
            "a3.txt",
            &call("AAA", 3, &["Rodney M. Smith - CFO", "Rob Smith - Analyst"]),
        ),
        (
            "b1.txt",
            &call("BBB", 1, &["Rod Smith - Chairman", "Kim Smith - CFO"]),
        ),
    ])
}

fn facet(sandbox: &Sandbox, filters: &[&str]) -> Value {
    let search = ["search", "grow", "--facets", "speaker"];
    sandbox.json(&[&search, filters].concat())["facets"]["speaker"].clone()
}

#[test]
fn a_person_is_found_under_every_name_of_the_companys_calls() {
    let sandbox = corpus();
    let both = ["AAA-2025Q1#1", "AAA-2025Q2#1", "AAA-2025Q3#1"];
    for name in ["Rodney M. Smith", "Smith Rodney M.", "rodney smith"] {
        let found = sandbox.found_in_order(&["grow", "--speaker", name]);
        assert_eq!(found, both, "{name}");
    }
    // Another company's Rod Smith is somebody else: named so, he is found, but nothing more of his.
    let named = sandbox.found_in_order(&["grow", "--speaker", "Rod Smith"]);
    assert_eq!(named, [both.as_slice(), &["BBB-2025Q1#1"]].concat());
    let others = sandbox.found_in_order(&["grow", "--speaker", "!Rod Smith"]);
    assert_eq!(
        others,
        [
            "AAA-2025Q1#2",
            "AAA-2025Q2#2",
            "AAA-2025Q3#2",
            "BBB-2025Q1#2"
        ]
    );
    let form = sandbox.found(&["grow", "--speaker", "Robert Smith"]);
    assert_eq!(form, ["AAA-2025Q3#2"]);
    for name in ["Jiang Fan", "fan jiang"] {
        let found = sandbox.found_in_order(&["grow", "--speaker", name]);
        assert_eq!(found, ["AAA-2025Q1#2", "AAA-2025Q2#2"], "{name}");
    }
}

#[test]
fn facets_and_answers_know_one_person() {
    let sandbox = corpus();
    assert_eq!(
        facet(&sandbox, &[]),
        json!([
            {"value": "Rodney M. Smith", "count": 3},
            {"value": "Fan Jiang", "count": 2},
            {"value": "Kim Smith", "count": 1},
            {"value": "Rob Smith", "count": 1},
            {"value": "Rod Smith", "count": 1},
        ])
    );
    let answer = sandbox.json(&["search", "grow", "--call", "AAA-2025Q2", "--sort", "call"]);
    let speaker = &answer["hits"][0]["speaker"];
    assert_eq!(speaker["name"], "Rodney M. Smith");
    assert_eq!(speaker["names"], json!(["Rodney M. Smith", "Rod Smith"]));
    assert_eq!(
        facet(&sandbox, &["--call", "AAA-2025Q2"]),
        json!([{"value": "Fan Jiang", "count": 1}, {"value": "Rodney M. Smith", "count": 1}])
    );
}

#[test]
fn names_come_and_go_with_the_calls() {
    let sandbox = corpus();
    assert_eq!(sandbox.found(&["--speaker", "Rodney M. Smith"]).len(), 3);
    sandbox.remove("a2.txt");
    assert_eq!(sandbox.found(&["--speaker", "Rodney M. Smith"]).len(), 2);
    sandbox.write("a4.txt", call("AAA", 4, &["Rod Smith - CFO"]).as_bytes());
    assert_eq!(sandbox.found(&["--speaker", "Rodney M. Smith"]).len(), 3);
    let kept = facet(&sandbox, &[]);
    sandbox.run(&["index", "--rebuild"]);
    assert_eq!(facet(&sandbox, &[]), kept);
    // Told apart on one call, the two are two on all.
    let two = call("AAA", 4, &["Rod Smith - CFO", "Rodney M. Smith - Chairman"]);
    sandbox.write("a4.txt", two.as_bytes());
    assert_eq!(
        sandbox
            .found(&["--speaker", "Rod Smith", "--company", "AAA"])
            .len(),
        1
    );
}

#[test]
fn offices_and_titles_are_filters() {
    let sandbox = Sandbox::with(&[
        (
            "a.txt",
            &call(
                "AAA",
                1,
                &[
                    "Fan Jiang - Chief Executive Officer",
                    "Kim Smith - CFO & Head of Investor Relations",
                ],
            ),
        ),
        (
            "b.txt",
            &call(
                "BBB",
                1,
                &["Rod Smith - Head of Research", "Ann Roe - Director of IR"],
            ),
        ),
    ]);
    for (filters, found) in [
        (["--role", "ceo"], vec!["AAA-2025Q1#1"]),
        (["--role", "CFO"], vec!["AAA-2025Q1#2"]),
        (["--role", "ir"], vec!["AAA-2025Q1#2", "BBB-2025Q1#2"]),
        (
            ["--role", "executive"],
            vec!["AAA-2025Q1#1", "AAA-2025Q1#2", "BBB-2025Q1#1"],
        ),
        (["--title", "research"], vec!["BBB-2025Q1#1"]),
        (["--title", "Chief Executive Officer"], vec!["AAA-2025Q1#1"]),
    ] {
        let search = [&["grow"], filters.as_slice()].concat();
        assert_eq!(sandbox.found_in_order(&search), found, "{filters:?}");
    }
    assert_eq!(sandbox.found(&["grow title:research"]), ["BBB-2025Q1#1"]);
}

#[test]
fn a_name_in_capitals_is_shown_as_other_lines_write_it() {
    let sandbox = Sandbox::with(&[(
        "a.txt",
        "Quill Motors (QLM) Q1 2026 Earnings Call\n\n\
         ANN MCREED - Chief Executive Officer: We grow.\n\n\
         Operator: The first question is from Bo Lin with Kestrel Capital.\n\n\
         BO LIN - Analyst, Kestrel Capital: How much?\n\n\
         ANN MCREED - Chief Executive Officer: By a tenth.\n",
    )]);
    let rows = sandbox.json(&["speakers"]);
    let names: Vec<&str> = (rows.as_array().unwrap().iter())
        .map(|row| row["value"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"Bo Lin") && names.contains(&"Ann McReed"),
        "{rows}"
    );
    for name in ["BO LIN", "Bo Lin", "bo lin"] {
        assert_eq!(
            sandbox.found(&["much", "--speaker", name]).len(),
            1,
            "{name}"
        );
    }
}
