//! Plain prose of a call, as speech recognition gives it: no names, no times.
//!
//! Such a text becomes one unnamed turn. Any text could be that, so only one is taken that has some
//! length, that speaks of the things of results calls, and in which somebody speaks ("we", "I",
//! "thank you"): notes, READMEs and articles about calls are refused. See [`evidence`].

use super::{
    Document, Format, Paragraph, RawTurn, Transcript,
    speech::{detection, sentence, wrapped},
    title::{date, headline},
};
use crate::text::is_han;

pub(super) struct Plain;

/// Fewest letters of a call; a Han character counts three.
const FEWEST: usize = 400;

/// How many of the things that results calls speak of must be named.
const CALL_WORDS: usize = 4;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.text();
        let length: usize = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| if is_han(c) { 3 } else { 1 })
            .take(FEWEST)
            .sum();
        if length < FEWEST || detection::is_markup(text) {
            return false;
        }
        // Headings, lists, tables and code are how people write, not how they speak.
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let written = lines
            .clone()
            .filter(|line| line.starts_with(['#', '-', '*', '|', '`', '•', '{', '}', '<', '/']))
            .count();
        written * 5 <= lines.count()
            && detection::count_call_terms(text) >= CALL_WORDS
            && detection::is_spoken(text)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = document.text();
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
        transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("the text names no speakers: who says what is not known")
    }
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
        for text in [
            article,
            readme.as_str(),
            "A shopping list is no call.",
            "milk, bread and eggs",
        ] {
            assert!(!Plain.recognises(&Document::new(text)), "{text}");
        }
    }
}
