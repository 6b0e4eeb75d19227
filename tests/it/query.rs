//! The law of the query language: whatever is typed either gives a tree, which prints as a query that
//! gives the same tree, or an error with a place inside what was typed.

use std::{cell::Cell, ops::Range};

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use verbatim::{
    error::Location,
    query::{Expr, parse},
};

/// What the language is made of, and what looks like it, apart from white space.
const PIECES: &str = "\" “ ” ＂ 「 」 『 』 ( ) （ ） : ： - － ! ！ * ＊ % ％ , ， 、 / // ／ & | ~ ? OR AND NOT \
    NEAR NEAR/3 NEAR/ ＯＲ ＮＥＡＲ／２ || && or company: Speaker： role: amount: percent： asked: since: \
    compny: ｌａｎｇ： a capex 資本 后 ＡＩ 34 １００億 >5 1..2 BABA-2026Q2 https://a.b/c?d=e re: \u{301} \
    \u{958} \u{212a} \u{0} \u{200b} e\u{301} \u{1d160} 한국";

const BLANKS: [&str; 5] = [" ", "  ", "\u{3000}", "\n", "\u{2000}"];

/// The places of all pieces of a tree.
fn places(tree: &Expr) -> Vec<Range<usize>> {
    match tree {
        Expr::Term(text) | Expr::Phrase(text) | Expr::Prefix(text) | Expr::Filter(_, text) => {
            vec![text.span.clone()]
        }
        Expr::Near(first, others) => {
            let others = others.iter().flat_map(|(_, other)| places(other));
            places(first).into_iter().chain(others).collect()
        }
        Expr::All(parts) | Expr::Any(parts) => parts.iter().flat_map(places).collect(),
        Expr::Not(inner) | Expr::Must(inner) => places(inner),
    }
}

/// Whether a query can be read, if the law holds of it.
fn readable(query: &str) -> Result<bool, TestCaseError> {
    let parsed = parse(query);
    let is_tree = parsed.is_ok();
    match parsed {
        Ok(tree) => {
            let printed = tree.to_string();
            let again = parse(&printed).map(|again| again.without_places());
            let again = again.map_err(|error| {
                TestCaseError::fail(format!("{query:?} prints as {printed:?}: {error}"))
            })?;
            prop_assert_eq!(again, tree.without_places(), "{:?}: {:?}", query, printed);
            for place in places(&tree) {
                let typed = query.get(place.clone());
                let typed = typed.is_some_and(|typed| !typed.is_empty());
                prop_assert!(typed, "{:?}: a piece at {:?}", query, place);
            }
        }
        Err(error) => {
            let Some(Location::Query { query: whole, span }) = &error.location else {
                return Err(TestCaseError::fail(format!("{query:?}: {error} nowhere")));
            };
            prop_assert_eq!(whole, query);
            let place = query.get(span.clone());
            let place = place.is_some_and(|place| !place.is_empty());
            prop_assert!(place, "{:?}: {} at {:?}", query, error, span);
            prop_assert!(error.hint.is_some(), "{:?}: {}", query, error);
        }
    }
    Ok(is_tree)
}

/// Holds the law against queries; gives the share of those that can be read.
fn check(cases: u32, queries: impl Strategy<Value = String>) -> f64 {
    let config = Config {
        cases,
        ..Config::default()
    };
    let trees = Cell::new(0);
    TestRunner::new(config)
        .run(&queries, |query| {
            trees.set(trees.get() + u32::from(readable(&query)?));
            Ok(())
        })
        .unwrap();
    f64::from(trees.get()) / f64::from(cases)
}

/// That a good share of some queries can be read, and a good share cannot.
#[track_caller]
fn both(share: f64) {
    assert!((0.05..0.95).contains(&share), "{share}");
}

#[test]
fn any_text_is_read_or_its_fault_is_placed() {
    both(check(10_000, any::<String>()));
    both(check(10_000, "\\PC{0,60}"));
}

#[test]
fn so_is_any_row_of_the_languages_pieces() {
    let pieces: Vec<&str> = PIECES.split_whitespace().collect();
    let piece = || {
        let (piece, blank) = (
            prop::sample::select(pieces.clone()),
            prop::sample::select(&BLANKS[..]),
        );
        prop_oneof![4 => piece, 1 => blank]
    };
    let row = |most| prop::collection::vec(piece(), 0..most).prop_map(|row| row.concat());
    both(check(100_000, row(14)));
    // Long rows go beyond the bounds of what is read.
    check(500, row(2_000));
}

/// Queries that can be read, so that the law's first half is met at every depth.
fn well_formed() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(
            &[
                "capex",
                "資本支出",
                "ＡＩ",
                "R&D",
                "34%",
                "or",
                "a:b",
                "x」"
            ][..]
        )
        .prop_map(str::to_owned),
        "[a-z資\u{958}]{2,4}[*＊]?",
    ];
    let quoted =
        ("[a-z資:/ *(-]{0,6}", "[\"'「」『』]?[a-z]").prop_map(|(one, other)| one + &other);
    let quoted = (
        quoted,
        prop::sample::select(&["\"\"", "“”", "「」", "『』"][..]),
    );
    let quoted = quoted.prop_map(|(text, quotes)| {
        let mut quotes = quotes.chars();
        let open = quotes.next().unwrap();
        let close = quotes.next().unwrap();
        let text = text.replace(close, "").replace(
            ['"', '“', '”'],
            if open == '"' || open == '“' {
                ""
            } else {
                "\""
            },
        );
        format!("{open}{text}{close}")
    });
    let value = prop_oneof![word.clone(), quoted.clone()];
    let field = prop::sample::select(&["company:", "role：", "percent:-", "asked:", "since:!"][..]);
    let filter = (field, value).prop_map(|(field, value)| format!("{field}{value}"));
    let leaf = prop_oneof![word, quoted, filter];
    leaf.prop_recursive(6, 40, 4, |inner| {
        let all = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            all.clone()
                .prop_map(|parts| format!("({})", parts.join(" "))),
            all.clone()
                .prop_map(|parts| format!("({})", parts.join(" OR "))),
            all.prop_map(|parts| format!("({})", parts.join(" NEAR/2 "))),
            inner.prop_map(|part| format!("-{part}")),
        ]
    })
}

#[test]
fn queries_of_every_shape_print_as_themselves() {
    let share = check(50_000, well_formed());
    assert!(share > 0.5, "{share}");
}
