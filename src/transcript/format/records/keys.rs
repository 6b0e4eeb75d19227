//! Values of JSON objects by key, in any spelling of the key.

use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

/// The value of the first of some keys that has one; `speakername` is `speaker_name` as well.
pub(crate) fn find<'a>(object: &'a Object, keys: &[&str]) -> Option<&'a Value> {
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
pub(crate) fn is_one_of(key: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| is_key(key, wanted))
}

/// The text of a string or a number, unless it is blank.
pub(crate) fn scalar_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The text of the first of some keys that has one.
pub(crate) fn find_scalar(object: &Object, keys: &[&str]) -> Option<String> {
    keys.iter()
        .find_map(|key| scalar_text(find(object, &[key])?))
}

/// The list under the first of some keys that has one.
pub(crate) fn find_list<'a>(object: &'a Object, keys: &[&str]) -> Option<&'a [Value]> {
    (keys.iter()).find_map(|key| find(object, &[key])?.as_array().map(Vec::as_slice))
}

/// The string under the first of some keys that has one.
pub(crate) fn find_text<'a>(object: &'a Object, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| find(object, &[key])?.as_str())
}
