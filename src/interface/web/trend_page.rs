//! The page on which a query is counted by period or another field.

use maud::{Markup, html};

use super::{
    address::Address,
    chips,
    messages::{fill, number},
    narrow::{choice, narrow},
    problem,
    results::files,
    text,
    ui::{Body, Ui},
};
use crate::{
    analytics::{Mention, Trend, TrendRow},
    index::{FACETS, FacetField},
    model::Word,
    query::Field,
};

/// Most rows of a table; the others are in the download.
const MAX_ROWS: usize = 200;

/// Width in pixels of a chart on a narrow page, which would be too small to read if it were shrunk.
const NARROW_CHART: &str = "360";

/// Parameters that the API of trends does not take.
pub(super) const NOT_OF_API: &[&str] = &["view", "part"];

/// The page; there is nothing to count where no query is typed.
pub(in crate::interface) fn trend_page(ui: &Ui, by: FacetField, trends: &[Trend]) -> Body {
    let messages = ui.messages();
    let api = ui.here.at("/api/trend", NOT_OF_API);
    Body {
        title: messages.trend.to_owned(),
        main: html! {
            div #found.counted data-here=(ui.here.href()) {
                h1 { (messages.trend) }
                (narrow(ui, Some(messages.trend_what), &own_fields(ui, by), &["vs", "by"]))
                (chips::chips(ui))
                @if trends.is_empty() { p.notice { (messages.trend_how) } }
                @else {
                    (chart(ui, &api, messages.trend_chart))
                    (files(ui, &api, messages.download))
                }
                @for trend in trends { (table(ui, trend, trends.len() > 1)) }
            }
        },
    }
}

/// A chart of the API in the language of the page, and a link to save it.
pub(super) fn chart(ui: &Ui, api: &Address, about: &str) -> Markup {
    let chart = api.set("output", "svg").set("locale", ui.locale.word());
    let file = chart.set("download", "true");
    let narrow = chart.set("width", NARROW_CHART);
    html! {
        figure.chart {
            picture {
                source media="(max-width: 40rem)" srcset=(narrow.href());
                img src=(chart.href()) alt=(about) loading="lazy";
            }
            figcaption { a href=(file.href()) download { (ui.messages().save_chart) } }
        }
    }
}

fn own_fields(ui: &Ui, by: FacetField) -> Markup {
    let messages = ui.messages();
    let fields = FACETS.iter().map(|facet| {
        let field = Field::from_word(facet.word());
        let name = field.map_or(facet.word(), |field| text::field(messages, field));
        (facet.word(), name.to_owned())
    });
    let beside: Vec<&str> = (ui.here.pairs())
        .filter_map(|(name, value)| (name == "vs").then_some(value))
        .collect();
    html! {
        // One field more than there are queries, to add one.
        @for at in 0..(beside.len() + 1).min(Trend::MOST_BESIDE) {
            p { label for={ "vs" (at) } { (messages.trend_beside) }
                input id={ "vs" (at) } type="search" name="vs" value=(beside.get(at).unwrap_or(&"")) dir="auto" autocomplete="off"; }
        }
        p { label for="by" { (messages.counted_by) }
            (choice("by", "by", by.word(), messages.period, fields.filter(|(word, _)| *word != "period"))) }
    }
}

fn table(ui: &Ui, trend: &Trend, named: bool) -> Markup {
    let messages = ui.messages();
    let field = Field::from_word(trend.by.word());
    let heading = field.map_or(trend.by.word(), |field| text::field(messages, field));
    let extent = text::extent(messages, trend.total, trend.total_calls);
    html! {
        section {
            @if named { h2 { (text::name(&trend.query)) } }
            @for warning in &trend.warnings { p.notice { (problem::note(ui, warning)) } }
            p.dim { (extent) " · " (fill(messages.mentions_of, &[&number(trend.mentions)])) }
            div.wide tabindex="0" role="region" aria-label={ (messages.trend) " " (text::plain(&trend.query)) } {
                table.rows {
                    thead { tr {
                        th scope="col" { (heading) }
                        th.number scope="col" { (messages.column_passages) }
                        th.number scope="col" { (messages.per_thousand) }
                        th.number scope="col" { (messages.of_passages) }
                        th.number scope="col" { (messages.mentions_count) }
                        th scope="col" { (messages.first) }
                        th scope="col" { (messages.last) }
                    } }
                    tbody { @for row in trend.rows.iter().take(MAX_ROWS) { (table_row(ui, trend, row)) } }
                }
            }
            @if trend.rows.len() > MAX_ROWS { p.dim { (fill(messages.more_rows, &[&number((trend.rows.len() - MAX_ROWS) as u64)])) } }
        }
    }
}

fn table_row(ui: &Ui, trend: &Trend, row: &TrendRow) -> Markup {
    let field = Field::from_word(trend.by.word());
    let name = match (&row.company, field) {
        (Some(company), _) => text::plain(ui.locale.company(company)),
        (None, Some(field)) => text::value(ui.messages(), field, &row.value),
        (None, None) => text::plain(&row.value),
    };
    let search = (ui.here.at("/", &["by", "vs", "q"])).set("q", &trend.query);
    let search = search.set(trend.by.word(), &row.value);
    html! {
        tr.none[row.passages == 0] {
            th scope="row" { a href=(search.href()) { (text::name(&name)) } }
            td.number { (number(row.passages)) }
            td.number { (format!("{:.1}", row.per_thousand())) }
            td.number { (number(row.of)) }
            td.number { (number(row.mentions)) }
            td { (mention(&trend.query, row.first.as_ref())) }
            td { (mention(&trend.query, row.last.as_ref())) }
        }
    }
}

/// The period of a passage, or its citation, with a link to it.
fn mention(query: &str, mention: Option<&Mention>) -> Markup {
    let Some(mention) = mention else {
        return html! {};
    };
    let shown = mention
        .period
        .map_or(mention.citation.clone(), |period| period.to_string());
    match mention.citation.rsplit_once('#') {
        Some((call, n)) => {
            let call = Address::call(call).with("q", query);
            html! { a href={ (call.href()) "#" (n) } title=(mention.citation) { (shown) } }
        }
        None => html! { (shown) },
    }
}
