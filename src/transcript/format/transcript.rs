//! What a format reads from a document: headings, turns, paragraphs and the facts around them.

use crate::{
    model::{CallKind, ExchangeSide, Lang, Period, Role, Section, Sides, UnparsedLine},
    text::han_share,
};

/// What the layout of a document states of a call, before people are resolved.
#[derive(Debug, Default)]
pub struct Transcript {
    /// The title line.
    pub title: String,
    /// Company name as the title has it.
    pub company: Option<String>,
    /// Stock-exchange symbol.
    pub ticker: Option<String>,
    /// Fiscal period.
    pub period: Option<Period>,
    /// ISO date.
    pub date: Option<String>,
    /// Kind of event, where stated.
    pub kind: Option<CallKind>,
    /// Everybody whom a list names as a participant, whether they speak or not.
    pub participants: Vec<Heading>,
    /// Items of an editor's digest.
    pub summary: Vec<SummaryItem>,
    /// Speech, in order.
    pub turns: Vec<RawTurn>,
    /// Lines that are no part of the call.
    pub unparsed: Vec<UnparsedLine>,
    /// Lines whose place in the call is doubtful.
    pub doubts: Vec<UnparsedLine>,
}

impl Transcript {
    /// Adds a line to the unparsed ones; `taken_for` names what it seems to be, `line` counts from 1.
    pub fn mark_unparsed(&mut self, line: usize, text: &str, taken_for: &str) {
        self.unparsed.push(UnparsedLine {
            line,
            text: text.to_owned(),
            taken_for: taken_for.to_owned(),
            page: None,
        });
    }

    /// Adds a line that was read one way and may be meant another; `doubt` names what is not certain.
    pub fn doubt(&mut self, line: usize, text: &str, doubt: &str) {
        const MAX_DOUBTS: usize = 1_000;
        if self.doubts.len() < MAX_DOUBTS {
            self.doubts.push(UnparsedLine {
                page: None,
                line,
                text: text.to_owned(),
                taken_for: doubt.to_owned(),
            });
        }
    }

    /// Changes every text that comes from the file.
    pub(crate) fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(&mut self.title);
        let facts = [&mut self.company, &mut self.ticker, &mut self.date];
        facts.into_iter().flatten().for_each(&mut *change);
        for heading in &mut self.participants {
            heading.each_text(change);
        }
        for item in &mut self.summary {
            item.path.iter_mut().for_each(&mut *change);
            each_side(&mut item.text, change);
        }
        for turn in &mut self.turns {
            turn.heading.each_text(change);
            let paragraphs = turn.paragraphs.iter_mut();
            paragraphs.for_each(|paragraph| each_side(&mut paragraph.text, change));
        }
        let unparsed = self.unparsed.iter_mut().chain(&mut self.doubts);
        unparsed.for_each(|line| change(&mut line.text));
    }
}

fn each_side(sides: &mut Sides<String>, change: &mut dyn FnMut(&mut String)) {
    [&mut sides.en, &mut sides.zh]
        .into_iter()
        .flatten()
        .for_each(change);
}

/// One item of a digest under its headings.
#[derive(Debug, PartialEq, Eq)]
pub struct SummaryItem {
    /// Headings above it, the outermost first.
    pub path: Vec<String>,
    /// The item's text.
    pub text: Sides<String>,
    /// Start in the recording, in seconds.
    pub time: Option<u32>,
    /// The page of the file on which it begins, from 1.
    pub page: Option<u32>,
}

impl SummaryItem {
    /// An item without a time.
    pub fn new(path: Vec<String>, text: Sides<String>) -> Self {
        Self {
            path,
            text,
            time: None,
            page: None,
        }
    }
}

/// One turn as the layout states it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RawTurn {
    /// The speaker.
    pub heading: Heading,
    /// Section, where the layout states it.
    pub section: Option<Section>,
    /// Whether it asks or answers, where the layout states it.
    pub side: Option<ExchangeSide>,
    /// Paragraphs, including those that are stage directions.
    pub paragraphs: Vec<Paragraph>,
}

impl RawTurn {
    /// A turn that opens with this heading.
    pub fn new(heading: Heading) -> Self {
        Self {
            heading,
            ..Self::default()
        }
    }
}

/// One paragraph of a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The text, one side per language.
    pub text: Sides<String>,
    /// Start in the recording, in seconds.
    pub time: Option<u32>,
    /// The page of the file on which it begins, from 1.
    pub page: Option<u32>,
}

impl Paragraph {
    /// A paragraph in one language, which is detected from its characters.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::from(Sides::only(language(&text), text))
    }
}

impl From<Sides<String>> for Paragraph {
    fn from(text: Sides<String>) -> Self {
        Self {
            text,
            time: None,
            page: None,
        }
    }
}

/// A speaker heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Heading {
    /// Name as written; empty if nobody is named.
    pub name: String,
    /// The name in the heading's other language.
    pub other_name: Option<String>,
    /// Title as written.
    pub title: Option<String>,
    /// Firm, where the heading states it; the company itself for its officers.
    pub firm: Option<String>,
    /// Role, where the layout states it, as a list of the company's people does.
    pub role: Option<Role>,
}

impl Heading {
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(&mut self.name);
        let facts = [&mut self.other_name, &mut self.title, &mut self.firm];
        facts.into_iter().flatten().for_each(change);
    }
}

/// From this share of Han characters on, a paragraph is Chinese.
const CHINESE: f32 = 0.15;

/// The language of a text, from its characters.
pub(crate) fn language(text: &str) -> Lang {
    if han_share(text) >= CHINESE {
        Lang::Zh
    } else {
        Lang::En
    }
}
