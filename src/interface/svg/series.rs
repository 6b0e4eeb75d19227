//! Styles of the series of a chart, distinct also in grayscale and for color-blind readers; the legend.

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

/// Corners of the markers; a circle has none.
const MARKERS: [&[(f64, f64)]; 5] = [
    &[],
    &[(-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2)],
    &[(0.0, -5.4), (5.4, 4.2), (-5.4, 4.2)],
    &[(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)],
    &[(0.0, 5.4), (5.4, -4.2), (-5.4, -4.2)],
];

/// The style of one series. The numbers of fills, dashes and markers are such that sixty styles are distinct.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeriesStyle {
    pub(super) fill: &'static str,
    pub(super) dash: &'static str,
    pub(super) marker: &'static [(f64, f64)],
}

impl SeriesStyle {
    /// The style of the series at an index.
    pub(super) fn of(index: usize) -> Self {
        let pick = |count: usize| index % count.max(1);
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

/// The kind of samples in a legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    Line,
    Bar,
}

impl Sample {
    /// Width with the space after it.
    fn width(self) -> f64 {
        match self {
            Self::Line => 36.0,
            Self::Bar => 20.0,
        }
    }
}

/// Draws a legend of at most `width` pixels from `top` on; gives its height.
pub(super) fn legend(
    page: &mut Page,
    (left, top): (f64, f64),
    width: f64,
    sample: Sample,
    entries: &[String],
) -> f64 {
    let font = Font::LABEL;
    let (mut x, mut y) = (left, top + 14.0);
    for (index, entry) in entries.iter().enumerate() {
        let entry = font.clip(entry, width - sample.width());
        let entry_width = sample.width() + font.width(&entry);
        if x > left && x + entry_width > left + width {
            x = left;
            y += 22.0;
        }
        let style = SeriesStyle::of(index);
        match sample {
            Sample::Line => {
                let middle = y - 4.0;
                page.path(&[(x, middle), (x + 28.0, middle)], style.fill, style.dash);
                page.marker((x + 14.0, middle), style.marker, style.fill, &entry);
            }
            Sample::Bar => page.bar((x, y - 10.0), (14.0, 12.0), style.fill, &entry),
        }
        page.text((x + sample.width(), y), Anchor::Start, font, &entry);
        x += entry_width + 24.0;
    }
    y + 8.0 - top
}
