//! Promises held against a plain scan of the text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use verbatim::search::{By, Request};

use crate::{
    harness::samples,
    library::{Library, folded, library},
};

/// Enough for every hit of these corpora.
const ALL: usize = 10_000;

#[test]
fn counts_agree_with_a_scan() {
    let library = library();
    for word in ["庫存", "毛利率", "財測", "匯率", "雲端"] {
        let wanted = folded(word);
        let scan: BTreeSet<&str> = library
            .sides
            .iter()
            .filter(|(_, text)| folded(text).contains(&wanted))
            .map(|(citation, _)| citation.as_str())
            .collect();
        let response = library.search(&format!("\"{word}\""), ALL);
        assert_eq!(response.total as usize, scan.len(), "{word}");
        let calls: BTreeSet<&str> = scan
            .iter()
            .filter_map(|citation| citation.split('#').next())
            .collect();
        assert_eq!(response.total_calls as usize, calls.len(), "{word}");
    }
}

#[test]
fn no_query_makes_a_panic() {
    let library = Library::of(vec![samples()]);
    let mut runner = TestRunner::new(Config {
        cases: 500,
        ..Config::default()
    });
    let wild = prop_oneof![
        "\\PC{0,40}",
        "[a-z資本支出「」（）：\"() *-]{0,30}",
        "((company|role|period|since|lang|asked):|OR|-|\\(|\\)|\"|資本|capex|guidence|皇後|、| NEAR/2 |\\*| ){0,12}",
    ];
    runner
        .run(&wild, |query| {
            let _ = library.engine.search(&Request::new(query));
            Ok(())
        })
        .unwrap();
}

#[test]
fn every_hit_shows_what_matched() {
    let library = library();
    for query in [
        "capex",
        "资本支出",
        "free cash flow",
        "毛利率 OR 匯率",
        "(AI OR 雲端) 需求",
        "34%",
        "三成四",
        "amount:>1b percent:>10",
        "管理層怎麼看未來三年的資本支出",
        "invest* -guidance",
        "year-over-year growth",
        "revenue NEAR/8 growth",
        "invest* NEAR/10 (AI OR 雲端)",
        "數據中心",
    ] {
        let response = library.search(query, ALL);
        assert!(response.total > 0, "{query}");
        for hit in &response.hits {
            let citation = hit.call.citation(&hit.passage);
            let lit = hit.highlights.iter().any(|(_, lit)| !lit.is_empty());
            assert!(lit && !hit.why.is_empty(), "{query}: {citation}");
            for (lang, lit) in hit.highlights.iter() {
                let text = hit.passage.text.get(lang).unwrap();
                let mut end = 0;
                for span in lit {
                    assert!(
                        span.start < span.end && span.start >= end,
                        "{query}: {citation}"
                    );
                    assert!(text.get(span.clone()).is_some(), "{query}: {citation}");
                    end = span.end;
                }
            }
        }
    }
}

#[test]
fn what_was_typed_goes_before_what_means_the_same() {
    let library = library();
    let mut both = 0;
    for query in [
        "CapEx",
        "資本支出",
        "庫存",
        "guidance",
        "毛利率",
        "AI",
        "人工智慧",
        "匯率",
    ] {
        let request = Request {
            limit: ALL,
            ..Request::new(query)
        };
        let response = library.engine.search(&request).unwrap();
        let exact = |by: By| matches!(by, By::Literal | By::Script | By::Stem);
        let said: Vec<bool> = (response.hits.iter())
            .map(|hit| hit.why.iter().any(|why| exact(why.by)))
            .collect();
        both += usize::from(said.contains(&true) && said.contains(&false));
        assert!(said.is_sorted_by(|a, b| a >= b), "{query}: {said:?}");
    }
    assert!(both > 3, "{both}");
}
