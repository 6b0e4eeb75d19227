//! Transcript formats: one file each, recognised by content, behind one trait.
//!
//! A format reads decoded text and says what its layout says: who is in the heading of which turn,
//! which paragraphs it has. It never decides who is who; [`super::assemble`] does. To add one,
//! write its file and its row in [`FORMATS`].

mod bilingual;

use crate::model::{CallKind, Period, Remainder, Section, Sides};

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
    /// Items of an editor's digest.
    pub summary: Vec<SummaryItem>,
    /// Speech, in order.
    pub turns: Vec<RawTurn>,
    /// Lines without a place.
    pub remainder: Vec<Remainder>,
}

/// One item of a digest under its headings.
#[derive(Debug, PartialEq, Eq)]
pub struct SummaryItem {
    /// Headings above it, the outermost first.
    pub path: Vec<String>,
    /// The item's text.
    pub text: Sides<String>,
}

/// One turn as the layout has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RawTurn {
    /// Who speaks.
    pub heading: Heading,
    /// Section, where the layout states it.
    pub section: Option<Section>,
    /// Paragraphs, notes among them.
    pub paragraphs: Vec<Sides<String>>,
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
    /// Firm, where the heading states it.
    pub firm: Option<String>,
}

/// A layout of transcripts.
pub trait Format: Sync {
    /// Name shown in lists and taken by `--format`.
    fn name(&self) -> &'static str;

    /// Whether a text is laid out so; must be cheap and must not mistake another format.
    fn recognises(&self, text: &str) -> bool;

    /// Reads a recognised text; whatever has no place goes into the remainder.
    fn parse(&self, text: &str) -> Transcript;
}

/// Every format, the most particular first.
pub const FORMATS: &[&dyn Format] = &[&bilingual::Bilingual];

/// The format of a text.
pub fn recognise(text: &str) -> Option<&'static dyn Format> {
    FORMATS
        .iter()
        .copied()
        .find(|format| format.recognises(text))
}

/// The names of all formats.
pub fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name()).collect()
}
