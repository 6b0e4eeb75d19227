//! The `[[saved]]` entries of `verbatim.toml`, before queries and filters are parsed.

use std::path::Path;

use serde::Deserialize;
use toml::{Spanned, Value};

use super::{
    Overrides,
    metadata::{scalar, toml_message},
};
use crate::{Error, Result};

/// A `[[saved]]` entry. The query and the filters are not parsed here; filters may have any key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedSearchEntry {
    /// Line of the file on which it begins, from 1.
    pub line: usize,
    /// The name; empty where it has none.
    pub name: String,
    /// The query; empty where it has none.
    pub query: String,
    /// Every other key with its values, by key.
    pub filters: Vec<(String, Vec<String>)>,
    /// Whether only the words as typed are searched.
    pub literal: bool,
    /// A note of the user.
    pub note: Option<String>,
    /// What cannot be read in it, in one lower-case sentence.
    pub fault: Option<String>,
}

/// The part of the file that is read here.
#[derive(Deserialize)]
struct SavedSection {
    #[serde(default)]
    saved: Vec<Spanned<Value>>,
}

/// The saved searches of a file, in order; each carries the mistake found in it.
///
/// ```toml
/// [[saved]]
/// name = "capex-cuts"
/// query = "capex NEAR/10 (cut OR lower OR 下修)"
/// role = ["executive", "-ir"]
/// note = "budget cuts as management tells them"
/// ```
///
/// # Errors
/// Where the file cannot be read or is not TOML.
pub fn saved_searches(path: &Path) -> Result<Vec<SavedSearchEntry>> {
    let text = Overrides::text(path)?;
    let section: SavedSection = toml::from_str(&text).map_err(|error| {
        let fault = Error::input(path, toml_message(&text, &error));
        match text.parse::<toml::Table>() {
            Ok(_) => fault.hint("write `[[saved]]` above each saved search"),
            Err(_) => fault,
        }
    })?;
    Ok((section.saved.into_iter())
        .map(|entry| {
            let before = text.get(..entry.span().start).unwrap_or_default();
            let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
            parse_entry(line, entry.into_inner())
        })
        .collect())
}

fn parse_entry(line: usize, entry: Value) -> SavedSearchEntry {
    let mut search = SavedSearchEntry {
        line,
        ..SavedSearchEntry::default()
    };
    let Value::Table(entry) = entry else {
        search.fault = Some("holds no keys with values".to_owned());
        return search;
    };
    for (key, value) in entry {
        let is_valid = match (key.as_str(), value) {
            ("name", Value::String(name)) => {
                search.name = name;
                true
            }
            ("query", Value::String(query)) => {
                search.query = query;
                true
            }
            ("note", Value::String(note)) => {
                search.note = Some(note);
                true
            }
            ("literal", Value::Boolean(literal)) => {
                search.literal = literal;
                true
            }
            ("name" | "query" | "note" | "literal", _) => false,
            (_, value) => {
                let values = filter_values(value);
                let any = values.is_some();
                let values = values.unwrap_or_default();
                search.filters.push((key.clone(), values));
                any
            }
        };
        if !is_valid {
            let expected = match key.as_str() {
                "literal" => "true or false",
                "name" | "query" | "note" => "a text in quotes",
                _ => "a value or a list of them",
            };
            let fault = format!("`{key}` wants {expected}");
            search.fault.get_or_insert(fault);
        }
    }
    search
}

/// The values of a scalar or a non-empty array of scalars; none for anything else.
fn filter_values(value: Value) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::Float(number) => Some(number.to_string()),
        value => scalar(value),
    };
    let values: Vec<String> = match &value {
        Value::Array(values) => values.iter().map(one).collect::<Option<_>>()?,
        value => vec![one(value)?],
    };
    (!values.is_empty()).then_some(values)
}
