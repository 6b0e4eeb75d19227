//! Facets: the values that the results have, with counts, to narrow by one or to leave one out.

use maud::{Markup, html};

use super::{
    Ui, View, chips,
    search::Found,
    text,
    words::{Words, fill, number},
};
use crate::{
    index::{Facet, FacetField},
    model::Word,
    query::Field,
    search::{Grouping, Sort},
};

/// Values of a facet that are shown at once; more unfold.
const SHOWN: usize = 8;

/// Most values of a facet on a page.
const MOST: usize = 60;

/// What narrows a search: facets, dates, and how the results are shown.
pub(super) fn refine(ui: &Ui, found: &Found) -> Markup {
    let words = ui.words();
    let name = |field: Field, value: &str| match field {
        Field::Company => found
            .company(value)
            .map_or_else(|| text::plain(value), text::plain),
        _ => text::value(words, field, value),
    };
    html! {
        details.refine open data-k="refine" {
            summary { (words.refine) }
            @for (by, values) in &found.facets {
                @if let Some(field) = Field::from_word(by.word()) {
                    @if !values.is_empty() { (facet(ui, field, values, &name)) }
                }
                @if *by == FacetField::Period { (span(ui, &found.periods)) }
            }
        }
    }
}

fn facet(ui: &Ui, field: Field, values: &[Facet], name: &dyn Fn(Field, &str) -> String) -> Markup {
    let words = ui.words();
    let (first, rest) = values.split_at(values.len().min(SHOWN));
    let rest = rest.get(..rest.len().min(MOST)).unwrap_or(rest);
    html! {
        section.facet aria-labelledby={ "facet-" (field) } {
            h3 id={ "facet-" (field) } { (text::field(words, field)) }
            ul { @for facet in first { (value(ui, field, facet, name(field, &facet.value))) } }
            @if !rest.is_empty() {
                details data-k={ "more-" (field) } {
                    summary { (fill(words.more_values, &[&number((values.len() - first.len()) as u64)])) }
                    ul { @for facet in rest { (value(ui, field, facet, name(field, &facet.value))) } }
                }
            }
        }
    }
}

/// A value that narrows, or if it does already, is taken back; and one to leave it out.
fn value(ui: &Ui, field: Field, facet: &Facet, said: String) -> Markup {
    let words = ui.words();
    let name = field.word();
    let is_on = ui.here.has(name, &facet.value);
    let to = match is_on {
        true => ui.here.less(name, &facet.value),
        false => ui.here.with(name, &facet.value),
    };
    let without = ui.here.with(name, &format!("-{}", facet.value));
    html! {
        li {
            a.value href=(to.href()) aria-current=[is_on.then_some("true")] data-k={ "f-" (name) "-" (facet.value) } {
                bdi { (said) } " " span.count { (number(facet.count)) }
            }
            @if !is_on {
                a.exclude href=(without.href()) aria-label=(fill(words.exclude, &[&said])) title=(fill(words.exclude, &[&said])) {
                    span aria-hidden="true" { "−" }
                }
            }
        }
    }
}

/// A range of periods.
fn span(ui: &Ui, periods: &[String]) -> Markup {
    let words = ui.words();
    if periods.len() < 2 {
        return html! {};
    }
    let given = ui.here.get("period").unwrap_or_default();
    let (from, to) = given.split_once("..").unwrap_or((given, given));
    html! {
        form.span action="/" {
            (chips::carried(ui, &["period"]))
            fieldset {
                legend.unseen { (words.period) }
                (bound(words, "from", words.from, periods, from))
                (bound(words, "to", words.to, periods, to))
                button type="submit" { (words.apply) }
            }
        }
    }
}

fn bound(words: &Words, name: &str, label: &str, periods: &[String], chosen: &str) -> Markup {
    html! {
        label { span { (label) } " "
            select name=(name) {
                option value="" { (words.any) }
                @for period in periods {
                    option value=(period) selected[period == chosen] { (period) }
                }
            }
        }
    }
}

/// How the results are shown: order, grouping, languages, only what is typed.
pub(super) fn shown(ui: &Ui, grouping: Grouping) -> Markup {
    let words = ui.words();
    let sorts = [
        (Sort::Relevance, words.sort_relevance),
        (Sort::Newest, words.sort_newest),
        (Sort::Oldest, words.sort_oldest),
        (Sort::Call, words.sort_call),
    ];
    let sort = ui
        .here
        .get("sort")
        .and_then(Sort::from_word)
        .unwrap_or(Sort::Relevance);
    let groups = [
        (Grouping::Call, words.group_call),
        (Grouping::None, words.group_none),
        (Grouping::Exchange, words.group_exchange),
        (Grouping::Turn, words.group_turn),
    ];
    let literal = ui.here.get("literal").is_some_and(|value| value != "false");
    let switched = match literal {
        true => ui.here.without("literal"),
        false => ui.here.set("literal", "true"),
    };
    html! {
        div.shown {
            (switch(ui, "sort", words.sort, &sorts, sort))
            (switch(ui, "group", words.group, &groups, grouping))
            (views(ui))
            a.toggle href=(switched.href()) data-k="literal" title=(words.literal_about)
                aria-current=[literal.then_some("true")] { (words.literal) }
        }
    }
}

/// Which languages are shown.
pub(super) fn views(ui: &Ui) -> Markup {
    let words = ui.words();
    let views = [
        (View::Both, words.both),
        (View::En, words.english),
        (View::Zh, words.chinese),
    ];
    switch(ui, "view", words.view, &views, ui.view())
}

/// One of some values of a parameter.
fn switch<T: Word + PartialEq>(
    ui: &Ui,
    name: &str,
    label: &str,
    values: &[(T, &str)],
    chosen: T,
) -> Markup {
    html! {
        div.switch role="group" aria-label=(label) {
            @for (value, said) in values {
                a href=(ui.here.set(name, value.word()).href()) data-k={ (name) "-" (value.word()) }
                    aria-current=[(*value == chosen).then_some("true")] { (said) }
            }
        }
    }
}
