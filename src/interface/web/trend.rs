//! Passages by period: a bar chart whose bars are links that filter by the period, and a table.

use maud::{Markup, html};

use super::{
    messages::{counted, fill, number},
    ui::Ui,
};
use crate::{model::Word, query::Field};

/// Width of the chart in user units.
const WIDTH: f64 = 240.0;

/// Maximum width of a bar.
const MAX_BAR: f64 = 36.0;

/// Height of the chart in user units.
const HEIGHT: u64 = 72;

/// Parameters of a search that pages of counts do not take.
pub(super) const NOT_COUNTED: &[&str] = &[
    "view", "mentions", "sort", "match", "group", "limit", "offset", "per-call", "part",
];

/// The counts of a period.
pub(in crate::interface) struct Bar {
    /// The period.
    pub(in crate::interface) period: String,
    /// Passages that match.
    pub(in crate::interface) passages: u64,
    /// Passages that the filters leave.
    pub(in crate::interface) of: u64,
}

impl Bar {
    /// Matching passages per thousand.
    fn per_thousand(&self) -> f64 {
        match self.of {
            0 => 0.0,
            of => self.passages as f64 * 1000.0 / of as f64,
        }
    }
}

/// The chart and the table; the height of a bar is the number of passages.
pub(super) fn trend(ui: &Ui, bars: &[Bar]) -> Markup {
    let messages = ui.messages();
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else {
        return html! {};
    };
    html! {
        section.trend aria-labelledby="trend-title" {
            h2 #trend-title { a href=(ui.here.at("/trend", NOT_COUNTED).href()) { (messages.trend) } }
            figure {
                svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="group" aria-label=(messages.trend_label) {
                    @for (at, row) in bars.iter().enumerate() { (bar(ui, bars, at, row)) }
                }
                figcaption { span { (first.period) } @if bars.len() > 1 { span { (last.period) } } }
            }
            details data-k="trend-table" {
                summary { (messages.trend_numbers) }
                table {
                    thead {
                        tr {
                            th scope="col" { (messages.period) }
                            th.number scope="col" { (messages.column_passages) }
                            th.number scope="col" { (messages.of_passages) }
                            th.number scope="col" { (messages.per_thousand) }
                        }
                    }
                    tbody {
                        @for row in bars.iter().rev() {
                            tr {
                                th scope="row" { a href=(narrowed(ui, row)) { (row.period) } }
                                td.number { (number(row.passages)) }
                                td.number { (number(row.of)) }
                                td.number { (format!("{:.1}", row.per_thousand())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn narrowed(ui: &Ui, row: &Bar) -> String {
    ui.here.set(Field::Period.word(), &row.period).href()
}

fn bar(ui: &Ui, bars: &[Bar], at: usize, row: &Bar) -> Markup {
    let messages = ui.messages();
    let max = bars
        .iter()
        .map(|row| row.passages)
        .max()
        .unwrap_or(0)
        .max(1);
    // A bar with any passage is visible.
    let height = match row.passages {
        0 => 1,
        passages => (passages * (HEIGHT - 2) / max).max(3),
    };
    let passages = counted(row.passages, messages.passage, messages.passages);
    let step = WIDTH / bars.len() as f64;
    let wide = (step * 0.76).min(MAX_BAR);
    let left = at as f64 * step;
    let tenths = |units: f64| format!("{units:.1}");
    let label = format!("{}: {passages}, {}", row.period, share(ui, row));
    let is_on = ui.here.has(Field::Period.word(), &row.period);
    html! {
        a href=(narrowed(ui, row)) aria-current=[is_on.then_some("true")] aria-label=(label) data-k={ "bar-" (row.period) } {
            title { (label) }
            rect.room x=(tenths(left)) y="0" width=(tenths(step)) height=(HEIGHT) {}
            rect.bar.none[row.passages == 0] x=(tenths(left + (step - wide) / 2.0)) y=(HEIGHT - height)
                width=(tenths(wide)) height=(height) rx="1.5" {}
        }
    }
}

fn share(ui: &Ui, row: &Bar) -> String {
    fill(
        "{} {}",
        &[
            &format!("{:.1}", row.per_thousand()),
            ui.messages().per_thousand,
        ],
    )
}
