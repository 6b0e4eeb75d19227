//! The active filters, each with a link to remove it, and the hidden fields that carry them into forms.

use maud::{Markup, html};

use super::{messages::fill, text, ui::Ui};
use crate::{model::Word, query::Field, search::FilterArg};

/// Parameters that the search box does not carry over.
const NOT_CARRIED: [&str; 2] = ["q", "offset"];

/// The active filters.
pub(super) fn chips(ui: &Ui) -> Markup {
    let messages = ui.messages();
    let filters: Vec<(&str, &str, FilterArg)> = filters(ui).collect();
    let literal = ui.here.get("literal").is_some_and(|value| value != "false");
    html! {
        @if !filters.is_empty() || literal {
            ul.chips aria-label=(messages.active) {
                @for (name, value, filter) in &filters {
                    @let label = label(ui, filter);
                    li {
                        a.chip.negated[filter.negated] href=(ui.here.without_value(name, value).href())
                            data-k={ "chip-" (name) "-" (value) }
                            aria-label=(fill(messages.remove, &[&format!("{} {label}", text::field(messages, filter.field))])) {
                            span.dim { (text::field(messages, filter.field)) } " " bdi { (label) } (cross())
                        }
                    }
                }
                @if literal {
                    li {
                        a.chip href=(ui.here.without("literal").href()) data-k="chip-literal"
                            aria-label=(fill(messages.remove, &[messages.literal])) { (messages.literal) (cross()) }
                    }
                }
                @if filters.len() + usize::from(literal) > 1 {
                    @let cleared = filters.iter().fold(ui.here.without("literal"), |here, (name, ..)| here.without(name));
                    li { a.clear href=(cleared.href()) { (messages.clear) } }
                }
            }
        }
    }
}

/// The hidden fields of the search box.
pub(super) fn search_box_fields(ui: &Ui) -> Markup {
    html! {
        @for (name, value) in ui.here.pairs().filter(|(name, _)| !NOT_CARRIED.contains(name)) {
            input type="hidden" form="ask" name=(name) value=(value);
        }
    }
}

/// The hidden fields of another form, without some parameters.
pub(super) fn hidden_fields(ui: &Ui, except: &[&str]) -> Markup {
    html! {
        @for (name, value) in ui.here.pairs().filter(|(name, _)| !except.contains(name) && *name != "offset") {
            input type="hidden" name=(name) value=(value);
        }
    }
}

/// The filters of the address, with name and value of their parameters.
fn filters(ui: &Ui) -> impl Iterator<Item = (&str, &str, FilterArg)> {
    ui.here.pairs().filter_map(|(name, value)| {
        let field = Field::from_word(name)?;
        Some((name, value, FilterArg::new(field, value).ok()?))
    })
}

fn label(ui: &Ui, filter: &FilterArg) -> String {
    let messages = ui.messages();
    let company = ui.companies.iter().find(|company| {
        filter.field == Field::Company && company.id.eq_ignore_ascii_case(&filter.value)
    });
    let value = match company {
        Some(company) => text::plain(ui.locale.company(company)),
        None => text::value(messages, filter.field, &filter.value),
    };
    match filter.negated {
        true => fill(messages.not, &[&value]),
        false => value,
    }
}

fn cross() -> Markup {
    html! { span.cross aria-hidden="true" { "×" } }
}
