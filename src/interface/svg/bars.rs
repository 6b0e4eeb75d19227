//! Shares of companies, people, firms, roles and sections: bars from left to right.

use super::{
    Cell, Frame, Group,
    font::Font,
    page::{Anchor, Page},
    series::Look,
    words::number,
};

/// Widest column of names.
const NAMES: f64 = 260.0;

/// Draws the groups one below the other from `top` on; gives the height.
pub(super) fn draw(page: &mut Page, frame: &Frame, top: f64, groups: &[Group]) -> f64 {
    let queries = groups
        .iter()
        .map(|group| group.cells.len())
        .max()
        .unwrap_or(1);
    let (thick, between, gap) = if queries == 1 {
        (16.0, 0.0, 9.0)
    } else {
        (11.0, 1.0, 12.0)
    };
    let count = |cell: &Cell| match queries {
        1 => format!("{} of {}", number(cell.passages), number(cell.of)),
        _ => number(cell.passages),
    };
    let cells = groups.iter().flat_map(|group| group.cells.iter().flatten());
    let counts = cells.map(|cell| Font::COUNT.width(&count(cell)));
    let names = groups.iter().map(|group| Font::LABEL.width(&group.label));
    let names = names.fold(0.0, f64::max).min(NAMES);
    let left = frame.left + names + 10.0;
    let room = frame.right - left - counts.fold(0.0, f64::max) - 8.0;
    let first = top + 26.0;
    let height = groups.len() as f64 * (queries as f64 * thick + gap) + gap / 2.0;
    page.text((left, top), Anchor::Start, Font::AXIS, "passages per 1,000");
    for (value, label) in frame.scale.ticks() {
        let x = left + frame.scale.at(value) * room;
        page.text((x, first - 6.0), Anchor::Middle, Font::AXIS, &label);
        page.grid((x, first), (x, first + height), value == 0.0);
    }
    let mut y = first + gap * 0.75;
    for group in groups {
        let middle = y + queries as f64 * thick / 2.0;
        let name = Font::LABEL.clip(&group.label, names);
        page.text((left - 8.0, middle + 4.0), Anchor::End, Font::LABEL, &name);
        for (query, cell) in group.cells.iter().enumerate() {
            if let Some(cell) = cell {
                let long = frame.scale.at(cell.share) * room;
                let fill = Look::of(query).fill;
                page.bar((left, y), (long, thick - between), fill, &cell.says);
                let end = (left + long + 6.0, y + thick / 2.0 + 3.5);
                page.count(end, Anchor::Start, &count(cell));
            }
            y += thick;
        }
        y += gap;
    }
    first + height - top
}
