//! What the JSON formats share.
//!
//! Vendors name their keys differently (`speaker_name`, `speakerName`, `participant`) but state the same
//! few things. [`facts`] reads the facts about the call, [`names`] the lists of names and [`turns`] the
//! records of speech. [`unparsed`] then marks every text that the transcript lacks, so that a wrong type
//! or an unknown key loses nothing.

pub(super) mod facts;
pub(super) mod names;

pub(super) mod turns;
mod unparsed;

use serde_json::{Map, Value};

use super::{Document, Transcript};

pub(super) type Object = Map<String, Value>;

/// Parses a JSON document; `speech` reads the turns, everything else is the same for all formats.
pub(super) fn transcript(
    document: &Document<'_>,
    speech: impl FnOnce(&Value, &mut Transcript),
) -> Transcript {
    let mut transcript = Transcript::default();
    if let Some(value) = document.json() {
        facts::read(value, &mut transcript);
        speech(value, &mut transcript);
        unparsed::mark_missing(value, &mut transcript);
    }
    transcript
}

/// The value of the first of some keys that has one; `speakername` is `speaker_name` as well.
pub(super) fn find<'a>(object: &'a Object, keys: &[&str]) -> Option<&'a Value> {
    keys.iter().find_map(|wanted| {
        let (_, value) =
            (object.iter()).find(|(key, value)| !value.is_null() && is_key(key, wanted))?;
        Some(value)
    })
}

/// Whether a key is the one wanted, in any spelling.
fn is_key(key: &str, wanted: &str) -> bool {
    key.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .eq(wanted.chars())
}

/// Whether a key is one of those wanted, in any spelling.
pub(super) fn is_one_of(key: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| is_key(key, wanted))
}

/// The text of a string or a number, unless it is blank.
pub(super) fn scalar_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The text of the first of some keys that has one.
pub(super) fn find_scalar(object: &Object, keys: &[&str]) -> Option<String> {
    keys.iter()
        .find_map(|key| scalar_text(find(object, &[key])?))
}

/// The list under the first of some keys that has one.
pub(super) fn find_list<'a>(object: &'a Object, keys: &[&str]) -> Option<&'a [Value]> {
    (keys.iter()).find_map(|key| find(object, &[key])?.as_array().map(Vec::as_slice))
}

/// The string under the first of some keys that has one.
pub(super) fn find_text<'a>(object: &'a Object, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| find(object, &[key])?.as_str())
}
