//! Which terms emerge in a period, and which only look so.

use crate::harness::{Sandbox, bilingual};

/// A call of a company and a quarter of 2025 whose chief executive says some sentences after so many about nothing.
fn call(ticker: &str, quarter: u8, about_nothing: usize, said: &[&str]) -> String {
    let nothing = [
        "There are painted walls.",
        "There are late trains.",
        "There are sleeping cats.",
        "There are birds outside.",
        "There are no ships.",
    ];
    let nothing = nothing.iter().cycle().take(about_nothing);
    let paragraphs: Vec<(&str, &str)> = nothing.chain(said).map(|text| (*text, "。")).collect();
    bilingual(
        &format!("測試 ({ticker}) 2025 Q{quarter} 法說會逐字稿"),
        &[("Orla Finch - Chief Executive Officer", &paragraphs)],
    )
}

/// Sentences of which each has a part of all.
fn sentences(parts: &[&str]) -> Vec<String> {
    let ends = [
        "in the north",
        "in the south",
        "in the east",
        "in the west",
        "this spring",
        "this year",
        "in May",
        "again",
        "as planned",
        "for us",
    ];
    let said = ends
        .iter()
        .map(|end| format!("There are {} {end}.", parts.join(" and ")));
    said.collect()
}

fn emerging(sandbox: &Sandbox) -> (Vec<String>, String) {
    let found = sandbox.json(&["trend", "--emerging=2025Q2"]);
    let terms = found["terms"].as_array().unwrap().iter();
    let terms = terms.map(|term| term["term"].as_str().unwrap().to_owned());
    (terms.collect(), found["warnings"].to_string())
}

#[test]
fn names_measures_and_parts_do_not_emerge() {
    let said = sentences(&[
        "steam valves",
        "Orla Finch",
        "FY26",
        "RMB",
        "export controls",
    ]);
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", 1, 60, &[])),
        ("b.txt", &call("AAA", 2, 20, &said)),
    ]);
    sandbox.run(&["index"]);
    let (terms, warnings) = emerging(&sandbox);
    assert_eq!(terms, ["export controls", "steam valves"]);
    assert_eq!(warnings, "[]");
}

#[test]
fn companies_without_calls_before_are_left_out_or_told() {
    let of_old = sentences(&["steam valves"]);
    let of_new = sentences(&["cloud ovens"]);
    let [of_old, of_new] =
        [&of_old, &of_new].map(|said| said.iter().map(String::as_str).collect::<Vec<_>>());
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", 1, 60, &[])),
        ("b.txt", &call("AAA", 2, 20, &of_old)),
        ("c.txt", &call("BBB", 2, 20, &of_new)),
    ]);
    sandbox.run(&["index"]);
    let (terms, warnings) = emerging(&sandbox);
    assert_eq!(terms, ["steam valves"]);
    assert!(warnings.contains("1 company of 2025Q2"), "{warnings}");

    sandbox.write("d.txt", call("CCC", 2, 20, &of_new).as_bytes());
    sandbox.run(&["index"]);
    let (terms, warnings) = emerging(&sandbox);
    assert!(terms.contains(&"cloud ovens".to_owned()), "{terms:?}");
    assert!(
        warnings.contains("companies without calls before"),
        "{warnings}"
    );
}
