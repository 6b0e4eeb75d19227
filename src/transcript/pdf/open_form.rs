//! Forms without borders, in Chinese: labels in a column of their own, each in the middle of its row or at
//! its top, broken over lines wherever the column ends.

use super::line::{Line, Span};

/// Fewest labels of a form, and fewest lines beside them that begin at one place.
const MIN_LABELS: usize = 3;
const MIN_BESIDE: usize = 5;

/// Longest label, in characters.
const MAX_LABEL_CHARS: usize = 48;

/// Lines of a label are closer than this many times their size.
const LABEL_LEADING: f64 = 2.6;

/// Most lines of a page that may be a form.
const MAX_LINES: usize = 160;

/// What lines without a label and a label without lines count as, in points of distance.
const OUTSIDE: f64 = 15.0;
const EMPTY: f64 = 40.0;

/// The lines of a page, those of a form with each label before the first line of its row.
///
/// `known` is where the text of the form of the page before begins: it may go on.
pub(super) fn with_labels(lines: Vec<Line>, known: &mut Option<f64>) -> Vec<Line> {
    if lines.len() > MAX_LINES {
        return lines;
    }
    let before = known.take();
    let own = text_column(&lines).and_then(|column| read(&lines, column, MIN_LABELS, MIN_BESIDE));
    let goes_on = || before.and_then(|column| Some((column, read(&lines, column, 1, 1)?.1)));
    match own.or_else(goes_on) {
        Some((column, lines)) => {
            *known = Some(column);
            lines
        }
        None => lines,
    }
}

/// The lines of a page with a form of at least so many labels and lines.
fn read(
    lines: &[Line],
    column: f64,
    min_labels: usize,
    min_lines: usize,
) -> Option<(f64, Vec<Line>)> {
    let parted: Vec<Line> = lines.iter().map(|line| part_label(line, column)).collect();
    let (from, to) = region(&parted, column)?;
    let (labels, texts) = cells(parted.get(from..to)?, column);
    let is_form = labels.len() >= min_labels
        && texts.len() >= min_lines
        && labels.iter().all(Label::is_label);
    let with_rows = || {
        let mut read: Vec<Line> = lines.iter().take(from).cloned().collect();
        read.extend(rows(labels, texts));
        read.extend(lines.iter().skip(to).cloned());
        read
    };
    is_form.then(|| (column, with_rows()))
}

/// Where the text beside labels begins: the place of most lines behind a wide gap, or alone.
fn text_column(lines: &[Line]) -> Option<f64> {
    let left = lines.iter().map(Line::left).reduce(f64::min)?;
    let behind_gap = lines.iter().filter_map(|line| {
        let gaps = line.spans.iter().zip(line.spans.iter().skip(1));
        let mut wide = gaps.filter(|(a, b)| b.left - a.right > 0.5 * b.size);
        wide.next().map(|(_, behind)| behind.left)
    });
    let mut places: Vec<f64> = behind_gap.filter(|place| *place > left + 24.0).collect();
    places.sort_by(f64::total_cmp);
    let near = |place: f64| {
        let begins = |line: &&Line| {
            let from = line.spans.iter().map(|span| span.left);
            from.min_by(|a, b| (a - place).abs().total_cmp(&(b - place).abs()))
                .is_some_and(|nearest| (nearest - place).abs() < 2.0)
        };
        lines.iter().filter(begins).count()
    };
    places.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let best = places
        .into_iter()
        .take(64)
        .max_by_key(|place| near(*place))?;
    (near(best) >= MIN_BESIDE).then_some(best)
}

/// The line with a label parted from the text beside it: a label that fills its column touches the text.
fn part_label(line: &Line, column: f64) -> Line {
    let Some((label, text)) = line.spans.first().and_then(|span| part_span(span, column)) else {
        return line.clone();
    };
    let mut spans = vec![label, text];
    spans.extend(line.spans.iter().skip(1).cloned());
    Line {
        spans,
        ..line.clone()
    }
}

/// A span of Chinese characters, which are as wide as high, parted where the column begins.
fn part_span(span: &Span, column: f64) -> Option<(Span, Span)> {
    if span.left > column - 2.0 || span.right < column + 1.0 {
        return None;
    }
    let count = ((column - span.left) / span.size + 0.1).floor();
    let at = span.text.char_indices().nth(count as usize)?.0;
    let (label, text) = span.text.split_at(at);
    let gap = (column - span.left) / span.size - count;
    let is_full = text.starts_with(' ') && gap < 0.6 || (0.12..0.35).contains(&gap);
    let is_label = count > 0.0 && label.chars().all(|c| c >= '\u{2E80}');
    let piece = |text: &str, left, right| Span {
        text: text.trim().to_owned(),
        left,
        right,
        ..span.clone()
    };
    (is_full && is_label).then(|| {
        let end = span.left + count * span.size;
        (
            piece(label, span.left, end.min(column - 2.5)),
            piece(text, column, span.right),
        )
    })
}

/// The longest run of lines that no span crosses from one column into the other.
fn region(lines: &[Line], column: f64) -> Option<(usize, usize)> {
    let is_open = |line: &Line| {
        let crosses = |span: &Span| span.left < column - 2.0 && span.right > column - 1.0;
        !line.is_artifact && !line.spans.iter().any(crosses)
    };
    let mut best = (0, 0);
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        if !is_open(line) {
            from = at + 1;
        } else if at + 1 - from > best.1 - best.0 {
            best = (from, at + 1);
        }
    }
    (best.1 > best.0).then_some(best)
}

/// The lines of one label.
struct Label {
    spans: Vec<Span>,
    top: f64,
    foot: f64,
    /// Whether its last line is as long as any: it goes on then.
    is_full: bool,
    /// Its first line.
    line: Line,
}

impl Label {
    fn is_label(&self) -> bool {
        let chars = || self.spans.iter().flat_map(|span| span.text.chars());
        chars().count() <= MAX_LABEL_CHARS && chars().any(|c| c >= '\u{2E80}')
    }
}

/// The width that the longest labels have: of a longer line that is alone of its width, the next.
fn usual_widest(mut widths: Vec<f64>, lines: &[Line]) -> f64 {
    let size = lines.first().map_or(10.0, Line::size);
    widths.sort_by(|a, b| b.total_cmp(a));
    let pairs = widths.iter().zip(widths.iter().skip(1));
    let usual = pairs
        .filter(|(a, b)| **a - **b < 0.8 * size)
        .map(|(a, _)| *a)
        .next();
    usual.or_else(|| widths.first().copied()).unwrap_or(0.0)
}

/// The labels of the left column and the lines of the right one.
fn cells(lines: &[Line], column: f64) -> (Vec<Label>, Vec<Line>) {
    let mut labels: Vec<Label> = Vec::new();
    let mut texts: Vec<Line> = Vec::new();
    let beside = |span: &&Span| span.left < column - 2.0;
    let width = |line: &Line| {
        let label = || line.spans.iter().filter(beside);
        label()
            .next()
            .zip(label().next_back())
            .map_or(0.0, |(a, b)| b.right - a.left)
    };
    let widest = usual_widest(lines.iter().map(width).collect(), lines);
    for line in lines {
        let (label, text): (Vec<Span>, Vec<Span>) = line
            .spans
            .iter()
            .cloned()
            .partition(|span| span.left < column - 2.0);
        if let Some(first) = label.first() {
            let near = LABEL_LEADING * first.size;
            let goes_on = |last: &&mut Label| last.foot - line.y < near && last.is_full;
            let is_full = width(line) > widest - 0.8 * first.size
                && !label
                    .last()
                    .is_some_and(|span| span.text.ends_with(['）', ')']));
            match labels.last_mut().filter(goes_on) {
                Some(last) => {
                    last.foot = line.y;
                    last.is_full = is_full;
                    last.spans.extend(label);
                }
                None => labels.push(Label {
                    spans: label,
                    top: line.y,
                    foot: line.y,
                    is_full,
                    line: line.clone(),
                }),
            }
        }
        if !text.is_empty() {
            texts.push(Line {
                spans: text,
                ..line.clone()
            });
        }
    }
    (labels, texts)
}

/// Each label before the lines of its row.
fn rows(labels: Vec<Label>, texts: Vec<Line>) -> Vec<Line> {
    let ys: Vec<f64> = texts.iter().map(|text| text.y).collect();
    let in_middle = |label: &Label, first: f64, last: f64| {
        ((first + last - label.top - label.foot) / 2.0).abs()
    };
    let at_top = |label: &Label, first: f64, _: f64| (first - label.top).abs();
    let partings = [
        parted(&labels, &ys, &in_middle),
        parted(&labels, &ys, &at_top),
    ];
    let best = partings.into_iter().min_by(|(a, _), (b, _)| a.total_cmp(b));
    let starts = best.map(|(_, starts)| starts).unwrap_or_default();
    let mut texts = texts.into_iter();
    let mut lines = begun(
        texts
            .by_ref()
            .take(starts.first().copied().unwrap_or(0))
            .collect(),
    );
    for (at, label) in labels.into_iter().enumerate() {
        let ends = (starts.get(at), starts.get(at + 1));
        let count = ends.1.zip(ends.0).map_or(0, |(to, from)| to - from);
        lines.extend(labelled(label, texts.by_ref().take(count).collect()));
    }
    lines.extend(begun(texts.collect()));
    lines
}

/// The least sum of distances between labels and their rows, and where each row begins, with the end of the
/// last. Lines above the first row and below the last may belong to rows whose label stands on another page.
fn parted(
    labels: &[Label],
    ys: &[f64],
    distance: &dyn Fn(&Label, f64, f64) -> f64,
) -> (f64, Vec<usize>) {
    let outside = |lines: usize| {
        if lines == 0 {
            0.0
        } else {
            OUTSIDE + 0.2 * lines as f64
        }
    };
    let mut costs: Vec<f64> = (0..=ys.len()).map(outside).collect();
    let mut froms: Vec<Vec<usize>> = Vec::new();
    for label in labels {
        let row = |from: usize, to: usize| match (ys.get(from), ys.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if to > from => distance(label, *first, *last),
            _ => EMPTY,
        };
        let best = |to: usize| {
            let ways = costs.iter().take(to + 1).enumerate();
            ways.map(|(from, cost)| (cost + row(from, to), from))
                .min_by(|(a, _), (b, _)| a.total_cmp(b))
                .unwrap_or((f64::INFINITY, to))
        };
        let next: Vec<(f64, usize)> = (0..=ys.len()).map(best).collect();
        froms.push(next.iter().map(|(_, from)| *from).collect());
        costs = next.into_iter().map(|(cost, _)| cost).collect();
    }
    let ways = costs.iter().enumerate();
    let (cost, end) = ways
        .map(|(end, cost)| (cost + outside(ys.len() - end), end))
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .unwrap_or((f64::INFINITY, 0));
    let mut starts = vec![end];
    for from in froms.iter().rev() {
        let at = starts.last().copied().unwrap_or(0);
        starts.push(from.get(at).copied().unwrap_or(0));
    }
    starts.reverse();
    (cost, starts)
}

/// Lines of a row whose label stands on another page.
fn begun(mut lines: Vec<Line>) -> Vec<Line> {
    if let Some(first) = lines.first_mut() {
        first.begins_row = true;
    }
    lines
}

fn labelled(label: Label, mut row: Vec<Line>) -> Vec<Line> {
    let mut spans = label.spans;
    // A label is one word, wherever its column broke it.
    spans
        .iter_mut()
        .skip(1)
        .for_each(|span| span.is_spaced = false);
    match row.first_mut() {
        Some(first) => {
            first.begins_row = true;
            first.labels = spans.len();
            first.spans.splice(0..0, spans);
        }
        None => row.push(Line {
            spans,
            begins_row: true,
            ..label.line
        }),
    }
    row
}
