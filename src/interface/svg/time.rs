//! Shares over time: columns for one query, lines for several. A period that the index does not have
//! has no place on the axis; where some are missing, the axis and the lines are broken.

use super::{
    Cell, Frame, Group,
    font::Font,
    page::{Anchor, Page},
    series::Look,
    words::number,
};

/// Height of the plot.
const HEIGHT: f64 = 300.0;

/// Widest column.
const WIDEST: f64 = 64.0;

/// Most lines with passages at their points; among more nobody could tell whose they are.
const MOST_COUNTED: usize = 4;

/// A rectangle that is taken: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// Draws the groups from left to right, in a plot from `top` on; gives its height.
pub(super) fn draw(page: &mut Page, frame: &Frame, top: f64, groups: &[Group]) -> f64 {
    let labels = frame.scale.ticks();
    let labels = labels.map(|(_, label)| Font::AXIS.width(&label));
    let left = frame.left + labels.fold(0.0, f64::max) + 10.0;
    let slots = slots(groups);
    let slot = (frame.right - left) / slots.len().max(1) as f64;
    let queries = groups.iter().map(|group| group.cells.len()).max();
    let queries = queries.unwrap_or(0);
    let cells = groups.iter().flat_map(|group| group.cells.iter().flatten());
    let counts = cells.map(|cell| Font::COUNT.width(&number(cell.passages)));
    let counted = queries <= MOST_COUNTED && counts.fold(0.0, f64::max) + 4.0 <= slot;
    let plot = Plot {
        frame,
        left,
        slot,
        slots,
        counted,
        top: top + 24.0,
        bottom: top + 24.0 + HEIGHT,
    };
    let axis = if counted {
        "passages per 1,000; the numbers in the chart are passages"
    } else {
        "passages per 1,000"
    };
    page.text((frame.left, top), Anchor::Start, Font::AXIS, axis);
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

/// Places on the axis: a group each, none where periods are missing in between.
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
    /// Width of a place on the axis.
    slot: f64,
    slots: Vec<Option<usize>>,
    /// Whether there is room for the passages of every column or point.
    counted: bool,
}

impl Plot<'_> {
    fn y(&self, share: f64) -> f64 {
        self.bottom - self.frame.scale.at(share) * (self.bottom - self.top)
    }

    /// The group of each place, with its middle.
    fn places<'a>(&self, groups: &'a [Group]) -> impl Iterator<Item = (f64, Option<&'a Group>)> {
        let slots = self.slots.iter().enumerate();
        slots.map(|(slot, group)| {
            (
                self.left + (slot as f64 + 0.5) * self.slot,
                group.and_then(|at| groups.get(at)),
            )
        })
    }

    /// The periods below the axis: every one, or as many as there is room for, the last always.
    fn periods(&self, page: &mut Page, groups: &[Group]) {
        let widest = groups.iter().map(|group| Font::AXIS.width(&group.label));
        let widest = widest.fold(0.0, f64::max) + 8.0;
        let every = (widest / self.slot).ceil().max(1.0) as usize;
        let y = self.bottom + 18.0;
        for (slot, (x, group)) in self.places(groups).enumerate() {
            match group {
                Some(group) if (self.slots.len() - 1 - slot).is_multiple_of(every) => {
                    page.text((x, y), Anchor::Middle, Font::AXIS, &group.label);
                }
                Some(_) => {}
                None => {
                    // The axis is broken.
                    page.line((x - 6.0, self.bottom), (x + 6.0, self.bottom), "#ffffff");
                    page.line(
                        (x - 8.0, self.bottom + 4.0),
                        (x - 4.0, self.bottom - 4.0),
                        "#808080",
                    );
                    page.line(
                        (x + 4.0, self.bottom + 4.0),
                        (x + 8.0, self.bottom - 4.0),
                        "#808080",
                    );
                }
            }
        }
    }

    /// One query: a column for each period, and above it the passages.
    fn columns(&self, page: &mut Page, groups: &[Group]) {
        let wide = (self.slot * 0.62).min(WIDEST);
        for (x, group) in self.places(groups) {
            let Some(cell) = group.and_then(|group| group.cells.first()?.as_ref()) else {
                continue;
            };
            let y = self.y(cell.share);
            page.bar(
                (x - wide / 2.0, y),
                (wide, self.bottom - y),
                Look::of(0).fill,
                &cell.says,
            );
            if self.counted {
                page.count((x, y - 5.0), Anchor::Middle, &number(cell.passages));
            }
        }
    }

    /// Several queries: a line for each, broken where periods are missing, and at its points the
    /// passages where there is room.
    fn lines(&self, page: &mut Page, groups: &[Group], queries: usize) {
        let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut points: Vec<(f64, f64, &Cell)> = Vec::new();
        for query in 0..queries {
            let look = Look::of(query);
            let places: Vec<Option<(f64, f64, &Cell)>> = (self.places(groups))
                .map(|(x, group)| {
                    let cell = group?.cells.get(query)?.as_ref()?;
                    Some((x, self.y(cell.share), cell))
                })
                .collect();
            for run in places.split(Option::is_none) {
                let run: Vec<(f64, f64)> = run.iter().flatten().map(|&(x, y, _)| (x, y)).collect();
                if run.len() > 1 {
                    page.path(&run, look.fill, look.dash);
                }
                runs.push(run);
            }
            for &(x, y, cell) in places.iter().flatten() {
                page.marker((x, y), look.marker, look.fill, &cell.says);
                points.push((x, y, cell));
            }
        }
        if self.counted {
            self.counts(page, &points, &runs);
        }
    }

    /// The passages of some points, above or below each, where no line and no other text is.
    fn counts(&self, page: &mut Page, points: &[(f64, f64, &Cell)], runs: &[Vec<(f64, f64)>]) {
        let mut taken: Vec<Area> = (points.iter())
            .map(|&(x, y, _)| (x - 6.0, y - 6.0, x + 6.0, y + 6.0))
            .collect();
        for &(x, y, cell) in points {
            let count = number(cell.passages);
            let half = Font::COUNT.width(&count) / 2.0;
            let room = [y - 9.0, y + 17.0].into_iter().find_map(|baseline| {
                let area = (x - half, baseline - 9.0, x + half, baseline + 1.0);
                let free = area.3 + 2.0 < self.bottom
                    && !runs.iter().any(|run| crosses(run, area))
                    && !taken.iter().any(|&other| meet(area, other));
                free.then_some((baseline, area))
            });
            if let Some((baseline, area)) = room {
                page.count((x, baseline), Anchor::Middle, &count);
                taken.push(area);
            }
        }
    }
}

fn meet(a: Area, b: Area) -> bool {
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
