//! How much each company says of something.

use maud::{Markup, html};

use super::{Ui, text, words::number};
use crate::{
    analytics::MentionEntry,
    model::{Word, word_enum},
};

word_enum! {
    /// The order of companies in the table of mentions.
    MentionSort {
        /// The most passages first.
        Passages = "passages",
        /// The most calls first.
        Calls = "calls",
        /// By id.
        Name = "name",
        /// The latest first.
        Latest = "latest",
    }
}

/// Companies shown at once; more unfold.
const SHOWN: usize = 10;

/// A table of companies with links that narrow.
pub(super) fn mentions(ui: &Ui, entries: &[MentionEntry]) -> Markup {
    let words = ui.words();
    if entries.is_empty() {
        return html! {};
    }
    let order = ui.here.get("mentions").and_then(MentionSort::from_word);
    let order = order.unwrap_or(MentionSort::Passages);
    let mut entries: Vec<&MentionEntry> = entries.iter().collect();
    match order {
        MentionSort::Passages => {}
        MentionSort::Calls => entries.sort_by_key(|entry| std::cmp::Reverse(entry.calls)),
        MentionSort::Name => entries.sort_by(|a, b| a.company.id.cmp(&b.company.id)),
        MentionSort::Latest => entries.sort_by_key(|entry| std::cmp::Reverse(entry.last)),
    }
    let (first, rest) = entries.split_at(entries.len().min(SHOWN));
    let columns = [
        (MentionSort::Name, words.company, false),
        (MentionSort::Passages, words.column_passages, true),
        (MentionSort::Calls, words.column_calls, true),
        (MentionSort::Latest, words.last, false),
    ];
    html! {
        section.mentions aria-labelledby="mentions-title" {
            h2 #mentions-title { (words.by_company) }
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
                    summary { (super::words::fill(words.more_values, &[&number(rest.len() as u64)])) }
                    table aria-label=(words.by_company) { tbody { @for entry in rest { (row(ui, entry)) } } }
                }
            }
        }
    }
}

fn direction(sort: MentionSort) -> &'static str {
    match sort {
        MentionSort::Name => "ascending",
        _ => "descending",
    }
}

fn row(ui: &Ui, entry: &MentionEntry) -> Markup {
    let id = &entry.company.id;
    html! {
        tr.none[entry.passages == 0] aria-current=[ui.here.has("company", id).then_some("true")] {
            th scope="row" {
                a href=(ui.here.with("company", id).href()) title=(text::plain(&entry.company.name)) data-k={ "m-" (id) } {
                    (text::name(text::short(&entry.company)))
                }
            }
            td.number { (number(entry.passages)) }
            td.number { (number(entry.calls)) span.dim { "/" (number(entry.of_calls)) } }
            td { @if let Some(period) = entry.last { (period) } }
        }
    }
}
