//! Saved searches with what is new of each. Looking takes nothing as shown; a button does.

use maud::{Markup, html};

use super::{
    Body, Ui, View,
    address::Address,
    text::{self, Shown},
    words::{Words, counted, fill, number},
};
use crate::{
    Result,
    engine::{News, Wording},
    search::Hit,
};

/// Columns of a side of a new passage that are shown, more or less.
const COLUMNS: usize = 320;

/// A saved search with what it finds.
pub(in crate::interface) struct Kept {
    /// How it is worded.
    pub(in crate::interface) wording: Wording,
    /// What is new, or what is wrong.
    pub(in crate::interface) news: Result<News>,
}

/// The page of saved searches. `state` tells the state of the index that it shows, and `said` what has
/// just been done.
pub(in crate::interface) fn saved(ui: &Ui, kept: &[Kept], state: &str, said: Option<&str>) -> Body {
    let words = ui.words();
    Body {
        title: words.saved.to_owned(),
        main: html! {
            div #found.list data-here=(ui.here.href()) {
                h1 { (words.saved) }
                @if let Some(said) = said { p.notice role="status" { (said) } }
                @if kept.is_empty() {
                    p { (words.saved_how) }
                    pre { code { "[[saved]]\nname = \"capex-cuts\"\nquery = \"capex NEAR/10 (cut OR lower OR 下修)\"\nrole = [\"executive\"]" } }
                }
                @for search in kept { (of_search(ui, search, state)) }
            }
        },
    }
}

fn of_search(ui: &Ui, search: &Kept, state: &str) -> Markup {
    let words = ui.words();
    let wording = &search.wording;
    html! {
        section.kept aria-labelledby={ "saved-" (wording.name) } {
            header.head {
                h2 id={ "saved-" (wording.name) } { a href=(address(wording).href()) { (text::name(&wording.name)) } }
                @if let Ok(news) = &search.news {
                    @match news.new {
                        0 => span.dim { (words.nothing_new) },
                        new => b.new { (fill(words.new_passages, &[&number(new)])) },
                    }
                    span.dim { (standing(words, news)) }
                }
            }
            p.dim { code { (wording.query) } @for (field, values) in &wording.filters { @for value in values { " " code { (field) ":" (text::plain(value)) } } } }
            @if let Some(note) = &wording.note { p { (text::name(note)) } }
            @match &search.news {
                Err(error) => p.notice lang="en" { (without_path(&error.message)) @if let Some(hint) = &error.hint { " · " (hint) } },
                Ok(news) => {
                    @for hit in &news.response.hits { (of_hit(ui, hit, wording)) }
                    @if !news.response.hits.is_empty() { (mark(words, news, state)) }
                }
            }
        }
    }
}

/// Where a saved search is asked.
fn address(wording: &Wording) -> Address {
    let mut address = Address::new("/");
    if !wording.query.is_empty() {
        address = address.with("q", &wording.query);
    }
    let filters = wording.filters.iter();
    for (field, value) in
        filters.flat_map(|(field, values)| values.iter().map(move |value| (field, value)))
    {
        address = address.with(field, value);
    }
    if wording.literal {
        address = address.with("literal", "true");
    }
    address
}

fn standing(words: &Words, news: &News) -> String {
    let found = text::extent(words, news.response.total, news.response.total_calls);
    let since = match news.since {
        None => words.never_shown.to_owned(),
        Some(_) if news.changed => words.reworded.to_owned(),
        Some(since) => fill(words.since_when, &[&since.date().to_string()]),
    };
    format!("{found} · {since}")
}

fn of_hit(ui: &Ui, hit: &Hit, wording: &Wording) -> Markup {
    let words = ui.words();
    let to = Address::call(&hit.call.id).with("q", &wording.query).href();
    let both = Ui {
        here: Address::new("/saved").with("view", crate::model::Word::word(View::Both)),
        ..ui.clone()
    };
    html! {
        article.hit data-item="hit" data-cite=(text::source(words, &hit.call, &hit.passage)) {
            p.by {
                a.cite href={ (to) "#" (hit.passage.n) } { (hit.call.citation(&hit.passage)) }
                @if let Some(speaker) = hit.call.speaker_of(&hit.passage) { " " (text::speaker(words, speaker)) }
            }
            (text::sides(&both, &hit.passage, Shown { hit: Some(hit), columns: Some(COLUMNS) }))
        }
    }
}

/// The button by which what the page shows of a search counts as shown.
fn mark(words: &Words, news: &News, state: &str) -> Markup {
    let shown = news.response.hits.len() as u64;
    html! {
        form.mark method="post" action="/saved" {
            input type="hidden" name="name" value=(news.name);
            input type="hidden" name="state" value=(state);
            @if news.new > shown {
                span.dim { (counted(news.new, words.passage, words.passages)) " " }
                button type="submit" { (fill(words.mark_shown_part, &[&number(shown)])) }
            } @else {
                button type="submit" { (words.mark_shown) }
            }
        }
    }
}

/// A message without the folder of the file that it speaks of.
fn without_path(message: &str) -> &str {
    let at = message.find("verbatim.toml: ").unwrap_or(0);
    message.get(at..).unwrap_or(message)
}
