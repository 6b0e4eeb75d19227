//! Plain prose of a call, as speech recognition gives it: no names, no times.
//!
//! Such a text becomes one unnamed turn. Whoever puts prose into a corpus folder wants to find it, so any
//! prose is taken; one that does not speak of the things of results calls, or in which nobody speaks
//! ("we", "I", "thank you"), is doubtful. Lists, tables, code and data are refused.

use std::borrow::Cow;

use super::{
    Document, Format, Paragraph, RawTurn, Transcript,
    speech::{detection, sentence, wrapped},
    title::{date, headline},
};
use crate::text::is_han;

pub(super) struct Plain;

/// Fewest letters of a call; a Han character counts three.
const FEWEST: usize = 400;

/// Fewest letters of a printed page; a Han character counts three.
const FEWEST_PRINTED: usize = 60;

/// How many of the things that results calls speak of must be named.
const CALL_WORDS: usize = 4;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = &without_tags(document.text());
        if detection::is_markup(text) || is_table(text) {
            return false;
        }
        // Headings, lists, tables and code are how people write, not how they speak.
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let written = lines
            .clone()
            .filter(|line| line.starts_with(['#', '-', '*', '|', '`', '•', '{', '}', '<', '/']))
            .count();
        // Whoever prints a page means it to be read, however short.
        let fewest = match document.printed() {
            Some(_) => FEWEST_PRINTED,
            None => FEWEST,
        };
        let is_prose = detection::is_prose(text) || detection::has_prose(text, fewest);
        written * 5 <= lines.count() && (reads_like_call(text) || is_prose)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = &without_tags(document.text());
        let mut transcript = Transcript::default();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let column = wrapped::Column::of(&lines);
        let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
        let mut speech = lines.get(first..).unwrap_or_default();
        if let Some((line, rest)) = speech.split_first()
            && headline::is_title(line)
        {
            headline::read(line, &mut transcript);
            speech = rest;
            let next = rest.iter().position(|line| !line.is_empty()).unwrap_or(0);
            if let Some(line) = rest.get(next)
                && line.chars().count() <= 40
                && let Some(date) = date::first(line)
            {
                transcript.date = Some(date);
                transcript.mark_unparsed(first + next + 2, line, "date");
                speech = rest.get(next + 1..).unwrap_or_default();
            }
        }
        let mut turn = RawTurn::default();
        for paragraph in wrapped::unwrap_lines(&column, speech) {
            turn.paragraphs.extend(
                sentence::split_long(&paragraph)
                    .into_iter()
                    .map(Paragraph::new),
            );
        }
        if !turn.paragraphs.is_empty() {
            transcript.turns.push(turn);
        }
        if !reads_like_call(text) {
            let line = lines.get(first).copied().unwrap_or_default();
            transcript.doubt(
                first + 1,
                line,
                "prose, perhaps of no call: it names no speakers and little that calls speak of",
            );
        }
        transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("the text names no speakers: who says what is not known")
    }
}

/// Whether a text is certainly a call: of some length, about what results calls speak of, and spoken.
fn reads_like_call(text: &str) -> bool {
    let weight = |c: char| if is_han(c) { 3 } else { 1 };
    let letters = text.chars().filter(|c| c.is_alphanumeric()).map(weight);
    letters.take(FEWEST).sum::<usize>() >= FEWEST
        && detection::count_call_terms(text) >= CALL_WORDS
        && detection::is_spoken(text)
}

/// Whether the lines of a text are rows with one number of cells.
fn is_table(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(50)
        .collect();
    [('|', 2), ('\t', 1), (',', 2), (';', 2)]
        .iter()
        .any(|&(mark, fewest)| {
            let cells = |line: &&str| line.matches(mark).count();
            let first = lines.first().map_or(0, cells);
            lines.len() >= 3
                && first >= fewest
                && lines.iter().filter(|line| cells(line) == first).count() * 10 >= lines.len() * 9
        })
}

/// The text without the tags of a speech recogniser: `<|zh|><|NEUTRAL|><|Speech|><|withitn|>`.
fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains("<|") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("<|") {
        plain.push_str(before);
        match behind.split_once("|>") {
            Some((tag, after)) if tag.len() <= 24 => rest = after,
            _ => {
                plain.push_str("<|");
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_told_from_other_prose() {
        let speech = "good afternoon everyone and thank you for joining our third quarter call we are pleased with our results revenue grew nine percent and gross margin was up two points we are raising our guidance for the year and i want to thank our teams for their work in the factories this was our best quarter in three years and we see more demand than we can serve so capex will go up we think that is money well spent and our shareholders will see it in the cash flow ";
        let article = "An earnings call is a meeting in which a company talks about its quarterly results with investors and analysts. Revenue, margins and guidance are discussed, and analysts ask questions. The chief executive officer and the chief financial officer explain the numbers. These calls help build trust between a company and its shareholders, and transcripts are kept. The call usually happens after the quarterly report is released to the public.";
        let readme = format!(
            "# Tool\n\n- We parse earnings calls\n- our guidance\n- I like revenue\n{}",
            "- we do quarter and margin too\n".repeat(20)
        );
        assert!(Plain.recognises(&Document::new(&speech.repeat(2))));
        assert!(Plain.recognises(&Document::new(&"各位投資人大家好，我們第三季營收成長，毛利率上升，展望第四季，我們維持審慎樂觀，謝謝大家。".repeat(4))));
        assert!(Plain.recognises(&Document::new(article)));
        assert_eq!(Plain.parse(&Document::new(article)).doubts.len(), 1);
        for text in [
            readme.as_str(),
            "A shopping list is no call.",
            "milk, bread and eggs",
        ] {
            assert!(!Plain.recognises(&Document::new(text)), "{text}");
        }
    }
}
