//! The first page: what the index holds, and what to ask.

use maud::html;

use super::{
    Body, Ui,
    address::Address,
    text,
    words::{fill, number},
};
use crate::search::CompanyEntry;

/// What the first page shows.
pub(in crate::interface) struct Home {
    /// Calls and passages in the index.
    pub(in crate::interface) size: (u64, u64),
    /// The companies, those with the most passages first.
    pub(in crate::interface) companies: Vec<CompanyEntry>,
    /// Queries that find something, with the passages that they find.
    pub(in crate::interface) examples: Vec<(String, u64)>,
    /// Somebody of a company, for an example.
    pub(in crate::interface) company: Option<String>,
}

/// The first page.
pub(in crate::interface) fn home(ui: &Ui, home: &Home) -> Body {
    let words = ui.words();
    let (calls, passages) = home.size;
    let company = home.company.as_deref().unwrap_or("BABA");
    let tips = [
        ("capex 毛利率".to_owned(), words.tip_words),
        ("\"free cash flow\"".to_owned(), words.tip_phrase),
        ("capex OR 資本支出".to_owned(), words.tip_or),
        ("margin -gross".to_owned(), words.tip_not),
        ("capex NEAR/5 cut".to_owned(), words.tip_near),
        (
            format!("guidance company:{company} role:analyst"),
            words.tip_field,
        ),
        ("asked:margin".to_owned(), words.tip_asked),
        ("amount:usd:1b..5b".to_owned(), words.tip_amount),
    ];
    Body {
        title: words.search.to_owned(),
        main: html! {
            div #found.first data-here=(ui.here.href()) {
                h1 { (words.tagline) }
                @if calls == 0 {
                    p.notice { (words.no_calls) }
                } @else {
                    p.holds { (fill(words.holds, &[&number(passages), &number(calls), &number(home.companies.len() as u64)])) }
                }
                @if !home.examples.is_empty() {
                    section aria-labelledby="try" {
                        h2 #try { (words.try_these) }
                        ul.examples {
                            @for (query, count) in &home.examples {
                                li { a href=(Address::new("/").with("q", query).href()) {
                                    (text::name(query)) " " span.count { (number(*count)) }
                                } }
                            }
                        }
                    }
                }
                @if !home.companies.is_empty() {
                    section aria-labelledby="by-company" {
                        h2 #by-company { (words.companies) }
                        ul.cards {
                            @for entry in home.companies.iter().take(24) {
                                li { a href=(Address::new("/").with("company", &entry.company.id).href()) {
                                    (text::company(&entry.company))
                                    " " span.dim { (text::extent(words, entry.extent.passages, entry.extent.calls)) }
                                } }
                            }
                        }
                    }
                }
                section aria-labelledby="tips" {
                    h2 #tips { (words.tips) }
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
