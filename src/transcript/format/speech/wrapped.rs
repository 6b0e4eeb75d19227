//! Hard-wrapped lines: text that was broken at a column, without blank lines between paragraphs.

use super::sentence::{TERMINATORS, without_closing};
use crate::text::{has_han, is_han};

/// Share of the width by which the measure of a line may be off: widths of set text are estimates.
const TOLERANCE: f32 = 0.015;

/// The column at which the lines of a text are broken, learned from the whole text.
pub(crate) struct Column {
    measure: fn(&str) -> f32,
    width: f32,
    /// Whether lines are broken at all: in other texts nearly every line ends a sentence.
    wraps: bool,
}

/// Share of lines that end no sentence from which on a text counts as wrapped.
const MIN_WRAPPED_SHARE: f32 = 0.25;

impl Column {
    /// Learns the column from the wrapped lines of a text: in characters, or as set in a
    /// proportional font if the lines are more even so.
    pub(crate) fn of(lines: &[&str]) -> Self {
        let lines = lines.iter().copied().filter(|line| !line.trim().is_empty());
        let flowing: Vec<&str> = lines.clone().filter(|line| !ends_thought(line)).collect();
        let wraps = flowing.len() as f32 >= lines.clone().count() as f32 * MIN_WRAPPED_SHARE;
        let measure = [characters as fn(&str) -> f32, set_width]
            .into_iter()
            .min_by(|a, b| spread(&flowing, *a).total_cmp(&spread(&flowing, *b)))
            .unwrap_or(characters);
        let width = lines.map(measure).fold(0.0, f32::max);
        Self {
            measure,
            width,
            wraps,
        }
    }

    /// Groups wrapped lines into paragraphs.
    ///
    /// A line ends a paragraph if it ends a sentence and the first word of the next line would still
    /// have fitted on it.
    pub(crate) fn paragraphs<'a>(&self, lines: &[&'a str]) -> Vec<Vec<&'a str>> {
        let mut paragraphs: Vec<Vec<&str>> = Vec::new();
        let mut open = false;
        for (at, line) in lines.iter().enumerate() {
            match paragraphs.last_mut().filter(|_| open) {
                Some(paragraph) => paragraph.push(line),
                None => paragraphs.push(vec![line]),
            }
            open = self.wraps
                && lines.get(at + 1).is_none_or(|next| {
                    let word = first_word(next);
                    let together =
                        (self.measure)(line) + (self.measure)(" ") + (self.measure)(word);
                    !ends_thought(line) || together > self.width * (1.0 - TOLERANCE)
                });
        }
        paragraphs
    }
}

/// The shortest beginning of a line that could have stood on the line before: a word, or one Han
/// character.
fn first_word(line: &str) -> &str {
    let word = line.split_whitespace().next().unwrap_or_default();
    match word.chars().next() {
        Some(first) if is_han(first) => &word[..first.len_utf8()],
        _ => word,
    }
}

/// The paragraphs of wrapped lines; an empty line ends one as well.
pub(crate) fn unwrap_lines(column: &Column, lines: &[&str]) -> Vec<String> {
    lines
        .split(|line| line.trim().is_empty())
        .flat_map(|block| column.paragraphs(block))
        .map(|paragraph| join(&paragraph))
        .collect()
}

/// Standard deviation of the measures of the lines, divided by their mean.
fn spread(lines: &[&str], measure: fn(&str) -> f32) -> f32 {
    let measures: Vec<f32> = lines.iter().map(|line| measure(line)).collect();
    let count = measures.len().max(1) as f32;
    let mean = measures.iter().sum::<f32>() / count;
    let variance = measures.iter().map(|m| (m - mean).powi(2)).sum::<f32>() / count;
    variance.sqrt() / mean.max(f32::MIN_POSITIVE)
}

fn characters(text: &str) -> f32 {
    text.chars().count() as f32
}

/// The width of a text as set in a sans-serif font, in thousandths of its size.
fn set_width(text: &str) -> f32 {
    let width = |c: char| match c {
        'i' | 'j' | 'l' | '\'' | '’' | '|' => 222,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' => 278,
        'r' | '-' | '(' | ')' | '"' | '“' | '”' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'F' | 'T' | 'Z' => 611,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 667,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'G' | 'O' | 'Q' => 778,
        'm' | 'M' => 833,
        'W' => 944,
        '%' | '—' => 1000,
        c if c.is_ascii() => 556,
        _ => 1000,
    };
    text.chars().map(|c| width(c) as f32).sum()
}

/// Whether a line ends with a sentence or a colon.
fn ends_thought(line: &str) -> bool {
    let line = without_closing(line.trim_end());
    line.ends_with(TERMINATORS) || line.ends_with([':', ';', '：'])
}

/// Joins the lines of a paragraph, with a space unless the text is Chinese on both sides.
pub(crate) fn join(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let line = line.trim();
        let chinese = text.chars().next_back().is_some_and(|c| !c.is_ascii())
            && line.chars().next().is_some_and(|c| !c.is_ascii())
            && has_han(line);
        if !text.is_empty() && !chinese {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_ends_a_paragraph() {
        let lines = [
            "We had a good quarter, and the plant in",
            "the north ran full. Costs fell.",
            "Turning to guidance, we expect revenue",
            "to rise again.",
        ];
        let paragraphs = Column::of(&lines).paragraphs(&lines);
        let joined: Vec<String> = paragraphs.iter().map(|p| join(p)).collect();
        assert_eq!(
            joined,
            [
                "We had a good quarter, and the plant in the north ran full. Costs fell.",
                "Turning to guidance, we expect revenue to rise again.",
            ]
        );
    }

    #[test]
    fn chinese_lines_join_without_a_space() {
        assert_eq!(join(&["本季營收", "成長"]), "本季營收成長");
        assert_eq!(join(&["本季 revenue", "成長"]), "本季 revenue 成長");
    }
}
