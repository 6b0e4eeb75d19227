//! The table of tools.

mod arguments;
mod calls;
mod compare;
mod counts;
mod page;
mod people;
mod read;
mod related;
mod search;
mod tool;

use rmcp::{
    handler::server::tool::schema_for_output,
    model::{CallToolResult, ContentBlock, JsonObject, Tool as Description, ToolAnnotations},
};
use serde_json::Value;

use self::tool::{FILTERS, Tool};
use crate::{Error, Result, engine::Engine};

/// A tool in the table.
struct Row {
    name: &'static str,
    describe: fn() -> Description,
    answer: fn(&Engine, &JsonObject) -> Result<(Value, String)>,
}

/// All tools in the order of the list.
const TOOLS: [Row; 10] = [
    row::<search::SearchTranscripts>(),
    row::<read::ReadCall>(),
    row::<calls::ListCalls>(),
    row::<people::ListPeople>(),
    row::<counts::Trend>(),
    row::<compare::Compare>(),
    row::<counts::Mentions>(),
    row::<related::RelatedTerms>(),
    row::<related::EmergingTerms>(),
    row::<related::SimilarPassages>(),
];

const fn row<T: Tool>() -> Row {
    Row {
        name: T::NAME,
        describe: describe::<T>,
        answer: answer::<T>,
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

fn answer<T: Tool>(engine: &Engine, arguments: &JsonObject) -> Result<(Value, String)> {
    let schema = arguments::schema::<T::Arguments>(T::FILTERED);
    let (filters, parsed) = arguments::read(arguments, &schema, T::FILTERED)?;
    let answer = T::answer(engine, filters, parsed)?;
    // Through text, in which a float has no more digits than needed.
    let json = serde_json::to_string(&answer.json)
        .and_then(|json| serde_json::from_str(&json))
        .map_err(|error| Error::internal("the answer cannot be written").because(error))?;
    Ok((json, answer.text))
}

/// The descriptions of all tools.
pub(super) fn list() -> Vec<Description> {
    TOOLS.iter().map(|row| (row.describe)()).collect()
}

/// The names of all tools.
pub(super) fn names() -> Vec<&'static str> {
    TOOLS.iter().map(|row| row.name).collect()
}

/// The answer of a tool; none if there is no tool of this name.
pub(super) fn call(
    engine: &Engine,
    name: &str,
    arguments: &JsonObject,
) -> Option<Result<CallToolResult>> {
    let row = TOOLS.iter().find(|row| row.name == name)?;
    Some((row.answer)(engine, arguments).map(|(json, text)| {
        let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
        result.structured_content = Some(json);
        result
    }))
}
