//! Horizontal bars: shares of companies, people, firms, roles and sections.

use super::{
    captions::{Captions, number},
    data::{Cell, Frame, Group},
    font::Font,
    page::{Anchor, Page},
    series::SeriesStyle,
};

/// Maximum width of the column of names, in pixels and as a part of the chart.
const MAX_NAME_WIDTH: (f64, f64) = (260.0, 0.4);

/// Draws the groups below one another from `top` on; gives the height.
pub(super) fn draw(
    page: &mut Page,
    frame: &Frame,
    top: f64,
    groups: &[Group],
    captions: Captions,
) -> f64 {
    let queries = groups
        .iter()
        .map(|group| group.cells.len())
        .max()
        .unwrap_or(1);
    let (thickness, between, gap) = if queries == 1 {
        (16.0, 0.0, 9.0)
    } else {
        (11.0, 1.0, 12.0)
    };
    let count = |cell: &Cell| match queries {
        1 => captions.count_of(cell.passages, cell.of),
        _ => number(cell.passages),
    };
    let cells = groups.iter().flat_map(|group| group.cells.iter().flatten());
    let counts = cells.map(|cell| Font::COUNT.width(&count(cell)));
    let names = groups.iter().map(|group| Font::LABEL.width(&group.label));
    let (most, part) = MAX_NAME_WIDTH;
    let names = names
        .fold(0.0, f64::max)
        .min(most)
        .min(part * frame.width());
    let left = frame.left + names + 10.0;
    let width = frame.right - left - counts.fold(0.0, f64::max) - 8.0;
    let axis = captions.messages.chart_axis;
    let fits = Font::AXIS.width(axis) <= frame.right - left;
    let start = if fits { left } else { frame.left };
    let first = page.axis((start, top), frame.right - start, axis) + 26.0;
    let height = groups.len() as f64 * (queries as f64 * thickness + gap) + gap / 2.0;
    let ticks: Vec<(f64, String)> = frame.scale.ticks().collect();
    let widest = ticks.iter().map(|(_, label)| Font::AXIS.width(label) + 8.0);
    let slot = width / ticks.len().saturating_sub(1).max(1) as f64;
    let every = (widest.fold(0.0, f64::max) / slot).ceil().max(1.0) as usize;
    for (at, (value, label)) in ticks.into_iter().enumerate() {
        let x = left + frame.scale.at(value) * width;
        if at.is_multiple_of(every) {
            page.text((x, first - 6.0), Anchor::Middle, Font::AXIS, &label);
        }
        page.grid((x, first), (x, first + height), value == 0.0);
    }
    let mut y = first + gap * 0.75;
    for group in groups {
        let middle = y + queries as f64 * thickness / 2.0;
        let name = Font::LABEL.clip(&group.label, names);
        page.text((left - 8.0, middle + 4.0), Anchor::End, Font::LABEL, &name);
        for (query, cell) in group.cells.iter().enumerate() {
            if let Some(cell) = cell {
                let length = frame.scale.at(cell.share) * width;
                let fill = SeriesStyle::of(query).fill;
                page.bar(
                    (left, y),
                    (length, thickness - between),
                    fill,
                    &cell.description,
                );
                let end = (left + length + 6.0, y + thickness / 2.0 + 3.5);
                page.count(end, Anchor::Start, &count(cell));
            }
            y += thickness;
        }
        y += gap;
    }
    first + height - top
}
