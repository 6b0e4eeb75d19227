//! The pages that list calls, companies, people and firms.

use std::sync::Arc;

use maud::{Markup, html};

use super::{
    address::Address,
    chips,
    messages::{Messages, fill, number},
    paging::pages,
    results::files,
    text,
    ui::{Body, Ui},
};
use crate::{
    Result,
    engine::Engine,
    interface::{
        list::{ListEntry, last_of, other_names},
        table::optional,
    },
    model::{Company, Role, Word},
    query::Field,
    search::{
        CallEntry, CallSort, CompanyEntry, Extent, FirmEntry, ListPage, ListSort, Listed, Request,
        SpeakerEntry,
    },
};

/// An entry of a list as a row of a page.
pub(in crate::interface) trait WebEntry: ListEntry {
    /// The order if none is chosen.
    const PAGE_SORT: Self::Sort;
    /// The orders of the columns of names and of time.
    const COLUMN_SORTS: [Self::Sort; 2];

    /// The headings of the columns of names, of descriptions and of time.
    fn headings(messages: &'static Messages) -> [&'static str; 3];

    /// The row; links keep the query and the filters of the page.
    fn row(self, ui: &Ui) -> Row;

    /// A page of the entries that have a name, and the extent of those that have none.
    fn find_named(
        engine: &Engine,
        request: &Request,
        sort: Self::Sort,
        page: &ListPage,
    ) -> Result<(Listed<Self>, Unnamed)> {
        Ok((
            Self::find_page(engine, request, sort, page)?,
            Unnamed::default(),
        ))
    }

    /// The columns of the page.
    fn columns_of_page(ui: &Ui) -> Vec<Column> {
        let messages = ui.messages();
        let [name, about, time] = Self::headings(messages);
        let [by_name, by_time] = Self::COLUMN_SORTS.map(Word::word);
        let passages = ListSort::Passages.word();
        let calls = ListSort::Calls.word();
        let column = |sort, heading, is_number| Column {
            sort,
            heading,
            is_number,
        };
        let mut columns = vec![
            column(Some(by_name), name, false),
            column(None, about, false),
            column(Some(passages), messages.column_passages, true),
            column(Some(calls), messages.column_calls, true),
            column(Some(by_time), time, false),
        ];
        columns.retain(|column| {
            column
                .sort
                .is_none_or(|sort| Self::Sort::from_word(sort).is_some())
        });
        columns
    }
}

/// A list, narrowed to the names that contain what the reader looks for.
pub(in crate::interface) struct List {
    /// The rows to show.
    pub(in crate::interface) rows: Vec<Row>,
    /// Which page they are.
    pub(in crate::interface) page: ListPage,
    /// Number of rows on all pages.
    pub(in crate::interface) found: usize,
    /// Number of rows before narrowing.
    pub(in crate::interface) total: usize,
    /// The speakers without a name, who are one row.
    pub(in crate::interface) unnamed: Unnamed,
    /// The word of the order.
    pub(in crate::interface) sort: &'static str,
    /// The columns.
    pub(in crate::interface) columns: Vec<Column>,
}

/// Speakers without a name.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::interface) struct Unnamed {
    /// Their number.
    speakers: u64,
    /// Passages of all of them.
    passages: u64,
}

/// A column of a list.
pub(in crate::interface) struct Column {
    /// The word of the order that its heading selects.
    sort: Option<&'static str>,
    heading: &'static str,
    is_number: bool,
}

/// A row of a list.
pub(in crate::interface) struct Row {
    name: String,
    link: Address,
    /// The form that names it.
    edit: Option<Address>,
    /// Other names.
    also: Vec<String>,
    /// The description.
    about: Vec<String>,
    /// A second line of it.
    more: Option<String>,
    passages: u64,
    /// Number of calls; none if the row is a call.
    calls: Option<u64>,
    last: String,
    /// The date of a call.
    date: Option<String>,
}

impl Row {
    /// A row with counts and without names.
    fn of_extent(extent: &Extent, name: String, link: Address) -> Self {
        Self {
            name,
            link,
            edit: None,
            also: Vec::new(),
            about: Vec::new(),
            more: None,
            passages: extent.passages,
            calls: Some(extent.calls),
            last: last_of(extent),
            date: None,
        }
    }
}

/// Parameters of a list that a search has not.
const LIST_PARAMETERS: &[&str] = &["find", "sort", "offset"];

/// A search for the same query and filters with one filter more.
fn search(ui: &Ui, field: Field, value: &str) -> Address {
    ui.here.at("/", LIST_PARAMETERS).with(field.word(), value)
}

impl WebEntry for CallEntry {
    const PAGE_SORT: CallSort = CallSort::Newest;
    const COLUMN_SORTS: [CallSort; 2] = [CallSort::Call, CallSort::Newest];

    fn headings(messages: &'static Messages) -> [&'static str; 3] {
        [messages.call, messages.id, messages.period]
    }

    fn row(self, ui: &Ui) -> Row {
        let call = self.call;
        Row {
            name: text::call_title(ui.locale, &call),
            link: Address::call(&call.id),
            edit: None,
            also: others(ui, &call.company),
            about: vec![call.id.clone()],
            more: None,
            passages: self.passages,
            calls: None,
            last: optional(call.period),
            date: call.date.clone(),
        }
    }
}

impl WebEntry for CompanyEntry {
    const PAGE_SORT: ListSort = Self::DEFAULT_SORT;
    const COLUMN_SORTS: [ListSort; 2] = [ListSort::Name, ListSort::Latest];

    fn headings(messages: &'static Messages) -> [&'static str; 3] {
        [messages.company, messages.ticker, messages.last]
    }

    fn row(self, ui: &Ui) -> Row {
        let link = search(ui, Field::Company, &self.company.id);
        let name = ui.locale.company(&self.company).to_owned();
        Row {
            edit: Some(Address::new("/edit/company").with("company", &self.company.id)),
            also: others(ui, &self.company),
            about: self.company.ticker.into_iter().collect(),
            ..Row::of_extent(&self.extent, name, link)
        }
    }
}

/// Roles of people with names.
const NAMED: [Role; 3] = [Role::Executive, Role::Ir, Role::Analyst];

impl WebEntry for SpeakerEntry {
    const PAGE_SORT: ListSort = Self::DEFAULT_SORT;
    const COLUMN_SORTS: [ListSort; 2] = [ListSort::Name, ListSort::Latest];

    fn headings(messages: &'static Messages) -> [&'static str; 3] {
        [messages.speaker, messages.title, messages.last]
    }

    fn find_named(
        engine: &Engine,
        request: &Request,
        sort: ListSort,
        page: &ListPage,
    ) -> Result<(Listed<Self>, Unnamed)> {
        let (named, unnamed): (Vec<Self>, Vec<Self>) = (engine.speakers(request, sort)?)
            .into_iter()
            .partition(|entry| entry.roles != [Role::Unidentified]);
        let unnamed = Unnamed {
            speakers: unnamed.len() as u64,
            passages: unnamed.iter().map(|entry| entry.extent.passages).sum(),
        };
        Ok((Self::page_of(named, page), unnamed))
    }

    fn row(self, ui: &Ui) -> Row {
        // Firm or company distinguish this person from another of the same name.
        let mut link = search(ui, Field::Speaker, &self.name);
        if let Some(firm) = &self.firm {
            link = link.with(Field::Firm.word(), firm);
        } else if let [company] = self.companies.as_slice() {
            link = link.with(Field::Company.word(), &company.id);
        }
        let is_person = self.roles.iter().any(|role| NAMED.contains(role));
        let mut edit = Address::new("/edit/person").with("person", &self.name);
        if let [company] = self.companies.as_slice() {
            edit = edit.with("at", &company.id);
        }
        let roles = self.roles.iter();
        let roles = roles.map(|&role| ui.messages().role(role).to_owned());
        let title = self
            .title
            .filter(|title| !title.eq_ignore_ascii_case("analyst"));
        // The firm of anybody but an analyst is the company.
        let firm = match self.roles.contains(&Role::Analyst) {
            true => self.firm,
            false => None,
        };
        let companies = some(&names(ui, &self.companies));
        let (at, on) = match firm {
            Some(firm) => (firm, Some(fill(ui.messages().on_calls_of, &[&companies]))),
            None => (companies, None),
        };
        Row {
            about: roles.chain(title).chain([at]).collect(),
            more: on,
            also: other_names(&self.names).take(NAMES).cloned().collect(),
            // What nobody knows the name of has none to give.
            edit: is_person.then_some(edit),
            ..Row::of_extent(&self.extent, self.name, link)
        }
    }
}

impl WebEntry for FirmEntry {
    const PAGE_SORT: ListSort = Self::DEFAULT_SORT;
    const COLUMN_SORTS: [ListSort; 2] = [ListSort::Name, ListSort::Latest];

    fn headings(messages: &'static Messages) -> [&'static str; 3] {
        [messages.firm, messages.analysts, messages.last]
    }

    fn row(self, ui: &Ui) -> Row {
        let link = search(ui, Field::Firm, &self.name);
        Row {
            about: vec![some(&self.analysts)],
            more: Some(fill(
                ui.messages().on_calls_of,
                &[&some(&names(ui, &self.companies))],
            )),
            ..Row::of_extent(&self.extent, self.name, link)
        }
    }
}

/// The names of some companies in the language of the page.
fn names(ui: &Ui, companies: &[Arc<Company>]) -> Vec<String> {
    let names = companies.iter().map(|company| ui.locale.company(company));
    names.map(str::to_owned).collect()
}

/// The names of a company but the one that the page shows.
fn others(ui: &Ui, company: &Company) -> Vec<String> {
    let shown = ui.locale.company(company);
    let others = company.names.iter().filter(|name| *name != shown);
    others.cloned().collect()
}

/// Number of names in a description.
const NAMES: usize = 8;

/// The first of some names, and the number of the others.
fn some(names: &[String]) -> String {
    let first: Vec<&str> = names.iter().take(NAMES).map(String::as_str).collect();
    match names.len().saturating_sub(NAMES) {
        0 => first.join(", "),
        more => format!("{} +{more}", first.join(", ")),
    }
}

/// The page of a list.
pub(in crate::interface) fn list(ui: &Ui, list: &List) -> Body {
    let messages = ui.messages();
    let title = title(ui);
    let counts = [list.found as u64, list.total as u64].map(number);
    let is_last = list.page.offset + list.rows.len() >= list.found;
    let all = ui.here.at(&format!("/api{}", ui.here.path()), &["offset"]);
    let count = fill(messages.of_rows, &[&counts[0], &counts[1]]);
    let count = match list.unnamed.speakers {
        0 => count,
        unnamed => format!("{count} · {}", fill(messages.unnamed, &[&number(unnamed)])),
    };
    Body {
        title: title.to_owned(),
        main: html! {
            div.list {
                h1 { (title) }
                form.narrow action=(ui.here.path()) role="search" data-live="found" aria-label=(messages.filter_list) {
                    (chips::hidden_fields(ui, &["find", "offset"]))
                    label.unseen for="find" { (messages.filter_list) }
                    input #find name="find" type="search" value=(ui.here.get("find").unwrap_or_default())
                        placeholder=(messages.filter_list) autocomplete="off" dir="auto";
                    button type="submit" { (messages.apply) }
                }
                div #found data-here=(ui.here.href()) {
                    (chips::chips(ui))
                    p.dim #count data-say=(count) { (count) }
                    (files(ui, &all, messages.download))
                    @if ui.may_change && ui.here.path() == "/calls" { p { a href="/edit/left-out" { (messages.left_out) } } }
                    @if list.rows.is_empty() {
                        p.notice { (messages.nothing_listed) }
                    } @else {
                        div.wide tabindex="0" role="region" aria-label=(title) {
                            table.rows {
                                thead {
                                    tr { @for column in &list.columns { (heading(ui, list, column)) } }
                                }
                                tbody {
                                    @for row in &list.rows { (table_row(ui, row)) }
                                    @if is_last { (unnamed_row(ui, list)) }
                                }
                            }
                        }
                        (pages(ui, (list.page.offset, list.page.limit), list.found))
                    }
                }
            }
        },
    }
}

/// The title of the page.
fn title(ui: &Ui) -> &'static str {
    let messages = ui.messages();
    match ui.here.path() {
        "/companies" => messages.companies,
        "/speakers" => messages.speakers,
        "/firms" => messages.firms,
        _ => messages.calls,
    }
}

fn heading(ui: &Ui, list: &List, column: &Column) -> Markup {
    let direction = match column.sort {
        Some(sort) if sort == ListSort::Name.word() || sort == CallSort::Call.word() => "ascending",
        _ => "descending",
    };
    let sorted = (column.sort == Some(list.sort)).then_some(direction);
    html! {
        th.number[column.is_number] scope="col" aria-sort=[sorted] {
            @match column.sort {
                None => (column.heading),
                Some(sort) => a href=(ui.here.set("sort", sort).href()) data-k={ "sort-" (sort) } { (column.heading) },
            }
        }
    }
}

/// The row of all speakers without a name.
fn unnamed_row(ui: &Ui, list: &List) -> Markup {
    if list.unnamed.speakers == 0 {
        return html! {};
    }
    let unidentified = Role::Unidentified.word();
    let link = search(ui, Field::Role, unidentified);
    html! {
        tr data-item="" {
            th scope="row" { a href=(link.href()) { (ui.messages().role(Role::Unidentified)) } }
            td.about { (fill(ui.messages().unnamed, &[&number(list.unnamed.speakers)])) }
            td.number data-heading=(ui.messages().column_passages) { (number(list.unnamed.passages)) }
            td.number {}
            td {}
        }
    }
}

/// A link to the form that names something.
pub(super) fn edit_link(ui: &Ui, to: &Address, name: &str) -> Markup {
    let label = fill(ui.messages().edit_of, &[&text::plain(name)]);
    html! {
        " " a.pencil href=(to.href()) aria-label=(label) title=(label) { span aria-hidden="true" { "✎" } }
    }
}

fn table_row(ui: &Ui, row: &Row) -> Markup {
    let messages = ui.messages();
    html! {
        tr data-item="" {
            th scope="row" {
                a href=(row.link.href()) { (text::name(&row.name)) }
                @if let Some(edit) = row.edit.as_ref().filter(|_| ui.may_change) { (edit_link(ui, edit, &row.name)) }
                @if !row.also.is_empty() {
                    span.also { @for (at, also) in row.also.iter().enumerate() { @if at > 0 { ", " } (text::name(also)) } }
                }
            }
            td.about { @for (at, about) in row.about.iter().filter(|about| !about.is_empty()).enumerate() { @if at > 0 { " · " } (text::name(about)) }
                @if let Some(more) = &row.more { span.also { (text::name(more)) } }
            }
            td.number data-heading=(messages.column_passages) { (number(row.passages)) }
            @if let Some(calls) = row.calls { td.number data-heading=(messages.column_calls) { (number(calls)) } }
            td { (row.last) @if let Some(date) = &row.date { " " span.dim { (text::plain(date)) } } }
        }
    }
}
