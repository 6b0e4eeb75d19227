//! The literal promise: what stands in a passage is found by typing it, and nothing else is. Held
//! against a scan of the text, over the samples, real calls and generated text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use verbatim::text::{fold, is_han, lexemes};

use crate::library::{Library, folded, generated, library};

/// Most hits looked at one by one; all are counted.
const LOOKED_AT: usize = 40;

/// Runs of Han characters in a text.
fn han_runs(text: &str) -> Vec<Vec<char>> {
    text.split(|c: char| !is_han(c))
        .filter(|run| !run.is_empty())
        .map(|r| r.chars().collect())
        .collect()
}

#[test]
fn any_contiguous_chinese_is_found_and_nothing_else_is() {
    chinese(&library(), 10_000);
}

#[test]
fn so_is_any_of_generated_text() {
    chinese(&generated(), 5_000);
}

fn chinese(library: &Library, cases: u32) {
    let runs: Vec<Vec<char>> = library
        .sides
        .iter()
        .flat_map(|(_, text)| han_runs(text))
        .collect();
    let folded_sides: Vec<(&String, &String, String)> = library
        .sides
        .iter()
        .map(|(citation, text)| (citation, text, folded(text)))
        .collect();
    let mut runner = TestRunner::new(Config {
        cases,
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
            let (mut scan, mut as_typed) = (BTreeSet::new(), BTreeSet::new());
            for (citation, text, folded) in &folded_sides {
                if folded.contains(&wanted) {
                    scan.insert(citation.as_str());
                    if text.contains(&typed) {
                        as_typed.insert(citation.as_str());
                    }
                }
            }
            let response = library.search(&format!("\"{typed}\""), LOOKED_AT);
            // Typed in Traditional, a query leaves out what only shares its Simplified form.
            let exact = typed.chars().any(|c| fold(c) != c);
            let total = response.total as usize;
            if exact {
                prop_assert!(total >= as_typed.len(), "{} misses some", typed);
                prop_assert!(total <= scan.len(), "{} finds too many", typed);
            } else {
                prop_assert_eq!(total, scan.len(), "{}", &typed);
            }
            for hit in &response.hits {
                let citation = hit.call.citation(&hit.passage);
                let known = scan.contains(citation.as_str());
                prop_assert!(known, "{} finds {}", typed, citation);
                let mut lit_anywhere = false;
                for (lang, text) in hit.passage.text.iter() {
                    let lit = hit.highlights.get(lang).unwrap();
                    let found = folded(text).contains(&wanted);
                    prop_assert!(exact || found != lit.is_empty(), "{} in {}", typed, text);
                    for span in lit {
                        let lit = folded(&text[span.clone()]);
                        prop_assert!(lit.contains(&wanted), "{} lights {}", typed, lit);
                    }
                    lit_anywhere |= !lit.is_empty();
                }
                prop_assert!(lit_anywhere, "{} is not lit in {}", typed, citation);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn typed_as_written_it_is_found_where_it_is_written() {
    let library = library();
    as_written(&library, 3_000);
    as_written(&generated(), 3_000);
}

/// Any stretch of a text, scripts and punctuation mixed, from a word's beginning to a word's end.
fn as_written(library: &Library, cases: u32) {
    let squeezed = |text: &str| -> String {
        let folded = text.chars().map(fold);
        folded
            .filter(|c| c.is_alphanumeric() || *c == '%')
            .collect()
    };
    let mut runner = TestRunner::new(Config {
        cases,
        ..Config::default()
    });
    let strategy = (
        0..library.sides.len(),
        any::<prop::sample::Index>(),
        1_usize..16,
    );
    runner
        .run(&strategy, |(side, start, len)| {
            let (citation, text) = &library.sides[side];
            let words = lexemes(text);
            let start = start.index(words.len());
            let end = (start + len).min(words.len()) - 1;
            let typed = &text[words[start].start..words[end].end];
            let quote = |c| "\"“”＂「」『』".contains(c);
            if typed.contains(quote) || !typed.chars().any(char::is_alphanumeric) {
                return Ok(());
            }
            let response = library.search(&format!("\"{typed}\""), 10_000);
            let mut cited = BTreeSet::new();
            for hit in &response.hits {
                cited.insert(hit.call.citation(&hit.passage));
                let mut sides = hit.passage.text.iter();
                let says = sides.any(|(_, side)| squeezed(side).contains(&squeezed(typed)));
                prop_assert!(says, "{} finds {}", typed, hit.call.citation(&hit.passage));
            }
            prop_assert!(
                cited.contains(citation),
                "{} is not found in {}",
                typed,
                citation
            );
            Ok(())
        })
        .unwrap();
}
