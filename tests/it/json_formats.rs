//! Calls kept as JSON lose no text, whatever is wrong with them, and several may share a file.

use proptest::prelude::*;
use serde_json::{Value, json};
use verbatim::transcript::format::{Document, Format, recognise};

use crate::{
    formats::{kept, samples, squash},
    harness::Sandbox,
};

const JSON: [&str; 6] = [
    "alpha_vantage",
    "earningscall",
    "quartr",
    "fmp",
    "whisper_json",
    "json_turns",
];

fn json_samples() -> Vec<(&'static dyn Format, Value)> {
    let samples: Vec<_> = (samples().into_iter())
        .filter(|(format, _, _)| JSON.contains(&format.name()))
        .map(|(format, _, text)| (format, serde_json::from_str(&text).unwrap()))
        .collect();
    assert!(samples.len() >= 2 * JSON.len());
    samples
}

/// Every string of a value.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().flat_map(strings).collect(),
        Value::Object(object) => object.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Whether a string is said rather than an address, a time or a number.
fn is_said(text: &str) -> bool {
    let text = text.trim();
    text.chars().any(char::is_alphabetic)
        && (text.contains(' ') || !text.is_ascii() || text.ends_with('.'))
}

/// Sentences of a value that a format loses.
fn lost(format: &dyn Format, value: &Value) -> Vec<String> {
    let text = value.to_string();
    let transcript = format.parse(&Document::new(&text));
    let kept = squash(&kept(&transcript).join("\n"));
    (strings(value).into_iter())
        .filter(|text| is_said(text))
        .flat_map(|text| text.split(['.', '?', '!', ':', '\n', '。', '？', '！', '：']))
        .flat_map(|piece| piece.split(['(', ')', '-', ',']))
        .filter(|piece| !kept.contains(&squash(piece)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_sentence_is_lost() {
    for (format, value) in json_samples() {
        assert_eq!(lost(format, &value), [""; 0], "{}: {value}", format.name());
    }
}

#[test]
fn no_text_stands_twice() {
    for (format, value) in json_samples() {
        let text = value.to_string();
        let transcript = format.parse(&Document::new(&text));
        let spoken: Vec<&String> = (transcript.turns.iter())
            .flat_map(|turn| &turn.paragraphs)
            .flat_map(|paragraph| paragraph.text.iter().map(|(_, side)| side))
            .collect();
        for rest in &transcript.unparsed {
            let again = spoken.iter().any(|side| rest.text.contains(side.as_str()));
            assert!(!again, "{}: {}", format.name(), rest.text);
        }
    }
}

#[test]
fn other_json_is_no_call() {
    let grown = "Our revenue in the quarter grew, we raise our guidance, and I thank the analysts.";
    for value in [
        json!({}),
        json!([]),
        json!(["Operator: Welcome to the earnings call. We grew revenue."]),
        json!({"name": "verbatim", "version": "1.0.0", "scripts": {"test": "cargo test"}, "dependencies": {}}),
        json!([{"date": "2025-10-30", "open": 1.5, "close": 2.5}]),
        json!({"symbol": "ACM", "quarter": "2025Q3", "transcript": []}),
        json!({"symbol": "ACM", "quarter": 3, "year": 2025, "content": ""}),
        json!({"symbol": "ACM", "date": "2025-10-30", "content": "Acme reported revenue and earnings for the quarter. Analysts had expected a higher margin and guidance."}),
        json!({"messages": [{"role": "user", "content": grown}, {"role": "assistant", "content": grown}]}),
        json!({"products": [{"name": "Lamp", "text": "A lamp for the desk."}, {"name": "Desk", "text": "A desk."}]}),
        json!({"chat": [{"speaker": "Ann", "text": "Are you coming?"}, {"speaker": "Bo", "text": "We are."}]}),
        json!({"segments": [{"text": "no times"}], "text": "x"}),
        json!({"event": {"year": 2025}, "speakers": []}),
        json!({"transcript": {"paragraphs": 5}, "speaker_mapping": []}),
        json!([[[[[{"speaker": "Ann", "text": grown}]]]]]),
        json!({"results": {"channels": [{"alternatives": []}]}}),
    ] {
        let text = value.to_string();
        let found = recognise(&Document::new(&text)).map(Format::name);
        assert_eq!(found, None, "{text}");
    }
}

/// A small generator of numbers below a bound.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// Changes something somewhere in a value: its type, its place, its being there.
fn edit(value: &mut Value, dice: &mut Dice) {
    let size = match value {
        Value::Array(list) => list.len(),
        Value::Object(object) => object.len(),
        _ => 0,
    };
    if size > 0 && dice.below(4) > 0 {
        let at = dice.below(size);
        let inner = match value {
            Value::Array(list) => list.get_mut(at),
            Value::Object(object) => object.values_mut().nth(at),
            _ => None,
        };
        return edit(inner.unwrap(), dice);
    }
    let choice = dice.below(7);
    match (choice, &mut *value) {
        (0, Value::Array(list)) => list.reverse(),
        (0 | 1, Value::Object(object)) => {
            if let Some(key) = object.keys().nth(dice.below(size)).cloned() {
                let taken = object.remove(&key).unwrap();
                if choice == 1 {
                    object.insert(format!("x{key}"), taken);
                }
            }
        }
        (2, value) => *value = Value::Null,
        (3, value) => *value = json!([value.take(), 5]),
        (4, value) => *value = json!({ "text": value.take() }),
        (5, value) => *value = json!({"deep": {"deeper": [value.take()]}}),
        (_, Value::Array(list)) => {
            let at = dice.below(size);
            let again = list.get(at).cloned().unwrap_or_default();
            list.insert(0, again);
        }
        (_, value) => *value = json!(7),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn edited_json_loses_no_sentence(seed in any::<u64>()) {
        let mut dice = Dice(seed | 1);
        for (format, mut value) in json_samples() {
            for _ in 0..=dice.below(4) {
                edit(&mut value, &mut dice);
            }
            if !value.is_object() && !value[0].is_object() {
                continue; // A list of anything else is not taken for a file of records.
            }
            let text = value.to_string();
            let found = recognise(&Document::new(&text));
            for format in found.into_iter().chain([format]) {
                let lost = lost(format, &value);
                prop_assert!(lost.is_empty(), "{}: {lost:?} of {text}", format.name());
            }
        }
    }
}

fn fmp(quarter: u8, said: &str) -> String {
    json!({
        "symbol": "ACM", "quarter": quarter, "year": 2025, "date": "2025-10-30 17:00:00",
        "content": format!("Operator: Welcome to the earnings call of the quarter.\nAnn Wu: {said}\nOperator: Goodbye."),
    })
    .to_string()
}

#[test]
fn a_file_of_many_calls() {
    let alpha = json!({
        "symbol": "BRK", "quarter": "2024Q4",
        "transcript": [{"speaker": "Bo Li", "title": "CEO", "content": "We sell bricks.", "sentiment": "0.1"}],
    })
    .to_string();
    let bad = "{\"symbol\": \"ACM\"}";
    let file = |said: &str| {
        [&fmp(1, "Revenue grew."), &alpha, bad, &fmp(2, said)]
            .map(String::from)
            .join("\n")
    };

    let sandbox = Sandbox::with(&[("calls.jsonl", &file("Apples sold well."))]);
    let report = sandbox.json(&["index"]);
    let skipped = report["skipped"][0].as_str().unwrap();
    assert!(
        skipped.contains("line 3: no known transcript format"),
        "{report}"
    );
    assert_eq!(report["skipped"].as_array().unwrap().len(), 1);

    let ids = |sandbox: &Sandbox| -> Vec<(String, String)> {
        let calls = sandbox.json(&["calls"]);
        let field = |call: &Value, key: &str| call[key].as_str().unwrap().to_owned();
        let mut ids: Vec<_> = (calls.as_array().unwrap().iter())
            .map(|call| (field(call, "id"), field(call, "format")))
            .collect();
        ids.sort();
        ids
    };
    let expected = [
        ("ACM-2025Q1", "fmp"),
        ("ACM-2025Q2", "fmp"),
        ("BRK-2024Q4", "alpha_vantage"),
    ];
    let expected = expected.map(|(id, format)| (id.to_owned(), format.to_owned()));
    assert_eq!(ids(&sandbox), expected);
    assert_eq!(sandbox.found(&["bricks"]), ["BRK-2024Q4#1"]);
    assert_eq!(sandbox.found(&["apples"]), ["ACM-2025Q2#2"]);

    sandbox.write("calls.jsonl", file("Pears sold well.").as_bytes());
    let report = sandbox.json(&["index"]);
    assert_eq!(report["changed"], json!(["calls.jsonl"]));
    assert_eq!(ids(&sandbox), expected);
    for (word, found) in [
        ("apples", vec![]),
        ("pears", vec!["ACM-2025Q2#2"]),
        ("bricks", vec!["BRK-2024Q4#1"]),
        ("revenue", vec!["ACM-2025Q1#2"]),
    ] {
        assert_eq!(sandbox.found(&[word]), found, "{word}");
    }
}

#[test]
fn one_call_in_a_list_of_one() {
    let list = format!("[\n{}\n]", fmp(3, "Revenue grew."));
    let sandbox = Sandbox::with(&[("list.json", &list)]);
    assert_eq!(sandbox.found(&["revenue"]), ["ACM-2025Q3#2"]);
}

#[test]
fn what_is_never_a_character_is_replaced_however_it_is_written() {
    let call = r#"{"symbol": "TST\ufdd0", "quarter": "2025Q1", "transcript": [
        {"speaker": "Ann\ufdd1 Lee", "title": "CEO\ufffe", "content": "Margins \ufdd3rose\uffff again."}]}"#;
    let sandbox = Sandbox::with(&[("TST-2025Q1.json", call)]);
    let found = sandbox.json(&["search", "margins"]);
    assert_eq!(found["total"], 1, "{found}");
    assert!(
        found["hits"][0]["text"]["en"]
            .as_str()
            .unwrap()
            .contains("\u{fffd}rose\u{fffd}"),
        "{found}"
    );
    let never = |c: char| matches!(u32::from(c), 0xFDD0..=0xFDEF | 0xFFFE | 0xFFFF);
    assert!(!found.to_string().contains(never), "{found}");
    let shown = sandbox.run_with(&["search", "margins", "--color", "always"], Some(100));
    assert!(
        !shown.out.contains("\x1b[1;31mrose"),
        "a text that styles itself: {}",
        shown.out
    );
}
