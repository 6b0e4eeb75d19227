//! The filters that hold, each with a way to take it back, and the hidden fields that keep them while
//! another query is typed.

use maud::{Markup, html};

use super::{
    Ui, text,
    words::{Words, fill},
};
use crate::{model::Word, query::Field, search::FilterArg};

/// Parameters that the search box itself sends, or that a new query resets.
const NOT_KEPT: [&str; 2] = ["q", "offset"];

/// The filters of a page.
pub(super) fn chips(ui: &Ui) -> Markup {
    let words = ui.words();
    let filters: Vec<(&str, &str, FilterArg)> = filters(ui).collect();
    let literal = ui.here.get("literal").is_some_and(|value| value != "false");
    html! {
        @if !filters.is_empty() || literal {
            ul.chips aria-label=(words.active) {
                @for (name, value, filter) in &filters {
                    @let said = said(words, filter);
                    li {
                        a.chip.negated[filter.negated] href=(ui.here.less(name, value).href())
                            data-k={ "chip-" (name) "-" (value) }
                            aria-label=(fill(words.remove, &[&format!("{} {said}", text::field(words, filter.field))])) {
                            span.dim { (text::field(words, filter.field)) } " " bdi { (said) } (cross())
                        }
                    }
                }
                @if literal {
                    li {
                        a.chip href=(ui.here.without("literal").href()) data-k="chip-literal"
                            aria-label=(fill(words.remove, &[words.literal])) { (words.literal) (cross()) }
                    }
                }
                @if filters.len() + usize::from(literal) > 1 {
                    @let rest = filters.iter().fold(ui.here.without("literal"), |here, (name, ..)| here.without(name));
                    li { a.clear href=(rest.href()) { (words.clear) } }
                }
            }
        }
    }
}

/// What keeps the state of the page when its search box is sent.
pub(super) fn kept(ui: &Ui) -> Markup {
    html! {
        @for (name, value) in ui.here.pairs().filter(|(name, _)| !NOT_KEPT.contains(name)) {
            input type="hidden" form="ask" name=(name) value=(value);
        }
    }
}

/// The same as hidden fields of a form of its own, but for some parameters.
pub(super) fn carried(ui: &Ui, but: &[&str]) -> Markup {
    html! {
        @for (name, value) in ui.here.pairs().filter(|(name, _)| !but.contains(name) && *name != "offset") {
            input type="hidden" name=(name) value=(value);
        }
    }
}

/// The filters of an address, with their parameters.
fn filters(ui: &Ui) -> impl Iterator<Item = (&str, &str, FilterArg)> {
    ui.here.pairs().filter_map(|(name, value)| {
        let field = Field::from_word(name)?;
        Some((name, value, FilterArg::new(field, value).ok()?))
    })
}

fn said(words: &Words, filter: &FilterArg) -> String {
    let value = text::value(words, filter.field, &filter.value);
    match filter.negated {
        true => fill(words.not, &[&value]),
        false => value,
    }
}

fn cross() -> Markup {
    html! { span.cross aria-hidden="true" { "×" } }
}
