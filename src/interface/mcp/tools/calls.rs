//! `list_calls`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Answer, Tool,
    page::{line, rows},
};
use crate::{
    Result,
    engine::Engine,
    interface::{
        json::{CallRowJson, RowsJson},
        mcp::text,
        table,
    },
    search::{CallSort, FilterArg, Request},
};

pub(super) struct ListCalls;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// Only calls that speak of this; every call where nothing is said.
    #[serde(default)]
    query: String,
    /// Order of the calls; by company and period where nothing is said.
    sort: Option<CallSort>,
    /// Most calls.
    #[serde(default = "fifty")]
    #[schemars(range(min = 1, max = 500))]
    limit: usize,
    /// Calls left out before the first.
    #[serde(default)]
    offset: usize,
}

pub(super) fn fifty() -> usize {
    50
}

impl Tool for ListCalls {
    const NAME: &'static str = "list_calls";
    const TITLE: &'static str = "List calls";
    const ABOUT: &'static str = "Lists the calls there are, or those that speak of something: id, \
        company, period, date, title, counts. Use it to learn which companies and periods can be \
        searched and the ids that read_call and compare take.";
    type Arguments = Arguments;
    type Output = RowsJson<CallRowJson>;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: Arguments,
    ) -> Result<Answer<Self::Output>> {
        let request = Request {
            filters,
            ..Request::new(arguments.query)
        };
        let entries = engine.calls_by(&request, arguments.sort.unwrap_or(CallSort::Call))?;
        let total = entries.len();
        let (entries, next_offset) = rows(entries, arguments.offset, arguments.limit);
        let out =
            line(arguments.offset, entries.len(), total) + &text::rows(&table::calls(&entries));
        let json = RowsJson {
            total,
            rows: entries.iter().map(CallRowJson::from).collect(),
            next_offset,
        };
        Ok(Answer { json, text: out })
    }
}
