//! Translations and abbreviations that are learned of calls whose terms are known: `make-corpus --planted`.

use rayon::prelude::*;
use serde_json::Value;

use crate::harness::{Sandbox, samples};

// The generator's own modules; the example uses more of them than these tests.
#[allow(dead_code)]
#[path = "../../examples/make-corpus/call.rs"]
mod call;
#[allow(dead_code)]
#[path = "../../examples/make-corpus/cast.rs"]
mod cast;
#[path = "../../examples/make-corpus/planted.rs"]
mod planted;
#[allow(dead_code)]
#[path = "../../examples/make-corpus/prose.rs"]
mod prose;
#[allow(dead_code)]
#[path = "../../examples/make-corpus/random.rs"]
mod random;
#[path = "../../examples/make-corpus/terms.rs"]
mod terms;

use planted::ROUND;
use terms::{KEPT, Planted, TERMS};

/// As in the example.
const CALLS_OF_A_COMPANY: usize = 12;

/// A term that fewer calls say is rare.
const FREQUENT: usize = 6;

/// A question and how it was answered.
struct Answer {
    asked: &'static str,
    found: Option<String>,
    is_right: bool,
    is_frequent: bool,
}

/// A round of calls that say the planted terms, and the number of their passages.
fn corpus() -> (Sandbox, usize) {
    let (english, chinese) = prose::learned(&[samples()]).unwrap();
    let sandbox = Sandbox::empty();
    let passages = (0..ROUND).into_par_iter().map(|number| {
        let made = call::make(number, &english, &chinese, true);
        sandbox.write(&made.file, made.text.as_bytes());
        made.passages
    });
    let passages = passages.sum();
    sandbox.write("ZZZ.txt", chinese_call().as_bytes());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    (sandbox, passages)
}

/// The first term of a relation that an answer has.
fn first(sandbox: &Sandbox, term: &str, relation: &str) -> Option<String> {
    let asked = ["related", term, "--relation", relation, "--no-refresh"];
    let found: Value = sandbox.json(&asked);
    Some(found["terms"].get(0)?["term"].as_str()?.to_owned())
}

fn translated(sandbox: &Sandbox, term: &Planted) -> Vec<Answer> {
    let is_frequent = term.calls >= FREQUENT;
    let to_chinese = first(sandbox, term.english, "translation");
    let mut answers = vec![Answer {
        asked: term.english,
        is_right: to_chinese
            .as_deref()
            .is_some_and(|found| term.chinese.contains(&found)),
        found: to_chinese,
        is_frequent,
    }];
    for chinese in term.chinese {
        let back = first(sandbox, chinese, "translation");
        answers.push(Answer {
            asked: chinese,
            is_right: back.as_deref().is_some_and(|found| is_same(found, term)),
            found: back,
            is_frequent,
        });
    }
    answers
}

/// Whether a text is a term or what abbreviates it.
fn is_same(found: &str, term: &Planted) -> bool {
    found.eq_ignore_ascii_case(term.english) || term.short == Some(found)
}

/// The share of the answers that are right and of the questions that are answered rightly, and what went wrong.
fn figures<'a>(answers: impl Iterator<Item = &'a Answer>) -> (f64, f64, Vec<String>) {
    let answers: Vec<&Answer> = answers.collect();
    let right = answers.iter().filter(|answer| answer.is_right).count() as f64;
    let given = answers
        .iter()
        .filter(|answer| answer.found.is_some())
        .count();
    let misses = answers.iter().filter(|answer| !answer.is_right);
    let misses = misses.map(|answer| format!("{} = {:?}", answer.asked, answer.found));
    (
        right / given.max(1) as f64,
        right / answers.len().max(1) as f64,
        misses.collect(),
    )
}

/// A call in Chinese alone, with a paragraph for each term.
fn chinese_call() -> String {
    let said = TERMS.iter().filter_map(|term| term.chinese.first());
    let turn = |term: &&str| format!("主持人：請繼續說明。\n\n王一：我們談談{term}的情況。\n\n");
    format!(
        "嵐川股份 (ZZZ) 2027 年第三季度業績說明會\n\n{}",
        said.map(turn).collect::<String>()
    )
}

/// Of the frequent terms those whose English finds, with related terms, the Chinese passage that says them and no
/// other; the others are printed.
fn found_across_languages(sandbox: &Sandbox) -> (usize, usize) {
    let frequent: Vec<&Planted> = TERMS.iter().filter(|term| term.calls >= FREQUENT).collect();
    let asked = frequent.par_iter().filter(|term| {
        let search = |more: &[&str]| {
            let narrowed = ["search", term.english, "--company", "ZZZ", "--no-refresh"];
            sandbox.json(&[&narrowed, more].concat())
        };
        assert_eq!(search(&[])["total"], 0, "{}", term.english);
        let found = search(&["--related"]);
        let texts = found["hits"].as_array().unwrap().iter();
        let texts: Vec<&str> = texts.filter_map(|hit| hit["text"]["zh"].as_str()).collect();
        matches!(texts[..], [text] if text.contains(term.chinese[0]))
    });
    (asked.count(), frequent.len())
}

#[test]
#[allow(clippy::print_stdout)]
fn planted_terms_are_learned() {
    let (sandbox, passages) = corpus();
    let answers: Vec<Answer> = TERMS
        .par_iter()
        .flat_map(|term| translated(&sandbox, term))
        .collect();
    println!("{passages} passages");
    for (is_frequent, least_recall) in [(true, 0.95), (false, 0.85)] {
        let of_kind = answers
            .iter()
            .filter(|answer| answer.is_frequent == is_frequent);
        let (precision, recall, misses) = figures(of_kind);
        println!("frequent: {is_frequent}, precision {precision:.3}, recall {recall:.3}");
        println!("  {}", misses.join("\n  "));
        assert!(precision >= 0.95, "{precision} {misses:?}");
        assert!(recall >= least_recall, "{recall} {misses:?}");
    }
    let (found, asked) = found_across_languages(&sandbox);
    println!("{found} of {asked} found across languages");
    assert!(found * 10 >= asked * 9, "{found} of {asked}");
    let kept = KEPT
        .par_iter()
        .map(|(name, _)| (name, first(&sandbox, name, "translation")));
    let wrong: Vec<_> = kept.filter(|(_, found)| found.is_some()).collect();
    assert!(wrong.is_empty(), "kept in Latin letters: {wrong:?}");
    for term in TERMS.iter().filter(|term| term.short.is_some()) {
        let found = first(&sandbox, term.english, "abbreviation");
        assert_eq!(found.as_deref(), term.short);
    }
}
