//! From the characters of a page to its lines.

use super::{colour::Colour, glyph::Glyph};

/// Characters whose base lines differ by less than this share of their size stand on one line.
const SAME_LINE: f64 = 0.25;

/// Longest row of characters that may be raised, and longest line that they may belong to.
const MAX_RAISED: usize = 64;
const MAX_LINE: usize = 2_000;

/// Most large initials of a page.
const MAX_INITIALS: usize = 40;

/// A gap of this share of the size parts words.
const WORD_GAP: f64 = 0.15;

/// A gap of this share of the size parts Chinese words and columns.
const WIDE_GAP: f64 = 1.0;

/// A gap of this share of the size may part columns, if the page draws them one after the other.
/// Chinese labels fill their column.
const COLUMN_GAP: f64 = 0.4;
const FULL_COLUMN_GAP: f64 = 0.12;

/// A run of characters in one style, without a wide gap.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::transcript) struct Span {
    pub(in crate::transcript) text: String,
    pub(in crate::transcript) left: f64,
    pub(in crate::transcript) right: f64,
    pub(in crate::transcript) size: f64,
    pub(in crate::transcript) weight: u16,
    pub(in crate::transcript) colour: Colour,
    /// Whether a space stands between it and the span before.
    pub(in crate::transcript) is_spaced: bool,
}

/// A line of a page, or of one of its columns.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::transcript) struct Line {
    pub(in crate::transcript) page: usize,
    /// The base line, in points from the foot of the page.
    pub(in crate::transcript) y: f64,
    pub(in crate::transcript) spans: Vec<Span>,
    pub(in crate::transcript) is_artifact: bool,
    /// Whether it begins a row of a form.
    pub(in crate::transcript) begins_row: bool,
    /// How many of its first spans are the label of that row.
    pub(in crate::transcript) labels: usize,
    /// The margins of its column, on a page of running text in columns.
    pub(in crate::transcript) column: Option<(f64, f64)>,
}

impl Line {
    /// The text of the line.
    pub(in crate::transcript) fn text(&self) -> String {
        let mut text = String::new();
        for span in &self.spans {
            if span.is_spaced && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&span.text);
        }
        text
    }

    pub(in crate::transcript) fn left(&self) -> f64 {
        self.spans.first().map_or(0.0, |span| span.left)
    }

    pub(in crate::transcript) fn right(&self) -> f64 {
        self.spans.last().map_or(0.0, |span| span.right)
    }

    /// The size of most of its characters.
    pub(in crate::transcript) fn size(&self) -> f64 {
        let longest = self.spans.iter().max_by_key(|span| span.text.len());
        longest.map_or(0.0, |span| span.size)
    }
}

/// The lines of a page from top to bottom, artifacts apart from text.
pub(super) fn lines(page: usize, mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.retain(|glyph| glyph.size > 0.5 && glyph.left.is_finite() && glyph.y.is_finite());
    lower_initials(&mut glyphs);
    let (artifacts, text): (Vec<Glyph>, Vec<Glyph>) =
        glyphs.into_iter().partition(|glyph| glyph.is_artifact);
    let mut lines: Vec<Line> = [(artifacts, true), (text, false)]
        .into_iter()
        .flat_map(|(glyphs, is_artifact)| {
            let mut rows = rows(glyphs);
            attach_raised(&mut rows);
            (rows
                .into_iter()
                .map(spans)
                .filter(|(_, spans)| !spans.is_empty()))
            .map(move |(y, spans)| Line {
                page,
                y,
                spans,
                is_artifact,
                begins_row: false,
                labels: 0,
                column: None,
            })
        })
        .collect();
    lines.sort_by(|a, b| b.y.total_cmp(&a.y));
    lines
}

/// Puts large initials that reach over some lines on the first of them.
fn lower_initials(glyphs: &mut [Glyph]) {
    let mut sizes: Vec<f64> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    let large = |(_, glyph): &(usize, &Glyph)| {
        glyph.size > 1.6 * usual && glyph.text.chars().all(char::is_uppercase)
    };
    let large: Vec<usize> = (glyphs.iter().enumerate().filter(large).map(|(at, _)| at))
        .take(MAX_INITIALS + 1)
        .collect();
    if large.len() > MAX_INITIALS {
        return;
    }
    for at in large {
        let Some(initial) = glyphs.get(at).cloned() else {
            continue;
        };
        let is_alone = !glyphs.iter().any(|other| {
            other.size == initial.size && other.y == initial.y && other.left != initial.left
        });
        let beside = glyphs.iter().filter(|other| {
            other.size * 1.6 < initial.size
                && (other.left - initial.right).abs() < 0.8 * other.size
                && (0.25 * other.size..initial.size).contains(&(other.y - initial.y))
        });
        let first = beside.max_by(|a, b| a.y.total_cmp(&b.y).then(b.left.total_cmp(&a.left)));
        let first = first.filter(|_| is_alone).cloned();
        if let (Some(first), Some(initial)) = (first, glyphs.get_mut(at)) {
            (initial.y, initial.size) = (first.y, first.size);
            (initial.left, initial.right) = (first.left - 0.6 * first.size, first.left);
        }
    }
}

/// Characters by base line.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let (mut y, mut size) = (f64::INFINITY, 0.0_f64);
    for glyph in glyphs {
        let near = (y - glyph.y).abs() < SAME_LINE * size.min(glyph.size);
        (y, size) = (glyph.y, glyph.size);
        match rows.last_mut() {
            Some(row) if near => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    rows
}

/// Moves raised and lowered characters to the line that they touch.
fn attach_raised(rows: &mut [Vec<Glyph>]) {
    for at in 0..rows.len() {
        for other in [at.wrapping_sub(1), at + 1] {
            let Ok([small, line]) = rows.get_disjoint_mut([at, other]) else {
                continue;
            };
            if small.len() > MAX_RAISED || line.len() > MAX_LINE {
                continue;
            }
            small.sort_by(|a, b| a.left.total_cmp(&b.left));
            let mut kept = Vec::new();
            for glyph in small.drain(..) {
                let to = if is_raised(&glyph, line) {
                    &mut *line
                } else {
                    &mut kept
                };
                to.push(glyph);
            }
            *small = kept;
        }
    }
}

/// Whether a small character stands right behind or before one of larger type, or behind one that does.
fn is_raised(glyph: &Glyph, line: &[Glyph]) -> bool {
    line.iter().any(|other| {
        let near = |gap: f64| gap.abs() < 0.2 * other.size;
        let is_behind = near(glyph.left - other.right);
        let touches = is_behind || near(other.left - glyph.right);
        let is_smaller = glyph.size < 0.85 * other.size;
        let is_close = (glyph.y - other.y).abs() < 0.6 * other.size;
        is_smaller && is_close && touches && !other.text.trim().is_empty()
            || glyph.size == other.size && glyph.y == other.y && is_behind
    })
}

/// The spans of a row from left to right, and its base line.
fn spans(mut row: Vec<Glyph>) -> (f64, Vec<Span>) {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    remove_doubles(&mut row);
    let largest = row.iter().max_by(|a, b| a.size.total_cmp(&b.size));
    let y = largest.map_or(0.0, |glyph| glyph.y);
    let spacing = letter_spacing(&row);
    let mut spans: Vec<Span> = Vec::new();
    let mut is_after_space = false;
    let mut space = ' ';
    let (mut right, mut order) = (f64::NEG_INFINITY, 0);
    for glyph in row {
        if glyph.text.trim().is_empty() {
            // A space that is drawn over other characters parts no words.
            is_after_space |= glyph.left > right - 0.3 * glyph.size;
            // A space at which lines do not break stays one until paragraphs are made.
            space = if glyph.text == "\u{A0}" {
                '\u{A0}'
            } else {
                ' '
            };
            order = glyph.order;
            continue;
        }
        let gap = (glyph.left - right - spacing) / glyph.size;
        right = glyph.right.max(glyph.left);
        let is_full = spans
            .last()
            .is_some_and(|span| span.text.ends_with(is_wide));
        let column_gap = if is_full { FULL_COLUMN_GAP } else { COLUMN_GAP };
        let is_elsewhere = glyph.order != order + 1 && gap > column_gap;
        order = glyph.order;
        let is_word = is_after_space && gap > -0.5 || gap > WORD_GAP;
        // A space that is drawn may part a name from a title, in Chinese too.
        let is_parted = is_after_space && gap > WORD_GAP;
        is_after_space = false;
        let joined = spans.last_mut().filter(|span| {
            gap < WIDE_GAP
                && !is_elsewhere
                && span.weight == glyph.weight
                && span.colour == glyph.colour
                && (span.size - glyph.size).abs() < 0.6
        });
        match joined {
            Some(span) => {
                if is_word && (is_parted || !is_between_han(&span.text, &glyph.text, gap)) {
                    span.text.push(space);
                }
                space = ' ';
                span.text.push_str(&glyph.text);
                span.right = right;
            }
            None => spans.push(Span {
                is_spaced: is_word,
                text: glyph.text,
                left: glyph.left,
                right,
                size: glyph.size,
                weight: glyph.weight,
                colour: glyph.colour,
            }),
        }
    }
    (y, spans)
}

/// Between Chinese characters, justified type leaves gaps that part no words.
fn is_between_han(before: &str, after: &str, gap: f64) -> bool {
    gap < WIDE_GAP && before.ends_with(is_wide) && after.starts_with(is_wide)
}

fn is_wide(c: char) -> bool {
    c >= '\u{2E80}'
}

/// Removes characters that are drawn twice to look bold, and marks the others so.
fn remove_doubles(row: &mut Vec<Glyph>) {
    let mut kept: Vec<Glyph> = Vec::with_capacity(row.len());
    for glyph in row.drain(..) {
        let double = (kept.iter_mut().rev().take(4)).find(|before| {
            before.text == glyph.text
                && (before.left - glyph.left).abs() < 0.12 * glyph.size
                && (before.y - glyph.y).abs() < 0.12 * glyph.size
                && !glyph.text.trim().is_empty()
        });
        match double {
            Some(before) => before.weight = before.weight.max(700),
            None => kept.push(glyph),
        }
    }
    *row = kept;
}

/// The extra space between the letters of a title that is set wide; zero for other lines.
fn letter_spacing(row: &[Glyph]) -> f64 {
    let mut gaps: Vec<f64> = (row.iter().zip(row.iter().skip(1)))
        .filter(|(a, b)| !a.text.trim().is_empty() && !b.text.trim().is_empty())
        .filter(|(a, _)| a.text.chars().all(|c| c < '\u{2E80}'))
        .map(|(a, b)| (b.left - a.right) / a.size)
        .collect();
    if gaps.len() < 4 {
        return 0.0;
    }
    gaps.sort_by(f64::total_cmp);
    let low = gaps.get(gaps.len() / 10).copied().unwrap_or(0.0);
    let median = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let size = row.first().map_or(0.0, |glyph| glyph.size);
    let is_even = low > WORD_GAP * 0.6 && median > WORD_GAP * 0.8 && median < WIDE_GAP;
    if is_even { median * size } else { 0.0 }
}
