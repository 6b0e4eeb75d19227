//! `verbatim compare`: what it counts and cites agrees with searches and scans, and it pairs no two
//! amounts that are not the same figure.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr;
use verbatim::{
    engine::{Engine, Part},
    model::Role,
    query::Field,
    search::{Amount, Comparison, FilterArg, Hit, Request, Response, Sort},
    text::{is_han, stem},
};

use crate::{
    harness::{Sandbox, bilingual, samples},
    library::{Library, folded},
};

const QUERIES: [&str; 6] = [
    "capex",
    "營收",
    "gross margin",
    "庫存",
    "revenue OR 關稅",
    "AI",
];

/// The sample calls, two by two: of one company and of two.
const CALLS: [[&str; 2]; 5] = [
    ["LMRA-2025Q3", "LMRA-2025Q4"],
    ["LMRA-2026Q1", "LMRA-2025Q3"],
    ["FCPM-2025Q3", "FCPM-2025Q4"],
    ["TDWL-2025Q4", "TDWL-2026Q1"],
    ["LMRA-2025Q4", "TDWL-2025Q4"],
];

fn compare(engine: &Engine, query: &str, calls: [&str; 2]) -> Comparison {
    let found = engine.compare(&Request::new(query), calls, 12);
    found.unwrap_or_else(|error| panic!("{query} {calls:?}: {error}"))
}

/// What a search finds in one call.
fn search(engine: &Engine, query: &str, call: &str) -> Response {
    let request = Request {
        filters: vec![FilterArg::new(Field::Call, call).unwrap()],
        limit: 1000,
        sort: Sort::Call,
        ..Request::new(query)
    };
    engine.search(&request).unwrap()
}

fn citation(hit: &Hit) -> String {
    hit.call.citation(&hit.passage)
}

/// Every comparison of the sample calls.
fn each(check: impl Fn(&Engine, &str, &Comparison)) {
    let library = Library::of(vec![samples()]);
    for query in QUERIES {
        for calls in CALLS {
            check(
                &library.engine,
                query,
                &compare(&library.engine, query, calls),
            );
        }
    }
}

#[test]
fn totals_are_those_of_a_search() {
    each(|engine, query, found| {
        for (place, said) in found.calls.iter().enumerate() {
            let answer = search(engine, query, &said.call.id);
            let whole = engine.read(&said.call.id, &Part::default()).unwrap();
            assert_eq!(
                (said.passages, said.of),
                (answer.total, whole.passages.len() as u64)
            );
            let of_role = |role: Role| {
                let speaks = |hit: &&Hit| {
                    let speaker = hit.call.speaker_of(&hit.passage);
                    speaker.is_some_and(|speaker| speaker.role == role)
                };
                answer.hits.iter().filter(speaks).count() as u64
            };
            assert_eq!(said.executives, of_role(Role::Executive));
            assert_eq!(said.analysts, of_role(Role::Analyst));
            assert_eq!(
                said.mentions,
                answer.hits.iter().map(Hit::mentions).sum::<u64>()
            );

            // Every passage is either in a pair or alone, and lit as in the search.
            let pairs = found
                .pairs
                .iter()
                .map(|pair| [&pair.first, &pair.second][place]);
            let shown: BTreeMap<String, &Hit> = pairs
                .chain(&found.alone[place])
                .map(|hit| (citation(hit), hit))
                .collect();
            assert_eq!(shown.len(), found.pairs.len() + found.alone[place].len());
            assert_eq!(shown.len() as u64, said.passages);
            for hit in &answer.hits {
                assert_eq!(shown[&citation(hit)].highlights, hit.highlights);
            }
        }
        let likeness: Vec<f64> = found.pairs.iter().map(|pair| pair.likeness).collect();
        assert!(likeness.is_sorted_by(|a, b| a >= b), "{likeness:?}");
    });
}

#[test]
fn what_is_cited_stands_there() {
    each(|engine, query, found| {
        let texts: Vec<BTreeMap<String, Vec<String>>> = (found.calls.iter())
            .map(|said| {
                let hits = search(engine, query, &said.call.id).hits;
                let sides = |hit: &Hit| {
                    hit.passage
                        .text
                        .iter()
                        .map(|(_, text)| text.clone())
                        .collect()
                };
                hits.iter().map(|hit| (citation(hit), sides(hit))).collect()
            })
            .collect();
        let cited = |place: usize, amount: &Amount| {
            assert!(!amount.statements.is_empty());
            for statement in &amount.statements {
                let text = &texts[place][&statement.citation];
                for (_, sentence) in statement.sides.iter() {
                    assert!(
                        text.iter().any(|text| text.contains(&sentence.text)),
                        "{sentence:?}"
                    );
                    assert!(!sentence.lit.is_empty(), "{sentence:?}");
                    assert!(sentence.text[sentence.amount.clone()].chars().count() > 0);
                }
            }
            for (_, written) in amount.written().iter() {
                assert!(
                    texts[place]
                        .values()
                        .flatten()
                        .any(|text| text.contains(written))
                );
            }
        };
        for figure in &found.figures {
            let (a, b) = (&figure.first, &figure.second);
            cited(0, a);
            cited(1, b);
            assert_eq!((a.measure, a.currency), (b.measure, b.currency));
        }
        for (place, amounts) in found.amounts.iter().enumerate() {
            amounts.iter().for_each(|amount| cited(place, amount));
        }
    });
}

/// The English words of a text, by stem.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.map(|word| stem(&word.to_lowercase())).collect()
}

#[test]
fn counts_of_terms_agree_with_a_scan() {
    let mut scanned = 0;
    let counted = std::cell::RefCell::new(&mut scanned);
    each(|engine, query, found| {
        let passages = found.calls.each_ref().map(|said| {
            let hits = search(engine, query, &said.call.id).hits;
            let whole = |hit: &Hit| {
                let sides: Vec<&str> = (hit.passage.text.iter())
                    .map(|(_, text)| text.as_str())
                    .collect();
                sides.join("\n")
            };
            hits.iter()
                .map(|hit| (citation(hit), whole(hit)))
                .collect::<Vec<_>>()
        });
        for (place, terms) in found.terms.iter().enumerate() {
            let (own, other) = (&passages[place], &passages[1 - place]);
            for term in terms {
                assert!(
                    term.passages > 0 && term.passages <= own.len() as u64,
                    "{term:?}"
                );
                assert!(
                    own.iter().any(|(citation, _)| *citation == term.first),
                    "{term:?}"
                );
                let all = (own.len() as u64, other.len() as u64);
                assert!(
                    term.passages * all.1 > term.other * all.0 || all.1 == 0,
                    "{term:?}"
                );
                let says: Box<dyn Fn(&str) -> bool> = match (&term.shown.en, &term.shown.zh) {
                    (None, Some(zh)) => {
                        let wanted = folded(zh);
                        Box::new(move |text| folded(text).contains(&wanted))
                    }
                    (Some(en), None) if en.chars().all(|c| c.is_ascii_lowercase()) => {
                        let wanted = stem(en);
                        Box::new(move |text| stems(text).contains(&wanted))
                    }
                    _ => continue,
                };
                let count = |passages: &[(String, String)]| {
                    passages.iter().filter(|(_, text)| says(text)).count() as u64
                };
                assert_eq!(
                    (count(own), count(other)),
                    (term.passages, term.other),
                    "{query} {:?}: {term:?}",
                    found.calls.each_ref().map(|said| &said.call.id)
                );
                **counted.borrow_mut() += 1;
            }
        }
    });
    assert!(scanned > 200, "{scanned}");
}

/// What an answer says of each call, in the order of the calls.
fn sides(found: &Comparison) -> [String; 2] {
    [0, 1].map(|place| {
        let amount = |amount: &Amount| format!("{:?}", amount.written());
        let figures = found
            .figures
            .iter()
            .map(|figure| [&figure.first, &figure.second]);
        let pairs = found.pairs.iter().map(|pair| [&pair.first, &pair.second]);
        let mut figures: Vec<String> = figures
            .map(|both| both.map(amount)[place].clone())
            .collect();
        let mut pairs: Vec<String> = pairs
            .map(|both| both.map(citation)[place].clone())
            .collect();
        figures.sort();
        pairs.sort();
        format!(
            "{} {:?} {figures:?} {:?} {pairs:?} {:?}",
            found.calls[place].call.id,
            found.terms[place],
            found.amounts[place].iter().map(amount).collect::<Vec<_>>(),
            found.alone[place].iter().map(citation).collect::<Vec<_>>(),
        )
    })
}

#[test]
fn exchanged_calls_mirror_the_answer() {
    let library = Library::of(vec![samples()]);
    for query in QUERIES {
        for [a, b] in [
            ["LMRA-2025Q4", "TDWL-2025Q4"],
            ["FCPM-2026Q1", "TDWL-2026Q1"],
        ] {
            let (found, mirrored) = (
                compare(&library.engine, query, [a, b]),
                compare(&library.engine, query, [b, a]),
            );
            let [first, second] = sides(&mirrored);
            assert_eq!(sides(&found), [second, first], "{query} {a} {b}");
        }
        // The earlier call is the first, however they are given.
        let [a, b] = ["LMRA-2026Q1", "lmra-2025q4"];
        let found = compare(&library.engine, query, [a, b]);
        assert_eq!(found.calls[0].call.id, "LMRA-2025Q4");
        assert!(found.is_then_and_now());
        assert_eq!(
            sides(&found),
            sides(&compare(&library.engine, query, [b, a]))
        );
    }
}

#[test]
fn terms_are_no_grammar_numbers_names_or_the_query() {
    each(|_, query, found| {
        for term in found.terms.iter().flatten() {
            for (_, shown) in term.shown.iter() {
                assert!(shown.chars().any(|c| c.is_alphabetic()), "{term:?}");
                assert!(shown.chars().count() > 1, "{term:?}");
                let names = [
                    "Lumora", "LMRA", "Tidewell", "曜光", "Hale", "Yating", "quarter", "我們",
                    "the",
                ];
                assert!(!names.contains(&shown.as_str()), "{term:?}");
                assert!(
                    !query
                        .split(' ')
                        .any(|word| word.eq_ignore_ascii_case(shown)),
                    "{term:?}"
                );
            }
            let capex = term.shown.zh.as_deref() == Some("資本支出");
            assert!(!(query == "capex" && capex), "{term:?}");
            let concept = term.shown.en.is_some() && term.shown.zh.is_some();
            assert_eq!(term.glossary, concept, "{term:?}");
        }
    });
}

/// A call of one paragraph for each statement, by the head of finance.
fn call(ticker: &str, quarter: u8, statements: &[(&str, &str)]) -> String {
    let heading = "Lena Orth - Chief Financial Officer";
    let title = format!("測試 ({ticker}) 2025 Q{quarter} 法說會逐字稿");
    bilingual(&title, &[(heading, statements)])
}

/// The figures of both calls that say two things, `NT$31.5 billion → NT$28.0 billion -11.1`.
fn figures_of(cases: &[(&str, &str, &str, &[&str])]) {
    let folder = tempfile::tempdir().unwrap();
    for (number, (_, then, now, _)) in cases.iter().enumerate() {
        for (quarter, said) in [(3, then), (4, now)] {
            let ticker = format!("C{number:02}");
            let said: Vec<(&str, &str)> =
                said.split('|').map(|one| (one.trim(), "謝謝。")).collect();
            let said = said.into_iter().map(|(one, filler)| {
                if one.chars().any(is_han) {
                    ("Thank you.", one)
                } else {
                    (one, filler)
                }
            });
            let text = call(&ticker, quarter, &said.collect::<Vec<_>>());
            std::fs::write(
                folder.path().join(format!("{ticker}-2025Q{quarter}.txt")),
                text,
            )
            .unwrap();
        }
    }
    let library = Library::of(vec![folder.path().to_owned()]);
    for (number, (query, then, now, expected)) in cases.iter().enumerate() {
        let calls = [3, 4].map(|quarter| format!("C{number:02}-2025Q{quarter}"));
        let found = compare(&library.engine, query, calls.each_ref().map(String::as_str));
        let shown: Vec<String> = (found.figures.iter())
            .map(|figure| {
                let written = |amount: &Amount| {
                    let written = amount.written();
                    written.en.or(written.zh).unwrap()
                };
                let change = figure
                    .change
                    .map_or(String::new(), |change| format!(" {:+.1}", change.by));
                format!(
                    "{} → {}{change}",
                    written(&figure.first),
                    written(&figure.second)
                )
            })
            .collect();
        assert_eq!(shown, *expected, "{query}: {then} / {now}");
        let stated = |place: usize| found.figures.len() + found.amounts[place].len();
        assert!(stated(0) > 0 && stated(1) > 0, "{query}: {then} / {now}");
    }
}

#[test]
fn the_same_figure_is_paired() {
    figures_of(&[
        (
            "capex",
            "Capital expenditures were NT$31.5 billion in the quarter.",
            "Capital expenditures were NT$28.0 billion, in line with our plan.",
            &["NT$31.5 billion → NT$28.0 billion -11.1"],
        ),
        (
            "gross margin",
            "Gross margin was 51.3%, up 0.8 percentage points from the previous quarter.",
            "Gross margin came in at 52.6%, within our guidance and 1.3 percentage points above the third quarter.",
            &[
                "51.3% → 52.6% +1.3",
                "0.8 percentage points → 1.3 percentage points +0.5",
            ],
        ),
        (
            "revenue",
            "We expect fourth quarter revenue between $87.0 billion and $89.0 billion.",
            "For the first quarter we expect revenue of $90 billion to $92 billion.",
            &["$87.0 billion and $89.0 billion → $90 billion to $92 billion +3.4"],
        ),
        (
            "資本支出",
            "營業活動現金流入為新台幣428億元,資本支出為新台幣315億元。",
            "本季資本支出為新台幣280億元,用於先進封裝。",
            &["新台幣315億元 → 新台幣280億元 -11.1"],
        ),
        (
            "capex",
            "We raise the full-year CapEx budget from NT$110 billion to NT$120 billion.",
            "Capital expenditures for the full year were NT$118.6 billion, close to the CapEx budget of NT$120 billion.",
            &["NT$120 billion → NT$120 billion +0.0"],
        ),
        (
            "revenue",
            "Cloud revenue grew 12% year over year.",
            "Cloud revenue was up 8% year over year.",
            &["12% → 8% -4.0"],
        ),
        (
            "leverage",
            "Net leverage was 4.9x at the end of the quarter.",
            "Net leverage was 5.2x at the end of the quarter.",
            &["4.9x → 5.2x +0.3"],
        ),
        (
            "revenue",
            "By platform, servers were 52% of revenue, smartphones 29%, automotive and industrial 19%.",
            "By platform, servers were 55% of revenue, smartphones 27%, automotive and industrial 18%.",
            &["52% → 55% +3.0", "29% → 27% -2.0", "19% → 18% -1.0"],
        ),
        (
            "dividend",
            "The board proposes a dividend of NT$4.5 a share.",
            "The board proposes a dividend of NT$5.0 a share.",
            &["NT$4.5 → NT$5.0 +11.1"],
        ),
        (
            "free cash flow",
            "Free cash flow was negative $190 million.",
            "Free cash flow was $40 million.",
            &["negative $190 million → $40 million"],
        ),
    ]);
}

#[test]
fn what_is_not_the_same_figure_is_not_paired() {
    figures_of(&[
        // Expected and reported.
        (
            "capex",
            "We expect capital expenditures of $30 billion.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "資本支出",
            "資本支出預估為新台幣300億元。",
            "資本支出為新台幣280億元。",
            &[],
        ),
        // The quarter, the half, the year, several years.
        (
            "capex",
            "Capital expenditures were $31 billion in the quarter.",
            "Capital expenditures for the full year were $118 billion.",
            &[],
        ),
        (
            "資本支出",
            "本季資本支出為新台幣280億元。",
            "全年資本支出為新台幣1,180億元。",
            &[],
        ),
        (
            "revenue",
            "Revenue of the first half was $31 billion.",
            "Revenue was $17 billion.",
            &[],
        ),
        (
            "capex",
            "Our three-year plan has capital expenditures of $380 billion.",
            "Our plan for 2026 has capital expenditures of $120 billion.",
            &[],
        ),
        // The budgets of two years.
        (
            "capex",
            "The CapEx budget for 2025 is $120 billion.",
            "The CapEx budget for 2026 is $150 billion.",
            &[],
        ),
        // Another subject in the same sentence.
        (
            "capex",
            "Cash from operations was $42.8 billion and capital expenditures were $31.5 billion.",
            "Capital expenditures were $28.0 billion and dividends were $40.1 billion.",
            &["$31.5 billion → $28.0 billion -11.1"],
        ),
        (
            "資本支出",
            "營業活動現金流入為新台幣428億元,資本支出為新台幣315億元。",
            "股利為新台幣410億元,資本支出為新台幣280億元。",
            &["新台幣315億元 → 新台幣280億元 -11.1"],
        ),
        // Another part of the same subject.
        (
            "capex",
            "Capital expenditures for packaging were $10 billion.",
            "Capital expenditures for power plants were $5 billion.",
            &[],
        ),
        (
            "revenue",
            "Cloud revenue was $5 billion.",
            "Storage revenue was $6 billion.",
            &[],
        ),
        // Another currency, another measure.
        (
            "capex",
            "Capital expenditures were NT$31.5 billion.",
            "Capital expenditures were US$1.0 billion.",
            &[],
        ),
        (
            "margin",
            "Gross margin was 30%.",
            "Gross margin was 30 basis points.",
            &[],
        ),
        // What it was before, and by how much it changed.
        (
            "capex",
            "Capital expenditures were up from $20 billion.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "capex",
            "Capital expenditures were better than the $20 billion we spent in the second quarter.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "資本支出",
            "資本支出由新台幣200億元上調。",
            "資本支出目標為新台幣280億元。",
            &[],
        ),
        (
            "capex",
            "Capital expenditures rose by $5 billion.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "revenue",
            "Last quarter revenue was $20 billion.",
            "Revenue was $28 billion.",
            &[],
        ),
        // Upwards and downwards, against the year and against the quarter.
        (
            "revenue",
            "Revenue grew 12% year over year.",
            "Revenue fell 5% year over year.",
            &[],
        ),
        (
            "revenue",
            "Revenue grew 12% year over year.",
            "Revenue grew 3% sequentially.",
            &[],
        ),
        // A share and the whole.
        (
            "dividend",
            "We paid a dividend of $1.5 a share.",
            "We paid a dividend of $900 million.",
            &[],
        ),
        // Two candidates that nothing tells apart.
        (
            "revenue",
            "Revenue was $4 billion.",
            "Revenue was $5.1 billion. | Revenue was $6.2 billion.",
            &[],
        ),
        // Numbers of different things.
        (
            "capacity",
            "We added capacity of 45,000 wafers.",
            "We added capacity of 52,000 seats.",
            &[],
        ),
    ]);
}

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
            .contains("without --call LMRA-2025Q3 --call LMRA-2025Q4"),
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
