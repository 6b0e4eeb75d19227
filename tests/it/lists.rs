//! Lists of companies, people and firms, held against a scan of every passage.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;
use verbatim::{
    engine::{CallPart, Engine},
    index::CorpusFolders,
    model::{Call, Passage, Role, Speaker},
    query::Field,
    search::{Extent, FilterArg, ListSort, Request},
};

use crate::harness::{Sandbox, call_of as call, real_calls, samples};

/// Passages, calls and the latest period of what a scan counts for each row.
type Counted = BTreeMap<Vec<String>, (u64, BTreeSet<String>, Option<String>)>;

/// Counts the passages that are kept, by what `row` makes of them.
fn scan(
    engine: &Engine,
    kept: &dyn Fn(&Call, &Passage) -> bool,
    row: fn(&Call, Option<&Speaker>) -> Option<Vec<String>>,
) -> Counted {
    let mut periods = BTreeMap::new();
    let mut counted = Counted::new();
    for entry in engine.calls(&Request::new("")).unwrap() {
        let reading = engine.read(&entry.call.id, &CallPart::default()).unwrap();
        let call = &reading.call;
        for passage in reading.passages.iter().filter(|p| kept(call, p)) {
            let Some(row) = row(call, call.speaker_of(passage)) else {
                continue;
            };
            let count = counted.entry(row.clone()).or_default();
            count.0 += 1;
            count.1.insert(call.id.clone());
            let last = periods.entry(row).or_insert(call.period);
            *last = (*last).max(call.period);
            count.2 = last.map(|period| period.to_string());
        }
    }
    counted
}

fn company_row(call: &Call, _: Option<&Speaker>) -> Option<Vec<String>> {
    Some(vec![call.company.id.clone()])
}

/// Somebody of a company is told by company and name, an analyst by name and firm.
fn speaker_row(call: &Call, speaker: Option<&Speaker>) -> Option<Vec<String>> {
    let speaker = speaker?;
    Some(match speaker.role {
        Role::Analyst => vec![
            "analyst".to_owned(),
            speaker.name.clone(),
            speaker.firm.clone().unwrap_or_default(),
        ],
        _ => vec![
            "company".to_owned(),
            speaker.name.clone(),
            call.company.id.clone(),
        ],
    })
}

fn firm_row(_: &Call, speaker: Option<&Speaker>) -> Option<Vec<String>> {
    let analyst = speaker.filter(|speaker| speaker.role == Role::Analyst)?;
    Some(vec![analyst.firm.clone()?])
}

/// Whether a list says what a scan counts.
fn check(listed: Vec<(Vec<String>, Extent)>, counted: &Counted, what: &str) {
    assert_eq!(listed.len(), counted.len(), "{what}");
    for (row, extent) in listed {
        let (passages, calls, last) = counted
            .get(&row)
            .unwrap_or_else(|| panic!("{what}: {row:?} is in no call"));
        assert_eq!(extent.passages, *passages, "{what}: {row:?}");
        assert_eq!(extent.calls, calls.len() as u64, "{what}: {row:?}");
        assert_eq!(extent.last.map(|p| p.to_string()), *last, "{what}: {row:?}");
    }
}

fn check_all(engine: &Engine, request: &Request, kept: &dyn Fn(&Call, &Passage) -> bool) {
    let by = ListSort::Passages;
    let companies = engine.companies(request, by).unwrap();
    let companies = companies
        .into_iter()
        .map(|e| (vec![e.company.id], e.extent));
    let counted = scan(engine, kept, company_row);
    check(companies.collect(), &counted, "companies");

    let speakers = engine.speakers(request, by).unwrap().into_iter().map(|e| {
        let row = if e.roles == [Role::Analyst] {
            vec!["analyst".to_owned(), e.name, e.firm.unwrap_or_default()]
        } else {
            assert!(!e.roles.contains(&Role::Analyst), "{:?}", e.name);
            assert_eq!(e.companies.len(), 1, "{:?}", e.name);
            vec!["company".to_owned(), e.name, e.companies[0].id.clone()]
        };
        assert!(e.names.first() == row.get(1), "{row:?}");
        (row, e.extent)
    });
    let counted = scan(engine, kept, speaker_row);
    check(speakers.collect(), &counted, "speakers");

    let firms = engine.firms(request, by).unwrap();
    let people = |firm: &str| {
        let rows = counted
            .keys()
            .filter(|row| row[0] == "analyst" && row[2] == firm);
        rows.map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    for firm in &firms {
        assert_eq!(firm.analysts, people(&firm.name), "{}", firm.name);
    }
    let firms = firms.into_iter().map(|e| (vec![e.name], e.extent));
    check(firms.collect(), &scan(engine, kept, firm_row), "firms");
}

#[test]
fn counts_agree_with_a_scan() {
    let mut corpora = vec![samples()];
    corpora.extend(
        ["bilingual", "alphamemo", "streetevents"]
            .iter()
            .filter_map(|f| real_calls(f)),
    );
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::new(folder.path());
    engine
        .refresh(&CorpusFolders::new(corpora), false, &mut |_| {})
        .unwrap();
    check_all(&engine, &Request::new(""), &|_, _| true);

    let filter = |field, value: &str| FilterArg::new(field, value).unwrap();
    let request = Request {
        filters: vec![
            filter(Field::Section, "qa"),
            filter(Field::Company, "-LMRA"),
        ],
        ..Request::new("")
    };
    let kept = |call: &Call, passage: &Passage| {
        passage.section.to_string() == "qa" && call.company.id != "LMRA"
    };
    check_all(&engine, &request, &kept);

    let found = engine.search(&Request {
        limit: 100_000,
        ..Request::new("guidance OR 毛利率")
    });
    let hits = found.unwrap().hits;
    let cited: BTreeSet<String> = (hits.iter())
        .map(|hit| hit.call.citation(&hit.passage))
        .collect();
    assert!(cited.len() > 10, "{}", cited.len());
    check_all(
        &engine,
        &Request::new("guidance OR 毛利率"),
        &|call, passage| cited.contains(&call.citation(passage)),
    );
}

fn people() -> Sandbox {
    Sandbox::with(&[
        (
            "a1.txt",
            &call("AAA", 1, &["Rodney M. Smith - CFO", "Kim Lee - CEO"]),
        ),
        (
            "a2.txt",
            &call(
                "AAA",
                2,
                &["Rod Smith - Chairman", "Ann Roe - Analyst, UBS"],
            ),
        ),
        (
            "a3.txt",
            &call(
                "AAA",
                3,
                &["Rodney M. Smith - CFO", "Ann Roe - Analyst, Citi"],
            ),
        ),
        (
            "b1.txt",
            &call(
                "BBB",
                1,
                &["Rod Smith - Chairman", "Ann Roe - Analyst, UBS"],
            ),
        ),
    ])
}

fn values(list: &Value) -> Vec<&str> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row["value"].as_str().unwrap()).collect()
}

#[test]
fn one_person_is_one_row() {
    let sandbox = people();
    let list = sandbox.json(&["speakers", "--speaker", "smith"]);
    assert_eq!(
        list,
        json!([
            {
                "value": "Rodney M. Smith", "count": 3, "calls": 3,
                "names": ["Rodney M. Smith", "Rod Smith"], "roles": ["executive"], "title": "CFO",
                "firm": null, "companies": ["AAA"], "first": "2025Q1", "last": "2025Q3",
            },
            {
                "value": "Rod Smith", "count": 1, "calls": 1,
                "names": ["Rod Smith"], "roles": ["executive"], "title": "Chairman",
                "firm": null, "companies": ["BBB"], "first": "2025Q1", "last": "2025Q1",
            },
        ])
    );
    let title = sandbox.json(&["speakers", "--speaker", "smith", "--period", "..2025Q2"]);
    assert_eq!(title[0]["title"], "Chairman", "{title}");
    let analysts = sandbox.json(&["speakers", "grow", "--role", "analyst"]);
    let rows: Vec<(&Value, &Value, &Value)> = (analysts.as_array().unwrap().iter())
        .map(|row| (&row["firm"], &row["count"], &row["companies"]))
        .collect();
    assert_eq!(
        rows,
        [
            (&json!("UBS"), &json!(2), &json!(["AAA", "BBB"])),
            (&json!("Citi"), &json!(1), &json!(["AAA"])),
        ]
    );
}

#[test]
fn lists_have_an_order_and_an_end() {
    let sandbox = people();
    for (args, expected) in [
        (&["companies"][..], &["AAA", "BBB"][..]),
        (&["companies", "--period", "2025Q1"], &["AAA", "BBB"]),
        (&["firms"], &["UBS", "Citi"]),
        (&["firms", "--sort", "name"], &["Citi", "UBS"]),
        (&["firms", "--sort", "calls"], &["UBS", "Citi"]),
        (&["firms", "--sort", "latest"], &["Citi", "UBS"]),
        (&["firms", "--sort", "latest", "--limit", "1"], &["Citi"]),
    ] {
        assert_eq!(values(&sandbox.json(args)), expected, "{args:?}");
    }
    let calls = |sort: &str| {
        let list = sandbox.json(&["calls", "--sort", sort, "--limit", "3"]);
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| row["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(calls("call"), ["AAA-2025Q1", "AAA-2025Q2", "AAA-2025Q3"]);
    assert_eq!(calls("newest"), ["AAA-2025Q3", "AAA-2025Q2", "AAA-2025Q1"]);
    assert_eq!(calls("oldest"), ["AAA-2025Q1", "BBB-2025Q1", "AAA-2025Q2"]);
    for list in ["calls", "companies", "speakers", "firms"] {
        let nothing = sandbox.run(&[list, "nowhere"]);
        assert_eq!(nothing.code, Some(1), "{nothing:?}");
        assert!(nothing.out.starts_with("0 "), "{nothing:?}");
        let nothing = sandbox.run(&[list, "nowhere", "--json"]);
        assert_eq!((nothing.out.as_str(), nothing.code), ("[]\n", Some(1)));
        assert_eq!(sandbox.run(&[list, "--sort", "luck"]).code, Some(2));
        assert!(sandbox.run(&[list, "--help"]).out.contains("Example:"));
    }
}

#[test]
fn tables_fit_the_terminal_and_stay_whole_in_a_pipe() {
    let sandbox = Sandbox::samples();
    for list in ["calls", "companies", "speakers", "firms"] {
        for columns in [60, 80, 120] {
            let run = sandbox.run_with(&[list], Some(columns));
            assert_eq!(run.code, Some(0), "{run:?}");
            for line in run.out.lines() {
                assert!(line.width() <= columns, "{columns}: {line}");
            }
        }
        let run = sandbox.run(&[list]);
        assert!(!run.out.contains(['\t', '\u{1b}', '…']), "{}", run.out);
        let total = run.out.lines().last().unwrap();
        let rows = run.out.lines().count() - 2;
        assert!(total.starts_with(&format!("{rows} ")), "{total}");
        let one = sandbox.run(&[list, "--limit", "1"]);
        assert!(one.out.ends_with(", 1 shown\n"), "{}", one.out);
    }
}

#[test]
fn rows_name_companies_and_fit_the_terminal() {
    let long = "Superlative Industrial Logistics Properties Trust of Northern Europe";
    let call = |people: &str| {
        format!(
            "---\ncompany: {long}\nperiod: 2026Q1\n---\n\n\
             Ann Reed - Chief Executive Officer, Chairwoman and President: We grow everywhere.\n\n\
             {people}"
        )
    };
    let sandbox = Sandbox::with(&[
        (
            "a.txt",
            &call("Bo Lin - Analyst, Kestrel Capital: How much do you grow?\n"),
        ),
        (
            "LMRA-2026Q1.txt",
            &fs::read_to_string(samples().join("LMRA-2026Q1.txt")).unwrap(),
        ),
    ]);
    for list in ["companies", "calls", "speakers", "firms"] {
        for columns in [40, 60, 80, 100, 120] {
            let run = sandbox.run_with(&[list, "--color", "never"], Some(columns));
            for line in run.out.lines() {
                let id = line.split("  ").next().unwrap_or_default();
                let fits = line.width() <= columns.max(id.width());
                assert!(fits, "{list} at {columns}: {line}");
            }
            let slugs = run.out.contains("superlative-");
            assert_eq!(slugs, list == "calls", "{list} at {columns}: {}", run.out);
        }
        let wide = sandbox.run_with(&[list, "--color", "never"], Some(120)).out;
        let names = wide.contains("Superlative Indus");
        assert!(
            names || ["calls", "firms"].contains(&list),
            "{list}: {wide}"
        );
    }
    // A call's id is of use only whole.
    let calls = sandbox
        .run_with(&["calls", "--color", "never"], Some(60))
        .out;
    assert!(
        calls.lines().all(|line| !line.contains("LMRA-2026Q…")),
        "{calls}"
    );
}

#[test]
fn speakers_without_a_name_come_last() {
    let sandbox = Sandbox::with(&[(
        "a.txt",
        "Quill Motors (QLM) Q1 2026 Earnings Call\n\n\
         Speaker 1: We grow.\n\nSpeaker 1: We grow again.\n\nSpeaker 1: And again.\n\n\
         Ann Reed - Chief Executive Officer: We grow everywhere.\n",
    )]);
    let rows = sandbox.json(&["speakers"]);
    let roles: Vec<&str> = (rows.as_array().unwrap().iter())
        .map(|row| row["roles"][0].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["executive", "unidentified"], "{rows}");
}
