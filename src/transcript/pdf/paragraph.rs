//! From the lines of all pages to paragraphs.

use super::{
    leading::{Measures, SENTENCE_ENDS},
    line::{Line, Span},
    question,
};
use crate::transcript::printed::PrintedParagraph;

/// A line further below the one before than this many usual leadings begins a paragraph.
const PARAGRAPH_GAP: f64 = 1.22;

/// A first line is indented by more than this share of the size.
const INDENT: f64 = 0.8;

/// Type is heavier than other type from this difference of weight on.
const HEAVIER: u16 = 100;

/// Longest label, in characters and lines.
const MAX_LABEL_CHARS: usize = 100;
const MAX_LABEL_LINES: usize = 6;

/// A mark such as `Q` in a margin is larger than the text by this factor, or apart from it.
const MARKS: [char; 2] = ['Q', 'A'];

/// The paragraphs of a file, those that a page break parts in one piece.
pub(super) fn paragraphs(pages: &[Vec<Line>]) -> Vec<PrintedParagraph> {
    let measures = Measures::of(pages);
    let mut built: Vec<Builder> = Vec::new();
    for lines in pages {
        let mut before: Option<&Line> = None;
        for line in lines {
            if is_rule(line) {
                before = None;
                continue;
            }
            let parted = Parted::of(line, &measures);
            let begins = match (before, built.last()) {
                (Some(before), Some(last)) => last.ends_before(before, line, &parted, &measures),
                // The first line of a page may go on with the last paragraph of the page before.
                (None, Some(last)) => !last.goes_on(line, &parted, &measures),
                _ => true,
            };
            if begins {
                built.push(Builder::new(line));
            }
            let is_label = parted.text.is_empty() && !parted.label.is_empty();
            if let Some(last) = built.last_mut() {
                last.add(line, parted);
            }
            // A label may have more lines than its text, or lines between those of the text.
            if begins || !is_label {
                before = Some(line);
            }
        }
    }
    (built.into_iter())
        .map(|paragraph| paragraph.finish(&measures))
        .filter(|paragraph| {
            !paragraph.text.is_empty() || paragraph.label.is_some() || paragraph.mark.is_some()
        })
        .collect()
}

/// The size of most of the text.
pub(super) fn body_size(pages: &[Vec<Line>]) -> f64 {
    Measures::of(pages).body_size
}

/// A row of dots or dashes.
fn is_rule(line: &Line) -> bool {
    let text = line.text();
    text.chars().count() >= 4
        && !text
            .chars()
            .any(|c| c.is_alphanumeric() || "?![]".contains(c))
}

/// A line as label, text and mark.
struct Parted {
    label: Vec<Span>,
    text: Vec<Span>,
    mark: Option<char>,
}

impl Parted {
    fn of(line: &Line, measures: &Measures) -> Self {
        let mut text = line.spans.clone();
        let mark = mark(&text, measures);
        if mark.is_some() {
            text.pop();
        }
        let label = match line.labels {
            0 => measures.label_spans(&text),
            labels => labels,
        };
        let mut rest = text.split_off(label);
        if let Some(behind) = text.last_mut().and_then(split_behind_colon) {
            rest.insert(0, behind);
        }
        Self {
            label: text,
            text: rest,
            mark,
        }
    }
}

/// Bold type may reach past the colon of a label, into the first word of the speech.
fn split_behind_colon(label: &mut Span) -> Option<Span> {
    let (name, behind) = label.text.split_once(':')?;
    if behind.trim().is_empty() {
        return None;
    }
    let behind = Span {
        text: behind.trim_start().to_owned(),
        is_spaced: behind.starts_with(' '),
        ..label.clone()
    };
    label.text = format!("{name}:");
    Some(behind)
}

/// `Q` or `A` at the end of a line, far from the text or in larger type.
fn mark(spans: &[Span], measures: &Measures) -> Option<char> {
    let (last, before) = spans.split_last()?;
    let mut chars = last.text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return None;
    };
    let gap = before.last().map(|span| last.left - span.right);
    let is_apart = match gap {
        Some(gap) => {
            gap > 2.0 * measures.body_size || last.size > 1.5 * measures.body_size && gap > 0.0
        }
        None => last.size > 1.5 * measures.body_size || last.left > measures.middle,
    };
    (is_apart && MARKS.contains(&c)).then_some(c)
}

/// Where the last line of a label ends.
struct LabelEnd {
    y: f64,
    right: f64,
    weight: u16,
    size: f64,
}

/// A paragraph in the making.
struct Builder {
    page: usize,
    label: String,
    text: String,
    mark: Option<char>,
    /// Lines so far, and the last of them with a label.
    lines: usize,
    label_line: usize,
    label_end: Option<LabelEnd>,
    last: Line,
    size: f64,
    lightest: u16,
    first_weight: u16,
}

impl Builder {
    fn new(line: &Line) -> Self {
        Self {
            page: line.page,
            label: String::new(),
            text: String::new(),
            mark: None,
            lines: 0,
            label_line: 0,
            label_end: None,
            last: line.clone(),
            size: line.size(),
            lightest: u16::MAX,
            first_weight: line.spans.first().map_or(400, |span| span.weight),
        }
    }

    fn add(&mut self, line: &Line, parted: Parted) {
        self.lines += 1;
        if !parted.label.is_empty() {
            if parted
                .label
                .first()
                .is_some_and(|first| self.is_below_name(first))
            {
                self.label.push(',');
            }
            append(&mut self.label, &parted.label);
            self.label_line = self.lines;
            self.label_end = parted.label.last().map(|span| LabelEnd {
                y: line.y,
                right: span.right,
                weight: span.weight,
                size: span.size,
            });
        }
        append(&mut self.text, &parted.text);
        self.mark = self.mark.or(parted.mark);
        let weights = parted
            .label
            .iter()
            .chain(&parted.text)
            .filter(|span| has_letters(&span.text));
        self.lightest = weights
            .map(|span| span.weight)
            .fold(self.lightest, u16::min);
        self.last = line.clone();
    }

    /// Whether the paragraph ends before a line further down on the page.
    fn ends_before(
        &self,
        before: &Line,
        line: &Line,
        parted: &Parted,
        measures: &Measures,
    ) -> bool {
        let leading = before.y - line.y;
        let size = measures.body_size;
        if parted.text.is_empty() && parted.label.is_empty() && parted.mark.is_some() {
            return false;
        }
        // A row, or a column that begins at the top again.
        if line.begins_row {
            return true;
        }
        if leading < 0.0 {
            // Running text goes on at the top of the next column.
            return before.column.is_none() || !self.goes_on(line, parted, measures);
        }
        let is_near = leading <= PARAGRAPH_GAP * measures.leading(line);
        // A label too long for its column, with the text below it.
        if self.text.is_empty()
            && parted.label.is_empty()
            && is_near
            && text_left(line, parted) > before.left() + size
        {
            let is_label = before
                .spans
                .first()
                .is_some_and(|span| measures.is_in_label_column(span));
            return !is_label && self.changes_weight(line) && !self.label.ends_with([':', '：']);
        }
        if !parted.label.is_empty() {
            return !self.takes_label(line, parted, measures);
        }
        !is_near
            || (before.size() - line.size()).abs() > 0.6
            || self.changes_weight(line)
            || text_left(line, parted) - text_left_of(before, measures) > INDENT * size
            || measures.is_indented(line) && measures.is_indented(before)
            || begins_item(parted)
            || self.begins_question(parted)
            || measures.has_room(before, line)
    }

    /// Whether a line of a label is title or firm below the name: in lighter or smaller type.
    fn is_below_name(&self, first: &Span) -> bool {
        let is_other =
            |end: &LabelEnd| first.weight + HEAVIER <= end.weight || first.size + 0.6 < end.size;
        self.label_end.as_ref().is_some_and(is_other)
            && !first.text.starts_with(['(', '（', ',', '-', '–'])
            && !self.label.ends_with([':', '：', ',', '-', '–'])
    }

    /// Whether a label goes on with that of the line before: `(Firm)` below a name in a column, or a
    /// name that is longer than the column is wide.
    fn takes_label(&self, line: &Line, parted: &Parted, measures: &Measures) -> bool {
        let (Some(end), Some(first)) = (&self.label_end, parted.label.first()) else {
            return false;
        };
        let is_below = end.y - line.y <= PARAGRAPH_GAP * measures.leading(line)
            && self.lines - self.label_line <= 1
            && self.lines < MAX_LABEL_LINES;
        if !is_below || self.label.trim_end().ends_with([':', '：']) {
            return false;
        }
        let closes = |span: &Span| span.text.ends_with([':', '：', ')', '）']);
        first.text.starts_with(['(', '（'])
            || parted.label.last().is_some_and(closes)
            || measures.is_in_label_column(first)
                && (first.weight + HEAVIER <= end.weight
                    || parted.text.is_empty()
                    || measures.labels_have_colons
                    || measures.would_not_fit(end.right, first))
    }

    /// Whether a line begins a question or an answer in Chinese.
    fn begins_question(&self, parted: &Parted) -> bool {
        let text: String = parted.text.iter().map(|span| span.text.as_str()).collect();
        let ends = self.text.trim_end().ends_with(SENTENCE_ENDS);
        question::is_marked(&text) || ends && question::is_numbered(&text)
    }

    /// Whether a heading goes over into text, or text into a heading.
    fn changes_weight(&self, line: &Line) -> bool {
        let weight = |pick: fn(u16, u16) -> u16| {
            let letters = line.spans.iter().filter(|span| has_letters(&span.text));
            letters.map(|span| span.weight).reduce(pick)
        };
        let (Some(lightest), Some(heaviest)) = (weight(u16::min), weight(u16::max)) else {
            return false;
        };
        let is_bold = self.lightest != u16::MAX && self.lightest == self.first_weight;
        is_bold && heaviest + HEAVIER <= self.lightest
            || self.lightest != u16::MAX && lightest >= self.lightest + HEAVIER
    }

    /// Whether the first line of a page goes on with the last paragraph of the page before.
    fn goes_on(&self, line: &Line, parted: &Parted, measures: &Measures) -> bool {
        // A row may go on over the page, without its label.
        if line.begins_row && line.labels > 0
            || !parted.label.is_empty()
            || begins_item(parted)
            || self.begins_question(parted)
            || parted.mark.is_some()
        {
            return false;
        }
        let alike = (self.last.size() - line.size()).abs() < 0.6 && !self.changes_weight(line);
        let ends = self.text.trim_end().ends_with(SENTENCE_ENDS);
        let is_first = measures.is_indented(line);
        let is_open = !self.text.is_empty()
            && (!ends || measures.has_indents && !measures.has_room(&self.last, line));
        alike && is_open && !is_first && !(ends && line.text().is_empty())
    }

    fn finish(self, measures: &Measures) -> PrintedParagraph {
        let is_heavy = self.lightest != u16::MAX && self.lightest >= measures.body_weight + HEAVIER;
        let is_large = self.size > measures.body_size * 1.08 && self.lines <= 3;
        let label = Some(collapse(&self.label)).filter(|label| !label.is_empty());
        let is_short = label
            .as_ref()
            .is_none_or(|label| label.chars().count() <= MAX_LABEL_CHARS);
        let text = collapse(&self.text);
        // The colon of a bold label may be regular.
        let bare = text.trim_start_matches([':', '：']);
        let label = match bare.len() < text.len() {
            true => label.map(|label| label + ":"),
            false => label,
        };
        let text = bare.trim_start().to_owned();
        let (label, text) = match label {
            Some(label) if !is_short => (None, format!("{label} {text}")),
            // All of it is a label: a heading on a line of its own.
            Some(label) if text.is_empty() => (None, label),
            label => (label, text),
        };
        PrintedParagraph {
            page: self.page,
            label,
            text,
            is_heading: is_heavy || is_large,
            size: self.size,
            mark: self.mark,
        }
    }
}

/// Where the text of a line begins, behind a bullet or number.
fn text_left(line: &Line, parted: &Parted) -> f64 {
    parted.text.first().map_or(line.left(), |span| span.left)
}

fn text_left_of(line: &Line, measures: &Measures) -> f64 {
    let parted = Parted::of(line, measures);
    let spans = &parted.text;
    match spans.as_slice() {
        [first, second, ..] if is_bullet(&first.text) => second.left,
        [first, ..] => first.left,
        [] => line.left(),
    }
}

/// Whether a line begins an item of a list.
fn begins_item(parted: &Parted) -> bool {
    let bullet = parted
        .text
        .first()
        .map(|span| span.text.split(' ').next().unwrap_or_default());
    bullet.is_some_and(is_bullet)
}

fn is_bullet(text: &str) -> bool {
    let text = text.trim();
    let is_number = text.len() <= 3
        && text.ends_with(['.', ')'])
        && text
            .trim_end_matches(['.', ')'])
            .bytes()
            .all(|b| b.is_ascii_digit());
    matches!(
        text,
        "-" | "–"
            | "•"
            | "·"
            | "●"
            | "▪"
            | "■"
            | "○"
            | "◦"
            | "➢"
            | "►"
            | "*"
            | "\u{F0B7}"
            | "\u{F0A7}"
            | "\u{F0D8}"
    ) || is_number && text.len() >= 2
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Adds the spans of a line to a text. A hyphen at the end of a line stays, without a space behind it.
fn append(text: &mut String, spans: &[Span]) {
    for (at, span) in spans.iter().enumerate() {
        let is_spaced = at == 0 || span.is_spaced;
        let last = text.chars().next_back();
        let first = span.text.chars().next();
        let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
        let is_hyphenated = at == 0 && ends_with_hyphen(text);
        let is_han = at == 0 && wide(last) && wide(first);
        if is_spaced && last.is_some_and(|c| c != ' ') && !is_hyphenated && !is_han {
            text.push(' ');
        }
        text.push_str(&span.text);
    }
}

/// Whether a word goes on behind the hyphen at the end of a text.
fn ends_with_hyphen(text: &str) -> bool {
    let mut chars = text.chars().rev();
    matches!(chars.next(), Some('-' | '\u{2010}' | '\u{2011}'))
        && chars.next().is_some_and(char::is_alphanumeric)
}

/// The text with single spaces, and without soft hyphens.
fn collapse(text: &str) -> String {
    let text = text
        .replace(['\u{AD}', '\u{200B}', '\u{FEFF}'], "")
        .replace('\u{2011}', "-");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
