//! `list_people`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    page::{default_rows, next, range_line},
    tool::{Tool, ToolAnswer},
};
use crate::{
    Result,
    engine::Engine,
    interface::{json::PeopleJson, list::ListEntry, mcp::text, request::build_request},
    search::{
        CompanyEntry, FilterArg, FirmEntry, ListPage, ListSort, Listed, Request, SpeakerEntry,
    },
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
    #[serde(default = "default_rows")]
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
    ) -> Result<ToolAnswer<PeopleJson>> {
        let request = build_request(&arguments.query, filters, false)?;
        let mut json = PeopleJson {
            total: 0,
            speakers: None,
            firms: None,
            companies: None,
            next_offset: None,
        };
        let list = match arguments.who.unwrap_or(Who::Speakers) {
            Who::Speakers => {
                let (list, rows) = list::<SpeakerEntry>(engine, &request, &arguments)?;
                json.speakers = Some(rows);
                list
            }
            Who::Firms => {
                let (list, rows) = list::<FirmEntry>(engine, &request, &arguments)?;
                json.firms = Some(rows);
                list
            }
            Who::Companies => {
                let (list, rows) = list::<CompanyEntry>(engine, &request, &arguments)?;
                json.companies = Some(rows);
                list
            }
        };
        json.total = list.total;
        json.next_offset = list.next_offset;
        Ok(ToolAnswer {
            json,
            text: list.text,
        })
    }
}

/// A page of a list as text.
struct PageText {
    total: usize,
    next_offset: Option<usize>,
    text: String,
}

/// A page of a list, as text and as JSON.
fn list<E: ListEntry<Sort = ListSort>>(
    engine: &Engine,
    request: &Request,
    arguments: &Arguments,
) -> Result<(PageText, Vec<E::Json>)> {
    let sort = arguments.sort.unwrap_or(E::DEFAULT_SORT);
    let page = ListPage::at(arguments.offset, arguments.limit);
    let Listed { entries, total, .. } = E::find_page(engine, request, sort, &page)?;
    let next_offset = next(arguments.offset, entries.len(), total);
    let range = range_line(arguments.offset, entries.len(), total);
    let page = PageText {
        total,
        next_offset,
        text: range + &text::rows(&E::table(&entries)),
    };
    Ok((page, E::json(&entries)))
}
