//! The page of saved searches. Only a button marks passages as shown, not viewing them.

use std::path::Path;

use maud::{Markup, html};

use super::{
    address::Address,
    messages::{Messages, counted, fill, number},
    problem,
    results::link,
    text::{self, Shown},
    ui::{Body, Ui, View},
};
use crate::{
    Result,
    engine::{News, Wording},
    search::Hit,
};

/// Approximate length of an excerpt in columns.
const COLUMNS: usize = 320;

/// A saved search with its result.
pub(in crate::interface) struct SavedView {
    /// Its name, query and filters.
    pub(in crate::interface) wording: Wording,
    /// Its new passages, or why it failed.
    pub(in crate::interface) news: Result<News>,
}

/// The page of saved searches; `state` is the state of the index that it shows.
pub(in crate::interface) fn saved(ui: &Ui, searches: &[SavedView], state: &str) -> Body {
    let messages = ui.messages();
    Body {
        title: messages.saved.to_owned(),
        main: html! {
            div #found.list data-here=(ui.here.href()) {
                h1 { (messages.saved) }
                @if searches.is_empty() {
                    p { (if ui.may_change { messages.saved_how } else { messages.saved_how_read_only }) }
                    pre { code { "[[saved]]\nname = \"capex-cuts\"\nquery = \"capex NEAR/10 (cut OR lower OR 下修)\"\nrole = [\"executive\"]" } }
                }
                @for search in searches { (of_search(ui, search, state)) }
            }
        },
    }
}

fn of_search(ui: &Ui, search: &SavedView, state: &str) -> Markup {
    let messages = ui.messages();
    let wording = &search.wording;
    html! {
        section.kept aria-labelledby={ "saved-" (wording.name) } {
            header.head {
                h2 id={ "saved-" (wording.name) } { a href=(address(wording).href()) { (text::name(&wording.name)) } }
                @if let Ok(news) = &search.news {
                    @match news.new {
                        0 => span.dim { (messages.nothing_new) },
                        new => b.new { (fill(messages.new_passages, &[&number(new)])) },
                    }
                    span.dim { (summary(messages, news)) }
                }
            }
            p.dim { code { (wording.query) } @for (field, values) in &wording.filters { @for value in values { " " code { (field) ":" (text::plain(value)) } } } }
            @if let Some(note) = &wording.note { p { (text::name(note)) } }
            @if let Some(file) = short_path(wording.file()) { p.dim { (text::name(&file)) } }
            @if ui.may_change {
                @let form = |what: &str| Address::new(format!("/edit/{what}")).with("name", &wording.name).href();
                p.actions { a href=(form("note")) { (messages.edit_note) } " " a href=(form("delete")) { (messages.delete) } }
            }
            @match &search.news {
                Err(error) => p.notice { span lang="en" { (without_path(&error.message)) } @if let Some(hint) = &error.hint { " · " (problem::note(ui, hint)) } },
                Ok(news) => {
                    @for hit in &news.response.hits { (of_hit(ui, hit, wording)) }
                    @if ui.may_change && !news.response.hits.is_empty() { (mark(messages, news, state)) }
                }
            }
        }
    }
}

/// The address of the search.
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

fn summary(messages: &Messages, news: &News) -> String {
    let found = text::extent(messages, news.response.total, news.response.total_calls);
    let since = match news.since {
        None => messages.never_shown.to_owned(),
        Some(_) if news.changed => messages.reworded.to_owned(),
        Some(since) => fill(messages.since_when, &[&since.date().to_string()]),
    };
    format!("{found} · {since}")
}

fn of_hit(ui: &Ui, hit: &Hit, wording: &Wording) -> Markup {
    let messages = ui.messages();
    let to = Address::call(&hit.call.id).with("q", &wording.query).href();
    let both = Ui {
        here: Address::new("/saved").with("view", crate::model::Word::word(View::Both)),
        ..ui.clone()
    };
    html! {
        article.hit data-item="hit" data-cite=(text::source(messages, &hit.call, &hit.passage))
            data-link=(link(&hit.call, &hit.passage)) {
            p.by {
                a.cite href={ (to) "#" (hit.passage.n) } { (text::call_title(ui.locale, &hit.call)) " #" (hit.passage.n) }
                @if let Some(speaker) = hit.call.speaker_of(&hit.passage) { " " (text::speaker(messages, &hit.call, speaker)) }
                (text::copy_button(messages, &hit.citation()))
            }
            (text::sides(&both, &hit.passage, Shown { hit: Some(hit), columns: Some(COLUMNS) }))
        }
    }
}

/// The button that marks the shown passages.
fn mark(messages: &Messages, news: &News, state: &str) -> Markup {
    let shown = news.response.hits.len() as u64;
    html! {
        form.mark method="post" action="/saved" {
            input type="hidden" name="name" value=(news.name);
            input type="hidden" name="state" value=(state);
            @if news.new > shown {
                span.dim { (counted(news.new, messages.passage, messages.passages)) " " }
                button type="submit" { (fill(messages.mark_shown_part, &[&number(shown)])) }
            } @else {
                button type="submit" { (messages.mark_shown) }
            }
        }
    }
}

/// A file with the folder it is in, and none above.
fn short_path(file: &Path) -> Option<String> {
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
    Some(
        Path::new(folder)
            .join(file.file_name()?)
            .display()
            .to_string(),
    )
}

/// A message without the folder of `verbatim.toml`.
fn without_path(message: &str) -> &str {
    let at = message.find("verbatim.toml: ").unwrap_or(0);
    message.get(at..).unwrap_or(message)
}
