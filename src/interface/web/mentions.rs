//! The table of mentions by company.

use maud::{Markup, html};

use super::{messages::number, results::files, text, trend::NOT_COUNTED, ui::Ui};
use crate::{analytics::MentionEntry, model::Word, query::Field, search::ListSort};

/// Number of companies shown before the rest is folded.
const UNFOLDED: usize = 10;

/// Maximum number of folded companies; the others are in the download.
const MAX_FOLDED: usize = 90;

/// A table of companies with links that narrow.
pub(super) fn mentions(ui: &Ui, entries: &[MentionEntry]) -> Markup {
    let messages = ui.messages();
    if entries.is_empty() {
        return html! {};
    }
    let order = ui.here.get("mentions").and_then(ListSort::from_word);
    let order = order.unwrap_or(ListSort::Passages);
    let mut entries: Vec<&MentionEntry> = entries.iter().collect();
    match order {
        ListSort::Passages => {}
        ListSort::Calls => entries.sort_by_key(|entry| std::cmp::Reverse(entry.calls)),
        ListSort::Name => entries.sort_by(|a, b| a.company.id.cmp(&b.company.id)),
        ListSort::Latest => entries.sort_by_key(|entry| std::cmp::Reverse(entry.last)),
    }
    let all = ui.here.at("/api/mentions", NOT_COUNTED);
    let (first, rest) = entries.split_at(entries.len().min(UNFOLDED));
    let columns = [
        (ListSort::Name, messages.company, false),
        (ListSort::Passages, messages.column_passages, true),
        (ListSort::Calls, messages.column_calls, true),
        (ListSort::Latest, messages.last, false),
    ];
    html! {
        section.mentions aria-labelledby="mentions-title" {
            h2 #mentions-title { a href=(ui.here.at("/mentions", NOT_COUNTED).href()) { (messages.by_company) } }
            table {
                thead {
                    tr {
                        @for (sort, name, is_number) in columns {
                            th.number[is_number] scope="col" aria-sort=[(sort == order).then_some(direction(sort))] {
                                a href=(ui.here.set("mentions", sort.word()).href()) data-k={ "mentions-" (sort.word()) } { (name) }
                            }
                        }
                    }
                }
                tbody { @for entry in first { (row(ui, entry)) } }
            }
            @if !rest.is_empty() {
                details data-k="more-mentions" {
                    summary { (super::messages::fill(messages.more_values, &[&number(rest.len() as u64)])) }
                    table aria-label=(messages.by_company) { tbody { @for entry in rest.iter().take(MAX_FOLDED) { (row(ui, entry)) } } }
                    @if rest.len() > MAX_FOLDED { p { (files(ui, &all, messages.download)) } }
                }
            }
        }
    }
}

fn direction(sort: ListSort) -> &'static str {
    match sort {
        ListSort::Name => "ascending",
        _ => "descending",
    }
}

fn row(ui: &Ui, entry: &MentionEntry) -> Markup {
    let id = &entry.company.id;
    html! {
        tr.none[entry.passages == 0] aria-current=[ui.here.has(Field::Company.word(), id).then_some("true")] {
            th scope="row" {
                a href=(ui.here.with(Field::Company.word(), id).href()) title=(text::plain(&entry.company.name)) data-k={ "m-" (id) } {
                    (text::name(ui.locale.company(&entry.company)))
                }
            }
            td.number { (number(entry.passages)) }
            td.number { (number(entry.calls)) span.dim { "/" (number(entry.of_calls)) } }
            td { @if let Some(period) = entry.last { (period) } }
        }
    }
}
