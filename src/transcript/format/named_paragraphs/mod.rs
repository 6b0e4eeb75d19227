//! Paragraphs under names: the general layout of text, Markdown and HTML, whoever wrote it.
//!
//! ```text
//! # Acme Corp Q3 2025 Earnings Call Transcript
//!
//! ## Prepared Remarks
//!
//! **Operator:** Good afternoon.        Ann Wu - CFO: Good afternoon.
//!
//! ### Ann Wu                           Ann Wu -- Chief Financial Officer
//! Good afternoon.
//!
//! Q: Why?                              林經理：大家好。
//! ```
//!
//! A name is a speaker if the layout makes it certain (a title, a firm, a known voice) or if it comes
//! again; "Note:" and "Revenue:" are neither. Only texts that read like calls are taken.

mod list;
mod section;

use crate::transcript::format::speech::sentence;
use crate::transcript::format::title::period;
use list::List;
use section::Opening;

use super::speaker::voices;
use super::{
    Document, Format, Heading, Paragraph, RawTurn, Transcript,
    speaker::{
        self,
        label::{self, Label, SpeakerLabels},
    },
    speech::{detection, wrapped},
    title::{date, headline},
};
use crate::model::{ExchangeSide, Role, Section};

/// Last line that may go on with a title.
const LAST_TITLE_LINE: usize = 6;

/// Longest first line that is a title whatever it says, in characters.
const LONGEST_TITLE: usize = 120;

pub(super) struct NamedParagraphs;

impl Format for NamedParagraphs {
    fn name(&self) -> &'static str {
        "named_paragraphs"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.readable_text().text();
        if detection::is_markup(text) {
            return false;
        }
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let known = known(&lines);
        let mut labels = 0;
        let (mut voices, mut sides) = (false, 0);
        for at in 0..lines.len() {
            if let Some(label) = speaker_at(&lines, at, &known) {
                labels += 1;
                voices |= is_conversation(&label.heading);
                sides += usize::from(label.side.is_some());
            }
        }
        let words = detection::count_call_terms(text);
        // Whoever has an operator, or asks and answers, needs less to be a call.
        let call = words >= 2 && (voices || sides >= 2) || words >= 3 && detection::is_spoken(text);
        labels >= 2 && call
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let readable = document.readable_text();
        let lines: Vec<&str> = readable.text().lines().map(str::trim).collect();
        let known = known(&lines);
        let column = wrapped::Column::of(&lines);
        let mut reader = Reader::default();
        for (at, line) in lines.iter().enumerate() {
            reader.line(&lines, at, line, &known, &column);
        }
        reader.close(&column);
        readable.restore_lines(reader.transcript)
    }
}

/// Learns the speakers of a text.
fn known(lines: &[&str]) -> SpeakerLabels {
    let mut known = SpeakerLabels::default();
    let mut names: Option<List> = None;
    for (at, line) in lines.iter().enumerate() {
        if let Some(opening) = section::opening(line) {
            names = opening.list();
            continue;
        }
        if let Some(label) = names.as_ref().and_then(|list| list.entry(line)) {
            known.count(&label, true);
            continue;
        }
        if let Some((label, speech)) = any_label(lines, at) {
            known.count(&label, speech);
            names = None;
        }
    }
    known
}

/// The label of a line, speaker or not, and whether speech follows.
fn any_label<'a>(lines: &[&'a str], at: usize) -> Option<(Label<'a>, bool)> {
    let line = lines.get(at)?;
    if let Some(label) = label::before_colon(line) {
        let speech = match label.rest {
            "" => follows(lines, at).is_some_and(label::reads_like_speech),
            rest => label::reads_like_speech(rest),
        };
        return Some((label, speech));
    }
    if let Some(label) = label::bold_name(line).filter(|label| !label.rest.is_empty()) {
        let speech = label::reads_like_speech(label.rest);
        return Some((label, speech));
    }
    let label = label::whole_line(line)?;
    let next = follows(lines, at)?;
    let speech = label::reads_like_speech(next) && label::whole_line(next).is_none();
    Some((label, speech || attribute(next).is_some()))
}

/// The line below a name that holds a title and a firm, and at its end perhaps `Q` or `A`, as in
/// `Analyst, Kestrel Securities Q`.
fn attribute(line: &str) -> Option<(&str, Option<ExchangeSide>)> {
    let (about, side) = match line.rsplit_once([' ', '\t']) {
        Some((about, "Q")) => (about.trim(), Some(ExchangeSide::Asked)),
        Some((about, "A")) => (about.trim(), Some(ExchangeSide::Answered)),
        _ => (line, None),
    };
    let open = !about.ends_with(['.', '?', '!', ',', ';', ':']) || side.is_some();
    let titled = about.starts_with(char::is_uppercase)
        && speaker::is_office(about)
        && !detection::is_speech(about);
    (about.chars().count() <= 100 && open && titled).then_some((about, side))
}

/// The next line with text.
fn follows<'a>(lines: &[&'a str], at: usize) -> Option<&'a str> {
    (lines.iter().skip(at + 1).take(3).copied()).find(|line| !line.is_empty())
}

/// The speaker that a line opens a turn of.
fn speaker_at<'a>(lines: &[&'a str], at: usize, known: &SpeakerLabels) -> Option<Label<'a>> {
    any_label(lines, at)
        .map(|(label, _)| label)
        .filter(|label| known.is_speaker(label))
}

/// Whether a voice tells a conversation from a list of things.
fn is_conversation(heading: &Heading) -> bool {
    let lower = heading.name.to_lowercase();
    voices::is_heading_voice(&heading.name) || lower.starts_with("speaker")
}

#[derive(Default)]
struct Reader {
    transcript: Transcript,
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
    fn line(
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
            // Rules and rows of dots part what stands around them.
            self.open.push(String::new());
            return;
        }
        if std::mem::take(&mut self.named) && self.attribute(line) {
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
            if listed.len() < list::MOST && !listed.iter().any(again) {
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
    fn attribute(&mut self, line: &str) -> bool {
        let Some(turn) = self.transcript.turns.last_mut() else {
            return false;
        };
        let side = match line {
            "Q" => Some((None, ExchangeSide::Asked)),
            "A" => Some((None, ExchangeSide::Answered)),
            _ => None,
        };
        let (title, side) = match (side, attribute(line)) {
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

    /// Reads a line above the first speaker: the title, or what is said of the call.
    fn preamble(&mut self, number: usize, line: &str) -> bool {
        let first =
            number == 1 && !sentence::is_sentence(line) && label::before_colon(line).is_none();
        let titled = headline::is_title(line)
            || first && line.chars().count() <= LONGEST_TITLE && label::whole_line(line).is_none();
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
            key.tell(value, &mut self.transcript);
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
    fn close(&mut self, column: &wrapped::Column) {
        let lines: Vec<&str> = self.open.iter().map(String::as_str).collect();
        let paragraphs: Vec<Paragraph> = wrapped::unwrap_lines(column, &lines)
            .into_iter()
            .map(|text| plain(&text))
            .filter(|text| !text.is_empty())
            .map(Paragraph::new)
            .collect();
        self.open.clear();
        if paragraphs.is_empty() {
            return;
        }
        // Speech behind a section's heading goes on without a name.
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

/// A paragraph without the signs of Markdown for quotes and emphasis.
fn plain(text: &str) -> String {
    let text = text.trim().trim_start_matches("> ").replace("**", "");
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let transcript = NamedParagraphs.parse(&Document::new(text));
        (transcript.turns.iter())
            .map(|turn| {
                let texts: Vec<String> = (turn.paragraphs.iter())
                    .flat_map(|p| p.text.iter().map(|(_, side)| side.clone()))
                    .collect();
                format!("{}|{}", turn.heading.name, texts.join("/"))
            })
            .collect()
    }

    #[test]
    fn names_in_every_dress() {
        for text in [
            "Operator: Good day.\n\nAnn Wu: Thank you.\n\nOperator: Bye.",
            "**Operator:** Good day.\n\n**Ann Wu:** Thank you.\n\n**Operator:** Bye.",
            "**Operator**\n\nGood day.\n\n**Ann Wu - CFO**\n\nThank you.\n\n**Operator**\n\nBye.",
            "### Operator\nGood day.\n### Ann Wu\nThank you.\n### Operator\nBye.",
            "## Operator\n\nGood day.\n\n## Ann Wu, VP Investor Relations\n\nThank you.\n\n## Operator\n\nBye.",
            "Operator\nGood day.\nAnn Wu -- Chief Financial Officer\nThank you.\nOperator\nBye.",
            "**Operator** Good day.\n\n**Ann Wu** Thank you.\n\n**Operator** Bye.",
            "Operator: Good day.\nAnn Wu (CFO): Thank you.\nOperator: Bye.",
            "Operator: Good day.\nAnn Wu - CFO: Thank you.\nOperator: Bye.",
            "Operator:\nGood day.\n\nAnn Wu:\nThank you.\n\nOperator:\nBye.",
        ] {
            assert_eq!(
                shown(text),
                ["Operator|Good day.", "Ann Wu|Thank you.", "Operator|Bye."],
                "{text}"
            );
        }
    }

    #[test]
    fn titles_below_names() {
        let text = "Acme Corp (ACME) Q2 2025 Earnings Call\n\nOperator: Our first question.\n\nPeter Dyne\nAnalyst, Saltmarsh Research Q\nHow is fuel?\n\nIna Okoro\nChief Executive Officer, Acme Corp. A\nPassed through.\n3\nAcme Corp (ACME) Q2 2025 Earnings Call\nAll of it.\n";
        let transcript = NamedParagraphs.parse(&Document::new(text));
        assert_eq!(
            shown(text),
            [
                "Operator|Our first question.",
                "Peter Dyne|How is fuel?",
                "Ina Okoro|Passed through./All of it."
            ]
        );
        let turn = &transcript.turns[1];
        assert_eq!(turn.side, Some(ExchangeSide::Asked));
        assert_eq!(
            turn.heading.title.as_deref(),
            Some("Analyst, Saltmarsh Research")
        );
        assert_eq!(transcript.unparsed.len(), 2);
    }

    #[test]
    fn words_before_colons_are_no_speakers() {
        let text = "Ann Wu: Three numbers.\nRevenue: $5 million.\nNet Income: $1 million.\nNote: unaudited.\nAnn Wu: That is all.";
        assert_eq!(
            shown(text),
            [
                "Ann Wu|Three numbers./Revenue: $5 million./Net Income: $1 million./Note: unaudited.",
                "Ann Wu|That is all."
            ]
        );
    }

    #[test]
    fn told_from_other_texts() {
        for text in [
            "A shopping list is no call.\n",
            "# Tool\n\n**Usage:** run it.\n\n**Note:** beta.\n\n**Acme Widget:** parses revenue, earnings and guidance.\n",
            "Milk: two.\nBread: one.\nMilk: three.\n",
            "**Overall Sentiment**: Bullish or bearish\n**Guidance Changes**: Raised, lowered\n**Revenue Growth**: in percent\nExtract margins and earnings per quarter.\n",
            "{\"speaker\": \"Operator: earnings call quarter\"}",
        ] {
            assert!(!NamedParagraphs.recognises(&Document::new(text)), "{text}");
        }
        for text in [
            "Operator: Welcome to the quarter's earnings call.\nAnn Wu: Thank you, we grew revenue.\n",
            "Q: How is revenue this quarter?\nA: It grew.\n",
            "主持人：歡迎參加法說會。\n林經理：本季營收成長，毛利率上升。\n",
        ] {
            assert!(NamedParagraphs.recognises(&Document::new(text)), "{text}");
        }
    }
}
