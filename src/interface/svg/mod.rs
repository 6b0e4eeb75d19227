//! Charts of trends as SVG, for every interface. `docs/decisions/charts.md` says why no plotting crate is used.
//!
//! A chart is complete by itself: it has title, filters, counts, source and a background, no script, and it
//! loads nothing. Shares start at zero. The same answer gives the same bytes.

mod bars;
mod captions;
mod data;
mod font;
mod page;
mod scale;
mod series;
mod time;
mod xml;

use std::{collections::HashMap, ops::RangeInclusive};

pub use super::messages::UiLocale;

use self::{
    captions::Captions,
    data::{Cell, Frame, Group},
    font::Font,
    page::Page,
    series::Sample,
};
use crate::{
    analytics::{Trend, TrendRow},
    index::FacetField,
    search::Request,
};

/// Width of a chart in pixels.
const WIDTH: f64 = 960.0;

/// Width of a chart with few periods and a short title.
const NARROW_WIDTH: f64 = 640.0;

/// Maximum number of periods of a narrow chart.
const MAX_NARROW_PERIODS: usize = 4;

/// The widths that can be asked for, in pixels.
pub(in crate::interface) const WIDTHS: RangeInclusive<usize> = 280..=2000;

/// Width in pixels below which margins and names are smaller and texts take more lines.
const SMALL: f64 = 480.0;

/// The margin at the edges in pixels, and that of a small chart.
const MARGINS: [f64; 2] = [32.0, 12.0];

/// Maximum number of lines of the title, the subtitle and each note, and that in a small chart.
const LINES: [usize; 2] = [2, 4];

/// Default maximum number of groups of bars.
const MAX_GROUPS: usize = 25;

/// Default maximum number of bars in all groups.
const MAX_BARS: usize = 48;

/// What a chart shows, and how large.
#[derive(Debug, Clone, Copy)]
pub struct ChartOptions {
    /// The first values that are shown; by default all periods, or as many bars as fit on one page.
    pub limit: Option<usize>,
    /// Width in pixels; by default what the periods and the title need.
    pub width: Option<usize>,
    /// Language of the texts.
    pub locale: UiLocale,
}

/// Draws trends under the same filters and by the same field: over time if the field is the period, else as bars.
pub fn chart(request: &Request, trends: &[Trend], options: ChartOptions) -> String {
    let ChartOptions { limit, locale, .. } = options;
    let captions = Captions::of(locale);
    let by = trends.first().map_or(FacetField::Period, |trend| trend.by);
    let over_time = by == FacetField::Period;
    let limit = limit.unwrap_or_else(|| match trends.len() {
        _ if over_time => usize::MAX,
        queries => (MAX_BARS / queries.max(1)).clamp(1, MAX_GROUPS),
    });
    let mut groups = groups(trends, captions);
    let of = groups.len();
    let is_said = |group: &Group| group.cells.iter().flatten().any(|cell| cell.passages > 0);
    // Of roles and sections there are few, and one that says nothing of it is worth a row.
    let are_few = matches!(
        by,
        FacetField::Period | FacetField::Section | FacetField::Role
    );
    if !are_few && groups.iter().any(is_said) {
        groups.retain(is_said);
    }
    groups.truncate(limit);
    let left_out = of - groups.len();
    if !matches!(by, FacetField::Period | FacetField::Section) {
        groups.sort_by(|a, b| b.share().total_cmp(&a.share()));
    }
    let title = captions.title(trends);
    let width = match options.width {
        Some(width) => width.clamp(*WIDTHS.start(), *WIDTHS.end()) as f64,
        None => {
            let fits = Font::TITLE.width(&title) <= NARROW_WIDTH - 2.0 * MARGINS[0];
            let narrow = over_time && groups.len() <= MAX_NARROW_PERIODS && fits;
            if narrow { NARROW_WIDTH } else { WIDTH }
        }
    };
    let small = usize::from(width < SMALL);
    let (margin, lines) = (MARGINS[small], LINES[small]);
    let cells = || groups.iter().flat_map(|group| group.cells.iter().flatten());
    let frame = Frame {
        left: margin,
        right: width - margin,
        scale: scale::Scale::to(cells().map(|cell| cell.share).fold(0.0, f64::max)),
    };
    let mut page = Page::of(locale);
    let paragraph = |page: &mut Page, y: f64, font: Font, text: &str| {
        page.paragraph((frame.left, y), (frame.width(), lines), font, text)
    };
    let mut y = MARGINS[0] - 10.0;
    y += paragraph(&mut page, y, Font::TITLE, &title) + 4.0;
    let subtitle = captions.subtitle(request, trends, by);
    y += paragraph(&mut page, y, Font::SUBTITLE, &subtitle) + 14.0;
    if trends.len() > 1 {
        let sample = if over_time { Sample::Line } else { Sample::Bar };
        let entries: Vec<String> = (trends.iter()).map(|trend| captions.entry(trend)).collect();
        y += series::legend(&mut page, (frame.left, y), frame.width(), sample, &entries);
    }
    y += 20.0;
    y += if over_time {
        time::draw(&mut page, &frame, y, &groups, captions)
    } else {
        bars::draw(&mut page, &frame, y, &groups, captions)
    };
    y += 14.0;
    let is_broken = over_time && time::is_broken(&groups);
    for note in captions.notes(trends, left_out, is_broken) {
        y += paragraph(&mut page, y, Font::NOTE, &note);
    }
    let descriptions: Vec<&str> = cells().map(|cell| cell.description.as_str()).collect();
    page.finish(
        (width, y + 18.0),
        &captions.spoken_title(&title, by),
        &descriptions.join("; "),
    )
}

/// The values of the trends, in the order of the first trend.
fn groups(trends: &[Trend], captions: Captions) -> Vec<Group> {
    let by_value = |trend| -> HashMap<&str, &TrendRow> {
        let trend: &Trend = trend;
        (trend.rows.iter())
            .map(|row| (row.value.as_str(), row))
            .collect()
    };
    let rows: Vec<HashMap<&str, &TrendRow>> = trends.iter().map(by_value).collect();
    let by = trends.first().map_or(FacetField::Period, |trend| trend.by);
    let group = |row: &TrendRow| {
        let label = captions.label(by, row);
        let cell = |(trend, rows): (&Trend, &HashMap<&str, &TrendRow>)| {
            let row = rows.get(row.value.as_str())?;
            let query = (trends.len() > 1).then_some(trend.query.as_str());
            Some(Cell {
                share: row.per_thousand(),
                passages: row.passages,
                of: row.of,
                description: captions.description(query, &label, row),
            })
        };
        let cells = trends.iter().zip(&rows).map(cell).collect();
        Group {
            label,
            period: row.value.parse().ok(),
            cells,
        }
    };
    let first = trends.first().into_iter();
    first.flat_map(|trend| &trend.rows).map(group).collect()
}
