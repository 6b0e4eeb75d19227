//! JSON with the whole call in one string, whatever stands around it, or as pairs of a text and its
//! translation.
//!
//! ```json
//! {"company": "Acme", "quarter": "ACM-Q1-2026", "text": "Operator: Good day.\nAnn Wu: Thank you."}
//! {"meta": {"company": "Acme"}, "pairs": [{"en": "Ann Wu: Thank you.", "zh": "Ann Wu：谢谢。"}]}
//! ```

use serde_json::Value;

use super::{
    Document, Format, Paragraph, RawTurn, Transcript,
    records::{self, Object, find, find_text, turns},
    speaker::label,
    speech::detection,
};
use crate::model::Sides;

pub(super) struct JsonText;

/// Keys of the text of a call.
const TEXTS: &[&str] = &[
    "text",
    "transcript",
    "content",
    "fulltext",
    "body",
    "transcription",
];
const ENGLISH: &[&str] = &["en", "english", "texten", "entext", "sourceen"];
const CHINESE: &[&str] = &["zh", "chinese", "textzh", "zhtext", "zhcn", "zhtw", "cn"];

/// Levels of objects that are searched.
const MAX_DEPTH: usize = 4;

impl Format for JsonText {
    fn name(&self) -> &'static str {
        "json_text"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(value) = document.json() else {
            return false;
        };
        if let Some(pairs) = pairs(value, MAX_DEPTH) {
            return pairs
                .iter()
                .filter_map(Value::as_object)
                .filter_map(sides)
                .count()
                * 2
                > pairs.len();
        }
        value.is_object() && text(value, MAX_DEPTH).is_some_and(detection::is_prose)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        records::transcript(document, |value, transcript| {
            match pairs(value, MAX_DEPTH) {
                Some(pairs) => read_pairs(pairs, transcript),
                None => {
                    if let Some(text) = text(value, MAX_DEPTH) {
                        turns::read_text(document, text, None, transcript);
                    }
                }
            }
        })
    }
}

/// The longest string under the key of a text.
fn text(value: &Value, depth: usize) -> Option<&str> {
    let object = value.as_object()?;
    if let Some(text) = find_text(object, TEXTS) {
        return Some(text);
    }
    let inner = object
        .values()
        .filter(|value| value.is_object() && depth > 0);
    inner
        .filter_map(|value| text(value, depth - 1))
        .max_by_key(|text| text.len())
}

/// The first list of which most elements have a text in both languages.
fn pairs(value: &Value, depth: usize) -> Option<&[Value]> {
    match value {
        Value::Array(list) => {
            let both = list
                .iter()
                .filter_map(Value::as_object)
                .filter(|record| sides(record).is_some());
            (list.len() >= 2 && both.count() * 3 >= list.len() * 2).then_some(list)
        }
        Value::Object(object) if depth > 0 => {
            object.values().find_map(|value| pairs(value, depth - 1))
        }
        _ => None,
    }
}

/// The two texts of a record.
fn sides(record: &Object) -> Option<(&str, &str)> {
    Some((find_text(record, ENGLISH)?, find_text(record, CHINESE)?))
}

fn read_pairs(pairs: &[Value], transcript: &mut Transcript) {
    for record in pairs.iter().filter_map(Value::as_object) {
        let Some((english, chinese)) = sides(record) else {
            continue;
        };
        let named = label::before_colon(english);
        let speaker = find(record, &["speaker", "name"]).and_then(Value::as_str);
        let (heading, english) = match (named, speaker) {
            (Some(label), None) => (Some(label.heading), label.rest),
            (_, Some(name)) => (super::speaker::parse_speaker(name), english),
            (None, None) => (None, english),
        };
        let chinese = match label::before_colon(chinese) {
            Some(label) if heading.is_some() && speaker.is_none() => label.rest,
            _ => chinese,
        };
        let paragraph = Paragraph::from(Sides {
            en: Some(english.trim().to_owned()),
            zh: Some(chinese.trim().to_owned()),
        });
        let heading = heading.unwrap_or_default();
        match transcript.turns.last_mut() {
            Some(turn) if turn.heading == heading => turn.paragraphs.push(paragraph),
            _ => transcript.turns.push(RawTurn {
                paragraphs: vec![paragraph],
                ..RawTurn::new(heading)
            }),
        }
    }
}
