//! Lists of companies, people, firms and calls.

use maud::{Markup, html};

use super::{
    Body, Ui,
    address::Address,
    chips, text,
    words::{fill, number},
};
use crate::{
    model::Period,
    search::{CallEntry, CompanyEntry, FirmEntry, SpeakerEntry},
};

/// What is listed.
pub(in crate::interface) enum Sheet {
    /// Companies.
    Companies(Vec<CompanyEntry>),
    /// People who speak.
    Speakers(Vec<SpeakerEntry>),
    /// Firms of analysts.
    Firms(Vec<FirmEntry>),
    /// Calls.
    Calls(Vec<CallEntry>),
}

/// A list, narrowed to what the reader looks for in it.
pub(in crate::interface) struct List {
    /// The rows shown.
    pub(in crate::interface) rows: Vec<Row>,
    /// Rows that there are.
    pub(in crate::interface) of: usize,
    /// The order, by its word.
    pub(in crate::interface) sort: String,
}

/// A row of a list.
pub(in crate::interface) struct Row {
    /// What is named, with where it leads.
    name: (String, Address),
    /// Names by which it can be found too.
    also: Vec<String>,
    /// What there is to say of it.
    about: Vec<String>,
    /// Passages, and calls where it is none.
    passages: u64,
    calls: Option<u64>,
    last: Option<String>,
}

impl Row {
    /// Whether one of its names holds what is looked for, in any case.
    pub(in crate::interface) fn has(&self, sought: &str) -> bool {
        let sought = sought.trim().to_lowercase();
        let names = std::iter::once(&self.name.0)
            .chain(&self.also)
            .chain(&self.about);
        names
            .into_iter()
            .any(|name| name.to_lowercase().contains(&sought))
    }
}

impl Sheet {
    /// The rows of a list; where they lead keeps the query and filters of the page.
    pub(in crate::interface) fn rows(self, ui: &Ui) -> Vec<Row> {
        let search = |name: &str, value: &str| ui.here.at("/", &["find", "sort"]).with(name, value);
        let last = |period: Option<Period>| period.map(|period| period.to_string());
        let words = ui.words();
        match self {
            Self::Companies(entries) => (entries.into_iter())
                .map(|entry| Row {
                    name: (
                        entry.company.name.clone(),
                        search("company", &entry.company.id),
                    ),
                    about: entry.company.ticker.into_iter().collect(),
                    also: entry.company.names.into_iter().skip(1).collect(),
                    passages: entry.extent.passages,
                    calls: Some(entry.extent.calls),
                    last: last(entry.extent.last),
                })
                .collect(),
            Self::Speakers(entries) => (entries.into_iter())
                .map(|entry| {
                    let roles = entry
                        .roles
                        .iter()
                        .map(|&role| text::role(words, role).to_owned());
                    // What tells this person from another of the same name.
                    let mut to = search("speaker", &entry.name);
                    if let Some(firm) = &entry.firm {
                        to = to.with("firm", firm);
                    } else if let [company] = entry.companies.as_slice() {
                        to = to.with("company", company);
                    }
                    let is_role = |title: &String| title.eq_ignore_ascii_case("analyst");
                    let title = entry.title.filter(|title| !is_role(title));
                    let stated = title.into_iter().chain(entry.firm);
                    let companies = entry.companies.join(", ");
                    Row {
                        name: (entry.name, to),
                        about: roles.chain(stated).chain([companies]).collect(),
                        also: entry.names.into_iter().skip(1).collect(),
                        passages: entry.extent.passages,
                        calls: Some(entry.extent.calls),
                        last: last(entry.extent.last),
                    }
                })
                .collect(),
            Self::Firms(entries) => (entries.into_iter())
                .map(|entry| Row {
                    name: (entry.name.clone(), search("firm", &entry.name)),
                    also: Vec::new(),
                    about: vec![entry.analysts.join(", "), entry.companies.join(", ")],
                    passages: entry.extent.passages,
                    calls: Some(entry.extent.calls),
                    last: last(entry.extent.last),
                })
                .collect(),
            Self::Calls(entries) => (entries.into_iter())
                .map(|CallEntry { call, passages }| Row {
                    name: (text::call_title(&call), Address::call(&call.id)),
                    also: call.company.names.iter().skip(1).cloned().collect(),
                    about: std::iter::once(call.id.clone())
                        .chain(call.date.clone())
                        .collect(),
                    passages,
                    calls: None,
                    last: last(call.period),
                })
                .collect(),
        }
    }
}

/// A page that lists.
pub(in crate::interface) fn list(ui: &Ui, list: &List) -> Body {
    let words = ui.words();
    let (title, sorts) = columns(ui);
    let counts = [list.rows.len() as u64, list.of as u64].map(number);
    let count = fill(words.of_rows, &[&counts[0], &counts[1]]);
    let has_calls = list.rows.iter().any(|row| row.calls.is_some());
    Body {
        title: title.to_owned(),
        main: html! {
            div.list {
                h1 { (title) }
                form.narrow action=(ui.here.path()) role="search" data-live="found" aria-label=(words.filter_list) {
                    (chips::carried(ui, &["find"]))
                    label.unseen for="find" { (words.filter_list) }
                    input #find name="find" type="search" value=(ui.here.get("find").unwrap_or_default())
                        placeholder=(words.filter_list) autocomplete="off" dir="auto";
                    button type="submit" { (words.apply) }
                }
                div #found data-here=(ui.here.href()) {
                    (chips::chips(ui))
                    p.dim #count data-say=(count) { (count) }
                    @if list.rows.is_empty() {
                        p.notice { (words.nothing_listed) }
                    } @else {
                        div.wide tabindex="0" role="region" aria-label=(title) {
                            table.rows {
                                thead {
                                    tr { @for column in sorts.iter().filter(|column| has_calls || column.0 != "calls") { (head(ui, list, *column)) } }
                                }
                                tbody { @for row in &list.rows { (of_row(row)) } }
                            }
                        }
                    }
                }
            }
        },
    }
}

/// A column: the order that it stands for, none if it has none; its name; whether it holds numbers.
type Column = (&'static str, &'static str, bool);

/// The title of the page, and the columns of its list.
fn columns(ui: &Ui) -> (&'static str, [Column; 5]) {
    let words = ui.words();
    let (title, name, about) = match ui.here.path() {
        "/companies" => (words.companies, words.company, words.ticker),
        "/speakers" => (words.speakers, words.speaker, words.title),
        "/firms" => (words.firms, words.firm, words.analysts),
        _ => (words.calls, words.call, words.id),
    };
    let (by_name, by_time) = match ui.here.path() {
        "/calls" => ("call", "newest"),
        _ => ("name", "latest"),
    };
    let columns = [
        (by_name, name, false),
        ("", about, false),
        ("passages", words.column_passages, true),
        ("calls", words.column_calls, true),
        (
            by_time,
            if by_time == "newest" {
                words.period
            } else {
                words.last
            },
            false,
        ),
    ];
    (title, columns)
}

fn head(ui: &Ui, list: &List, (sort, name, is_number): Column) -> Markup {
    let sorted = (sort == list.sort).then_some(match sort {
        "name" | "call" => "ascending",
        _ => "descending",
    });
    html! {
        th.number[is_number] scope="col" aria-sort=[sorted] {
            @if sort.is_empty() {
                (name)
            } @else {
                a href=(ui.here.set("sort", sort).href()) data-k={ "sort-" (sort) } { (name) }
            }
        }
    }
}

fn of_row(row: &Row) -> Markup {
    let (name, to) = &row.name;
    html! {
        tr data-item="" {
            th scope="row" {
                a href=(to.href()) { (text::name(name)) }
                @if !row.also.is_empty() {
                    span.also { @for (at, also) in row.also.iter().enumerate() { @if at > 0 { ", " } (text::name(also)) } }
                }
            }
            td.about { @for (at, about) in row.about.iter().filter(|about| !about.is_empty()).enumerate() { @if at > 0 { " · " } (text::name(about)) } }
            td.number { (number(row.passages)) }
            @if let Some(calls) = row.calls { td.number { (number(calls)) } }
            td { @if let Some(last) = &row.last { (last) } }
        }
    }
}
