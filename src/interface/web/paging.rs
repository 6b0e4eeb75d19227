//! Links to the pages before and after one.

use maud::{Markup, html};

use super::ui::Ui;

/// The links of a page of some of `total` results.
pub(super) fn pages(ui: &Ui, (offset, limit): (usize, usize), total: usize) -> Markup {
    let messages = ui.messages();
    let next = offset.saturating_add(limit);
    // From beyond the end it is the last page.
    let last = total.saturating_sub(1) / limit.max(1) * limit;
    let previous = offset.saturating_sub(limit).min(last);
    html! {
        @if offset > 0 || next < total {
            nav.pages aria-label=(messages.pages) {
                @if offset > 0 {
                    a rel="prev" href=(ui.here.with_offset(previous).href()) { "← " (messages.previous_page) }
                }
                @if next < total {
                    a rel="next" href=(ui.here.with_offset(next).href()) { (messages.next_page) " →" }
                }
            }
        }
    }
}
