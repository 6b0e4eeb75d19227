//! How the queries of a chart are told apart, on a screen, without colours and without seeing them
//! well.

use super::{
    font::Font,
    page::{Anchor, Page},
};

/// Fills that differ by at least 28 in CIE76 for every pair, also with each kind of colour blindness
/// (after Machado 2009), with lightness far apart in the first ones.
const FILLS: [&str; 6] = [
    "#0b5fa5", "#e69f00", "#333333", "#b8500c", "#56b4e9", "#8c8c8c",
];

/// Dashes of lines, in the same order.
const DASHES: [&str; 4] = ["", "7 4", "2 4", "10 4 2 4"];

/// Corners of markers; a circle has none.
const MARKERS: [&[(f64, f64)]; 5] = [
    &[],
    &[(-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2)],
    &[(0.0, -5.4), (5.4, 4.2), (-5.4, 4.2)],
    &[(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)],
    &[(0.0, 5.4), (5.4, -4.2), (-5.4, -4.2)],
];

/// The look of one query. The numbers of looks have no common part, so that sixty are distinct.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) fill: &'static str,
    pub(super) dash: &'static str,
    pub(super) marker: &'static [(f64, f64)],
}

impl Look {
    /// The look of the query at a place, counted from zero.
    pub(super) fn of(place: usize) -> Self {
        let pick = |of: usize| place % of.max(1);
        Self {
            fill: FILLS.get(pick(FILLS.len())).unwrap_or(&"#333333"),
            dash: DASHES.get(pick(DASHES.len())).unwrap_or(&""),
            marker: MARKERS
                .get(pick(MARKERS.len()))
                .copied()
                .unwrap_or_default(),
        }
    }
}

/// What the samples of a legend look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    Line,
    Bar,
}

impl Sample {
    /// Width with the space behind it.
    fn width(self) -> f64 {
        match self {
            Self::Line => 36.0,
            Self::Bar => 20.0,
        }
    }
}

/// Draws a legend from `top` on into so many pixels, each entry with its look; gives its height.
pub(super) fn legend(
    page: &mut Page,
    (left, top): (f64, f64),
    room: f64,
    sample: Sample,
    entries: &[String],
) -> f64 {
    let font = Font::LABEL;
    let (mut x, mut y) = (left, top + 14.0);
    for (place, entry) in entries.iter().enumerate() {
        let entry = font.clip(entry, room - sample.width());
        let wide = sample.width() + font.width(&entry);
        if x > left && x + wide > left + room {
            x = left;
            y += 22.0;
        }
        let look = Look::of(place);
        match sample {
            Sample::Line => {
                let middle = y - 4.0;
                page.path(&[(x, middle), (x + 28.0, middle)], look.fill, look.dash);
                page.marker((x + 14.0, middle), look.marker, look.fill, &entry);
            }
            Sample::Bar => page.bar((x, y - 10.0), (14.0, 12.0), look.fill, &entry),
        }
        page.text((x + sample.width(), y), Anchor::Start, font, &entry);
        x += wide + 24.0;
    }
    y + 8.0 - top
}
