//! The documented shape of the JSON, hits aside, which are those of a search; and the same rows in
//! every form.

// Fields are there to be demanded.
#![allow(dead_code)]

use serde::Deserialize;
use serde_json::Value;
use verbatim::text::is_han;

use crate::harness::Sandbox;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comparison {
    query: String,
    calls: [Call; 2],
    terms: [Vec<Term>; 2],
    figures: Vec<Figure>,
    amounts: [Vec<Amount>; 2],
    pairs: Vec<Pair>,
    alone: [Vec<Value>; 2],
    expansions: Vec<Value>,
    warnings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    id: String,
    company: Value,
    period: Option<String>,
    date: Option<String>,
    count: u64,
    of: u64,
    per_1000: f64,
    mentions: u64,
    executives: u64,
    analysts: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    term: Sides<String>,
    glossary: bool,
    count: u64,
    other: u64,
    weight: f64,
    first: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides<T> {
    en: Option<T>,
    zh: Option<T>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    first: Amount,
    second: Amount,
    change: Option<Change>,
    likeness: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    by: f64,
    unit: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amount {
    measure: String,
    currency: Option<String>,
    value: f64,
    upper: Option<f64>,
    written: Sides<String>,
    statements: Vec<Statement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    citation: String,
    speaker: Option<String>,
    kind: String,
    outlook: Option<bool>,
    near: bool,
    sentence: Sides<String>,
    amount: Sides<[usize; 2]>,
    highlights: Sides<Vec<[usize; 2]>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    first: Value,
    second: Value,
    likeness: f64,
}

impl Statement {
    /// The characters that the offsets name.
    fn named(&self) -> Vec<String> {
        let sides = [
            (&self.sentence.en, &self.amount.en),
            (&self.sentence.zh, &self.amount.zh),
        ];
        let cut =
            |text: &str, [from, to]: [usize; 2]| text.chars().skip(from).take(to - from).collect();
        let named = sides.map(|(text, span)| Some(cut(text.as_ref()?, (*span)?)));
        named.into_iter().flatten().collect()
    }
}

#[test]
fn the_json_has_its_shape_and_every_form_the_same_rows() {
    let sandbox = Sandbox::samples();
    let args = ["compare", "營收", "LMRA-2025Q4", "LMRA-2026Q1"];
    let found: Comparison = serde_json::from_value(sandbox.json(&args)).unwrap();
    assert!(found.figures.len() > 3, "{found:?}");
    for statement in found
        .amounts
        .iter()
        .flatten()
        .flat_map(|amount| &amount.statements)
    {
        let named = statement.named();
        assert!(!named.is_empty(), "{statement:?}");
        for amount in named {
            assert!(
                amount.chars().any(|c| c.is_numeric() || is_han(c)),
                "{statement:?}"
            );
            assert_eq!(amount, amount.trim());
        }
    }
    let lists = |lists: [usize; 2]| lists.iter().sum::<usize>();
    let rows = lists(found.terms.each_ref().map(Vec::len))
        + found.figures.len()
        + lists(found.amounts.each_ref().map(Vec::len))
        + found.pairs.len()
        + lists(found.alone.each_ref().map(Vec::len));
    let form = |form: &str| sandbox.run(&[&args[..], &["--output", form]].concat()).out;
    assert_eq!(form("jsonl").lines().count(), found.calls.len() + rows);
    let csv = form("csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let counts = 7;
    assert_eq!(reader.records().map(Result::unwrap).count(), counts + rows);
    assert_eq!(form("plain").lines().count(), counts + rows);
    assert_eq!(form("markdown").lines().count(), 2 + counts + rows);
}
