//! Any JSON with a list of records of a speaker and a text, whoever wrote it.
//!
//! ```json
//! {"company": "Acme", "ticker": "ACM", "fiscal_year": 2025, "fiscal_quarter": 3,
//!  "participants": ["Ann Wu -- Chief Financial Officer"],
//!  "prepared_remarks": [{"speaker": "Ann Wu", "speech": "Good day."}],
//!  "q_and_a": [{"name": "Bo Li", "paragraphs": ["How is fuel?"]}]}
//! ```
//!
//! Such a list may be a chat or a list of products as well, so it is taken only if people speak in
//! it of what results calls are about.

use serde_json::Value;

use super::{
    Document, Format, Transcript,
    records::{self, Object, facts, find_text, names::Names, turns},
    speech::detection,
};
use crate::model::Section;

pub(super) struct JsonTurns;

/// Levels of objects that are searched for lists.
const MAX_DEPTH: usize = 6;

impl Format for JsonTurns {
    fn name(&self) -> &'static str {
        "json_turns"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(value) = document.json() else {
            return false;
        };
        let lists = lists(value);
        let text: String = lists
            .iter()
            .map(|list| turns::sample(list.records))
            .collect();
        let words = detection::count_call_terms(&text);
        let spoken = detection::is_spoken(&text);
        // Whoever says whose call it is, or has an operator, needs less to be a call.
        let stated = value.as_object().is_some_and(facts::states_call);
        let operator = || lists.iter().any(|list| has_operator(list.records));
        let conversation = || stated || words >= 1 && operator();
        !lists.is_empty() && (words >= 3 && spoken || conversation())
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        records::transcript(document, |value, transcript| {
            let names = value.as_object().map(Names::of).unwrap_or_default();
            for list in lists(value) {
                let options = turns::RecordOptions {
                    section: list.section,
                    ..turns::RecordOptions::default()
                };
                turns::read(list.records, &names, options, transcript);
            }
            names.add_participants(transcript);
        })
    }
}

/// Whether an operator speaks in a list.
fn has_operator(records: &[Value]) -> bool {
    let records = records.iter().filter_map(Value::as_object);
    let names = records.filter_map(|record| find_text(record, &["speaker", "speakername", "name"]));
    names
        .into_iter()
        .any(|name| name.eq_ignore_ascii_case("operator") || name.contains("主持人"))
}

/// A list of speech, with the section that is stated around it.
struct List<'a> {
    section: Option<Section>,
    records: &'a [Value],
}

/// The lists of speech in a value, in order.
fn lists(value: &Value) -> Vec<List<'_>> {
    let mut found = Vec::new();
    match value {
        Value::Array(records) if records::is_speech(records) => found.push(List {
            section: None,
            records,
        }),
        Value::Object(object) => collect_lists(object, None, MAX_DEPTH, &mut found),
        _ => {}
    }
    found
}

fn collect_lists<'a>(
    object: &'a Object,
    outer: Option<Section>,
    depth: usize,
    found: &mut Vec<List<'a>>,
) {
    let stated = find_text(object, &["section", "sectionname", "name", "title", "type"]);
    let outer = stated.and_then(section).or(outer);
    for (key, value) in object {
        let section = section(key).or(outer);
        match value {
            Value::Array(records) if records::is_speech(records) => {
                found.push(List { section, records });
            }
            Value::Array(parts) if depth > 0 => {
                // Whoever lists whole calls has several; each is a record of its own.
                let parts = parts.iter().filter_map(Value::as_object);
                for part in parts.filter(|part| !facts::states_call(part)) {
                    collect_lists(part, section, depth - 1, found);
                }
            }
            Value::Object(inner) if depth > 0 => collect_lists(inner, section, depth - 1, found),
            _ => {}
        }
    }
}

/// The section that a key or a name means.
fn section(name: &str) -> Option<Section> {
    let letters: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match letters.as_str() {
        "preparedremarks"
        | "presentation"
        | "prepared"
        | "openingremarks"
        | "managementdiscussion"
        | "managementdiscussionsection" => Some(Section::Prepared),
        "qa"
        | "qanda"
        | "questionsandanswers"
        | "questionandanswer"
        | "questions"
        | "questionandanswersection"
        | "qasession"
        | "qasection"
        | "问答"
        | "問答" => Some(Section::Qa),
        _ => None,
    }
}
