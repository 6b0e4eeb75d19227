//! Promises held against a plain scan of the text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use verbatim::{
    engine::{Engine, Part},
    index::Roots,
    search::{Request, Response, Sort},
    text::{fold, is_han},
};

use crate::harness::{real_calls, samples};

/// Every passage side of a corpus, and an engine over it.
struct Library {
    engine: Engine,
    sides: Vec<(String, String)>,
    _folder: tempfile::TempDir,
}

impl Library {
    fn of(corpora: Vec<std::path::PathBuf>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::new(folder.path());
        engine
            .refresh(&Roots::new(corpora), false, &mut |_| {})
            .unwrap();
        let mut sides = Vec::new();
        let everything = Request::new("");
        for entry in engine.calls(&everything).unwrap() {
            let reading = engine.read(&entry.call.id, &Part::default()).unwrap();
            for passage in &reading.passages {
                for (_, text) in passage.text.iter() {
                    sides.push((entry.call.citation(passage), text.clone()));
                }
            }
        }
        Self {
            engine,
            sides,
            _folder: folder,
        }
    }

    fn search(&self, query: &str) -> Response {
        let request = Request {
            limit: 10_000,
            sort: Sort::Call,
            ..Request::new(query)
        };
        self.engine
            .search(&request)
            .unwrap_or_else(|error| panic!("{query}: {error}"))
    }
}

fn library() -> Library {
    let mut corpora = vec![samples()];
    corpora.extend(real_calls("bilingual"));
    Library::of(corpora)
}

/// A text folded for a scan: spaces between two Han characters count for nothing.
fn folded(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(fold).collect();
    let mut out = String::new();
    for (at, &c) in chars.iter().enumerate() {
        let inside = c.is_whitespace()
            && out.chars().last().is_some_and(is_han)
            && chars[at..]
                .iter()
                .find(|c| !c.is_whitespace())
                .is_some_and(|&c| is_han(c));
        if !inside {
            out.push(c);
        }
    }
    out
}

/// Runs of Han characters in a text.
fn han_runs(text: &str) -> Vec<Vec<char>> {
    text.split(|c: char| !is_han(c))
        .filter(|run| !run.is_empty())
        .map(|r| r.chars().collect())
        .collect()
}

#[test]
fn any_contiguous_chinese_is_found_and_nothing_else_is() {
    let library = library();
    let runs: Vec<Vec<char>> = library
        .sides
        .iter()
        .flat_map(|(_, text)| han_runs(text))
        .collect();
    let folded_sides: Vec<(&String, String)> = library
        .sides
        .iter()
        .map(|(citation, text)| (citation, folded(text)))
        .collect();
    let mut runner = TestRunner::new(Config {
        cases: 1000,
        ..Config::default()
    });
    let strategy = (
        0..runs.len(),
        any::<prop::sample::Index>(),
        1_usize..14,
        any::<bool>(),
    );
    runner
        .run(&strategy, |(run, start, len, simplified)| {
            let run = &runs[run];
            let start = start.index(run.len());
            let typed: String = run[start..(start + len).min(run.len())].iter().collect();
            let typed = if simplified {
                typed.chars().map(fold).collect()
            } else {
                typed
            };
            let wanted = folded(&typed);
            let scan: BTreeSet<&str> = folded_sides
                .iter()
                .filter(|(_, text)| text.contains(&wanted))
                .map(|(citation, _)| citation.as_str())
                .collect();
            let response = library.search(&format!("\"{typed}\""));
            let found: BTreeSet<String> = response
                .hits
                .iter()
                .map(|hit| hit.call.citation(&hit.passage))
                .collect();
            // Typed in Traditional, a query leaves out what only shares its Simplified form.
            let exact = typed.chars().any(|c| fold(c) != c);
            for citation in &found {
                prop_assert!(
                    scan.contains(citation.as_str()),
                    "{} finds {}",
                    typed,
                    citation
                );
            }
            if !exact {
                prop_assert_eq!(found.len(), scan.len(), "{}", &typed);
            }
            for hit in &response.hits {
                for (lang, text) in hit.passage.text.iter() {
                    let lit = hit.highlights.get(lang).unwrap();
                    let found = folded(text).contains(&wanted);
                    prop_assert!(exact || found != lit.is_empty(), "{} in {}", typed, text);
                    for span in lit {
                        let lit = folded(&text[span.clone()]);
                        prop_assert!(lit.contains(&wanted), "{} lights {}", typed, lit);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn typed_as_written_it_is_found_where_it_is_written() {
    let library = library();
    let mut runner = TestRunner::new(Config {
        cases: 500,
        ..Config::default()
    });
    let strategy = (
        0..library.sides.len(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    );
    runner
        .run(&strategy, |(side, run, start)| {
            let (citation, text) = &library.sides[side];
            let runs = han_runs(text);
            if runs.is_empty() {
                return Ok(());
            }
            let run = run.get(&runs);
            let start = start.index(run.len());
            let typed: String = run[start..].iter().take(20).collect();
            let response = library.search(&format!("\"{typed}\""));
            let found = response
                .hits
                .iter()
                .any(|hit| hit.call.citation(&hit.passage) == *citation);
            prop_assert!(found, "{typed} is not found in {citation}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn quoted_english_is_found_where_it_is_written() {
    let library = library();
    let english: Vec<&(String, String)> = library
        .sides
        .iter()
        .filter(|(_, text)| !text.chars().any(is_han))
        .collect();
    let mut runner = TestRunner::new(Config {
        cases: 500,
        ..Config::default()
    });
    let strategy = (0..english.len(), any::<prop::sample::Index>(), 1_usize..8);
    runner
        .run(&strategy, |(side, start, len)| {
            let (citation, text) = english[side];
            let words: Vec<&str> = text.split_whitespace().collect();
            let start = start.index(words.len());
            let typed = words[start..(start + len).min(words.len())]
                .join(" ")
                .replace('"', "");
            if !typed.chars().any(char::is_alphanumeric) {
                return Ok(());
            }
            let response = library.search(&format!("\"{typed}\""));
            let found = response
                .hits
                .iter()
                .any(|hit| hit.call.citation(&hit.passage) == *citation);
            prop_assert!(found, "{typed} is not found in {citation}");
            Ok(())
        })
        .unwrap();
}

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
        let response = library.search(&format!("\"{word}\""));
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
        "((company|role|period|since|lang):|OR|-|\\(|\\)|\"|資本|capex|\\*| ){0,12}",
    ];
    runner
        .run(&wild, |query| {
            let _ = library.engine.search(&Request::new(query));
            Ok(())
        })
        .unwrap();
}
