//! Trends are true: every row agrees with a scan of the passages.

use std::collections::BTreeMap;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;
use verbatim::{
    engine::CallPart,
    index::{FACETS, FacetField},
    model::{Role, Word},
    search::Request,
};

use crate::{
    harness::Sandbox,
    library::{folded, library},
};

#[test]
fn every_row_agrees_with_a_scan() {
    let library = library();
    let mut calls = Vec::new();
    for entry in library.engine.calls(&Request::new("")).unwrap() {
        calls.push(
            library
                .engine
                .read(&entry.call.id, &CallPart::default())
                .unwrap(),
        );
    }
    for &by in FACETS {
        for text in ["庫存", "毛利率", "關稅", "雲端"] {
            let wanted = folded(text);
            // Passages that match, all passages, and places that match, by value.
            let mut scan: BTreeMap<String, (u64, u64, u64)> = BTreeMap::new();
            let (mut total, mut mentions) = (0, 0);
            for reading in &calls {
                let call = &reading.call;
                for passage in &reading.passages {
                    let places = |text: &String| folded(text).matches(&wanted).count() as u64;
                    let most = passage.text.iter().map(|(_, text)| places(text)).max();
                    let most = most.unwrap_or(0);
                    total += u64::from(most > 0);
                    mentions += most;
                    let speaker = call.speaker_of(passage);
                    let value = match by {
                        FacetField::Company => Some(call.company.id.clone()),
                        FacetField::Speaker => speaker.map(|speaker| speaker.name.clone()),
                        FacetField::Role => speaker.map(|speaker| speaker.role.to_string()),
                        FacetField::Firm => speaker.and_then(|speaker| speaker.firm.clone()),
                        FacetField::Section => Some(passage.section.to_string()),
                        FacetField::Period => call.period.map(|period| period.to_string()),
                    };
                    if let Some(value) = value {
                        let row = scan.entry(value).or_default();
                        row.0 += u64::from(most > 0);
                        row.1 += 1;
                        row.2 += most;
                    }
                }
            }
            let request = Request {
                literal: true,
                ..Request::new(text)
            };
            let trend = library.engine.trend(&request, by).unwrap();
            let rows: BTreeMap<String, (u64, u64, u64)> = (trend.rows.iter())
                .map(|row| (row.value.clone(), (row.passages, row.of, row.mentions)))
                .collect();
            assert_eq!(rows.len(), trend.rows.len(), "{text} by {by}");
            assert_eq!(rows, scan, "{text} by {by}");
            assert_eq!((trend.total, trend.mentions), (total, mentions), "{text}");
            for row in &trend.rows {
                assert_eq!(row.first.is_some(), row.passages > 0, "{row:?}");
                assert!(
                    row.first.as_ref().map(|m| m.period) <= row.last.as_ref().map(|m| m.period)
                );
            }
        }
    }
}

#[test]
fn a_trend_keeps_to_its_filters_and_its_columns() {
    let sandbox = Sandbox::samples();
    let trend = |args: &[&str]| sandbox.json(&[&["trend", "capex"], args].concat());
    let all = trend(&[]);
    assert_eq!(all["by"], "period");
    let counts = |answer: &Value| -> u64 {
        let rows = answer["rows"].as_array().unwrap();
        rows.iter().map(|row| row["count"].as_u64().unwrap()).sum()
    };
    assert_eq!(counts(&all), all["total"].as_u64().unwrap());
    let found = sandbox.found(&["capex", "--role", "analyst"]).len();
    let asked = trend(&["--role", "analyst", "--by", "firm"]);
    assert_eq!(asked["total"], found);
    let periods: Vec<&str> = (all["rows"].as_array().unwrap().iter())
        .map(|row| row["value"].as_str().unwrap())
        .collect();
    assert!(periods.is_sorted(), "{periods:?}");
    let both = sandbox.json(&["trend", "capex", "--vs", "tariffs"]);
    assert_eq!(both.as_array().unwrap().len(), 2);
    let csv = sandbox
        .run(&["trend", "關稅", "--by", "company", "--csv"])
        .out;
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.contains("關稅,company,LMRA,0,"), "{csv}");
    for columns in [80, 120] {
        for by in FACETS {
            let args = ["trend", "毛利率", "--vs", "capex", "--by", by.word()];
            let run = sandbox.run_with(&args, Some(columns));
            assert_eq!(run.code, Some(0), "{run:?}");
            for line in run.out.lines() {
                assert!(line.width() <= columns, "{columns}: {line}");
            }
        }
    }
    let nothing = sandbox.run(&["trend", "xyzzy"]);
    assert_eq!(nothing.code, Some(1), "{nothing:?}");
    assert!(
        nothing.out.contains("no passage has `xyzzy`"),
        "{nothing:?}"
    );
}

#[test]
fn mentions_agree_with_a_scan() {
    let library = library();
    let mut both = 0;
    for text in ["庫存", "關稅", "雲端"] {
        let wanted = folded(text);
        let request = Request {
            literal: true,
            ..Request::new(text)
        };
        let entries = library.engine.mentions(&request).unwrap();
        let mut scan: BTreeMap<String, [u64; 6]> = BTreeMap::new();
        for entry in library.engine.calls(&Request::new("")).unwrap() {
            let reading = library
                .engine
                .read(&entry.call.id, &CallPart::default())
                .unwrap();
            let row = scan.entry(reading.call.company.id.clone()).or_default();
            let mut said = 0;
            for passage in &reading.passages {
                row[3] += 1;
                let mut sides = passage.text.iter();
                if sides.any(|(_, text)| folded(text).contains(&wanted)) {
                    said += 1;
                    match reading.call.speaker_of(passage).map(|speaker| speaker.role) {
                        Some(Role::Executive) => row[4] += 1,
                        Some(Role::Analyst) => row[5] += 1,
                        _ => {}
                    }
                }
            }
            row[0] += u64::from(said > 0);
            row[1] += 1;
            row[2] += said;
        }
        let found: BTreeMap<String, [u64; 6]> = (entries.iter())
            .map(|row| {
                let counts = [
                    row.calls,
                    row.of_calls,
                    row.passages,
                    row.of,
                    row.executives,
                    row.analysts,
                ];
                (row.company.id.clone(), counts)
            })
            .collect();
        assert_eq!(found, scan, "{text}");
        assert!(
            entries
                .iter()
                .all(|row| row.last.is_some() == (row.passages > 0))
        );
        both += usize::from(entries.iter().any(|row| row.passages == 0));
    }
    assert!(both > 0);
    let csv = Sandbox::samples().run(&["mentions", "關稅", "--csv"]).out;
    assert_eq!(csv.lines().count(), 4, "{csv}");
}
