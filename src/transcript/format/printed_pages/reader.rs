//! Reads the paragraphs into turns.

use super::{
    askers,
    evidence::Evidence,
    opening::{Part, part},
    own_firm, preamble,
};
use crate::{
    model::Section,
    transcript::{
        format::{Paragraph, RawTurn, Transcript, speech::sentence},
        printed::{Printed, PrintedParagraph},
    },
};

/// Type below this share of the usual size is small print.
const SMALL_PRINT: f64 = 0.82;

/// The transcript of a printed text.
pub(super) fn read(printed: &Printed) -> Transcript {
    let paragraphs = &printed.paragraphs;
    let evidence = Evidence::of(paragraphs);
    let mut reader = Reader {
        printed,
        section: None,
        is_over: false,
        transcript: Transcript::default(),
    };
    let mut above: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(paragraph) = paragraphs.get(at) {
        at += match evidence.head(paragraphs, at).filter(|_| !reader.is_over) {
            Some(head) => {
                reader.transcript.turns.push(RawTurn {
                    section: head.side.map(|_| Section::Qa).or(reader.section),
                    side: head.side,
                    ..RawTurn::new(head.heading)
                });
                reader.speech(&head.rest);
                head.taken
            }
            None if evidence.listed.contains(&at) => {
                reader.aside(at, paragraph, "participants");
                1
            }
            None => {
                if reader.transcript.turns.is_empty() {
                    above.push(at);
                }
                reader.paragraph(at, paragraph);
                1
            }
        };
    }
    let above: Vec<&PrintedParagraph> = above.iter().filter_map(|&at| paragraphs.get(at)).collect();
    preamble::read(printed, &above, &mut reader.transcript);
    reader.transcript.participants = evidence.participants;
    askers::find(&mut reader.transcript);
    own_firm::find(&mut reader.transcript);
    reader.transcript
}

struct Reader<'a> {
    printed: &'a Printed,
    section: Option<Section>,
    /// Whether the speech has ended.
    is_over: bool,
    transcript: Transcript,
}

impl Reader<'_> {
    /// A paragraph that begins no turn.
    fn paragraph(&mut self, at: usize, paragraph: &PrintedParagraph) {
        let line = paragraph.line();
        let begun = !self.transcript.turns.is_empty();
        let begins = part(&line);
        // In a table of contents, parts follow one upon the other.
        let next = self.printed.paragraphs.get(at + 1);
        let is_contents = next.is_some_and(|next| part(&next.line()).is_some());
        if let Some(Part::Section(section)) = begins
            && !is_contents
        {
            self.section = Some(section);
        }
        self.is_over |= begins == Some(Part::End) && begun;
        let taken_for = match begins {
            Some(Part::Section(_)) => "section heading",
            Some(Part::List(_)) => "participants",
            Some(Part::End) => "disclaimer",
            None if self.is_over => "disclaimer",
            None if !begun => "text before the first speaker",
            None if is_copyright(&line) => "copyright",
            None if is_duration(&line) => "duration",
            None if self.is_small_print(paragraph) => "small print",
            None if paragraph.is_heading && !sentence::ends_sentence(&line) => "heading",
            None => return self.speech(&line),
        };
        self.aside(at, paragraph, taken_for);
    }

    /// Adds a paragraph to the turn.
    fn speech(&mut self, text: &str) {
        let text = text.trim();
        if let Some(turn) = self
            .transcript
            .turns
            .last_mut()
            .filter(|_| !text.is_empty())
        {
            turn.paragraphs.push(Paragraph::new(text));
        }
    }

    fn aside(&mut self, at: usize, paragraph: &PrintedParagraph, taken_for: &str) {
        // Each paragraph is a line of the text, with a blank one between.
        self.transcript
            .mark_unparsed(2 * at + 1, &paragraph.line(), taken_for);
    }

    fn is_small_print(&self, paragraph: &PrintedParagraph) -> bool {
        paragraph.size > 0.0 && paragraph.size < SMALL_PRINT * self.printed.body_size
    }
}

/// `Duration: 58 minutes`, as some vendors print behind the speech.
fn is_duration(line: &str) -> bool {
    let rest = line.strip_prefix("Duration:").map(str::trim);
    rest.is_some_and(|rest| rest.len() <= 20 && rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_copyright(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.starts_with('©')
        || lower.starts_with("copyright")
        || lower.contains("all rights reserved") && line.len() < 300
}
