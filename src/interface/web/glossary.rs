//! The page of the glossary: groups of terms that mean the same, in both languages.

use maud::{Markup, html};

use super::{
    address::Address,
    form::{Form, Input, InputKind, fields},
    messages::{Messages, fill, number},
    results::files,
    text,
    ui::{Body, Ui},
};
use crate::{character::has_han, search::Group};

/// Most groups on the page; the others are in the download.
const MAX_GROUPS: usize = 100;

/// The page of the groups that a term is in, or of all.
pub(in crate::interface) fn glossary(ui: &Ui, groups: &[&Group]) -> Body {
    let messages = ui.messages();
    let term = ui.here.get("q").unwrap_or_default();
    let api = ui.here.at("/api/glossary", &["view", "part"]);
    Body {
        title: messages.glossary.to_owned(),
        main: html! {
            div #found.counted data-here=(ui.here.href()) {
                h1 { (messages.glossary) }
                p.dim { (messages.glossary_about) }
                form.narrow action="/glossary" role="search" aria-label=(messages.glossary) {
                    label.unseen for="term" { (messages.look_up) }
                    input #term name="q" type="search" value=(term) placeholder=(messages.look_up) autocomplete="off" dir="auto";
                    button type="submit" { (messages.search) }
                }
                @if groups.is_empty() { p.notice { (fill(messages.no_group, &[term])) } }
                @else { (table(ui, groups)) (files(ui, &api, messages.download)) }
                @if ui.may_change {
                    section aria-labelledby="add-group" {
                        h2 #add-group { (messages.add_group) }
                        (fields("/edit/glossary", &group_form(messages, term)))
                        p.dim { (messages.group_effect) }
                    }
                }
            }
        },
    }
}

/// The form that adds a group.
pub(in crate::interface) fn group_form(messages: &'static Messages, terms: &str) -> Form {
    Form {
        title: messages.add_group,
        about: Vec::new(),
        effect: messages.group_effect,
        hidden: Vec::new(),
        inputs: vec![Input {
            name: "terms",
            label: messages.group_terms,
            kind: InputKind::Lines,
            value: terms.to_owned(),
        }],
        button: messages.add,
    }
}

fn table(ui: &Ui, groups: &[&Group]) -> Markup {
    let messages = ui.messages();
    html! {
        div.wide tabindex="0" role="region" aria-label=(messages.glossary) {
            table.rows.glossary {
                thead { tr {
                    th scope="col" { (messages.english) }
                    th scope="col" { (messages.chinese) }
                    th scope="col" { (messages.subject) }
                } }
                tbody {
                    @for group in groups.iter().take(MAX_GROUPS) {
                        tr {
                            td { (terms(group, false)) }
                            td { (terms(group, true)) }
                            td.dim { @match &group.subject { Some(subject) => (subject), None => "verbatim.toml" } }
                        }
                    }
                }
            }
        }
        @if groups.len() > MAX_GROUPS { p.dim { (fill(messages.more_rows, &[&number((groups.len() - MAX_GROUPS) as u64)])) } }
    }
}

/// The Chinese terms of a group or the others, each with a link that searches for it.
fn terms(group: &Group, chinese: bool) -> Markup {
    let terms = group.terms.iter().filter(|term| has_han(term) == chinese);
    html! {
        @for (at, term) in terms.enumerate() {
            @if at > 0 { " · " }
            a href=(Address::new("/").with("q", term).href()) { (text::name(term)) }
        }
    }
}
