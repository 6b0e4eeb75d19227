//! The command: its forms of output, its filters, its errors, its lines.

use unicode_width::UnicodeWidthStr;

use super::figures::call;
use crate::harness::Sandbox;

#[test]
fn a_translation_states_an_amount_once() {
    let then = call(
        "ORTH",
        3,
        &[("CapEx was RMB12.4 billion.", "資本支出為人民幣124億元。")],
    );
    let now = call(
        "ORTH",
        4,
        &[("CapEx was RMB15.5 billion.", "資本支出為人民幣155億元。")],
    );
    let sandbox = Sandbox::with(&[("ORTH-2025Q3.txt", &then), ("ORTH-2025Q4.txt", &now)]);
    let found = sandbox.json(&["compare", "capex", "orth-2025q4", "orth-2025q3"]);
    assert_eq!(found["amounts"], serde_json::json!([[], []]));
    let figure = &found["figures"][0];
    assert_eq!(found["figures"].as_array().unwrap().len(), 1);
    assert_eq!(figure["first"]["value"], 12.4e9);
    assert_eq!(figure["first"]["currency"], "CNY");
    assert_eq!(
        figure["first"]["written"],
        serde_json::json!({"en": "RMB12.4 billion", "zh": "人民幣124億元"})
    );
    assert_eq!(
        figure["change"],
        serde_json::json!({"by": 25.0, "unit": "percent"})
    );
}

#[test]
fn one_call_alone_is_an_answer() {
    let sandbox = Sandbox::samples();
    let args = ["compare", "關稅", "FCPM-2025Q3", "LMRA-2025Q3"];
    let found = sandbox.json(&args);
    assert_eq!(sandbox.run(&args).code, Some(0));
    let counts: Vec<u64> = (found["calls"].as_array().unwrap().iter())
        .map(|call| call["count"].as_u64().unwrap())
        .collect();
    assert!(counts[0] > 0 && counts[1] == 0, "{counts:?}");
    assert_eq!(
        found["alone"][0].as_array().unwrap().len() as u64,
        counts[0]
    );
    assert_eq!(found["terms"][1], serde_json::json!([]));
    assert!(
        found["terms"][0]
            .as_array()
            .is_some_and(|terms| !terms.is_empty())
    );
    assert!(found["pairs"].as_array().unwrap().is_empty());
}

#[test]
fn nothing_and_errors() {
    let sandbox = Sandbox::samples();
    let none = sandbox.run(&["compare", "xyzzy", "LMRA-2025Q3", "LMRA-2025Q4"]);
    assert_eq!(none.code, Some(1), "{none:?}");
    assert!(none.out.contains("no passage has `xyzzy`"), "{none:?}");
    let elsewhere = sandbox.run(&["compare", "關稅", "LMRA-2025Q3", "LMRA-2025Q4"]);
    assert_eq!(elsewhere.code, Some(1), "{elsewhere:?}");
    assert!(
        elsewhere
            .out
            .contains("without `call:LMRA-2025Q3 call:LMRA-2025Q4`"),
        "{elsewhere:?}"
    );
    for (args, message) in [
        (
            ["capex", "LMRA-2025Q3", "lmra-2025q3"],
            "LMRA-2025Q3 cannot be compared with itself",
        ),
        (
            ["capex", "LMRA-2025Q3", "LMRA-2025Q5"],
            "no call `LMRA-2025Q5`",
        ),
        (["(capex", "LMRA-2025Q3", "LMRA-2025Q4"], "(capex"),
        (
            ["", "LMRA-2025Q3", "LMRA-2025Q4"],
            "there is nothing to compare",
        ),
    ] {
        let run = sandbox.run(&[&["compare"], &args[..]].concat());
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains(message), "{run:?}");
    }
    let near = sandbox.run(&["compare", "capex", "LMRA-2025Q3", "LMRA-2025Q5"]);
    assert!(near.err.contains("LMRA-2025Q4"), "{near:?}");
    assert_eq!(
        sandbox.run(&["compare", "capex", "LMRA-2025Q3"]).code,
        Some(2)
    );
}

#[test]
fn a_call_that_speaks_of_nothing_else_is_compared_in_part() {
    let paragraphs: Vec<(String, &str)> = (0..310)
        .map(|n| {
            (
                format!("CapEx of project {n} was ${n}.5 million."),
                "謝謝。",
            )
        })
        .collect();
    let paragraphs: Vec<(&str, &str)> = (paragraphs.iter())
        .map(|(en, zh)| (en.as_str(), *zh))
        .collect();
    let (long, short) = (
        call("ORTH", 3, &paragraphs),
        call("ORTH", 4, &paragraphs[..5]),
    );
    let sandbox = Sandbox::with(&[("ORTH-2025Q3.txt", &long), ("ORTH-2025Q4.txt", &short)]);
    let found = sandbox.json(&["compare", "capex", "ORTH-2025Q3", "ORTH-2025Q4"]);
    assert_eq!(
        (&found["calls"][0]["count"], &found["calls"][1]["count"]),
        (&310.into(), &5.into())
    );
    assert_eq!(found["calls"][0]["mentions"], 310);
    let pairs = found["pairs"].as_array().unwrap().len();
    assert_eq!(pairs + found["alone"][0].as_array().unwrap().len(), 300);
    let warning = "of the 310 passages of ORTH-2025Q3 the 300 most relevant are compared";
    assert_eq!(found["warnings"], serde_json::json!([warning]));
}

#[test]
fn amounts_that_are_not_held_against_all_others_are_told() {
    let of = |ticker: &str, paragraphs: &[String]| {
        let paragraphs: Vec<(&str, &str)> = (paragraphs.iter())
            .map(|en| (en.as_str(), "謝謝。"))
            .collect();
        call(ticker, 3, &paragraphs)
    };
    // Each paragraph states seven amounts, none of them twice.
    let stated = |n: usize| (0..7).map(move |m| format!("${}.{m} million", n + 1));
    let many: Vec<String> = (0..250)
        .map(|n| format!("CapEx was {}.", stated(n).collect::<Vec<_>>().join(", ")))
        .collect();
    // All state one amount, of few digits and each of another thing.
    let equal: Vec<String> = (0..70)
        .map(|n| {
            let name = |from: u8, n: usize| {
                format!(
                    "{}{}",
                    char::from(from + (n / 9) as u8),
                    "xyzuvwrst".get(n % 9..).unwrap()
                )
            };
            format!("CapEx for {} {} grew 5%.", name(b'a', n), name(b'k', n))
        })
        .collect();
    let sandbox = Sandbox::with(&[
        ("MANY-2025Q3.txt", &of("MANY", &many)),
        ("EVEN-2025Q3.txt", &of("EVEN", &equal)),
    ]);
    let found = sandbox.json(&["compare", "capex", "EVEN-2025Q3", "MANY-2025Q3"]);
    let warnings = found["warnings"].as_array().unwrap();
    let told = |what: &str| {
        warnings
            .iter()
            .any(|one| one.as_str().unwrap().contains(what))
    };
    assert!(
        told("of the 1750 amounts of MANY-2025Q3 the first 1500"),
        "{warnings:?}"
    );
    assert!(
        told("amounts of EVEN-2025Q3 were held against 64 equal ones"),
        "{warnings:?}"
    );
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn filters_apply_to_both_calls() {
    let sandbox = Sandbox::samples();
    let of = |args: &[&str]| {
        let found =
            sandbox.json(&[&["compare", "capex", "LMRA-2025Q3", "LMRA-2025Q4"], args].concat());
        found["calls"].as_array().unwrap().clone()
    };
    let analysts = of(&["--role", "analyst"]);
    for (call, all) in analysts.iter().zip(of(&[])) {
        assert_eq!(call["count"], all["analysts"]);
        let id = call["id"].as_str().unwrap();
        let whole = sandbox.json(&["calls", "--call", id, "--role", "analyst"]);
        assert_eq!(call["of"], whole[0]["passages"]);
    }
    let literal = of(&["--literal"]);
    for (call, all) in literal.iter().zip(of(&[])) {
        assert!(call["count"].as_u64() < all["count"].as_u64());
    }
}

#[test]
fn it_fits_the_terminal() {
    let sandbox = Sandbox::samples();
    for (query, calls) in [
        ("capex", ["LMRA-2025Q3", "LMRA-2025Q4"]),
        ("營收", ["LMRA-2025Q4", "TDWL-2025Q4"]),
        ("gross margin", ["TDWL-2025Q3", "TDWL-2025Q4"]),
    ] {
        let run = |columns| sandbox.run_with(&["compare", query, calls[0], calls[1]], columns);
        for columns in [60, 80, 120] {
            let out = run(Some(columns)).out;
            assert!(out.contains("TERMS") && out.contains("PASSAGES"), "{out}");
            for line in out.lines() {
                assert!(line.width() <= columns, "{columns}: {line}");
            }
        }
        let plain = run(None).out;
        assert!(!plain.contains('\u{1b}') && !plain.contains('…'), "{plain}");
    }
}
