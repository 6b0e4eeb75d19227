//! `verbatim compare`: what it counts and cites agrees with searches and scans, and it pairs no two
//! amounts that are not the same figure.

mod figures;
mod program;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use verbatim::{
    analytics::{Amount, Comparison},
    engine::{CallPart, Engine},
    model::Role,
    query::Field,
    search::{FilterArg, Hit, Matching, Request, Response, Sort},
    text::stem,
};

use crate::{
    harness::samples,
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
        matching: Matching::All,
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
            let whole = engine.read(&said.call.id, &CallPart::default()).unwrap();
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
            let is_group = term.shown.en.is_some() && term.shown.zh.is_some();
            assert_eq!(term.glossary, is_group, "{term:?}");
        }
    });
}
