//! How often something is said, period by period: bars that narrow, and their numbers.

use maud::{Markup, html};

use super::{
    Ui,
    words::{counted, fill, number},
};
use crate::search::{Trend, TrendRow};

/// Width of the chart, in its own units.
const WIDTH: f64 = 240.0;

/// Widest bar.
const WIDEST: f64 = 36.0;

/// Height of the chart.
const HEIGHT: u64 = 72;

/// A trend by period. Bars are as high as the passages are many.
pub(super) fn trend(ui: &Ui, trend: &Trend) -> Markup {
    let words = ui.words();
    let (Some(first), Some(last)) = (trend.rows.first(), trend.rows.last()) else {
        return html! {};
    };
    html! {
        section.trend aria-labelledby="trend-title" {
            h2 #trend-title { (words.trend) }
            figure {
                svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="group" aria-label=(words.trend_label) {
                    @for (at, row) in trend.rows.iter().enumerate() { (bar(ui, trend, at, row)) }
                }
                figcaption { span { (first.value) } @if trend.rows.len() > 1 { span { (last.value) } } }
            }
            details data-k="trend-table" {
                summary { (words.trend_numbers) }
                table {
                    thead {
                        tr {
                            th scope="col" { (words.period) }
                            th.number scope="col" { (words.column_passages) }
                            th.number scope="col" { (words.of_passages) }
                            th.number scope="col" { (words.per_thousand) }
                        }
                    }
                    tbody {
                        @for row in trend.rows.iter().rev() {
                            tr {
                                th scope="row" { a href=(narrowed(ui, row)) { (row.value) } }
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

fn narrowed(ui: &Ui, row: &TrendRow) -> String {
    ui.here.set("period", &row.value).href()
}

fn bar(ui: &Ui, trend: &Trend, at: usize, row: &TrendRow) -> Markup {
    let words = ui.words();
    let most = trend
        .rows
        .iter()
        .map(|row| row.passages)
        .max()
        .unwrap_or(0)
        .max(1);
    // What is said at all is seen.
    let height = match row.passages {
        0 => 1,
        passages => (passages * (HEIGHT - 2) / most).max(3),
    };
    let passages = counted(row.passages, words.passage, words.passages);
    let step = WIDTH / trend.rows.len() as f64;
    let wide = (step * 0.76).min(WIDEST);
    let left = at as f64 * step;
    let tenths = |units: f64| format!("{units:.1}");
    let label = format!("{}: {passages}, {}", row.value, share(ui, row));
    let is_on = ui.here.has("period", &row.value);
    html! {
        a href=(narrowed(ui, row)) aria-current=[is_on.then_some("true")] aria-label=(label) data-k={ "bar-" (row.value) } {
            title { (label) }
            rect.room x=(tenths(left)) y="0" width=(tenths(step)) height=(HEIGHT) {}
            rect.bar.none[row.passages == 0] x=(tenths(left + (step - wide) / 2.0)) y=(HEIGHT - height)
                width=(tenths(wide)) height=(height) rx="1.5" {}
        }
    }
}

fn share(ui: &Ui, row: &TrendRow) -> String {
    fill(
        "{} {}",
        &[
            &format!("{:.1}", row.per_thousand()),
            ui.words().per_thousand,
        ],
    )
}
