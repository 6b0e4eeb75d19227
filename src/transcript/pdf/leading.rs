//! What is usual in a file: size and weight of the type, leading, margins, a column of labels.

use std::collections::HashMap;

use super::line::{Line, Span};

/// Fewest lines that show a column of labels.
const MIN_LABELS: usize = 4;

/// Fewest lines of a page that show its right margin.
const MIN_BODY_LINES: usize = 12;

/// Fewest distances of lines that show the leading of a size of type.
const MIN_DISTANCES: usize = 5;

/// A space between a label and its text is at least this share of the size.
const LABEL_GAP: f64 = 0.9;

/// A line that leaves more than this share of its column free is short.
const SHORT_LINE: f64 = 0.25;

/// What ends a sentence.
pub(super) const SENTENCE_ENDS: [char; 14] = [
    '.', '?', '!', ':', '。', '？', '！', '：', '”', '"', '’', ']', ')', '）',
];

/// Longest label in a line, in characters; of one outside the column of labels, which a wider gap parts.
const MAX_LABEL_CHARS: usize = 80;
const MAX_WIDE_LABEL_CHARS: usize = 40;
const LABEL_WIDE_GAP: f64 = 1.5;

/// The usual measures of a file.
pub(super) struct Measures {
    pub(super) body_size: f64,
    pub(super) body_weight: u16,
    /// Whether paragraphs begin with an indented line.
    pub(super) has_indents: bool,
    /// The middle of the text.
    pub(super) middle: f64,
    /// Usual leading by size of type.
    leadings: HashMap<i64, f64>,
    left: f64,
    indent: f64,
    /// Right margin of each page, and of most.
    rights: HashMap<usize, f64>,
    right: f64,
    /// Where labels and the text beside them begin, if a file has a column of labels.
    label_column: Option<(f64, f64)>,
    /// Whether colons end the labels of that column.
    pub(super) labels_have_colons: bool,
}

impl Measures {
    pub(super) fn of(pages: &[Vec<Line>]) -> Self {
        let lines = || pages.iter().flatten();
        let spans = || lines().flat_map(|line| &line.spans);
        let body_size = most(spans().map(|span| (key(span.size), span.text.len())))
            .map_or(10.0, |size| size as f64 / 2.0);
        let is_body = |span: &&Span| (span.size - body_size).abs() < 0.6;
        let body_weight = most(
            spans()
                .filter(is_body)
                .map(|span| (i64::from(span.weight), span.text.len())),
        );
        let full = || lines().filter(|line| (line.size() - body_size).abs() < 0.6);
        let left = most(full().map(|line| (line.left().round() as i64, 1))).unwrap_or(0) as f64;
        let indents = full()
            .map(|line| line.left() - left)
            .filter(|by| (0.8 * body_size..6.0 * body_size).contains(by));
        let indents: Vec<i64> = indents.map(|by| by.round() as i64).collect();
        let indent = most(indents.iter().map(|&by| (by, 1))).unwrap_or(0);
        let indented = indents
            .iter()
            .filter(|&&by| (by - indent).abs() <= 1)
            .count();
        let rights: HashMap<usize, f64> = pages
            .iter()
            .filter_map(|lines| right_margin(lines, body_size))
            .collect();
        let right = most(rights.values().map(|right| (right.round() as i64, 1)));
        let right = right.map_or(left, |right| right as f64);
        let mut measures = Self {
            body_size,
            body_weight: body_weight.map_or(400, |weight| weight as u16),
            has_indents: false,
            middle: (left + right) / 2.0,
            leadings: leadings(pages),
            left,
            indent: indent as f64,
            right: full()
                .map(Line::right)
                .filter(|at| *at < right + 0.3 * (right - left))
                .fold(right, f64::max),
            rights,
            label_column: None,
            labels_have_colons: false,
        };
        measures.label_column = measures.label_column(pages);
        measures.labels_have_colons = measures.have_colons(pages);
        measures.has_indents = measures.label_column.is_none()
            && indented * 20 >= full().count()
            && indented * 3 <= full().count() * 2;
        measures
    }

    /// The usual leading of type like a line's.
    pub(super) fn leading(&self, line: &Line) -> f64 {
        let size = line.size();
        let body = self
            .leadings
            .get(&key(self.body_size))
            .map(|leading| leading / self.body_size);
        let known = self.leadings.get(&key(size)).copied();
        known.unwrap_or(size * body.unwrap_or(1.25))
    }

    /// Whether a line is indented as the first lines of paragraphs are.
    pub(super) fn is_indented(&self, line: &Line) -> bool {
        self.has_indents && (line.left() - self.left - self.indent).abs() < 2.0
    }

    /// Whether a line ended although the first word of the next would have fitted.
    pub(super) fn has_room(&self, line: &Line, next: &Line) -> bool {
        let page = self.rights.get(&line.page).copied().unwrap_or(self.right);
        let (left, right) = line.column.unwrap_or((self.left, page));
        let first = next.spans.iter().find(|span| !span.text.trim().is_empty());
        let Some(first) = first else { return false };
        let length = first.text.chars().count().max(1) as f64;
        // A line may end before any Chinese character.
        let is_han = |c: char| c >= '\u{2E80}';
        let word = first
            .text
            .chars()
            .take_while(|&c| c != ' ' && !is_han(c))
            .count() as f64;
        let is_han = first.text.chars().nth(word as usize).is_some_and(is_han);
        let width = match is_han {
            // Punctuation may not begin a line, and takes a character with it.
            true => (word * 0.6 + 3.0) * first.size,
            false => (first.right - first.left) / length * (word + 1.0) + 0.5 * first.size,
        };
        let ends = line.text().ends_with(SENTENCE_ENDS);
        let is_short = right - line.right() > SHORT_LINE * (right - left);
        line.right() + width < right && (ends || is_short)
    }

    /// How many spans at the beginning of a line are a label: in a column of their own, or in bold
    /// before regular type.
    pub(super) fn label_spans(&self, spans: &[Span]) -> usize {
        if let Some((label, column)) = self.label_column {
            let begins = spans
                .first()
                .is_some_and(|span| (span.left - label).abs() < 4.0);
            let count = spans
                .iter()
                .take_while(|span| span.right < column && span.left < column - 4.0)
                .count();
            let behind = spans.get(count).map(|span| span.left);
            let fits = behind.is_none_or(|left| (left - column).abs() < 4.0);
            if begins && count > 0 && fits {
                return count;
            }
        }
        if let Some(count) = before_wide_gap(spans) {
            return count;
        }
        // In a heading of two weights the heavier is the label.
        let lightest = spans.iter().map(|span| span.weight).min().unwrap_or(0);
        let heavy = |span: &&Span| span.weight >= lightest.max(self.body_weight) + 100;
        let count = spans.iter().take_while(heavy).count();
        let chars: usize = spans
            .iter()
            .take(count)
            .map(|span| span.text.chars().count())
            .sum();
        let is_label = count > 0 && count < spans.len() && chars <= MAX_LABEL_CHARS;
        if is_label { count } else { 0 }
    }

    /// Whether a span begins where labels do.
    pub(super) fn is_in_label_column(&self, span: &Span) -> bool {
        self.label_column.is_some_and(|(label, column)| {
            let is_left = (span.left - label).abs() < 4.0;
            let is_right = column - span.right < 2.5 * span.size;
            (is_left || is_right) && span.right < column
        })
    }

    /// Whether the first word of a label would not have fitted behind the line above.
    pub(super) fn would_not_fit(&self, right: f64, label: &Span) -> bool {
        let chars = label.text.chars().count().max(1) as f64;
        let word = label.text.chars().take_while(|&c| c != ' ').count() as f64;
        let width = (label.right - label.left) / chars * (word + 1.0);
        self.label_column
            .is_some_and(|(_, column)| right + width > column - LABEL_GAP * label.size)
    }

    /// Whether colons end the labels of the column: of wrapped ones the last line.
    fn have_colons(&self, pages: &[Vec<Line>]) -> bool {
        let labels = pages.iter().flatten().filter_map(|line| {
            let first = line.spans.first()?;
            let count = self.label_spans(&line.spans);
            (self.is_in_label_column(first)).then(|| line.spans.get(count.checked_sub(1)?))?
        });
        let (mut all, mut ending) = (0, 0);
        for label in labels {
            all += 1;
            ending += usize::from(label.text.ends_with([':', '：']));
        }
        ending * 3 >= all && all > 0
    }

    /// Where labels and the text beside them begin, if a file has a column of labels.
    fn label_column(&self, pages: &[Vec<Line>]) -> Option<(f64, f64)> {
        let full = || {
            pages
                .iter()
                .flatten()
                .filter(|line| (line.size() - self.body_size).abs() < 0.6)
        };
        let labelled = full().filter_map(|line| {
            let (first, second) = (line.spans.first()?, text_span(line)?);
            let is_apart = second.left - first.right > LABEL_GAP * self.body_size;
            let is_word = first.text.chars().filter(|c| c.is_alphabetic()).count() >= 2
                || is_question_mark(&first.text);
            (is_apart && is_word).then_some((first.left, second.left))
        });
        let labelled: Vec<(f64, f64)> = labelled.collect();
        let column = most(labelled.iter().map(|(_, text)| (text.round() as i64, 1)))? as f64;
        let near = |left: f64| (left - column).abs() < 3.0;
        let beside_column = || labelled.iter().filter(|(_, text)| near(*text));
        let label = most(beside_column().map(|(label, _)| (label.round() as i64, 1)))? as f64;
        let labels = beside_column().count();
        let beside = full().filter(|line| near(line.left())).count();
        (labels >= MIN_LABELS && beside * 3 >= labels).then_some((label, column))
    }
}

/// `Q`, `A1.`: who asks and who answers, in a column of labels.
fn is_question_mark(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || ".:：)-".contains(c));
    matches!(bare, "Q" | "A" | "問" | "答" | "问")
}

/// How many spans end in a colon before a wide gap: `MANAGEMENT:     MR. BO LI`.
fn before_wide_gap(spans: &[Span]) -> Option<usize> {
    let gaps = spans.iter().zip(spans.iter().skip(1));
    let gap = gaps
        .take(4)
        .position(|(before, behind)| behind.left - before.right > LABEL_WIDE_GAP * before.size)?;
    let before = spans.get(..=gap)?;
    let chars: usize = before.iter().map(|span| span.text.chars().count()).sum();
    let ends = before.last()?.text.ends_with([':', '：']);
    (ends && chars <= MAX_WIDE_LABEL_CHARS).then_some(gap + 1)
}

/// The first span that a wide gap parts from the spans before.
fn text_span(line: &Line) -> Option<&Span> {
    let mut right = line.spans.first()?.right;
    line.spans.iter().skip(1).find(|span| {
        let is_apart = span.left - right > LABEL_GAP * span.size;
        right = span.right;
        is_apart
    })
}

/// The key with the greatest sum of weights; of equals the smallest.
fn most(items: impl Iterator<Item = (i64, usize)>) -> Option<i64> {
    let mut sums: HashMap<i64, usize> = HashMap::new();
    items.for_each(|(key, weight)| *sums.entry(key).or_default() += weight);
    sums.into_iter()
        .max_by_key(|&(key, sum)| (sum, std::cmp::Reverse(key)))
        .map(|(key, _)| key)
}

fn key(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

/// The usual distance of lines of one size, to half a point.
fn leadings(pages: &[Vec<Line>]) -> HashMap<i64, f64> {
    let mut distances: HashMap<i64, Vec<(i64, usize)>> = HashMap::new();
    for lines in pages {
        for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
            let distance = line.y - next.y;
            let alike = (line.size() - next.size()).abs() < 0.6;
            if alike && distance > 0.7 * line.size() && distance < 2.6 * line.size() {
                distances
                    .entry(key(next.size()))
                    .or_default()
                    .push((key(distance), 1));
            }
        }
    }
    distances.retain(|_, distances| distances.len() >= MIN_DISTANCES);
    let usual = |distances: Vec<(i64, usize)>| Some(smallest_frequent(&distances)? as f64 / 2.0);
    distances
        .into_iter()
        .filter_map(|(size, distances)| Some((size, usual(distances)?)))
        .collect()
}

/// The smallest distance that one line in eight has. Where most paragraphs have one line, the distance
/// of paragraphs is more frequent.
fn smallest_frequent(distances: &[(i64, usize)]) -> Option<i64> {
    let near = |at: i64| {
        distances
            .iter()
            .filter(|(other, _)| (other - at).abs() <= 1)
            .count()
    };
    let frequent = distances
        .iter()
        .map(|(at, _)| *at)
        .filter(|&at| near(at) * 8 >= distances.len());
    let smallest = frequent.min()?;
    most(
        distances
            .iter()
            .copied()
            .filter(|(at, _)| (at - smallest).abs() <= 2),
    )
}

/// The right margin of a page: where the longest lines of its text end, but for one in twenty.
fn right_margin(lines: &[Line], body_size: f64) -> Option<(usize, f64)> {
    let body = lines
        .iter()
        .filter(|line| (line.size() - body_size).abs() < 0.6);
    let mut rights: Vec<f64> = body.map(Line::right).collect();
    rights.sort_by(f64::total_cmp);
    if rights.len() < MIN_BODY_LINES {
        return None;
    }
    let at = rights.len() - 1 - rights.len() / 20;
    Some((lines.first()?.page, *rights.get(at)?))
}
