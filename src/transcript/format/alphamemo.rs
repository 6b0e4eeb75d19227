//! AlphaMemo Markdown: a Chinese memo whose items cite a time and a speaker, then a transcript of
//! time-stamped paragraphs, each in English and in Chinese.
//!
//! ```text
//! # 曜光半導體_20260311
//! ## Memo
//! ### 亮點
//! - 先進封裝產能滿載。 [(00:00:13) Grace Chang]
//! ## Transcript
//! ### Presentation
//! **Grace Chang - Lumora, CFO**
//! (00:00:12) Packaging is full.
//! (00:00:12) 封裝產能滿載。
//! ```

use super::{
    Document, Format, Heading, Paragraph, RawTurn, SummaryItem, Transcript, language,
    speaker::heading::split_heading, speech::timestamp,
};
use crate::model::{Section, Sides, iso_date};

pub(super) struct AlphaMemo;

impl Format for AlphaMemo {
    fn name(&self) -> &'static str {
        "alphamemo"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.text();
        let has = |heading: &str| text.lines().any(|line| line.trim_end() == heading);
        has("## Transcript") && (has("## Memo") || has("### Presentation") || has("### Q&A"))
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = document.text();
        let mut reader = Reader::default();
        for (number, line) in (1..).zip(text.lines()) {
            reader.line(number, line.trim());
        }
        reader.transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some(
            "transcript, translation and memo are made by software, as the file itself says: names and figures may be wrong",
        )
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Region {
    #[default]
    Head,
    Memo,
    Speech(Option<Section>),
}

#[derive(Default)]
struct Reader {
    transcript: Transcript,
    region: Region,
    /// The heading above the items of the memo.
    path: Vec<String>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) {
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        let heading = line.get(hashes..).unwrap_or_default();
        match (hashes, heading.strip_prefix(' ').map(str::trim)) {
            _ if line.is_empty() => {}
            (1, Some(title)) if self.region == Region::Head => self.title(title),
            (2, Some("Memo")) => self.region = Region::Memo,
            (2, Some("Transcript")) => self.region = Region::Speech(None),
            (3.., Some(heading)) => match self.region {
                Region::Speech(_) => self.section(number, heading),
                _ => self.path = vec![heading.to_owned()],
            },
            _ => match self.region {
                Region::Head => self.transcript.mark_unparsed(number, line, "disclaimer"),
                Region::Memo => self.item(line),
                Region::Speech(section) => self.speech(line, section),
            },
        }
    }

    /// `聯發科_20260311`: the company and the date.
    fn title(&mut self, title: &str) {
        title.clone_into(&mut self.transcript.title);
        let (company, date) = title.rsplit_once('_').unwrap_or((title, ""));
        self.transcript.company = Some(company.trim().to_owned());
        let number: Option<u32> = (date.len() == 8).then(|| date.parse().ok()).flatten();
        self.transcript.date =
            number.and_then(|number| iso_date(number / 10_000, number / 100 % 100, number % 100));
    }

    fn section(&mut self, number: usize, heading: &str) {
        let section = match heading.to_lowercase().as_str() {
            "presentation" | "prepared remarks" => Section::Prepared,
            "q&a" | "questions and answers" => Section::Qa,
            _ => return self.transcript.mark_unparsed(number, heading, "heading"),
        };
        self.region = Region::Speech(Some(section));
    }

    /// `- item [(hh:mm:ss) Name]`: the item keeps its time; the name is among its headings.
    fn item(&mut self, line: &str) {
        let text = line
            .strip_prefix("- ")
            .or_else(|| line.strip_prefix("* "))
            .unwrap_or(line);
        let (text, time, who) = match split_citation(text) {
            Some((text, time, who)) => (text, Some(time), Some(who)),
            None => (text, None, None),
        };
        let mut path = self.path.clone();
        path.extend(who.filter(|who| !who.is_empty()).map(str::to_owned));
        let text = Sides::only(language(text), text.to_owned());
        self.transcript.summary.push(SummaryItem {
            time,
            ..SummaryItem::new(path, text)
        });
    }

    fn speech(&mut self, line: &str, section: Option<Section>) {
        let bold = line
            .strip_prefix("**")
            .and_then(|rest| rest.strip_suffix("**"));
        if let Some(heading) = bold {
            self.transcript.turns.push(RawTurn {
                section,
                ..RawTurn::new(read_heading(heading))
            });
            return;
        }
        let (time, text) = match timestamp::bracketed(line) {
            Some((time, text)) => (Some(time), text),
            None => (None, line),
        };
        if self
            .transcript
            .turns
            .last()
            .is_none_or(|turn| turn.section != section)
        {
            self.transcript.turns.push(RawTurn {
                section,
                ..RawTurn::default()
            });
        }
        let lang = language(text);
        let Some(turn) = self.transcript.turns.last_mut() else {
            return;
        };
        let translated = turn
            .paragraphs
            .last_mut()
            .filter(|last| last.time == time && time.is_some() && last.text.get(lang).is_none());
        match translated {
            Some(paragraph) => *paragraph.text.slot(lang) = Some(text.to_owned()),
            None => turn.paragraphs.push(Paragraph {
                text: Sides::only(lang, text.to_owned()),
                time,
                page: None,
            }),
        }
    }
}

/// The parts of `item [(hh:mm:ss) Name]`.
fn split_citation(text: &str) -> Option<(&str, u32, &str)> {
    let (item, citation) = text.strip_suffix(']')?.rsplit_once('[')?;
    let (time, who) = timestamp::bracketed(citation)?;
    Some((item.trim_end(), time, who.trim()))
}

/// `Name - Firm, Title`.
fn read_heading(text: &str) -> Heading {
    let Some((name, about)) = split_heading(text) else {
        return Heading {
            name: text.trim().to_owned(),
            ..Heading::default()
        };
    };
    let (firm, title) = match about.rsplit_once(", ") {
        Some((firm, title)) => (Some(firm), Some(title)),
        None => (Some(about), None),
    };
    Heading {
        name: name.to_owned(),
        firm: firm.map(|firm| firm.trim().to_owned()),
        title: title.map(|title| title.trim().to_owned()),
        ..Heading::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_and_its_citation() {
        assert_eq!(
            split_citation("產能滿載。 [(00:01:13) Grace Chang]"),
            Some(("產能滿載。", 73, "Grace Chang"))
        );
        assert_eq!(split_citation("no citation [1]"), None);
    }

    #[test]
    fn two_paragraphs_of_one_time_are_two() {
        let text = "## Transcript\n### Q&A\n**Ann - K, Analyst**\n(00:01) One.\n(00:01) 一。\n(00:01) Two.\n";
        let turns = AlphaMemo.parse(&Document::new(text)).turns;
        assert_eq!(turns.len(), 1);
        assert_eq!(turns[0].paragraphs.len(), 2);
        assert_eq!(turns[0].paragraphs[0].time, Some(1));
    }
}
