//! The page of a search.

use maud::html;

use super::{
    chips, facets, mentions, results,
    search_view::SearchView,
    text, trend,
    ui::{Body, Ui},
};

/// The page of a search.
pub(in crate::interface) fn search(ui: &Ui, found: &SearchView) -> Body {
    let messages = ui.messages();
    let query = text::plain(&found.request.query);
    let title = if query.is_empty() {
        messages.search.to_owned()
    } else {
        query
    };
    Body {
        title,
        main: html! {
            div #found.found data-here=(ui.here.href()) {
                (chips::search_box_fields(ui))
                aside.left aria-label=(messages.refine) { (facets::refine(ui, found)) }
                aside.right aria-label=(messages.trend) {
                    @if !found.trend.is_empty() || !found.mentions.is_empty() {
                        details.insights open data-k="insights" {
                            summary { (messages.trend) " · " (messages.by_company) }
                            div {
                                (trend::trend(ui, &found.trend))
                                (mentions::mentions(ui, &found.mentions))
                            }
                        }
                    }
                }
                section.results aria-label=(messages.results) {
                    (chips::chips(ui))
                    (facets::display_options(ui, found.grouping()))
                    (results::results(ui, found))
                }
            }
        },
    }
}
