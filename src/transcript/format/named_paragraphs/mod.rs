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

use std::collections::HashSet;

mod blank_lines;
mod heading_lines;
mod line;
mod line_forms;
mod lines;
mod list;
mod list_columns;
mod reader;
mod section;
mod speakers;
mod table_rows;

use super::{
    Document, Format, Transcript,
    speaker::voices,
    speech::{detection, wrapped},
    title::headline,
};
use lines::Lines;
use reader::Reader;
use speakers::Labels;

pub(super) struct NamedParagraphs;

impl Format for NamedParagraphs {
    fn name(&self) -> &'static str {
        "named_paragraphs"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let readable = document.readable_text();
        let text = beginning(readable.text());
        if detection::is_markup(text) {
            return false;
        }
        let lines = Lines::of(text);
        let lines = lines.texts();
        let labels_of = Labels::of(&lines);
        let mut labels = 0;
        let (mut voices, mut sides) = (false, 0);
        let mut names: Vec<String> = Vec::new();
        for at in 0..lines.len() {
            if let Some((label, _)) = labels_of.speaker_at(at) {
                labels += 1;
                names.push(label.heading.name.to_lowercase());
                voices |= voices::is_conversation_voice(&label.heading.name);
                sides += usize::from(label.side.is_some());
            }
        }
        let words = detection::count_call_terms(text);
        // Whoever has an operator, or asks and answers, needs less to be a call.
        let call = words >= 2 && (voices || sides >= 2) || words >= 3 && detection::is_spoken(text);
        let titled = || lines.iter().take(6).any(|line| headline::is_title(line));
        labels >= 2 && (call || words >= 2 && alternate(&names) && (titled() || words >= 3))
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let readable = document.readable_text();
        let lines = Lines::of(readable.text());
        let texts = lines.texts();
        let column = wrapped::Column::of(&texts);
        let labels = Labels::of(&texts).speakers();
        let mut reader = Reader::of(&labels);
        for (line, label) in lines.lines.iter().zip(labels) {
            reader.line(line, label, &column);
        }
        reader.close(&column);
        let mut transcript = reader.transcript;
        for (number, text, kind) in &lines.aside {
            transcript.mark_unparsed(*number, text, kind);
        }
        transcript.unparsed.sort_by_key(|line| line.line);
        readable.restore_lines(transcript)
    }
}

/// Bytes from which it is told whether a text is of this layout.
const MAX_EXAMINED_BYTES: usize = 200_000;

/// The lines at the beginning of a text that are examined.
fn beginning(text: &str) -> &str {
    if text.len() <= MAX_EXAMINED_BYTES {
        return text;
    }
    let mut end = MAX_EXAMINED_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default();
    let whole = head.rfind('\n').unwrap_or(head.len());
    head.get(..whole).unwrap_or(head)
}

/// Whether somebody speaks again after somebody else.
fn alternate(names: &[String]) -> bool {
    let mut seen: HashSet<&String> = HashSet::new();
    let mut last: Option<&String> = None;
    names.iter().any(|name| {
        let again = !seen.insert(name) && last != Some(name);
        last = Some(name);
        again
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ExchangeSide;

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
        assert_eq!(turn.heading.title.as_deref(), Some("Analyst"));
        assert_eq!(turn.heading.firm.as_deref(), Some("Saltmarsh Research"));
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
