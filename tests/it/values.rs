//! Quantities are values: what `amount:` and `percent:` find, held against a scan of the text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use verbatim::text::{Currency, Measure, Quantity, quantities};

use crate::{
    harness::{Sandbox, bilingual},
    library::{Library, library},
};

/// English and Chinese of a paragraph; the word before the colon names it.
const PARAGRAPHS: &[(&str, &str)] = &[
    (
        "revenue: Total revenue was RMB247.8 billion, up 34 percent.",
        "總收入為人民幣2,478億元,成長三成四。",
    ),
    (
        "dollars: We returned $41 billion and kept US$1.2bn in cash.",
        "我們回饋410億美元,保留12億美元現金。",
    ),
    (
        "spoken: The plan is three hundred and eighty billion over three years.",
        "三年計畫為三千八百億。",
    ),
    (
        "margin: Gross margin rose 150 basis points to 52.5%, 3.5x leverage.",
        "毛利率上升1.5個百分點至52.5%,槓桿為3.5倍。",
    ),
    (
        "range: Growth should be 2-3% and CapEx between 4 and 5 billion dollars.",
        "成長應為2%至3%,資本支出40億至50億美元。",
    ),
    (
        "years: In 2001 and 2000 we had 3.4% and 12 months of Q3 on 3nm.",
        "在2001年與2000年為3.4%,第三季為三奈米。",
    ),
    ("loss: It fell by -5%.", "減少了-5%。"),
];

/// The names of the paragraphs that a query finds, in order.
fn found(sandbox: &Sandbox, query: &str) -> String {
    sandbox.found_names(&[query])
}

#[test]
fn one_value_is_found_in_every_writing() {
    let call = bilingual(
        "穹光電子 (QGDZ) 2025年 Q3 法說會逐字稿",
        &[("Lena Orth - Chief Executive Officer", PARAGRAPHS)],
    );
    let sandbox = Sandbox::with(&[("QGDZ-2025Q3.txt", &call)]);
    for (query, expected) in [
        ("247.8 billion", "revenue"),
        ("2478億", "revenue"),
        ("2,478亿", "revenue"),
        ("RMB247.8 billion", "revenue"),
        ("人民幣2478億元", "revenue"),
        ("US$247.8 billion", ""),
        ("247,800 million", "revenue"),
        ("0.2478兆", "revenue"),
        ("\"247,800 million\"", ""),
        ("34%", "revenue"),
        ("三成四", "revenue"),
        ("百分之三十四", "revenue"),
        ("3.4%", "years"),
        ("2001", "years"),
        ("380 billion", "spoken"),
        ("3800億", "spoken"),
        ("41 billion dollars", "dollars"),
        ("150 bps", "margin"),
        ("1.5 percentage points", "margin"),
        ("3.5 times leverage", "margin"),
        ("3.5x", "margin"),
        ("2-3%", "range"),
        ("4 billion", "range"),
        ("revenue 34%", "revenue"),
        ("amount:>100b", "revenue spoken"),
        ("amount:usd:1b..5b", "dollars range"),
        ("amount:cny:>100b", "revenue"),
        ("amount:1b..5b -amount:usd:1b..5b", ""),
        ("amount:>100b percent:>30", "revenue"),
        ("percent:30..40", "revenue"),
        ("percent:>=52.5", "margin"),
        ("percent:>52.5", ""),
        ("percent:<0", "loss"),
        ("amount：＞100億", "revenue dollars spoken"),
    ] {
        assert_eq!(found(&sandbox, query), expected, "{query}");
    }
    let answer = sandbox.json(&["search", "amount:>100b percent:>30"]);
    let hit = &answer["hits"][0];
    let why: Vec<&Value> = hit["why"].as_array().unwrap().iter().collect();
    assert!(why.iter().all(|why| why["by"] == "quantity"), "{why:?}");
    let matched: BTreeSet<&str> = why
        .iter()
        .map(|why| why["matched"].as_str().unwrap())
        .collect();
    let all = [
        "RMB247.8 billion",
        "34 percent",
        "人民幣2,478億元",
        "三成四",
    ];
    assert_eq!(matched, BTreeSet::from(all));
    let literal = sandbox.json(&["search", "三成四", "--literal"]);
    assert_eq!(literal["total"], 1);
}

#[test]
fn ranges_find_what_a_scan_finds() {
    let library = library();
    let sides: Vec<(&String, Vec<Quantity>)> = (library.sides.iter())
        .map(|(citation, text)| (citation, quantities(text)))
        .collect();
    let amounts: Vec<f64> = sides
        .iter()
        .flat_map(|(_, found)| found)
        .filter(|quantity| quantity.measure == Measure::Amount)
        .map(|quantity| quantity.value)
        .collect();
    assert!(amounts.len() > 100, "{}", amounts.len());
    let mut runner = TestRunner::new(Config {
        cases: 300,
        ..Config::default()
    });
    let any = any::<prop::sample::Index>;
    let currency = prop::option::of(prop::sample::select(vec![
        Currency::Usd,
        Currency::Cny,
        Currency::Twd,
    ]));
    runner
        .run(&(any(), any(), currency), |(one, other, currency)| {
            let (one, other) = (one.get(&amounts), other.get(&amounts));
            let (low, high) = (one.min(*other), one.max(*other));
            let fits = |quantity: &Quantity| {
                quantity.measure == Measure::Amount
                    && (low..=high).contains(&quantity.value)
                    && currency.is_none_or(|wanted| quantity.currency == Some(wanted))
            };
            let prefix = currency.map_or(String::new(), |currency| format!("{}:", currency.code()));
            check(
                &library,
                &sides,
                &format!("amount:{prefix}{low}..{high}"),
                fits,
            )
        })
        .unwrap();
    runner
        .run(&(0..60_u32, 0..60_u32), |(low, span)| {
            let (low, high) = (f64::from(low), f64::from(low + span));
            let fits = |quantity: &Quantity| {
                quantity.measure == Measure::Percent && (low..=high).contains(&quantity.value)
            };
            check(&library, &sides, &format!("percent:{low}..{high}"), fits)
        })
        .unwrap();
}

fn check(
    library: &Library,
    sides: &[(&String, Vec<Quantity>)],
    query: &str,
    fits: impl Fn(&Quantity) -> bool,
) -> Result<(), TestCaseError> {
    let scan: BTreeSet<&str> = (sides.iter())
        .filter(|(_, found)| found.iter().any(&fits))
        .map(|(citation, _)| citation.as_str())
        .collect();
    let response = library.search(query, 10_000);
    let hits: Vec<String> = (response.hits.iter())
        .map(|hit| hit.call.citation(&hit.passage))
        .collect();
    let found: BTreeSet<&str> = hits.iter().map(String::as_str).collect();
    prop_assert_eq!(found, scan, "{}", query);
    for hit in &response.hits {
        for (lang, text) in hit.passage.text.iter() {
            let expected = quantities(text).iter().any(&fits);
            let lit = !hit.highlights.get(lang).unwrap().is_empty();
            prop_assert_eq!(lit, expected, "{} in {}", query, text);
        }
    }
    Ok(())
}
