//! Cues of a recording, short timed pieces of speech, joined into paragraphs and turns.
//!
//! A cue is a line on a screen, so a paragraph holds several: a few sentences of one speaker. Its time
//! is that of its first cue.

use super::sentence::{ends_sentence, last_sentence_end};
use crate::{
    text::{han_share, is_han},
    transcript::format::{
        Heading, Paragraph, RawTurn,
        speaker::{evidence::SpeakerLabels, label},
    },
};

/// From this weight on, a paragraph ends with the next sentence.
const TARGET_WEIGHT: usize = 420;

/// At this weight a paragraph ends, even within a sentence.
const MAX_WEIGHT: usize = 1_200;

/// A pause that ends a paragraph after a sentence, in seconds.
const PAUSE: u32 = 4;

/// A pause that ends an unpunctuated paragraph of some length, in seconds.
const SHORT_PAUSE: u32 = 2;

/// One timed piece of speech.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cue {
    /// Start, in seconds.
    pub(crate) start: u32,
    /// End, in seconds, where stated.
    pub(crate) end: Option<u32>,
    /// The speaker, where the layout states one.
    pub(crate) heading: Option<Heading>,
    /// Whether another speaker begins here, named or not.
    pub(crate) speaker_changes: bool,
    /// Whether a paragraph begins here, as after a blank line.
    pub(crate) begins_paragraph: bool,
    /// The words.
    pub(crate) text: String,
}

/// Joins cues into turns; labels such as `Name:` in their texts become headings.
pub(crate) fn turns(cues: Vec<Cue>) -> Vec<RawTurn> {
    let mut known = SpeakerLabels::default();
    for cue in cues.iter().filter(|cue| cue.heading.is_none()) {
        if let Some(found) = label::before_colon(&cue.text) {
            // A cue may break off anywhere, so whatever follows the label may be speech.
            known.count(&found, true);
        }
    }
    let mut turns: Vec<RawTurn> = Vec::new();
    let mut builder = ParagraphBuilder::default();
    for mut cue in cues {
        let mut side = None;
        if cue.heading.is_none() {
            let found = label::before_colon(&cue.text).filter(|label| known.is_speaker(label));
            if let Some(found) = found {
                let rest = found.rest.to_owned();
                side = found.side;
                cue.heading = Some(found.heading);
                cue.speaker_changes |= side.is_some();
                cue.text = rest;
            } else if let Some(rest) = cue.text.trim_start().strip_prefix(">>") {
                cue.text = rest.trim_start_matches('>').trim_start().to_owned();
                cue.speaker_changes = true;
            }
        }
        let other = match (&cue.heading, turns.last()) {
            (Some(heading), Some(turn)) => {
                *heading != turn.heading || cue.speaker_changes && side != turn.side
            }
            (None, Some(_)) => cue.speaker_changes,
            (_, None) => true,
        };
        if other {
            builder.close(turns.last_mut());
            turns.push(RawTurn {
                side,
                ..RawTurn::new(cue.heading.take().unwrap_or_default())
            });
        }
        if cue.begins_paragraph && ends_sentence(&builder.text) || builder.is_full(cue.start) {
            builder.close(turns.last_mut());
        }
        builder.add(&cue);
        if builder.weight > MAX_WEIGHT {
            builder.split(turns.last_mut());
        }
    }
    builder.close(turns.last_mut());
    turns.retain(|turn| !turn.paragraphs.is_empty() || !turn.heading.name.is_empty());
    turns
}

/// The paragraph being built.
#[derive(Debug, Default)]
struct ParagraphBuilder {
    text: String,
    /// For each cue, the byte at which it begins in the text, and its start in seconds.
    starts: Vec<(usize, u32)>,
    end: Option<u32>,
    weight: usize,
}

impl ParagraphBuilder {
    fn add(&mut self, cue: &Cue) {
        let text = cue.text.trim();
        self.end = cue.end.or(Some(cue.start));
        if text.is_empty() {
            return;
        }
        if needs_space(&self.text, text) {
            self.text.push(' ');
        }
        self.starts.push((self.text.len(), cue.start));
        self.text.push_str(text);
        self.weight += weight(text);
    }

    /// Whether the paragraph ends before a cue that begins at `start`.
    fn is_full(&self, start: u32) -> bool {
        let pause = start.saturating_sub(self.end.unwrap_or(start));
        if ends_sentence(&self.text) {
            self.weight >= TARGET_WEIGHT || pause >= PAUSE
        } else {
            self.weight >= TARGET_WEIGHT && pause >= SHORT_PAUSE
        }
    }

    /// Ends the paragraph and adds it to the turn.
    fn close(&mut self, turn: Option<&mut RawTurn>) {
        let builder = std::mem::take(self);
        if let (Some(turn), Some(&(_, time))) = (turn, builder.starts.first()) {
            turn.paragraphs.push(Paragraph {
                time: Some(time),
                ..Paragraph::new(builder.text)
            });
        }
    }

    /// Ends the paragraph after its last sentence, or before its last cue where no sentence ends; the
    /// remainder begins the next paragraph.
    fn split(&mut self, turn: Option<&mut RawTurn>) {
        let at = last_sentence_end(&self.text)
            .or(self.starts.last().map(|&(at, _)| at))
            .filter(|&at| at > 0);
        let Some(at) = at else {
            return self.close(turn);
        };
        let tail = self.text.split_off(at);
        let tail = tail.trim_start();
        let time = self.starts.iter().rev().find(|(from, _)| *from <= at);
        let time = time.map_or(0, |&(_, time)| time);
        let end = self.end;
        self.text.truncate(self.text.trim_end().len());
        self.close(turn);
        self.end = end;
        if !tail.is_empty() {
            self.starts.push((0, time));
            self.weight = weight(tail);
            self.text = tail.to_owned();
        }
    }
}

/// The number of characters, Han characters counted three times.
fn weight(text: &str) -> usize {
    text.chars().map(|c| if is_han(c) { 3 } else { 1 }).sum()
}

/// Whether a space goes between two cues: not after Chinese punctuation, else it keeps the pause that
/// the speaker made.
fn needs_space(before: &str, after: &str) -> bool {
    let Some(last) = before.chars().next_back() else {
        return false;
    };
    let chinese = han_share(after) > 0.0 && after.starts_with(|c: char| !c.is_ascii());
    !(chinese && "，。？！；：、」』）…".contains(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start: u32, text: &str) -> Cue {
        Cue {
            start,
            end: Some(start + 3),
            text: text.to_owned(),
            ..Cue::default()
        }
    }

    fn shown(cues: Vec<Cue>) -> Vec<String> {
        turns(cues)
            .iter()
            .flat_map(|turn| {
                turn.paragraphs.iter().map(|paragraph| {
                    let side = paragraph.text.iter().next().map(|(_, side)| side.clone());
                    format!(
                        "{}@{}: {}",
                        turn.heading.name,
                        paragraph.time.unwrap_or(0),
                        side.unwrap_or_default()
                    )
                })
            })
            .collect()
    }

    #[test]
    fn cues_become_paragraphs_by_speaker_and_pause() {
        assert_eq!(
            shown(vec![
                cue(0, "Operator: Good day"),
                cue(3, "and welcome."),
                cue(6, ">> Thank you."),
                cue(9, "We had a good quarter."),
                cue(30, "Now to costs."),
                cue(33, "Three things: price,"),
            ]),
            [
                "Operator@0: Good day and welcome.",
                "@6: Thank you. We had a good quarter.",
                "@30: Now to costs. Three things: price,",
            ]
        );
    }

    #[test]
    fn chinese_keeps_its_spaces() {
        assert_eq!(
            shown(vec![
                cue(0, "法 人 說 明 會"),
                cue(3, "大家好，"),
                cue(6, "歡迎")
            ]),
            ["@0: 法 人 說 明 會 大家好，歡迎"]
        );
    }

    #[test]
    fn a_long_paragraph_is_cut_after_a_sentence() {
        let words = "word ".repeat(60);
        let cues = (0..20)
            .map(|at| cue(at * 3, &format!("{words}end. Then {words}")))
            .collect();
        let shown = shown(cues);
        assert!(shown.len() > 10);
        assert!(shown.iter().all(|paragraph| paragraph.len() < 1_700));
        assert!(
            shown
                .iter()
                .skip(1)
                .all(|paragraph| paragraph.contains(": Then"))
        );
        assert!(shown.iter().any(|paragraph| paragraph.starts_with("@3:")));
    }
}
