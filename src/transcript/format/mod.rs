//! Transcript formats: one file each, recognised by content, behind one trait.
//!
//! A format reads decoded text and says what its layout says: who is in the heading of which turn,
//! which paragraphs it has. It never decides who is who; `transcript::assemble` does. To add one,
//! write its file and its row in [`FORMATS`]. What several layouts share stands in `heading`,
//! `timestamp`, `wrapped`, `cue`, `article` and, for JSON, `records`; formats never know one another.
//!
//! A user of the library adds a [`Format`] to an engine
//! (`Engine::with_format`); `examples/vendor_format.rs` shows one.

mod alpha_vantage;
mod alphamemo;
mod article;
mod bilingual;
mod callstreet;
mod cue;
mod date;
mod dialogue;
mod document;
mod earningscall;
mod evidence;
mod fmp;
mod han_names;
mod heading;
mod headline;
mod html;
mod investor_record;
mod json_turns;
mod label;
mod motley_fool;
mod named_paragraphs;
mod plain;
mod prose;
mod quartr;
mod records;
mod seeking_alpha;
pub(super) mod sentence;
mod speaker;
mod streetevents;
mod streetevents_xml;
mod subtitles;
mod timed_lines;
mod timestamp;
mod whisper_json;
mod wrapped;
mod xml;

pub use document::Document;

use std::{fmt, sync::Arc};

use crate::{
    model::{CallKind, Lang, Period, Role, Section, Sides, UnparsedLine},
    text::han_share,
};

/// What a layout says of a call, before anybody asks who the people are.
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
    /// Sort of event, where stated.
    pub kind: Option<CallKind>,
    /// Everybody whom a list names as taking part, speaking or not.
    pub participants: Vec<Heading>,
    /// Items of an editor's digest.
    pub summary: Vec<SummaryItem>,
    /// Speech, in order.
    pub turns: Vec<RawTurn>,
    /// Lines without a place.
    pub unparsed: Vec<UnparsedLine>,
}

impl Transcript {
    /// Sets a line aside under a name that says what it was taken for; `line` counts from 1.
    pub fn mark_unparsed(&mut self, line: usize, text: &str, taken_for: &str) {
        self.unparsed.push(UnparsedLine {
            line,
            text: text.to_owned(),
            taken_for: taken_for.to_owned(),
        });
    }

    /// Changes every text that comes from the file.
    pub(in crate::transcript) fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
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
        let unparsed = self.unparsed.iter_mut();
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
    /// Where in the recording it is said, in seconds from the start.
    pub time: Option<u32>,
}

impl SummaryItem {
    /// An item without a time.
    pub fn new(path: Vec<String>, text: Sides<String>) -> Self {
        Self {
            path,
            text,
            time: None,
        }
    }
}

/// One turn as the layout has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RawTurn {
    /// Who speaks.
    pub heading: Heading,
    /// Section, where the layout states it.
    pub section: Option<Section>,
    /// Whether it asks or answers, where the layout states it.
    pub part: Option<Part>,
    /// Paragraphs, notes among them.
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

/// The part of a turn in an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It asks.
    Question,
    /// It answers.
    Answer,
}

/// One paragraph of a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The text, a side a language.
    pub text: Sides<String>,
    /// Where in the recording it begins, in seconds from the start.
    pub time: Option<u32>,
}

impl Paragraph {
    /// A paragraph in one language, told by its characters.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::from(Sides::only(language(&text), text))
    }
}

impl From<Sides<String>> for Paragraph {
    fn from(text: Sides<String>) -> Self {
        Self { text, time: None }
    }
}

/// A speaker heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Heading {
    /// Name as written; empty where nobody is named.
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

/// A layout of transcripts.
pub trait Format: Send + Sync {
    /// Name shown in lists and taken by `--format`.
    fn name(&self) -> &'static str;

    /// Whether a document is laid out so; must be cheap and must not mistake another format.
    fn recognises(&self, document: &Document<'_>) -> bool;

    /// Reads a recognised document; whatever has no place goes into the unparsed.
    fn parse(&self, document: &Document<'_>) -> Transcript;

    /// What a reader should know of every call in this format before quoting it.
    fn caveat(&self) -> Option<&'static str> {
        None
    }

    /// The version of a format that is not the program's own. Another one makes an index read its
    /// files again: raise it whenever [`Format::parse`] reads them otherwise than before.
    fn version(&self) -> u32 {
        0
    }
}

/// Every format, the most particular first.
pub const FORMATS: &[&dyn Format] = &[
    &callstreet::CallStreet,
    &streetevents_xml::StreetEventsXml,
    &alpha_vantage::AlphaVantage,
    &earningscall::EarningsCall,
    &quartr::Quartr,
    &fmp::Fmp,
    &whisper_json::WhisperJson,
    &json_turns::JsonTurns,
    &bilingual::Bilingual,
    &alphamemo::AlphaMemo,
    &streetevents::StreetEvents,
    &seeking_alpha::SeekingAlpha,
    &motley_fool::MotleyFool,
    &subtitles::Subtitles,
    &timed_lines::TimedLines,
    &investor_record::InvestorRecord,
    &named_paragraphs::NamedParagraphs,
    &plain::Plain,
];

/// From this share of Han characters on, a paragraph is Chinese.
const CHINESE: f32 = 0.15;

/// The language of a paragraph on its own.
fn language(text: &str) -> Lang {
    if han_share(text) >= CHINESE {
        Lang::Zh
    } else {
        Lang::En
    }
}

/// The format of a document, among the program's own.
pub fn recognise(document: &Document<'_>) -> Option<&'static dyn Format> {
    FORMATS
        .iter()
        .copied()
        .find(|format| format.recognises(document))
}

/// The names of all formats of the program.
pub fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name()).collect()
}

/// The formats that files are read in: those of the library's user, then the program's own.
#[derive(Clone, Default)]
pub struct Formats {
    added: Vec<Arc<dyn Format>>,
}

impl Formats {
    /// The same with one more, which is asked after those added before and before all others.
    pub fn with(mut self, format: impl Format + 'static) -> Self {
        self.added.push(Arc::new(format));
        self
    }

    /// Every format, in the order in which they are asked.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Format> {
        let added = self.added.iter().map(|format| &**format);
        added.chain(FORMATS.iter().copied())
    }

    /// The format of a document.
    pub fn recognise(&self, document: &Document<'_>) -> Option<&dyn Format> {
        self.iter().find(|format| format.recognises(document))
    }

    /// The format of a name.
    pub fn named(&self, name: &str) -> Option<&dyn Format> {
        self.iter().find(|format| format.name() == name)
    }

    /// What tells these formats from others that read files otherwise; empty for the program's own,
    /// which change with the version of the index.
    pub fn mark(&self) -> String {
        let mark = |format: &Arc<dyn Format>| format!("{}@{};", format.name(), format.version());
        self.added.iter().map(mark).collect()
    }
}

impl fmt::Debug for Formats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.iter().map(Format::name);
        f.debug_list().entries(names).finish()
    }
}
