//! The start page: size of the index, examples, recent calls, saved searches, companies, query syntax.

use maud::{Markup, html};

use super::{
    address::Address,
    messages::{fill, number},
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
    /// The companies, those with the most passages first.
    pub(in crate::interface) companies: Vec<CompanyEntry>,
    /// Example queries with the number of passages they find.
    pub(in crate::interface) examples: Vec<(String, u64)>,
    /// The id of a company, for an example.
    pub(in crate::interface) company: Option<String>,
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
            format!("guidance company:{company} role:analyst"),
            messages.tip_field,
        ),
        ("asked:margin".to_owned(), messages.tip_asked),
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
                @if !home.examples.is_empty() {
                    section aria-labelledby="try" {
                        h2 #try { (messages.try_these) }
                        ul.examples {
                            @for (query, count) in &home.examples {
                                li { a href=(Address::new("/").with("q", query).href()) {
                                    (text::name(query)) " " span.count { (number(*count)) }
                                } }
                            }
                        }
                    }
                }
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
                @if !home.saved.is_empty() { (saved(ui, &home.saved)) }
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
