//! The tools: one file a subject, one table.

mod arguments;
mod calls;
mod compare;
mod counts;
mod page;
mod people;
mod read;
mod search;

use std::sync::Arc;

use rmcp::{
    handler::server::tool::schema_for_output,
    model::{CallToolResult, ContentBlock, JsonObject, Tool as Description, ToolAnnotations},
};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Error, Result, engine::Engine, search::FilterArg};

/// A question that an agent can ask.
trait Tool {
    const NAME: &'static str;
    const TITLE: &'static str;
    /// What it does and when to use it.
    const ABOUT: &'static str;
    /// Whether it takes the filters.
    const FILTERED: bool = true;
    type Arguments: DeserializeOwned + JsonSchema + 'static;
    type Output: Serialize + JsonSchema + 'static;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: Self::Arguments,
    ) -> Result<Answer<Self::Output>>;
}

/// What there is to say of the filters, of every tool that takes them.
const FILTERS: &str =
    " A filter takes a text or a list of alternatives; - before a value excludes it.";

/// An answer in both of its forms.
struct Answer<T> {
    json: T,
    text: String,
}

/// A tool in the table.
struct Row {
    name: &'static str,
    describe: fn() -> Description,
    call: fn(&Engine, &JsonObject) -> Result<(Value, String)>,
}

/// Every tool, in the order in which they are listed.
const TOOLS: [Row; 7] = [
    row::<search::SearchTranscripts>(),
    row::<read::ReadCall>(),
    row::<calls::ListCalls>(),
    row::<people::ListPeople>(),
    row::<counts::Trend>(),
    row::<compare::Compare>(),
    row::<counts::Mentions>(),
];

const fn row<T: Tool>() -> Row {
    Row {
        name: T::NAME,
        describe: describe::<T>,
        call: call::<T>,
    }
}

fn describe<T: Tool>() -> Description {
    let annotations = ToolAnnotations::with_title(T::TITLE)
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    let filters = if T::FILTERED { FILTERS } else { "" };
    Description::new(
        T::NAME,
        format!("{}{filters}", T::ABOUT),
        arguments::schema::<T::Arguments>(T::FILTERED),
    )
    .with_title(T::TITLE)
    .with_raw_output_schema(schema_for_output::<T::Output>())
    .with_annotations(annotations)
}

fn call<T: Tool>(engine: &Engine, given: &JsonObject) -> Result<(Value, String)> {
    let schema = arguments::schema::<T::Arguments>(T::FILTERED);
    let (filters, arguments) = arguments::read(given, &schema, T::FILTERED)?;
    let answer = T::answer(engine, filters, arguments)?;
    // As text first, in which a number has no more digits than it takes.
    let json = serde_json::to_string(&answer.json)
        .and_then(|json| serde_json::from_str(&json))
        .map_err(|error| Error::internal("the answer cannot be written").because(error))?;
    Ok((json, answer.text))
}

/// Every tool as it is described to an agent.
pub(super) fn list() -> Vec<Description> {
    TOOLS.iter().map(|row| (row.describe)()).collect()
}

/// The names of all tools.
pub(super) fn names() -> Vec<&'static str> {
    TOOLS.iter().map(|row| row.name).collect()
}

/// The answer of a tool; none where there is no tool of the name.
pub(super) fn ask(
    engine: &Engine,
    name: &str,
    given: &JsonObject,
) -> Option<Result<CallToolResult>> {
    let row = TOOLS.iter().find(|row| row.name == name)?;
    Some((row.call)(engine, given).map(|(json, text)| {
        let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
        result.structured_content = Some(json);
        result
    }))
}

/// A schema that is shared.
type Schema = Arc<JsonObject>;
