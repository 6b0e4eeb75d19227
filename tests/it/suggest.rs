//! What is said where nothing is found: words that do occur, held against a scan of the passages, and
//! queries that do find something.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use verbatim::{search::Request, text::is_han};

use crate::{
    harness::{Sandbox, bilingual, call_of, samples},
    library::Library,
};

/// The words of letters in every passage, in lower case, with the passages that have them.
fn words(library: &Library) -> BTreeMap<String, BTreeSet<&str>> {
    let mut words: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (citation, text) in &library.sides {
        for word in text.split(|c: char| !c.is_alphabetic() || is_han(c)) {
            let passages = words.entry(word.to_lowercase()).or_default();
            passages.insert(citation);
        }
    }
    words
}

/// The texts between backticks after the question of what was meant.
fn suggested(notes: &[String]) -> Vec<String> {
    let asked = notes
        .iter()
        .filter_map(|note| note.split_once("did you mean "));
    let marked = asked.flat_map(|(_, meant)| meant.split('`').skip(1).step_by(2));
    marked.map(str::to_owned).collect()
}

#[test]
fn a_slip_is_answered_with_a_word_that_occurs() {
    let library = Library::of(vec![samples()]);
    let words = words(&library);
    let long: Vec<&String> = (words.keys())
        .filter(|word| word.len() > 5 && word.is_ascii())
        .collect();
    assert!(long.len() > 500, "{}", long.len());
    let tried = Cell::new(0);
    let mut runner = TestRunner::new(Config {
        cases: 1_000,
        ..Config::default()
    });
    let slip = (any::<prop::sample::Index>(), 1_usize..5, "[a-z]", 0..4);
    runner
        .run(&slip, |(word, at, letter, kind)| {
            let word = word.get(&long);
            let (before, after) = word.split_at(at);
            let typed = match kind {
                0 => format!("{before}{letter}{after}"),
                1 => format!("{before}{}", &after[1..]),
                2 => format!("{before}{letter}{}", &after[1..]),
                _ => format!("{before}{}{}{}", &after[1..2], &after[..1], &after[2..]),
            };
            let response = library.search(&typed, 1);
            // The slip may be a word itself, or share the stem of one.
            if response.total > 0 {
                return Ok(());
            }
            tried.set(tried.get() + 1);
            let meant = suggested(&response.warnings);
            prop_assert!(!meant.is_empty(), "{}: {:?}", typed, response.warnings);
            for meant in meant {
                let passages = words.get(&meant.to_lowercase());
                prop_assert!(passages.is_some(), "{} is nowhere", meant);
                let amiss = strsim::damerau_levenshtein(&typed, &meant.to_lowercase());
                prop_assert!(amiss == 1, "{} for {}", meant, typed);
                // As it is written somewhere, and found by typing it so.
                let written = library.sides.iter().any(|(_, text)| text.contains(&meant));
                prop_assert!(written, "{}", meant);
                prop_assert!(library.search(&meant, 1).total > 0, "{}", meant);
            }
            Ok(())
        })
        .unwrap();
    assert!(tried.get() > 500, "{}", tried.get());
}

/// English and Chinese of the paragraphs of a call.
const PARAGRAPHS: &[(&str, &str)] = &[
    ("Guidance is unchanged, and guidance matters.", "財測不變。"),
    ("Our guidance for CapEx rose.", "雲端業務的毛利率上升。"),
    (
        "Guidelines were met. GPUs sell well.",
        "皇后大道的門市成長。",
    ),
    ("Gross profit fell; the margin held.", "我們增加資本支出。"),
];

fn notes(sandbox: &Sandbox, args: &[&str]) -> String {
    let answer = sandbox.json(&[&["search"], args].concat());
    assert_eq!(answer["total"], 0, "{args:?}");
    let notes: Vec<&str> = (answer["warnings"].as_array().unwrap().iter())
        .map(|note| note.as_str().unwrap())
        .collect();
    notes.join("\n")
}

#[test]
fn notes_say_what_to_type() {
    let call = bilingual(
        "穹光電子 (QGDZ) 2025年 Q3 法說會逐字稿",
        &[("Lena Orth - Chief Executive Officer", PARAGRAPHS)],
    );
    let sandbox = Sandbox::with(&[("QGDZ-2025Q3.txt", &call)]);
    for (query, expected) in [
        (
            "guidence",
            "no passage has `guidence`; did you mean `guidance`?",
        ),
        ("Capxe", "no passage has `Capxe`; did you mean `CapEx`?"),
        (
            "margin guidence",
            "no passage has `guidence`; did you mean `guidance`?",
        ),
        (
            "(guidence OR outlok)",
            "no passage has `guidence`; did you mean `guidance`?\nno passage has `outlok`",
        ),
        (
            "capex,guidence",
            "no passage has `guidence`; did you mean `guidance`?",
        ),
        (
            "\"gross proffit\"",
            "no passage has `\"gross proffit\"`; did you mean `\"gross profit\"`?",
        ),
        (
            "guidence NEAR/3 capex",
            "no passage has `guidence`; did you mean `guidance`?",
        ),
        (
            "gross NEAR/1 margin",
            "no passage has `gross NEAR/1 margin`; 1 passage has them farther apart",
        ),
        (
            "\"margin gross\"",
            "no passage has `\"margin gross\"`; 1 passage matches without the quotes",
        ),
        ("CAPEX XQ", "no passage has `XQ`"),
        (
            "OUR",
            "no passage has `OUR` in capitals; 1 passage has `our`",
        ),
        ("皇後", "no passage has `皇後`; did you mean `皇后`?"),
        (
            "\"雲端毛利率\"",
            "no passage has `\"雲端毛利率\"`; 1 passage matches without the quotes",
        ),
        (
            "asked:capex",
            "no question says `capex`; 2 passages elsewhere do",
        ),
        (
            "answered:guidence",
            "no answer says `guidence`; did you mean `guidance`?",
        ),
        (
            "role:operator",
            "no passage has `role:operator`; there is executive",
        ),
        (
            "capex period:2019 period:2031Q1",
            "no passage has `period:2019` or `period:2031Q1`; there are 2025Q3",
        ),
        (
            "lang:zh since:2020",
            "no passage has `since:2020`; no call states a date",
        ),
        (
            "guidance 大道",
            "each part is found, but no passage has them all",
        ),
        ("皇后 lang:en", "1 passage matches without `lang:en`"),
    ] {
        assert_eq!(notes(&sandbox, &[query]), expected, "{query}");
    }
    assert_eq!(
        notes(&sandbox, &["capex", "--period", "2026Q1.."]),
        "no passage has `period:2026Q1..`; there are 2025Q3"
    );
    assert_eq!(
        notes(&sandbox, &["capex", "--role", "-executive"]),
        "2 passages match without `-role:executive`"
    );
}

#[test]
fn what_is_gone_is_not_named() {
    let sandbox = Sandbox::with(&[
        ("QGDZ-2025Q3.txt", &call_of("QGDZ", 3, &["Lena Orth - CEO"])),
        (
            "QGDY-2025Q3.txt",
            &call_of("QGDY", 3, &["Nils Vanterpool - CEO"]),
        ),
    ]);
    let asked = ["search", "speaker:Vanterpol"];
    let before = sandbox.run(&asked);
    assert!(
        before.err.contains("did you mean Nils Vanterpool?"),
        "{before:?}"
    );
    sandbox.remove("QGDY-2025Q3.txt");
    let after = sandbox.run(&asked);
    assert!(after.err.contains("there is Lena Orth"), "{after:?}");
    assert_eq!(sandbox.run(&["search", "speaker:Vanterpool"]).code, Some(2));
}

#[test]
fn full_width_and_other_words_mean_the_same() {
    let library = Library::of(vec![samples()]);
    for (typed, plain) in [
        (
            "「資本支出」　（ＡＩ　ＯＲ　雲端）　－財測",
            "\"資本支出\" (AI OR 雲端) -財測",
        ),
        (
            "『資本支出』 “free cash flow”",
            "\"資本支出\" \"free cash flow\"",
        ),
        ("capex　ＮＯＴ　guidance", "capex -guidance"),
        ("capex ！guidance", "capex -guidance"),
        ("revenue ＮＥＡＲ／８ growth", "revenue NEAR/8 growth"),
        ("invest＊", "invest*"),
        ("asked：資本支出", "asked:資本支出"),
        ("ｒｏｌｅ：ＡＮＡＬＹＳＴ　毛利率", "role:analyst 毛利率"),
        ("period：２０２５Ｑ３", "period:2025Q3"),
        (
            "period：２０２５Ｑ３～２０２５Ｑ４",
            "period:2025Q3..2025Q4",
        ),
        ("period:2025Q3至2025Q4", "period:2025Q3..2025Q4"),
        ("call：ｌｍｒａ－２０２５ｑ３", "call:LMRA-2025Q3"),
        ("amount：＞１００億", "amount:>100億"),
        ("percent：＞＝３０％", "percent:>=30"),
        ("section:Q&A", "section:qa"),
        ("section：問答", "section:qa"),
        ("section:\"prepared remarks\"", "section:prepared"),
        ("lang:中文 CapEx", "lang:zh CapEx"),
        ("lang:English 毛利率", "lang:en 毛利率"),
        ("role:\"investor relations\"", "role:ir"),
        ("role:-operator capex", "-role:operator capex"),
        ("毛利率、匯率", "毛利率 匯率"),
    ] {
        let found = |query: &str| {
            let request = Request {
                limit: 1_000,
                ..Request::new(query)
            };
            let response = library.engine.search(&request);
            let response = response.unwrap_or_else(|error| panic!("{query}: {error}"));
            let hits = response.hits.iter();
            let cited: BTreeSet<String> = hits.map(|hit| hit.call.citation(&hit.passage)).collect();
            (response.total, cited)
        };
        let expected = found(plain);
        assert!(expected.0 > 0, "{plain}");
        assert_eq!(found(typed), expected, "{typed}");
    }
}

#[test]
fn a_name_spelt_otherwise_offers_who_is_meant() {
    let sandbox = Sandbox::with(&[(
        "QGDZ-2025Q3.txt",
        &call_of("QGDZ", 3, &["Steffen Rhieme - CEO"]),
    )]);
    for typed in ["Stefen Rhieme", "Steffen Riehme"] {
        let note = notes(&sandbox, &[typed]);
        let offered =
            "did you mean Steffen Rhieme? `speaker:\"Steffen Rhieme\"` finds what is theirs";
        assert!(note.contains(offered), "{typed}: {note}");
    }
    let note = notes(&sandbox, &["Gregor Samsa"]);
    assert!(!note.contains("theirs"), "{note}");
}
