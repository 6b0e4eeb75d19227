//! The fold against OpenCC's own data, and against all of Unicode.

use std::{collections::BTreeSet, fs};

use verbatim::text::{fold, fold_str, is_han};

use crate::harness::{beside, project};

/// Traditional characters and what OpenCC takes them for in Simplified, the likeliest first.
fn characters() -> Vec<(char, Vec<char>)> {
    let path = project().join("tests/fixtures/opencc/TSCharacters.txt");
    let text = fs::read_to_string(path).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (traditional, simplified) = line.split_once('\t').unwrap();
            let single = |text: &str| {
                let mut chars = text.chars();
                (
                    chars.next().unwrap(),
                    assert_eq!(chars.next(), None, "{text}"),
                )
                    .0
            };
            let simplified = simplified.split(' ').map(single).collect();
            (single(traditional), simplified)
        })
        .collect()
}

#[test]
fn every_traditional_character_folds_as_its_simplified_form() {
    let characters = characters();
    assert!(characters.len() > 4000, "{}", characters.len());
    for (traditional, simplified) in &characters {
        let simplified = simplified[0];
        assert_eq!(
            fold(*traditional),
            fold(simplified),
            "{traditional} {simplified}"
        );
    }
}

#[test]
fn nothing_else_in_unicode_is_folded_as_chinese() {
    let known: BTreeSet<char> = characters()
        .into_iter()
        .map(|(traditional, _)| traditional)
        .collect();
    let mut folded = 0;
    for c in '\0'..=char::MAX {
        let simple = fold(c);
        assert_eq!(fold(simple), simple, "{c}");
        if !is_han(c) {
            assert!(!is_han(simple), "{c} {simple}");
            continue;
        }
        assert!(is_han(simple), "{c} {simple}");
        let compatibility = matches!(c,
            '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' | '\u{2E80}'..='\u{2FDF}');
        // 著 and 着 are spellings of one character, whatever the script.
        if simple != c && !compatibility && c != '著' {
            assert!(known.contains(&c), "{c} {simple}");
            folded += 1;
        }
    }
    assert!(folded > 3000, "{folded}");
}

#[test]
fn a_text_and_its_conversion_fold_alike() {
    let Some(path) = beside("conformance/opencc-testcases.json") else {
        return;
    };
    let text = fs::read_to_string(path).unwrap();
    let plain: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    // Its lists may end in a comma, which plain JSON does not know.
    let last_comma = regex::Regex::new(r",(\s*[}\]])").unwrap();
    let plain = plain.join("\n");
    let plain = last_comma.replace_all(&plain, "$1");
    let document: serde_json::Value = serde_json::from_str(&plain).unwrap();
    let (mut same, mut other) = (0, BTreeSet::new());
    for case in document["cases"].as_array().unwrap() {
        let input = case["input"].as_str().unwrap();
        let Some(simplified) = case["expected"]["t2s"].as_str() else {
            continue;
        };
        let (input, simplified) = (fold_str(input), fold_str(simplified));
        assert_eq!(input.chars().count(), simplified.chars().count(), "{case}");
        for pair in input.chars().zip(simplified.chars()) {
            if pair.0 == pair.1 {
                same += usize::from(is_han(pair.0));
            } else {
                other.insert(pair);
            }
        }
    }
    // What is left are characters that OpenCC converts by phrase (沈 in 沈厚) or to ones that fonts
    // lack, which a fold without context keeps.
    assert!(same > 1000 && other.len() < 12, "{same} {other:?}");
}
