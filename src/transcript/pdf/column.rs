//! Columns of a page: lists of participants are often set in two, which are read one after the other.

use super::line::{Line, Span};

/// Least width of a gutter, in points.
const GUTTER: f64 = 3.0;

/// Type of this many times the usual size is a heading.
const HEADING_SIZE: f64 = 1.35;

/// Most places that are tried for a gutter.
const MAX_GUTTERS: usize = 64;

/// Fewest lines of a column.
const MIN_LINES: usize = 3;

/// Fewest lines of a column of running text, and fewest words of such a line.
const MIN_RUNNING_LINES: usize = 8;
const MIN_RUNNING_WORDS: usize = 4;

/// A line of one column holds at most this many times the lines of another.
const MAX_RATIO: usize = 4;

/// The lines of a page in reading order, those of columns one column after the other.
pub(super) fn in_reading_order(lines: Vec<Line>) -> Vec<Line> {
    let regions = regions(&lines);
    let mut ordered = Vec::with_capacity(lines.len());
    let mut right: Vec<Line> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        let region = regions
            .iter()
            .find(|region| (region.from..region.to).contains(&at));
        let Some(region) = region else {
            ordered.append(&mut right);
            ordered.push(line);
            continue;
        };
        if at == region.from {
            ordered.append(&mut right);
        }
        let (before, behind): (Vec<Span>, Vec<Span>) = line
            .spans
            .iter()
            .cloned()
            .partition(|span| span.left < region.gutter);
        let (left_margins, right_margins) = region.margins.unzip();
        let sides = [
            (before, &mut ordered, left_margins),
            (behind, &mut right, right_margins),
        ];
        for (spans, lines, column) in sides {
            if !spans.is_empty() {
                lines.push(Line {
                    spans,
                    column,
                    ..line.clone()
                });
            }
        }
    }
    ordered.append(&mut right);
    ordered
}

/// Consecutive lines that a gutter parts.
struct Region {
    from: usize,
    to: usize,
    /// Where the right column begins.
    gutter: f64,
    /// The margins of both columns, if they hold running text.
    margins: Option<((f64, f64), (f64, f64))>,
}

/// The regions of a page that are set in two columns of lists: the longest, and others with its gutter.
fn regions(lines: &[Line]) -> Vec<Region> {
    let mut starts: Vec<f64> = lines
        .iter()
        .flat_map(|line| line.spans.iter().skip(usize::from(line.spans.len() > 1)))
        .map(|span| span.left)
        .collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 2.0);
    let all = starts
        .into_iter()
        .take(MAX_GUTTERS)
        .map(|left| regions_at(lines, left - 1.0));
    let best = all.max_by_key(|regions| {
        let long = regions
            .iter()
            .filter(|region| region.lines_of_columns(lines) >= MIN_LINES);
        long.map(|region| region.to - region.from)
            .max()
            .unwrap_or(0)
    });
    let is_list = |regions: &Vec<Region>| {
        regions
            .iter()
            .any(|region| region.lines_of_columns(lines) >= MIN_LINES)
    };
    best.filter(is_list).unwrap_or_default()
}

/// The regions with a gutter left of a place.
fn regions_at(lines: &[Line], gutter: f64) -> Vec<Region> {
    let usual = usual_size(lines);
    // A heading in larger type stands over both columns, even if it is short.
    let is_open = |line: &Line| {
        let apart = |span: &Span| span.left >= gutter || span.right < gutter - GUTTER;
        line.spans.iter().all(apart) && line.size() < HEADING_SIZE * usual && !is_heading(line)
    };
    let mut regions = Vec::new();
    let mut from = 0;
    while let Some(rest) = lines.get(from..).filter(|rest| !rest.is_empty()) {
        let open = rest.iter().take_while(|line| is_open(line)).count();
        let mut region = Region {
            from,
            to: from + open,
            gutter,
            margins: None,
        };
        from += open.max(1);
        if open > 0 {
            region.margins = region.running(lines);
        }
        if open > 0 && (region.margins.is_some() || region.is_list(lines)) {
            regions.push(region);
        }
    }
    regions
}

impl Region {
    fn columns<'a>(&self, lines: &'a [Line]) -> (Vec<&'a Span>, Vec<&'a Span>) {
        let lines = lines.iter().take(self.to).skip(self.from);
        lines
            .flat_map(|line| &line.spans)
            .partition(|span| span.left < self.gutter)
    }

    /// The lines of words in the shorter column.
    fn lines_of_columns(&self, lines: &[Line]) -> usize {
        let (left, right) = self.columns(lines);
        words(&left).min(words(&right))
    }

    /// The margins of both columns if they hold running text in the letters of alphabets: most lines of
    /// both reach across their column.
    fn running(&self, lines: &[Line]) -> Option<((f64, f64), (f64, f64))> {
        let (left, right) = self.columns(lines);
        let (left, right) = (running_margins(&left)?, running_margins(&right)?);
        let widths = (left.1 - left.0, right.1 - right.0);
        let is_even = widths.0 < 1.5 * widths.1 && widths.1 < 1.5 * widths.0;
        (is_even && left.1 < self.gutter && right.0 - self.gutter < 3.0).then_some((left, right))
    }

    /// Whether both columns hold lists: short lines of words, in like number, aligned at the gutter.
    fn is_list(&self, lines: &[Line]) -> bool {
        let (left, right) = self.columns(lines);
        let aligned = right
            .iter()
            .filter(|span| span.left - self.gutter < 3.0)
            .count();
        let (some, more) = (
            words(&left).min(words(&right)),
            words(&left).max(words(&right)),
        );
        some >= 2
            && more <= some * MAX_RATIO
            && aligned * 10 >= right.len() * 8
            && words(&right) * 10 >= right.len() * 8
            && words(&left) * 10 >= left.len() * 8
            && speech(&left) * 5 <= left.len()
            && speech(&right) * 5 <= right.len()
    }
}

/// The margins of a column of running text; none if most of its lines are short, or Chinese.
fn running_margins(spans: &[&Span]) -> Option<(f64, f64)> {
    let left = spans
        .iter()
        .map(|span| span.left)
        .fold(f64::INFINITY, f64::min);
    let right = spans.iter().map(|span| span.right).fold(0.0, f64::max);
    let is_running = |span: &&&Span| {
        span.text.split_whitespace().count() >= MIN_RUNNING_WORDS
            && span.right - span.left > 0.7 * (right - left)
            && !span.text.chars().any(|c| c >= '\u{2E80}')
    };
    let running = spans.iter().filter(is_running).count();
    (running >= MIN_RUNNING_LINES && running * 5 >= spans.len() * 2).then_some((left, right))
}

/// Whether a line is the heading of a list or section, which stands over both columns.
fn is_heading(line: &Line) -> bool {
    let text = line.text();
    let mut words = text.split_whitespace();
    line.spans.len() == 1
        && !text.chars().any(char::is_lowercase)
        && words.any(|word| {
            ["PARTICIPANTS", "REPRESENTATIVES", "SECTION", "PRESENTATION"].contains(&word)
        })
}

/// The size of most lines of a page.
fn usual_size(lines: &[Line]) -> f64 {
    let mut sizes: Vec<f64> = lines.iter().map(Line::size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(f64::INFINITY)
}

/// How many spans hold words.
fn words(spans: &[&Span]) -> usize {
    let letters = |span: &Span| span.text.chars().filter(|c| c.is_alphabetic()).count();
    spans.iter().filter(|span| letters(span) >= 3).count()
}

/// How many spans hold running text, or Chinese, which has no words to count.
fn speech(spans: &[&Span]) -> usize {
    let is_speech =
        |text: &str| text.split_whitespace().count() > 9 || text.chars().any(|c| c >= '\u{2E80}');
    spans.iter().filter(|span| is_speech(&span.text)).count()
}
