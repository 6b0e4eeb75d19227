//! `list_people`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Answer, Tool,
    calls::fifty,
    page::{line, rows},
};
use crate::{
    Result,
    engine::Engine,
    interface::{json::PeopleJson, mcp::text, table},
    search::{FilterArg, ListSort, Request},
};

pub(super) struct ListPeople;

/// Who to list.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Who {
    /// The people who speak.
    Speakers,
    /// The firms of analysts.
    Firms,
    /// The companies that hold the calls.
    Companies,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// Who to list; speakers where nothing is said.
    who: Option<Who>,
    /// Only those who speak of this; everybody where nothing is said.
    #[serde(default)]
    query: String,
    /// Order; the most passages first where nothing is said.
    sort: Option<ListSort>,
    /// Most rows.
    #[serde(default = "fifty")]
    #[schemars(range(min = 1, max = 500))]
    limit: usize,
    /// Rows left out before the first.
    #[serde(default)]
    offset: usize,
}

impl Tool for ListPeople {
    const NAME: &'static str = "list_people";
    const TITLE: &'static str = "List people, firms, companies";
    const ABOUT: &'static str = "Lists who there is: speakers with all their names, roles, titles and \
        firms; firms of analysts; or companies with all their names. With a query only those who speak \
        of it, with counts. Use it to find the spelling of a name before narrowing by it.";
    type Arguments = Arguments;
    type Output = PeopleJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: Arguments,
    ) -> Result<Answer<PeopleJson>> {
        let request = Request {
            filters,
            ..Request::new(arguments.query)
        };
        let sort = arguments.sort.unwrap_or(ListSort::Passages);
        let (offset, limit) = (arguments.offset, arguments.limit);
        let mut json = PeopleJson {
            total: 0,
            speakers: None,
            firms: None,
            companies: None,
            next_offset: None,
        };
        let (shown, table) = match arguments.who.unwrap_or(Who::Speakers) {
            Who::Speakers => {
                let entries = engine.speakers(&request, sort)?;
                json.total = entries.len();
                let (entries, next) = rows(entries, offset, limit);
                json.next_offset = next;
                json.speakers = Some(entries.iter().map(From::from).collect());
                (entries.len(), table::speakers(&entries))
            }
            Who::Firms => {
                let entries = engine.firms(&request, sort)?;
                json.total = entries.len();
                let (entries, next) = rows(entries, offset, limit);
                json.next_offset = next;
                json.firms = Some(entries.iter().map(From::from).collect());
                (entries.len(), table::firms(&entries))
            }
            Who::Companies => {
                let entries = engine.companies(&request, sort)?;
                json.total = entries.len();
                let (entries, next) = rows(entries, offset, limit);
                json.next_offset = next;
                json.companies = Some(entries.iter().map(From::from).collect());
                (entries.len(), table::companies(&entries))
            }
        };
        let text = line(offset, shown, json.total) + &text::rows(&table);
        Ok(Answer { json, text })
    }
}
