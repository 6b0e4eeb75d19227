//! What every tool has.

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Result, engine::Engine, search::FilterArg};

/// A tool that an agent can call.
pub(super) trait Tool {
    const NAME: &'static str;
    const TITLE: &'static str;
    /// What it does and when to use it.
    const ABOUT: &'static str;
    /// Whether it has the filters as arguments.
    const FILTERED: bool = true;
    type Arguments: DeserializeOwned + JsonSchema + 'static;
    type Output: Serialize + JsonSchema + 'static;

    /// Answers a call of the tool.
    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: Self::Arguments,
    ) -> Result<ToolAnswer<Self::Output>>;
}

/// The description of the filters, for tools that have them.
pub(super) const FILTERS: &str =
    " A filter takes a text or a list of alternatives; - before a value excludes it.";

/// An answer as JSON and as text.
pub(super) struct ToolAnswer<T> {
    pub(super) json: T,
    pub(super) text: String,
}
