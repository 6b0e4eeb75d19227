//! A whole conversation in one text: `Name: speech` line by line, or all in a single line.
//!
//! ```text
//! Operator: Good day.
//! Ann Wu: Thank you, and welcome. Bo Li: Good morning.
//! ```
//!
//! A line without a name goes on with the speaker. Where hardly any line begins with a name, names
//! are looked for behind the sentences as well.

use super::sentence;
use crate::{
    model::Role,
    transcript::format::{
        Paragraph, RawTurn,
        speaker::{
            evidence::{Evidence, SpeakerLabels},
            label::{self, Label},
        },
    },
};

/// Most words of a name amid a line.
const MAX_NAME_WORDS: usize = 5;

/// How far before its colon a name is looked for, in bytes.
const MAX_LABEL_BYTES: usize = 300;

/// A line, or a part of one that a name may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment<'a> {
    text: &'a str,
    /// Whether it is the beginning of its line.
    begins: bool,
}

/// The turns of a text; one without a name where nobody is named.
pub(crate) fn turns(text: &str) -> Vec<RawTurn> {
    let line = |text| Segment { text, begins: true };
    let by_line = turns_from_segments(&text.lines().map(line).collect::<Vec<_>>());
    if count_named(&by_line) >= 2 {
        return by_line;
    }
    let by_piece = turns_from_segments(
        &text
            .lines()
            .flat_map(split_before_labels)
            .collect::<Vec<_>>(),
    );
    if count_named(&by_piece) > count_named(&by_line) {
        by_piece
    } else {
        by_line
    }
}

/// The number of turns that have a speaker.
pub(crate) fn count_named(turns: &[RawTurn]) -> usize {
    (turns.iter())
        .filter(|turn| !turn.heading.name.is_empty() || turn.side.is_some())
        .count()
}

/// The paragraphs of a text: its lines, cut where they are too long to be read.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = Paragraph> {
    text.lines()
        .flat_map(sentence::split_long)
        .map(Paragraph::new)
}

/// Joins segments into turns; labels that are speakers begin one.
fn turns_from_segments(pieces: &[Segment<'_>]) -> Vec<RawTurn> {
    let mut known = SpeakerLabels::default();
    for label in (pieces.iter()).filter_map(|piece| label::before_colon(piece.text)) {
        let speech = label::reads_like_speech(label.rest) || sentence::is_sentence(label.rest);
        known.count(&label, speech);
    }
    let mut turns: Vec<RawTurn> = Vec::new();
    let mut open = String::new();
    for piece in pieces {
        let found = label::before_colon(piece.text);
        let evidence = found.as_ref().map(|label| known.evidence(label));
        let is_voice = !matches!(evidence, None | Some(Evidence::None));
        if let Some(mut label) = found.filter(|_| is_voice) {
            if evidence == Some(Evidence::Doubtful) {
                // Perhaps a name, perhaps a topic: whose words these are is not known.
                label.heading.role = Some(Role::Unidentified);
            }
            close(&mut open, &mut turns);
            open.push_str(label.rest);
            turns.push(turn(label));
        } else {
            open.push(if piece.begins { '\n' } else { ' ' });
            open.push_str(piece.text);
        }
    }
    close(&mut open, &mut turns);
    turns
}

fn turn(label: Label<'_>) -> RawTurn {
    RawTurn {
        side: label.side,
        ..RawTurn::new(label.heading)
    }
}

/// Adds the open text to the last turn, or to one without a name.
fn close(open: &mut String, turns: &mut Vec<RawTurn>) {
    let text = std::mem::take(open);
    if text.trim().is_empty() {
        return;
    }
    if turns.is_empty() {
        turns.push(RawTurn::default());
    }
    if let Some(turn) = turns.last_mut() {
        turn.paragraphs.extend(paragraphs(&text));
    }
}

/// Splits a line before each name that follows a sentence and precedes a colon.
fn split_before_labels(line: &str) -> Vec<Segment<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (colon, _) in line.match_indices([':', '：']) {
        let mut window = from.max(colon.saturating_sub(MAX_LABEL_BYTES));
        while !line.is_char_boundary(window) {
            window += 1;
        }
        let before = line.get(window..colon).unwrap_or_default();
        if let Some(at) = label_start(before) {
            pieces.extend(line.get(from..window + at));
            from = window + at;
        }
    }
    pieces.extend(line.get(from..));
    let pieces = pieces.into_iter().enumerate();
    pieces
        .map(|(at, text)| Segment {
            text,
            begins: at == 0,
        })
        .collect()
}

/// Where the name begins with which a text ends, if a sentence ends before it.
fn label_start(text: &str) -> Option<usize> {
    let mut start = None;
    let mut words = 0;
    for (at, word) in backwards(text) {
        words += 1;
        if words > MAX_NAME_WORDS {
            break;
        }
        let behind = text.get(..at).unwrap_or_default();
        if words > 1 && ends_sentence(word) {
            break;
        }
        let label = text.get(at..).map(|label| format!("{label}: "));
        let name = label.is_some_and(|label| label::before_colon(&label).is_some());
        if name && (behind.is_empty() || sentence::is_sentence(behind.trim_end_matches(['"', '”'])))
        {
            start = Some(at);
        }
    }
    start
}

/// Whether a word ends a sentence: it has a full stop and is neither an initial nor `Mr.`.
fn ends_sentence(word: &str) -> bool {
    let letters = word.trim_end_matches('.').chars().count();
    sentence::is_sentence(word)
        && letters > 1
        && !["Mr.", "Ms.", "Mrs.", "Dr.", "St."].contains(&word)
}

/// The words of a text from its end, each with its byte index; a Chinese sentence ends a word.
fn backwards(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = |c: char| c.is_whitespace() || "。？！".contains(c);
    let mut end = text.len();
    std::iter::from_fn(move || {
        let head = text.get(..end)?;
        let trimmed = head.trim_end();
        if trimmed.is_empty() {
            return None;
        }
        let last = trimmed.char_indices().next_back()?.0;
        let at = (trimmed.get(..last)?.char_indices())
            .rfind(|&(_, c)| parts(c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        end = at;
        Some((at, trimmed.get(at..)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        (turns(text).iter())
            .map(|turn| {
                let texts: Vec<String> = (turn.paragraphs.iter())
                    .flat_map(|p| p.text.iter().map(|(_, side)| side.clone()))
                    .collect();
                format!("{}|{}", turn.heading.name, texts.join("/"))
            })
            .collect()
    }

    #[test]
    fn conversations() {
        for (text, expected) in [
            (
                "Operator: Good day.\nAnn Wu: Thanks.\nTwo points: price, cost.\nOperator: Bye.",
                vec![
                    "Operator|Good day.",
                    "Ann Wu|Thanks./Two points: price, cost.",
                    "Operator|Bye.",
                ],
            ),
            (
                "Operator: Good day. Please go ahead. J. R. Po: Thank you. Note: it is unaudited. Operator: Bye.",
                vec![
                    "Operator|Good day. Please go ahead.",
                    "J. R. Po|Thank you. Note: it is unaudited.",
                    "Operator|Bye.",
                ],
            ),
            (
                "主持人：歡迎參加。林經理：大家好。重點如下：營收成長。主持人：謝謝。",
                vec![
                    "主持人|歡迎參加。",
                    "林經理|大家好。重點如下：營收成長。",
                    "主持人|謝謝。",
                ],
            ),
            ("We grew.\nAnd more.", vec!["|We grew./And more."]),
            ("", vec![]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
