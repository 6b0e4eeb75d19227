//! Reads the lines of a text into turns.

use super::{
    list::{self, List},
    section::{self, Opening},
    speakers::{speaker_at, title_line},
};
use crate::{
    model::{ExchangeSide, Role, Section},
    transcript::format::{
        Heading, Paragraph, RawTurn, Transcript,
        speaker::label::{self, SpeakerLabels},
        speech::{sentence, wrapped},
        title::{date, headline, period},
    },
};

/// Last line that may continue a title.
const LAST_TITLE_LINE: usize = 6;

/// Longest first line that is a title whatever its words, in characters.
const MAX_TITLE_CHARS: usize = 120;

#[derive(Default)]
pub(super) struct Reader {
    pub(super) transcript: Transcript,
    section: Option<Section>,
    list: Option<List>,
    /// Lines of the turn that are not yet paragraphs.
    open: Vec<String>,
    /// Whether a turn has begun.
    spoken: bool,
    /// Whether the line before was a name alone.
    named: bool,
}

impl Reader {
    /// Reads `lines[at]`, which is `line`.
    pub(super) fn line(
        &mut self,
        lines: &[&str],
        at: usize,
        line: &str,
        known: &SpeakerLabels,
        column: &wrapped::Column,
    ) {
        let number = at + 1;
        if line.is_empty() {
            self.open.push(String::new());
            return;
        }
        if !line.chars().any(char::is_alphanumeric) {
            // Rules and rows of dots end a paragraph.
            self.open.push(String::new());
            return;
        }
        if std::mem::take(&mut self.named) && self.title_below_name(line) {
            return;
        }
        let header = headline::bare(line) == self.transcript.title && headline::is_title(line);
        if let Some(taken_for) = header
            .then_some("page header")
            .or(section::boilerplate(line))
        {
            self.transcript.mark_unparsed(number, line, taken_for);
            return;
        }
        if let Some(opening) = section::opening(line) {
            self.close(column);
            self.list = opening.list();
            match opening {
                Opening::Section(section) => {
                    self.section = Some(section);
                    self.spoken = false;
                }
                Opening::List(_) => {}
            }
            self.transcript
                .mark_unparsed(number, line, "section heading");
            return;
        }
        if let Some(label) = self.list.as_ref().and_then(|list| list.entry(line)) {
            let heading = label.heading;
            let again = |known: &Heading| known.name == heading.name;
            let listed = &self.transcript.participants;
            if listed.len() < list::MAX_ENTRIES && !listed.iter().any(again) {
                self.transcript.participants.push(heading);
                if list::has_more(line) {
                    self.transcript.mark_unparsed(number, line, "participants");
                }
                return;
            }
        }
        if !self.spoken && self.transcript.turns.is_empty() && self.preamble(number, line) {
            return;
        }
        if let Some(label) = speaker_at(lines, at, known) {
            self.close(column);
            self.list = None;
            self.spoken = true;
            self.named = label.rest.is_empty() && label.heading.title.is_none();
            self.transcript.turns.push(RawTurn {
                section: if label.side.is_some() {
                    Some(Section::Qa)
                } else {
                    self.section
                },
                side: label.side,
                ..RawTurn::new(label.heading)
            });
            if !label.rest.is_empty() {
                self.open.push(label.rest.to_owned());
            }
            return;
        }
        if self.list.is_some() {
            self.transcript.mark_unparsed(number, line, "participants");
        } else if line.starts_with('#') {
            self.close(column);
            self.transcript.mark_unparsed(number, line, "heading");
        } else if !self.spoken
            && self.transcript.turns.is_empty()
            && !label::reads_like_speech(line)
        {
            self.transcript
                .mark_unparsed(number, line, "text before the first speaker");
        } else {
            self.open.push(line.to_owned());
        }
    }

    /// Reads the line below a name that stood alone: a title and a firm, or only `Q` or `A`.
    fn title_below_name(&mut self, line: &str) -> bool {
        let Some(turn) = self.transcript.turns.last_mut() else {
            return false;
        };
        let side = match line {
            "Q" => Some((None, ExchangeSide::Asked)),
            "A" => Some((None, ExchangeSide::Answered)),
            _ => None,
        };
        let (title, side) = match (side, title_line(line)) {
            (Some((title, side)), _) => (title, Some(side)),
            (None, Some((title, side))) => (Some(title.to_owned()), side),
            (None, None) => return false,
        };
        turn.side = side.or(turn.side);
        turn.heading.title = title.or(turn.heading.title.take());
        if turn.side == Some(ExchangeSide::Asked) {
            turn.heading.role = Some(Role::Analyst);
        }
        true
    }

    /// Reads a line above the first speaker: the title, or a fact about the call.
    fn preamble(&mut self, number: usize, line: &str) -> bool {
        let first =
            number == 1 && !sentence::is_sentence(line) && label::before_colon(line).is_none();
        let titled = headline::is_title(line)
            || first
                && line.chars().count() <= MAX_TITLE_CHARS
                && label::whole_line(line).is_none();
        if self.transcript.title.is_empty() && titled && section::fact(line).is_none() {
            headline::read(line, &mut self.transcript);
            return true;
        }
        let opens = !self.transcript.title.is_empty() && self.transcript.period.is_none();
        if opens && number <= LAST_TITLE_LINE && headline::is_title(line) {
            // A title of two lines: the company, then the event.
            let first = std::mem::take(&mut self.transcript.title);
            headline::read(line, &mut self.transcript);
            self.transcript.title = format!("{first} {}", self.transcript.title);
            return true;
        }
        let bare = headline::bare(line);
        let short = bare.chars().count() <= 80 && !sentence::is_sentence(bare);
        if let Some((key, value)) = section::fact(bare) {
            key.set(value, &mut self.transcript);
            self.transcript
                .mark_unparsed(number, line, "about the call");
            return true;
        }
        if short && self.transcript.date.is_none() && date::first(bare).is_some() {
            self.transcript.date = date::first(bare);
            self.transcript.period = self.transcript.period.or(period::find(bare));
            self.transcript.mark_unparsed(number, line, "date");
            return true;
        }
        false
    }

    /// Makes paragraphs of the open lines.
    pub(super) fn close(&mut self, column: &wrapped::Column) {
        let lines: Vec<&str> = self.open.iter().map(String::as_str).collect();
        let paragraphs: Vec<Paragraph> = wrapped::unwrap_lines(column, &lines)
            .into_iter()
            .map(|text| without_markdown(&text))
            .filter(|text| !text.is_empty())
            .map(Paragraph::new)
            .collect();
        self.open.clear();
        if paragraphs.is_empty() {
            return;
        }
        // Speech behind the heading of a section has no name.
        let unnamed = self.transcript.turns.last().is_none_or(|_| !self.spoken);
        if unnamed {
            self.spoken = true;
            self.transcript.turns.push(RawTurn {
                section: self.section,
                ..RawTurn::default()
            });
        }
        if let Some(turn) = self.transcript.turns.last_mut() {
            turn.paragraphs.extend(paragraphs);
        }
    }
}

/// A paragraph without Markdown quotes and emphasis.
fn without_markdown(text: &str) -> String {
    let text = text.trim().trim_start_matches("> ").replace("**", "");
    text.trim().to_owned()
}
