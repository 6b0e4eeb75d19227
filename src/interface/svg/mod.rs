//! Charts of trends as SVG: pure, data to text, for every interface.
//!
//! A chart stands by itself: title, filters, counts and source are in it, on a ground of its own, with
//! no script and nothing fetched. Shares begin at zero. The same answer draws the same bytes.

mod bars;
mod font;
mod page;
mod scale;
mod series;
mod time;
mod words;
mod xml;

use std::collections::HashMap;

use self::{font::Font, page::Page, series::Sample, xml::one_line};
use crate::{
    analytics::{Trend, TrendRow},
    index::FacetField,
    model::Period,
    search::Request,
};

/// Width of a chart in pixels, and that of one with few periods and a short title.
const WIDTH: f64 = 960.0;
const NARROW: f64 = 640.0;

/// Most periods of a narrow chart.
const FEW: usize = 4;

/// What is left free at the edges.
const MARGIN: f64 = 32.0;

/// Most groups of bars, and most bars in them, where no other number is asked for.
const MOST_GROUPS: usize = 25;
const MOST_BARS: usize = 48;

/// What a plot is drawn into.
struct Frame {
    left: f64,
    right: f64,
    /// The scale that all shares are on.
    scale: scale::Scale,
}

impl Frame {
    fn room(&self) -> f64 {
        self.right - self.left
    }
}

/// A value with its counts for each query, in their order.
struct Group {
    label: String,
    period: Option<Period>,
    cells: Vec<Option<Cell>>,
}

/// What is counted of a value for one query.
struct Cell {
    /// Passages that match in a thousand.
    share: f64,
    passages: u64,
    of: u64,
    /// The same in words.
    says: String,
}

/// Draws the trends of one request's filters in one picture, all by the same field: over time where it
/// is the period, else as bars. Shows the first `most` values, by default all periods, else as many as
/// make a chart of one page.
pub fn chart(request: &Request, trends: &[Trend], most: Option<usize>) -> String {
    let by = trends.first().map_or(FacetField::Period, |trend| trend.by);
    let over_time = by == FacetField::Period;
    let most = most.unwrap_or_else(|| match trends.len() {
        _ if over_time => usize::MAX,
        queries => (MOST_BARS / queries.max(1)).clamp(1, MOST_GROUPS),
    });
    let mut groups = groups(trends);
    let left_out = groups.len().saturating_sub(most);
    groups.truncate(most);
    if !matches!(by, FacetField::Period | FacetField::Section) {
        groups.sort_by(|a, b| b.share().total_cmp(&a.share()));
    }
    let title = words::title(trends);
    let fits = Font::TITLE.width(&title) <= NARROW - 2.0 * MARGIN;
    let narrow = over_time && groups.len() <= FEW && fits;
    let width = if narrow { NARROW } else { WIDTH };
    let cells = || groups.iter().flat_map(|group| group.cells.iter().flatten());
    let frame = Frame {
        left: MARGIN,
        right: width - MARGIN,
        scale: scale::Scale::to(cells().map(|cell| cell.share).fold(0.0, f64::max)),
    };
    let mut page = Page::default();
    let mut y = MARGIN - 10.0;
    y += page.paragraph((frame.left, y), frame.room(), Font::TITLE, &title) + 4.0;
    let subtitle = words::subtitle(request, trends, by);
    y += page.paragraph((frame.left, y), frame.room(), Font::SUBTITLE, &subtitle) + 14.0;
    if trends.len() > 1 {
        let sample = if over_time { Sample::Line } else { Sample::Bar };
        let entries: Vec<String> = trends.iter().map(words::entry).collect();
        y += series::legend(&mut page, (frame.left, y), frame.room(), sample, &entries);
    }
    y += 20.0;
    y += if over_time {
        time::draw(&mut page, &frame, y, &groups)
    } else {
        bars::draw(&mut page, &frame, y, &groups)
    };
    y += 14.0;
    let broken = over_time && time::is_broken(&groups);
    for note in words::notes(trends, left_out, broken) {
        y += page.paragraph((frame.left, y), frame.room(), Font::NOTE, &note);
    }
    let spoken: Vec<&str> = cells().map(|cell| cell.says.as_str()).collect();
    page.finish(
        (width, y + 18.0),
        &format!("{title}, by {by}"),
        &spoken.join("; "),
    )
}

/// The values of some trends, in the order of the first.
fn groups(trends: &[Trend]) -> Vec<Group> {
    let by_value = |trend| -> HashMap<&str, &TrendRow> {
        let trend: &Trend = trend;
        (trend.rows.iter())
            .map(|row| (row.value.as_str(), row))
            .collect()
    };
    let rows: Vec<HashMap<&str, &TrendRow>> = trends.iter().map(by_value).collect();
    let group = |row: &TrendRow| {
        let cell = |(trend, rows): (&Trend, &HashMap<&str, &TrendRow>)| {
            let row = rows.get(row.value.as_str())?;
            let query = (trends.len() > 1).then_some(trend.query.as_str());
            Some(Cell {
                share: row.per_thousand(),
                passages: row.passages,
                of: row.of,
                says: words::says(query, &label(row), row),
            })
        };
        Group {
            label: label(row),
            period: row.value.parse().ok(),
            cells: trends.iter().zip(&rows).map(cell).collect(),
        }
    };
    let first = trends.first().into_iter();
    first.flat_map(|trend| &trend.rows).map(group).collect()
}

impl Group {
    /// The share for the first query.
    fn share(&self) -> f64 {
        let first = self.cells.iter().flatten().next();
        first.map_or(0.0, |cell| cell.share)
    }
}

/// A value as it is shown: a company by name, with its ticker.
fn label(row: &TrendRow) -> String {
    one_line(&match &row.company {
        Some(company) => match &company.ticker {
            Some(ticker) if *ticker != company.name => format!("{} {ticker}", company.name),
            _ => company.name.clone(),
        },
        None => row.value.clone(),
    })
}
