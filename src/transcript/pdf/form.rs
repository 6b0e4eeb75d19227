//! Tables of two columns, such as forms: the first cell of a row is the label of the second.

use super::{
    line::{Line, Span},
    open_form,
    rules::{Rule, Rules, joined},
};

/// Longest label, in characters.
const MAX_LABEL_CHARS: usize = 48;

/// Fewest rows of a form.
const MIN_ROWS: usize = 2;

/// Least height of a row, in points.
const MIN_HEIGHT: f64 = 8.0;

/// Most rows of a page, and rules and lines of a page that may be a form.
const MAX_ROWS: usize = 400;
const MAX_DIVIDERS: usize = 40;
const MAX_LINES: usize = 2_000;

/// A row of two cells.
struct Row {
    top: f64,
    foot: f64,
    /// Where the second cell begins.
    divider: f64,
}

/// The lines of a page, those of the rows of a form with their label before the first.
///
/// `open_column` is where the text of a form without borders begins, which may go on on the next page.
pub(super) fn with_labels(
    lines: Vec<Line>,
    rules: &Rules,
    open_column: &mut Option<f64>,
) -> Vec<Line> {
    if lines.len() > MAX_LINES {
        return lines;
    }
    let rows = rows(&lines, rules);
    if rows.len() < MIN_ROWS {
        return open_form::with_labels(lines, open_column);
    }
    let mut read: Vec<Line> = Vec::with_capacity(lines.len());
    let mut open: Option<(usize, Cells)> = None;
    for line in lines {
        let row = rows.iter().position(|row| row.holds(&line));
        if open.as_ref().is_some_and(|(at, _)| Some(*at) != row)
            && let Some((_, cells)) = open.take()
        {
            read.extend(cells.lines());
        }
        match row.and_then(|at| Some((at, rows.get(at)?))) {
            Some((at, row)) => {
                let (_, cells) = open.get_or_insert_with(|| (at, Cells::default()));
                cells.add(line, row.divider);
            }
            None => read.push(line),
        }
    }
    read.extend(open.into_iter().flat_map(|(_, cells)| cells.lines()));
    read
}

/// Gives the label that a row has on the next page to the part of the row on this page.
pub(super) fn join_pages(pages: &mut [Vec<Line>]) {
    for at in 1..pages.len() {
        let Ok([before, after]) = pages.get_disjoint_mut([at - 1, at]) else {
            continue;
        };
        let Some(first) = after.first_mut().filter(|line| line.labels > 0) else {
            continue;
        };
        let begun = before.iter_mut().rev().find(|line| line.begins_row);
        if let Some(begun) = begun.filter(|line| line.labels == 0) {
            begun.spans.splice(0..0, first.spans.drain(..first.labels));
            begun.labels = first.labels;
            first.labels = 0;
            first.begins_row = false;
        }
    }
}

impl Row {
    fn holds(&self, line: &Line) -> bool {
        let middle = line.y + 0.3 * line.size();
        !line.is_artifact && middle < self.top && middle > self.foot
    }
}

/// The lines of the two cells of a row.
#[derive(Default)]
struct Cells {
    label: Vec<Span>,
    text: Vec<Line>,
    /// Lines as they were, where the row has no text beside its label.
    whole: Vec<Line>,
}

impl Cells {
    fn add(&mut self, line: Line, divider: f64) {
        let (label, text): (Vec<Span>, Vec<Span>) = line
            .spans
            .iter()
            .cloned()
            .partition(|span| span.left < divider);
        // A label is one word in Chinese, wherever its cell broke it.
        let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
        let ends_wide = self
            .label
            .last()
            .is_some_and(|span| wide(span.text.chars().next_back()));
        for (at, mut span) in label.into_iter().enumerate() {
            let joins = at == 0 && ends_wide && wide(span.text.chars().next());
            span.is_spaced &= !joins;
            self.label.push(span);
        }
        if !text.is_empty() {
            self.text.push(Line {
                spans: text,
                ..line.clone()
            });
        }
        self.whole.push(line);
    }

    fn lines(self) -> Vec<Line> {
        let chars: usize = self
            .label
            .iter()
            .map(|span| span.text.chars().count())
            .sum();
        // A letter beside a name is a mark: who asks, who answers.
        let text = self.text.iter().flat_map(|line| &line.spans);
        let is_mark = text.map(|span| span.text.len()).sum::<usize>() <= 1;
        if is_mark || chars > MAX_LABEL_CHARS {
            return self.whole;
        }
        let mut lines = self.text;
        if let Some(first) = lines.first_mut() {
            first.begins_row = true;
            first.labels = self.label.len();
            first.spans.splice(0..0, self.label);
        }
        lines
    }
}

/// The rows of two cells on a page, from top to bottom.
fn rows(lines: &[Line], rules: &Rules) -> Vec<Row> {
    let (across, down) = (joined(&rules.across), joined(&rules.down));
    let mut rows: Vec<Row> = Vec::new();
    for divider in down.iter().take(MAX_DIVIDERS) {
        let mut ends: Vec<f64> = across
            .iter()
            .filter(|rule| rule.from < divider.at + 2.0 && rule.to > divider.at - 2.0)
            .map(|rule| rule.at)
            .filter(|at| (divider.from - 3.0..=divider.to + 3.0).contains(at))
            .chain([divider.from, divider.to])
            .collect();
        ends.sort_by(|a, b| b.total_cmp(a));
        ends.truncate(MAX_ROWS);
        for (top, foot) in ends.iter().zip(ends.iter().skip(1)) {
            let row = Row {
                top: *top,
                foot: *foot,
                divider: divider.at,
            };
            if top - foot >= MIN_HEIGHT
                && rows.len() < MAX_ROWS
                && row.has_two_cells(lines, &across, &down)
            {
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| b.top.total_cmp(&a.top));
    rows
}

impl Row {
    /// Whether text stands on both sides of the divider, or on its right, and no other rule parts it.
    fn has_two_cells(&self, lines: &[Line], across: &[Rule], down: &[Rule]) -> bool {
        let held: Vec<&Line> = lines.iter().filter(|line| self.holds(line)).collect();
        let spans = || held.iter().flat_map(|line| &line.spans);
        let middle = (self.top + self.foot) / 2.0;
        let parts = |rule: &&Rule| {
            rule.from < middle
                && rule.to > middle
                && spans().any(|span| span.right < rule.at + 1.0)
                && spans().any(|span| span.left > rule.at - 1.0)
        };
        let crosses =
            spans().any(|span| span.left < self.divider - 1.0 && span.right > self.divider + 1.0);
        let mut dividers = down.iter().filter(parts).map(|rule| rule.at);
        let is_only = dividers.next() == Some(self.divider) && dividers.next().is_none();
        let has_text = spans().any(|span| span.left > self.divider - 1.0);
        let is_continued =
            !spans().any(|span| span.left < self.divider) && self.is_inner(across, down);
        !crosses && has_text && (is_only || is_continued)
    }

    /// Whether a further rule of the table stands left of the divider, which is not its left border then.
    fn is_inner(&self, across: &[Rule], down: &[Rule]) -> bool {
        let middle = (self.top + self.foot) / 2.0;
        let reaches = |to: f64| {
            across.iter().any(|rule| {
                let is_edge = (rule.at - self.top).abs() < 3.0 || (rule.at - self.foot).abs() < 3.0;
                is_edge && rule.from < to + 3.0 && rule.to > self.divider - 3.0
            })
        };
        down.iter().any(|rule| {
            let is_beside = rule.at < self.divider - 20.0 && rule.from < middle && rule.to > middle;
            is_beside && reaches(rule.at)
        })
    }
}
