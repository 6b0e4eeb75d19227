//! Results that are calls, exchanges or turns, held against a scan of the passages.

use std::collections::{BTreeMap, BTreeSet};

use verbatim::{
    engine::CallPart,
    search::{Grouping, Request, Response, Sort},
};

use crate::{
    harness::Sandbox,
    library::{Library, folded, library},
};

/// What passages belong to under a grouping, and the citations of those that hold a text.
type Scan = BTreeMap<String, BTreeSet<String>>;

fn scan(library: &Library, by: Grouping, text: &str) -> Scan {
    let wanted = folded(text);
    let mut groups = Scan::new();
    for entry in library.engine.calls(&Request::new("")).unwrap() {
        let id = &entry.call.id;
        let reading = library.engine.read(id, &CallPart::default()).unwrap();
        for passage in &reading.passages {
            let mut sides = passage.text.iter();
            if !sides.any(|(_, side)| folded(side).contains(&wanted)) {
                continue;
            }
            let alone = format!("{id} passage {}", passage.n);
            let turn = passage.turn.map(|turn| format!("{id} turn {turn}"));
            let exchange = passage.exchange.map(|n| format!("{id} exchange {n}"));
            let group = match by {
                Grouping::Call => id.clone(),
                Grouping::Exchange => exchange.or(turn).unwrap_or(alone),
                Grouping::Turn => turn.unwrap_or(alone),
                Grouping::None => alone,
            };
            let citation = reading.call.citation(passage);
            groups.entry(group).or_default().insert(citation);
        }
    }
    groups
}

/// The citations of each group of an answer, in order.
fn groups(response: &Response) -> Vec<BTreeSet<String>> {
    let hits = |group| response.hits_of(group).iter();
    (response.groups.iter())
        .map(|group| {
            hits(group)
                .map(|hit| hit.call.citation(&hit.passage))
                .collect()
        })
        .collect()
}

#[test]
fn groups_and_their_hits_agree_with_a_scan() {
    let library = library();
    for by in [Grouping::Call, Grouping::Exchange, Grouping::Turn] {
        for text in ["毛利率", "資本支出", "庫存"] {
            let expected: BTreeSet<BTreeSet<String>> =
                scan(&library, by, text).into_values().collect();
            for sort in [Sort::Relevance, Sort::Newest, Sort::Call] {
                let request = Request {
                    group: Some(by),
                    literal: true,
                    limit: usize::MAX,
                    per_call: (by == Grouping::Call).then_some(1000),
                    sort,
                    ..Request::new(text)
                };
                let response = library.engine.search(&request).unwrap();
                let whole = groups(&response);
                assert_eq!(whole.len(), expected.len(), "{text} by {by}");
                assert_eq!(response.total_groups, Some(whole.len() as u64));
                let found: BTreeSet<BTreeSet<String>> = whole.iter().cloned().collect();
                assert_eq!(found, expected, "{text} by {by}, {sort}");
                for group in &response.groups {
                    let hits = response.hits_of(group);
                    assert_eq!(group.total, hits.len() as u64);
                    let passages = &group.passages;
                    assert_eq!(passages.is_empty(), by == Grouping::Call);
                    let inside = |n: u32| passages.iter().any(|passage| passage.n == n);
                    assert!(by == Grouping::Call || hits.iter().all(|hit| inside(hit.passage.n)));
                }

                // Page by page the same groups come in the same order.
                let mut paged = Vec::new();
                for offset in (0..whole.len()).step_by(3) {
                    let page = Request {
                        limit: 3,
                        offset,
                        ..request.clone()
                    };
                    paged.extend(groups(&library.engine.search(&page).unwrap()));
                }
                assert_eq!(paged, whole, "{text} by {by}, {sort}");
            }
        }
    }
}

#[test]
fn the_best_passage_leads_its_group() {
    let library = library();
    let search = |group, per_call| {
        let request = Request {
            group: Some(group),
            per_call,
            limit: 100,
            ..Request::new("capex")
        };
        library.engine.search(&request).unwrap()
    };
    let passages = search(Grouping::None, None);
    let mut order: Vec<&str> = Vec::new();
    for hit in &passages.hits {
        if !order.contains(&hit.call.id.as_str()) {
            order.push(&hit.call.id);
        }
    }
    let calls = search(Grouping::Call, Some(2));
    let found: Vec<&str> = (calls.groups.iter())
        .map(|group| group.call.id.as_str())
        .collect();
    assert!(order.len() > 5);
    assert_eq!(found, order);
    for group in &calls.groups {
        let hits = calls.hits_of(group);
        assert!(hits.len() as u64 == group.total.min(2), "{}", group.call.id);
        assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
        let best = passages
            .hits
            .iter()
            .find(|hit| hit.call.id == group.call.id);
        assert_eq!(best.unwrap().passage.n, hits[0].passage.n);
        assert_eq!(best.unwrap().score, hits[0].score);
    }
    let capped = search(Grouping::Exchange, Some(1));
    let mut calls = BTreeSet::new();
    for group in &capped.groups {
        assert!(calls.insert(&group.call.id), "{} twice", group.call.id);
    }
    assert_eq!(calls.len(), order.len());
}

#[test]
fn a_grouped_answer_reads_well_and_fits() {
    use unicode_width::UnicodeWidthStr;
    let sandbox = Sandbox::samples();
    for unit in ["call", "exchange", "turn"] {
        let answer = sandbox.json(&["search", "capex", "--group", unit, "--limit", "4"]);
        let groups = answer["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 4, "{answer}");
        let hits: usize = (groups.iter())
            .map(|group| group["hits"].as_array().unwrap().len())
            .sum();
        assert_eq!(answer["hits"].as_array().unwrap().len(), hits);
        for columns in [80, 120] {
            let args = ["search", "capex", "--group", unit, "--limit", "4"];
            let run = sandbox.run_with(&args, Some(columns));
            for line in run.out.lines() {
                assert!(line.width() <= columns, "{columns}: {line}");
            }
            assert!(run.out.contains("1 to 4 of"), "{}", run.out);
        }
    }
    let plain = sandbox.json(&["search", "capex"]);
    assert!(plain.get("groups").is_none(), "{plain}");
}
