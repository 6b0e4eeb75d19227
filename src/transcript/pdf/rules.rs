//! Rules that a page draws: the borders of tables.

use super::matrix::Matrix;

/// Most rules of a page that are kept.
const MAX_RULES: usize = 8_000;

/// A bar is a rule up to this thickness, in points.
const MAX_THICKNESS: f64 = 2.5;

/// Least length of a rule, in points.
const MIN_LENGTH: f64 = 6.0;

/// Rules nearer than this are one, in points.
const SAME_PLACE: f64 = 2.0;

/// A rule at a place, from one end to the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// The rules of a page, across and down.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) across: Vec<Rule>,
    pub(super) down: Vec<Rule>,
    pen: (f64, f64),
}

impl Rules {
    pub(super) fn move_to(&mut self, x: f64, y: f64, transform: Matrix) {
        self.pen = transform.apply(x, y);
    }

    pub(super) fn line_to(&mut self, x: f64, y: f64, transform: Matrix) {
        let (from, to) = (self.pen, transform.apply(x, y));
        self.pen = to;
        self.bar(from, to);
    }

    /// A rectangle: a bar, or the four sides of a box.
    pub(super) fn rectangle(&mut self, [x, y, width, height]: [f64; 4], transform: Matrix) {
        let (a, c) = (
            transform.apply(x, y),
            transform.apply(x + width, y + height),
        );
        let is_bar = (a.0 - c.0).abs() <= MAX_THICKNESS || (a.1 - c.1).abs() <= MAX_THICKNESS;
        if is_bar {
            return self.bar(a, c);
        }
        self.bar(a, (c.0, a.1));
        self.bar((a.0, c.1), c);
        self.bar(a, (a.0, c.1));
        self.bar((c.0, a.1), c);
    }

    fn bar(&mut self, a: (f64, f64), b: (f64, f64)) {
        let (width, height) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        if self.across.len() + self.down.len() >= MAX_RULES || !(width + height).is_finite() {
            return;
        }
        if height <= MAX_THICKNESS && width >= MIN_LENGTH {
            let at = (a.1 + b.1) / 2.0;
            self.across.push(Rule {
                at,
                from: a.0.min(b.0),
                to: a.0.max(b.0),
            });
        } else if width <= MAX_THICKNESS && height >= MIN_LENGTH {
            let at = (a.0 + b.0) / 2.0;
            self.down.push(Rule {
                at,
                from: a.1.min(b.1),
                to: a.1.max(b.1),
            });
        }
    }
}

/// Rules with those in one place that touch joined, by place.
pub(super) fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    // Borders are drawn twice, side by side: one place for each group.
    let mut place = f64::NEG_INFINITY;
    for rule in &mut sorted {
        if rule.at - place > SAME_PLACE {
            place = rule.at;
        }
        rule.at = place;
    }
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Rule> = Vec::new();
    for rule in sorted {
        match joined.last_mut() {
            Some(last) if last.at == rule.at && rule.from <= last.to + MAX_THICKNESS => {
                last.to = last.to.max(rule.to);
            }
            _ => joined.push(rule),
        }
    }
    joined
}
