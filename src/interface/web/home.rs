//! The start page: what one would do, with examples; saved searches, recent calls, companies, query syntax.

use maud::{Markup, html};

use super::{
    address::Address,
    messages::{Messages, fill, number},
    text,
    ui::{Body, Ui},
};
use crate::{
    model::Word,
    query::Field,
    search::{CallEntry, CompanyEntry},
};

/// Most companies shown; the others are on their list.
const MAX_COMPANIES: usize = 12;

/// The data of the start page.
pub(in crate::interface) struct HomeView {
    /// Numbers of calls and of passages in the index.
    pub(in crate::interface) size: (u64, u64),
    /// The newest calls.
    pub(in crate::interface) recent: Vec<CallEntry>,
    /// Saved searches with the number of passages that have not been shown.
    pub(in crate::interface) saved: Vec<SavedNews>,
    /// The companies, those with the latest calls first.
    pub(in crate::interface) companies: Vec<CompanyEntry>,
    /// What one would do, with example queries and the number of passages they find.
    pub(in crate::interface) tasks: Vec<(Task, Vec<(String, u64)>)>,
    /// The id of a company, for an example.
    pub(in crate::interface) company: Option<String>,
}

/// What one would do with the calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::interface) enum Task {
    /// Find what was said.
    Find,
    /// Read what was asked, and whether it was answered.
    Ask,
    /// Find figures.
    Figures,
}

/// A saved search on the start page.
pub(in crate::interface) struct SavedNews {
    /// Its name.
    pub(in crate::interface) name: String,
    /// Number of new passages; none where the search fails, as its own page explains.
    pub(in crate::interface) new: Option<u64>,
}

/// The start page.
pub(in crate::interface) fn home(ui: &Ui, home: &HomeView) -> Body {
    let messages = ui.messages();
    let (calls, passages) = home.size;
    let company = home.company.as_deref().unwrap_or("BABA");
    let tips = [
        ("capex 毛利率".to_owned(), messages.tip_words),
        ("\"free cash flow\"".to_owned(), messages.tip_phrase),
        ("capex OR 資本支出".to_owned(), messages.tip_or),
        ("margin -gross".to_owned(), messages.tip_not),
        ("capex NEAR/5 cut".to_owned(), messages.tip_near),
        (
            format!("guidance company:{company} role:executive"),
            messages.tip_field,
        ),
        ("asked:margin".to_owned(), messages.tip_asked),
        ("declined:guidance".to_owned(), messages.tip_declined),
        ("amount:usd:1b..5b".to_owned(), messages.tip_amount),
    ];
    Body {
        title: messages.search.to_owned(),
        main: html! {
            div #found.first data-here=(ui.here.href()) {
                h1 { (messages.tagline) }
                @if calls == 0 {
                    p.notice { (messages.no_calls) }
                } @else {
                    p.holds { (fill(messages.holds, &[&number(passages), &number(calls), &number(home.companies.len() as u64)])) }
                }
                @if calls > 0 { (tasks(messages, home)) }
                @if !home.saved.is_empty() { (saved(ui, &home.saved)) }
                @if !home.recent.is_empty() {
                    section aria-labelledby="recent" {
                        h2 #recent { (messages.recent_calls) }
                        ul.recent {
                            @for entry in &home.recent {
                                li { a href=(Address::call(&entry.call.id).href()) {
                                    (text::company(&entry.call.company))
                                    @if let Some(period) = entry.call.period { " " span.period { (period) } }
                                    @if let Some(date) = &entry.call.date { " " span.dim { (text::plain(date)) } }
                                } }
                            }
                        }
                    }
                }
                @if !home.companies.is_empty() {
                    section aria-labelledby="by-company" {
                        h2 #by-company { (messages.companies) }
                        ul.cards {
                            @for entry in home.companies.iter().take(MAX_COMPANIES) {
                                li { a href=(Address::new("/").with(Field::Company.word(), &entry.company.id).href()) {
                                    (text::company(&entry.company))
                                    " " span.dim { (text::extent(messages, entry.extent.passages, entry.extent.calls)) }
                                } }
                            }
                        }
                        @if home.companies.len() > MAX_COMPANIES {
                            p.more { a href="/companies" { (fill(messages.all_companies, &[&number(home.companies.len() as u64)])) } }
                        }
                    }
                }
                section aria-labelledby="tips" {
                    h2 #tips { (messages.tips) }
                    dl.tips {
                        @for (query, about) in &tips {
                            dt { a href=(Address::new("/").with("q", query).href()) { code { (query) } } }
                            dd { (about) }
                        }
                    }
                }
            }
        },
    }
}

/// What one would do, each with examples.
fn tasks(messages: &'static Messages, home: &HomeView) -> Markup {
    let heading = |task| match task {
        Task::Find => (messages.task_find, messages.task_find_about),
        Task::Ask => (messages.task_ask, messages.task_ask_about),
        Task::Figures => (messages.task_figures, messages.task_figures_about),
    };
    let pages = [
        (Address::new("/trend").with("q", "CapEx"), messages.trend),
        (
            Address::new("/mentions").with("q", "CapEx"),
            messages.mentions,
        ),
        (Address::new("/compare"), messages.compare),
        (Address::new("/emerging"), messages.emerging),
    ];
    html! {
        ul.tasks {
            @for (task, examples) in &home.tasks {
                @if !examples.is_empty() {
                    @let (name, about) = heading(*task);
                    li {
                        h2 { (name) }
                        p.dim { (about) }
                        ul.examples {
                            @for (query, count) in examples {
                                li { a href=(Address::new("/").with("q", query).href()) {
                                    (text::name(query)) " " span.count { (number(*count)) }
                                } }
                            }
                        }
                    }
                }
            }
            li {
                h2 { (messages.task_compare) }
                p.dim { (messages.task_compare_about) }
                ul.examples { @for (page, name) in &pages { li { a href=(page.href()) { (name) } } } }
            }
        }
    }
}

fn saved(ui: &Ui, searches: &[SavedNews]) -> Markup {
    let messages = ui.messages();
    html! {
        section aria-labelledby="saved" {
            h2 #saved { a href="/saved" { (messages.saved) } }
            ul.recent {
                @for search in searches {
                    li {
                        a href={ (Address::new("/saved").href()) "#saved-" (search.name) } { (text::name(&search.name)) }
                        " "
                        @match search.new {
                            Some(0) => span.dim { (messages.nothing_new) },
                            Some(new) => b.new { (fill(messages.new_passages, &[&number(new)])) },
                            None => span.dim { (messages.cannot_be_run) },
                        }
                    }
                }
            }
        }
    }
}
