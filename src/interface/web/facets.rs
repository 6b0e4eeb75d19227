//! Facets: values with counts, each with links to filter by it or to exclude it; and the display options.

use maud::{Markup, html};

use super::{
    chips,
    messages::{Messages, fill, number},
    search_view::SearchView,
    text,
    ui::{Ui, View},
};
use crate::{
    index::{Facet, FacetField, FacetValues},
    model::Word,
    query::Field,
    search::{Grouping, Sort},
};

/// Number of values shown before the rest is folded.
const UNFOLDED: usize = 8;

/// Maximum number of folded values: each has two links with the whole request in them, and the box above the
/// values leads to the others.
const MAX_FOLDED: usize = 32;

/// The facets and the range of periods.
pub(super) fn refine(ui: &Ui, found: &SearchView) -> Markup {
    let messages = ui.messages();
    let name = |field: Field, value: &str| match field {
        Field::Company => found.company(value).map_or_else(
            || text::plain(value),
            |company| text::plain(ui.locale.company(company)),
        ),
        _ => text::value(messages, field, value),
    };
    html! {
        details.refine open data-k="refine" {
            summary { (messages.refine) }
            @for counted in &found.facets {
                @if let Some(field) = Field::from_word(counted.field.word()) {
                    @for part in parts(messages, field, counted, found) { (facet(ui, field, &part, &name)) }
                }
                @if counted.field == FacetField::Period { (period_range(ui, &found.periods)) }
            }
        }
    }
}

/// Values of a facet under one heading.
struct Part<'a> {
    /// The id of the heading.
    id: &'static str,
    /// The page that lists all values.
    list: Option<&'static str>,
    heading: &'static str,
    values: Vec<&'a Facet>,
    /// Number of values that are not listed.
    others: u64,
}

/// A facet as it is shown: brokers apart from companies that managers work for.
fn parts<'a>(
    messages: &Messages,
    field: Field,
    counted: &'a FacetValues,
    found: &SearchView,
) -> Vec<Part<'a>> {
    let is_broker = |facet: &&Facet| field != Field::Firm || found.brokers.contains(&facet.value);
    let (values, employers): (Vec<&Facet>, Vec<&Facet>) =
        counted.values.iter().partition(is_broker);
    let heading = match field {
        Field::Firm => messages.brokers,
        _ => text::field(messages, field),
    };
    let first = Part {
        id: field.word(),
        list: list_of(field),
        heading,
        values,
        others: counted.other.values,
    };
    let second = Part {
        id: "employer",
        list: list_of(Field::Company),
        heading: messages.employers,
        values: employers,
        others: 0,
    };
    let mut parts = vec![first, second];
    parts.retain(|part| !part.values.is_empty());
    parts
}

/// The page that lists the values of a field.
fn list_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Company => Some("/companies"),
        Field::Speaker => Some("/speakers"),
        Field::Firm => Some("/firms"),
        _ => None,
    }
}

/// Parameters of a search that a list has not.
const NOT_OF_LISTS: &[&str] = &[
    "view", "mentions", "sort", "match", "group", "limit", "offset", "per-call",
];

/// A box that finds a value of a long facet: a script narrows the values that are here while one types, and
/// the list of all values is where the form leads.
fn finder(ui: &Ui, part: &Part<'_>, list: &str) -> Markup {
    let label = fill(ui.messages().find_value, &[part.heading]);
    html! {
        form.find-value action=(list) data-does="find-value" {
            (chips::hidden_fields(ui, NOT_OF_LISTS))
            input type="search" name="find" aria-label=(label) placeholder=(ui.messages().filter_list) autocomplete="off" dir="auto";
        }
    }
}

fn facet(ui: &Ui, field: Field, part: &Part<'_>, name: &dyn Fn(Field, &str) -> String) -> Markup {
    let messages = ui.messages();
    let values = part.values.as_slice();
    let folded = (values.len() - values.len().min(UNFOLDED)) as u64 + part.others;
    let (first, rest) = values.split_at(values.len().min(UNFOLDED));
    let rest = rest.get(..rest.len().min(MAX_FOLDED)).unwrap_or(rest);
    html! {
        section.facet aria-labelledby={ "facet-" (part.id) } {
            h3 id={ "facet-" (part.id) } { (part.heading) }
            @if let Some(list) = part.list.filter(|_| folded > 0) { (finder(ui, part, list)) }
            ul { @for facet in first { (value(ui, field, facet, name(field, &facet.value))) } }
            @if !rest.is_empty() {
                details data-k={ "more-" (part.id) } {
                    summary { (fill(messages.more_values, &[&number(folded)])) }
                    ul { @for facet in rest { (value(ui, field, facet, name(field, &facet.value))) } }
                }
            }
        }
    }
}

/// A link that adds or removes the filter by a value, and one that excludes the value.
fn value(ui: &Ui, field: Field, facet: &Facet, label: String) -> Markup {
    let messages = ui.messages();
    let name = field.word();
    let is_on = ui.here.has(name, &facet.value);
    let to = match is_on {
        true => ui.here.without_value(name, &facet.value),
        false => ui.here.with(name, &facet.value),
    };
    let without = ui.here.with(name, &format!("-{}", facet.value));
    html! {
        li {
            a.value href=(to.href()) aria-current=[is_on.then_some("true")] data-k={ "f-" (name) "-" (facet.value) } {
                bdi { (label) } " " span.count { (number(facet.count)) }
            }
            @if !is_on {
                a.exclude href=(without.href()) aria-label=(fill(messages.exclude, &[&label])) title=(fill(messages.exclude, &[&label])) {
                    span aria-hidden="true" { "−" }
                }
            }
        }
    }
}

/// The form for a range of periods.
fn period_range(ui: &Ui, periods: &[String]) -> Markup {
    let messages = ui.messages();
    if periods.len() < 2 {
        return html! {};
    }
    let given = ui.here.get(Field::Period.word()).unwrap_or_default();
    let (from, to) = given.split_once("..").unwrap_or((given, given));
    html! {
        form.span action="/" {
            (chips::hidden_fields(ui, &[Field::Period.word()]))
            fieldset {
                legend.unseen { (messages.period) }
                (bound(messages, "from", messages.from, periods, from))
                (bound(messages, "to", messages.to, periods, to))
                button type="submit" { (messages.apply) }
            }
        }
    }
}

fn bound(messages: &Messages, name: &str, label: &str, periods: &[String], chosen: &str) -> Markup {
    html! {
        label { span { (label) } " "
            select name=(name) {
                option value="" { (messages.any) }
                @for period in periods {
                    option value=(period) selected[period == chosen] { (period) }
                }
            }
        }
    }
}

/// The display options: order, grouping, languages, literal.
pub(super) fn display_options(ui: &Ui, grouping: Grouping) -> Markup {
    let messages = ui.messages();
    let sorts = [
        (Sort::Relevance, messages.sort_relevance),
        (Sort::Newest, messages.sort_newest),
        (Sort::Oldest, messages.sort_oldest),
        (Sort::Call, messages.sort_call),
    ];
    let sort = ui
        .here
        .get("sort")
        .and_then(Sort::from_word)
        .unwrap_or(Sort::Relevance);
    let groups = [
        (Grouping::Call, messages.group_call),
        (Grouping::None, messages.group_none),
        (Grouping::Exchange, messages.group_exchange),
        (Grouping::Turn, messages.group_turn),
    ];
    let literal = ui.here.get("literal").is_some_and(|value| value != "false");
    let switched = match literal {
        true => ui.here.without("literal"),
        false => ui.here.set("literal", "true"),
    };
    let related = ui.here.get("related").is_some_and(|value| value != "false");
    let with_related = match related {
        true => ui.here.without("related").without("unrelated"),
        false => ui.here.without("literal").set("related", "true"),
    };
    html! {
        div.shown {
            (switch(ui, "sort", messages.sort, &sorts, sort))
            (switch(ui, "group", messages.group, &groups, grouping))
            (views(ui))
            a.toggle href=(switched.href()) data-k="literal" title=(messages.literal_about)
                aria-current=[literal.then_some("true")] { (messages.literal) }
            a.toggle href=(with_related.href()) data-k="related" title=(messages.with_related_about)
                aria-current=[related.then_some("true")] { (messages.with_related) }
        }
    }
}

/// The choice of languages.
pub(super) fn views(ui: &Ui) -> Markup {
    let messages = ui.messages();
    let views = [
        (View::Both, messages.both),
        (View::En, messages.english),
        (View::Zh, messages.chinese),
    ];
    switch(ui, "view", messages.view, &views, ui.view())
}

/// The choice of one value of a parameter.
fn switch<T: Word + PartialEq>(
    ui: &Ui,
    name: &str,
    label: &str,
    values: &[(T, &str)],
    chosen: T,
) -> Markup {
    html! {
        div.switch role="group" aria-label=(label) {
            @for (value, label) in values {
                a href=(ui.here.set(name, value.word()).href()) data-k={ (name) "-" (value.word()) }
                    aria-current=[(*value == chosen).then_some("true")] { (label) }
            }
        }
    }
}
