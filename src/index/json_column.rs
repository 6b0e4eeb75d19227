//! JSON in a text column. tantivy cuts values of columns at 65,535 bytes without an error, so a longer text is
//! stored as several values of its document, each with its number.

use tantivy::{TantivyDocument, schema::Field};

/// Maximum length of a value in bytes.
const MAX_VALUE: usize = 60_000;

/// Digits of the number of a value; JSON of an object or array begins with none.
const DIGITS: usize = 4;

/// Adds a JSON object or array to a column of a document.
pub(super) fn add_json(document: &mut TantivyDocument, field: Field, json: &str) {
    if json.len() <= MAX_VALUE {
        document.add_text(field, json);
        return;
    }
    let mut rest = json;
    for number in 0_usize.. {
        let (value, after) = rest.split_at(rest.floor_char_boundary(MAX_VALUE));
        document.add_text(field, format!("{number:0DIGITS$}{value}"));
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
}

/// The text of a document's values in a column.
pub(super) fn join_json(mut values: Vec<&str>) -> String {
    if let [only] = values.as_slice() {
        return (*only).to_owned();
    }
    values.sort_unstable();
    let texts = values.into_iter().filter_map(|value| value.get(DIGITS..));
    texts.collect()
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{OwnedValue, STORED, Schema};

    use super::*;

    #[test]
    fn long_texts_are_joined_as_they_were() {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("json", STORED);
        for length in [10, MAX_VALUE, MAX_VALUE + 1, 7 * MAX_VALUE] {
            let json = format!("[\"{}\"]", "林x".repeat(length / 4));
            let mut document = TantivyDocument::default();
            add_json(&mut document, field, &json);
            let values: Vec<String> = (document.get_all(field))
                .map(|value| match OwnedValue::from(value) {
                    OwnedValue::Str(text) => text,
                    other => panic!("{other:?}"),
                })
                .collect();
            assert!(values.iter().all(|value| value.len() <= MAX_VALUE + DIGITS));
            let reversed = values.iter().rev().map(String::as_str).collect();
            assert_eq!(join_json(reversed), json);
        }
    }
}
