//! The arguments of a tool: schema and parsing. The filters come from the table of query fields.

use std::sync::Arc;

use rmcp::{handler::server::tool::schema_for_type, model::JsonObject};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    Error, Result,
    model::Word,
    query::{FIELDS, Field, nearest, nearest_field},
    search::FilterArg,
};

/// The schema of a tool's arguments; with the filters if `filtered`.
pub(super) fn schema<T: JsonSchema + 'static>(filtered: bool) -> Arc<JsonObject> {
    let mut schema = (*schema_for_type::<T>()).clone();
    schema.remove("title");
    schema.remove("description");
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    if let (Value::Object(properties), true) = (properties, filtered) {
        for info in FIELDS {
            let value = info.example.split_once(':').map_or("", |(_, value)| value);
            let about = format!("{}; such as {}", info.about, value.trim_matches('"'));
            let property = json!({
                "description": about,
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            });
            properties.insert(info.field.word().to_owned(), property);
        }
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    Arc::new(schema)
}

/// Parses the filters and the other arguments of a tool.
///
/// # Errors
/// If an argument is unknown, of the wrong type or out of bounds.
pub(super) fn read<T: DeserializeOwned>(
    arguments: &JsonObject,
    schema: &JsonObject,
    filtered: bool,
) -> Result<(Vec<FilterArg>, T)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut filters = Vec::new();
    let mut others = JsonObject::new();
    for (name, value) in arguments {
        let Some(property) = properties.and_then(|known| known.get(name)) else {
            return Err(unknown(name, properties));
        };
        match Field::from_word(name).filter(|_| filtered) {
            // Models write null for missing arguments.
            _ if value.is_null() => {}
            Some(field) => filters.extend(filters_of(field, value)?),
            None => {
                check_bounds(name, value, property)?;
                others.insert(name.clone(), value.clone());
            }
        }
    }
    let parsed = serde_path_to_error::deserialize(Value::Object(others)).map_err(|error| {
        let inner = without_type_names(&error.inner().to_string());
        let path = error.path().to_string();
        Error::request(match path.as_str() {
            "." => inner,
            argument => format!("argument `{argument}`: {inner}"),
        })
        .hint("the input schema of the tool says what it takes")
    })?;
    Ok((filters, parsed))
}

/// An error of serde without the names of Rust types.
fn without_type_names(fault: &str) -> String {
    ["usize", "u32"]
        .iter()
        .fold(fault.to_owned(), |fault, name| {
            fault.replace(&format!("expected {name}"), "expected a whole number")
        })
}

/// The filters of a field: a value, or a list of them.
fn filters_of(field: Field, value: &Value) -> Result<Vec<FilterArg>> {
    let values = match value {
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    let filter = |value: &Value| match value {
        Value::String(text) => FilterArg::new(field, text),
        // A year, a percentage.
        Value::Number(number) => FilterArg::new(field, &number.to_string()),
        _ => Err(
            Error::request(format!("filter `{field}` is no text")).hint(format!(
                "give a text or a list of texts, as in {}",
                field.example()
            )),
        ),
    };
    values.iter().map(filter).collect()
}

/// Checks a number against the bounds of the schema.
fn check_bounds(name: &str, value: &Value, property: &Value) -> Result<()> {
    let Some(number) = value.as_f64() else {
        return Ok(());
    };
    let bound = |key: &str| property.get(key).and_then(Value::as_f64);
    let allowed = match (bound("minimum"), bound("maximum")) {
        (Some(min), _) if number < min => format!("at least {min}"),
        (_, Some(max)) if number > max => format!("at most {max}"),
        _ => return Ok(()),
    };
    Err(Error::request(format!("argument `{name}` is {value}")).hint(format!("give {allowed}")))
}

/// The error for an unknown argument.
fn unknown(name: &str, properties: Option<&JsonObject>) -> Error {
    let known: Vec<&str> = (properties.into_iter().flatten())
        .map(|(name, _)| name.as_str())
        .collect();
    let field = nearest_field(name).filter(|field| known.contains(field));
    let shown: String = name.chars().take(40).collect();
    Error::request(format!("unknown argument `{shown}`")).hint(
        match field.or_else(|| nearest(name, known.iter().copied())) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("arguments are {}", known.join(", ")),
        },
    )
}
