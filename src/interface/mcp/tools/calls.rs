//! `list_calls`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    page::{default_rows, next, range_line},
    tool::{Tool, ToolAnswer},
};
use crate::{
    Result,
    engine::Engine,
    interface::{
        json::{CallRowJson, RowsJson},
        list::ListEntry,
        mcp::text,
        request::build_request,
    },
    search::{CallEntry, CallSort, FilterArg, ListPage, Listed},
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
    #[serde(default = "default_rows")]
    #[schemars(range(min = 1, max = 500))]
    limit: usize,
    /// Calls left out before the first.
    #[serde(default)]
    offset: usize,
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
    ) -> Result<ToolAnswer<Self::Output>> {
        let request = build_request(arguments.query, filters, false)?;
        let sort = arguments.sort.unwrap_or(CallEntry::DEFAULT_SORT);
        let page = ListPage::at(arguments.offset, arguments.limit);
        let Listed { entries, total, .. } = engine.calls_page(&request, sort, &page)?;
        let next_offset = next(arguments.offset, entries.len(), total);
        let range = range_line(arguments.offset, entries.len(), total);
        let text = range + &text::rows(&CallEntry::table(&entries));
        let json = RowsJson {
            total,
            rows: entries.iter().map(CallRowJson::from).collect(),
            next_offset,
        };
        Ok(ToolAnswer { json, text })
    }
}
