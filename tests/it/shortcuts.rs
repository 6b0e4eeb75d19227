//! Early termination of scoring, and the facet table in memory, change no answer.

use verbatim::{
    engine::Engine,
    index::{CorpusFolders, FACETS},
    query::Field,
    search::{FilterArg, Grouping, Request, Response},
};

use crate::harness::{real_calls, samples};

const QUERIES: [&str; 18] = [
    "revenue",
    "the",
    "guidance margin",
    "free cash flow",
    "\"gross margin\"",
    "capex OR 庫存",
    "毛利率",
    "資本支出",
    "資本支出 雲端",
    "管理層怎麼看未來三年的資本支出與自由現金流",
    "先進封裝的產能什麼時候才能滿足客戶的需求",
    "inventory NEAR/8 days",
    "asked:margin",
    "amount:>1b",
    "30%",
    "年",
    "2025年 -guidance",
    "revenue since:2025-01-01",
];

/// What a search finds: citation and score of each hit, in order.
fn ranked(response: &Response) -> Vec<(String, u32)> {
    let hits = response.hits.iter();
    hits.map(|hit| (hit.call.citation(&hit.passage), hit.score.to_bits()))
        .collect()
}

/// The sample calls and the real ones, in one index.
fn index() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut corpora = vec![samples()];
    corpora.extend(
        ["bilingual", "alphamemo", "streetevents"]
            .into_iter()
            .filter_map(real_calls),
    );
    Engine::new(folder.path())
        .refresh(&CorpusFolders::new(corpora), false, &mut |_| {})
        .unwrap();
    folder
}

#[test]
fn the_best_are_the_first_of_all() {
    let folder = index();
    let engine = Engine::new(folder.path());
    let search = |query: &str, limit: usize| {
        let request = Request {
            limit,
            group: Some(Grouping::None),
            ..Request::new(query)
        };
        ranked(&engine.search(&request).unwrap())
    };
    for query in QUERIES {
        // From a thousand on every match is weighed.
        let all = search(query, 5_000);
        assert!(!all.is_empty(), "{query}");
        for few in [1, 10, 50] {
            assert_eq!(search(query, few), all[..few.min(all.len())], "{query}");
        }
    }
}

#[test]
fn counts_stay_the_same_however_often_they_are_asked_for() {
    let folder = index();
    let often = Engine::new(folder.path());
    let executives = FilterArg::new(Field::Role, "executive").unwrap();
    for query in QUERIES {
        for filters in [vec![], vec![executives.clone()]] {
            let request = Request {
                facets: FACETS.to_vec(),
                filters,
                ..Request::new(query)
            };
            let count = |engine: &Engine| {
                let response = engine.search(&request).unwrap();
                (response.total, response.total_calls, response.facets)
            };
            assert_eq!(count(&often), count(&Engine::new(folder.path())), "{query}");
        }
    }
}
