//! Shares over time: columns for one query, lines for several. Periods without calls are not on the axis; there
//! the axis and the lines are broken.

use super::{
    captions::{Captions, number},
    data::{Cell, Frame, Group},
    font::Font,
    page::{Anchor, Page},
    series::SeriesStyle,
};

/// Height of the plot.
const HEIGHT: f64 = 300.0;

/// Maximum width of a column.
const MAX_COLUMN: f64 = 64.0;

/// Maximum number of lines with counts at their points; with more lines the counts would be ambiguous.
const MAX_COUNTED_LINES: usize = 4;

/// An occupied rectangle: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// Draws the groups from left to right from `top` on; gives the height.
pub(super) fn draw(
    page: &mut Page,
    frame: &Frame,
    top: f64,
    groups: &[Group],
    captions: Captions,
) -> f64 {
    let labels = frame.scale.ticks();
    let labels = labels.map(|(_, label)| Font::AXIS.width(&label));
    let left = frame.left + labels.fold(0.0, f64::max) + 10.0;
    let slots = slots(groups);
    let slot = (frame.right - left) / slots.len().max(1) as f64;
    let queries = groups.iter().map(|group| group.cells.len()).max();
    let queries = queries.unwrap_or(0);
    let cells = groups.iter().flat_map(|group| group.cells.iter().flatten());
    let counts = cells.map(|cell| Font::COUNT.width(&number(cell.passages)));
    let counted = queries <= MAX_COUNTED_LINES && counts.fold(0.0, f64::max) + 4.0 <= slot;
    let axis = if counted {
        captions.messages.chart_axis_counted
    } else {
        captions.messages.chart_axis
    };
    let highest = page.axis((frame.left, top), frame.width(), axis) + 24.0;
    let plot = Plot {
        frame,
        left,
        slot,
        slots,
        counted,
        top: highest,
        bottom: highest + HEIGHT,
    };
    for (value, label) in frame.scale.ticks() {
        let y = plot.y(value);
        page.grid((left, y), (frame.right, y), value == 0.0);
        page.text((left - 8.0, y + 4.0), Anchor::End, Font::AXIS, &label);
    }
    plot.periods(page, groups);
    if queries == 1 {
        plot.columns(page, groups);
    } else {
        plot.lines(page, groups, queries);
    }
    plot.bottom + 22.0 - top
}

/// Whether periods are missing between groups.
pub(super) fn is_broken(groups: &[Group]) -> bool {
    slots(groups).contains(&None)
}

/// The slots of the axis: the index of a group, or none for a gap.
fn slots(groups: &[Group]) -> Vec<Option<usize>> {
    let mut slots = Vec::with_capacity(groups.len());
    let mut last = None;
    for (at, group) in groups.iter().enumerate() {
        if let (Some(last), Some(period)) = (last, group.period)
            && period.start_quarter() > last + 1
        {
            slots.push(None);
        }
        last = group.period.map(|period| period.end_quarter()).or(last);
        slots.push(Some(at));
    }
    slots
}

struct Plot<'f> {
    frame: &'f Frame,
    left: f64,
    top: f64,
    bottom: f64,
    /// Width of a slot of the axis.
    slot: f64,
    slots: Vec<Option<usize>>,
    /// Whether counts are drawn at columns or points.
    counted: bool,
}

impl Plot<'_> {
    fn y(&self, share: f64) -> f64 {
        self.bottom - self.frame.scale.at(share) * (self.bottom - self.top)
    }

    /// The center of each slot with its group.
    fn slots_with_groups<'a>(
        &self,
        groups: &'a [Group],
    ) -> impl Iterator<Item = (f64, Option<&'a Group>)> {
        let slots = self.slots.iter().enumerate();
        slots.map(|(slot, group)| {
            (
                self.left + (slot as f64 + 0.5) * self.slot,
                group.and_then(|at| groups.get(at)),
            )
        })
    }

    /// Draws the labels of the periods that fit, always the last.
    fn periods(&self, page: &mut Page, groups: &[Group]) {
        let widest = groups.iter().map(|group| Font::AXIS.width(&group.label));
        let widest = widest.fold(0.0, f64::max) + 8.0;
        // The last label would leave a small chart, and is moved inwards.
        let rightmost = self.frame.right + self.frame.left - widest / 2.0;
        let slots: Vec<(f64, Option<&Group>)> = self.slots_with_groups(groups).collect();
        let mut labels: Vec<(f64, &Group)> = Vec::new();
        for &(x, group) in slots.iter().rev() {
            let x = x.min(rightmost);
            let fits = labels.last().is_none_or(|(next, _)| x + widest <= *next);
            labels.extend(group.filter(|_| fits).map(|group| (x, group)));
        }
        for (x, group) in labels.into_iter().rev() {
            let at = (x, self.bottom + 18.0);
            page.text(at, Anchor::Middle, Font::AXIS, &group.label);
        }
        for (x, _) in slots.iter().filter(|(_, group)| group.is_none()) {
            self.broken_axis(page, *x);
        }
    }

    fn broken_axis(&self, page: &mut Page, x: f64) {
        page.line((x - 6.0, self.bottom), (x + 6.0, self.bottom), "#ffffff");
        for x in [x - 6.0, x + 6.0] {
            let (below, above) = ((x - 2.0, self.bottom + 4.0), (x + 2.0, self.bottom - 4.0));
            page.line(below, above, "#808080");
        }
    }

    /// Draws a column for each period with its count above.
    fn columns(&self, page: &mut Page, groups: &[Group]) {
        let width = (self.slot * 0.62).min(MAX_COLUMN);
        for (x, group) in self.slots_with_groups(groups) {
            let Some(cell) = group.and_then(|group| group.cells.first()?.as_ref()) else {
                continue;
            };
            let y = self.y(cell.share);
            page.bar(
                (x - width / 2.0, y),
                (width, self.bottom - y),
                SeriesStyle::of(0).fill,
                &cell.description,
            );
            if self.counted {
                page.count((x, y - 5.0), Anchor::Middle, &number(cell.passages));
            }
        }
    }

    /// Draws a line for each query, broken at gaps, with counts at its points.
    fn lines(&self, page: &mut Page, groups: &[Group], queries: usize) {
        let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut points: Vec<(f64, f64, &Cell)> = Vec::new();
        for query in 0..queries {
            let style = SeriesStyle::of(query);
            let points_of_query: Vec<Option<(f64, f64, &Cell)>> = (self.slots_with_groups(groups))
                .map(|(x, group)| {
                    let cell = group?.cells.get(query)?.as_ref()?;
                    Some((x, self.y(cell.share), cell))
                })
                .collect();
            for run in points_of_query.split(Option::is_none) {
                let run: Vec<(f64, f64)> = run.iter().flatten().map(|&(x, y, _)| (x, y)).collect();
                if run.len() > 1 {
                    page.path(&run, style.fill, style.dash);
                }
                runs.push(run);
            }
            for &(x, y, cell) in points_of_query.iter().flatten() {
                page.marker((x, y), style.marker, style.fill, &cell.description);
                points.push((x, y, cell));
            }
        }
        if self.counted {
            self.counts(page, &points, &runs);
        }
    }

    /// Draws the counts above or below their points, except where a line or another count is.
    fn counts(&self, page: &mut Page, points: &[(f64, f64, &Cell)], runs: &[Vec<(f64, f64)>]) {
        let mut occupied: Vec<Area> = (points.iter())
            .map(|&(x, y, _)| (x - 6.0, y - 6.0, x + 6.0, y + 6.0))
            .collect();
        for &(x, y, cell) in points {
            let count = number(cell.passages);
            let half = Font::COUNT.width(&count) / 2.0;
            let free_area = [y - 9.0, y + 17.0].into_iter().find_map(|baseline| {
                let area = (x - half, baseline - 9.0, x + half, baseline + 1.0);
                let free = area.3 + 2.0 < self.bottom
                    && !runs.iter().any(|run| crosses(run, area))
                    && !occupied.iter().any(|&other| overlap(area, other));
                free.then_some((baseline, area))
            });
            if let Some((baseline, area)) = free_area {
                page.count((x, baseline), Anchor::Middle, &count);
                occupied.push(area);
            }
        }
    }
}

fn overlap(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Whether a line from point to point runs through an area.
fn crosses(run: &[(f64, f64)], area: Area) -> bool {
    run.windows(2).any(|pair| {
        let &[(x1, y1), (x2, y2)] = pair else {
            return false;
        };
        let (from, to) = (x1.max(area.0), x2.min(area.2));
        if from > to || x1 >= x2 {
            return false;
        }
        let at = |x: f64| y1 + (x - x1) / (x2 - x1) * (y2 - y1);
        let (a, b) = (at(from), at(to));
        a.max(b) >= area.1 - 2.0 && a.min(b) <= area.3 + 2.0
    })
}
