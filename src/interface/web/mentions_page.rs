//! The page on which a query is counted by company.

use maud::{Markup, html};

use super::{
    chips,
    messages::{fill, number},
    narrow::narrow,
    results::files,
    text,
    trend_page::{NOT_OF_API, chart},
    ui::{Body, Ui},
};
use crate::{analytics::MentionEntry, model::Word, query::Field};

/// Most rows of the table; the others are in the download.
const MAX_ROWS: usize = 300;

/// The page; none where no query is typed.
pub(in crate::interface) fn mentions_page(ui: &Ui, entries: Option<&[MentionEntry]>) -> Body {
    let messages = ui.messages();
    let api = ui.here.at("/api/mentions", NOT_OF_API).without("zeros");
    let bars = ui
        .here
        .at("/api/trend", NOT_OF_API)
        .without("zeros")
        .set("by", "company");
    Body {
        title: messages.mentions.to_owned(),
        main: html! {
            div #found.counted data-here=(ui.here.href()) {
                h1 { (messages.mentions) }
                (narrow(ui, Some(messages.trend_what), &html! {}, &[]))
                (chips::chips(ui))
                @match entries {
                    None => p.notice { (messages.mentions_how) },
                    Some(entries) => {
                        @if entries.iter().any(|entry| entry.passages > 0) {
                            (chart(ui, &bars, messages.mentions_chart))
                        }
                        (files(ui, &api, messages.download))
                        (table(ui, entries))
                    }
                }
            }
        },
    }
}

fn table(ui: &Ui, entries: &[MentionEntry]) -> Markup {
    let messages = ui.messages();
    let zeros = ui.here.get("zeros").is_some_and(|value| value != "false");
    let count = entries.iter().filter(|entry| entry.passages > 0).count();
    let silent = entries.len() - count;
    let shown = if zeros { entries.len() } else { count }.min(MAX_ROWS);
    let counts = [count, entries.len()].map(|count| number(count as u64));
    html! {
        p.dim { (fill(messages.companies_mention, &[&counts[0], &counts[1]])) }
        @if shown > 0 {
            div.wide tabindex="0" role="region" aria-label=(messages.mentions) {
                table.rows {
                    thead { tr {
                        th scope="col" { (messages.company) }
                        th.number scope="col" { (messages.column_passages) }
                        th.number scope="col" { (messages.column_calls) }
                        th.number scope="col" { (messages.executives) }
                        th.number scope="col" { (messages.analysts) }
                        th scope="col" { (messages.last) }
                    } }
                    tbody { @for entry in entries.iter().take(shown) { (row(ui, entry)) } }
                }
            }
        }
        @if shown < if zeros { entries.len() } else { count } {
            p.dim { (fill(messages.more_rows, &[&number((if zeros { entries.len() } else { count } - shown) as u64)])) }
        } @else if silent > 0 && !zeros {
            p { a href=(ui.here.set("zeros", "true").href()) { (fill(messages.show_silent, &[&number(silent as u64)])) } }
        }
    }
}

fn row(ui: &Ui, entry: &MentionEntry) -> Markup {
    let id = &entry.company.id;
    let search = ui.here.at("/", &["zeros"]).set(Field::Company.word(), id);
    let share = |part: u64| {
        let share = entry.share(part);
        share.map_or_else(String::new, |share| format!("{:.0}%", share * 100.0))
    };
    html! {
        tr.none[entry.passages == 0] {
            th scope="row" { a href=(search.href()) { (text::company(&entry.company)) } }
            td.number { (number(entry.passages)) }
            td.number { (number(entry.calls)) span.dim { "/" (number(entry.of_calls)) } }
            td.number { (share(entry.executives)) }
            td.number { (share(entry.analysts)) }
            td { @if let Some(period) = entry.last { (period) } }
        }
    }
}
