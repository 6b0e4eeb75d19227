//! The table of formats, and which of them reads a document.

use std::{fmt, sync::Arc};

use super::{
    Document, Format, Transcript, alpha_vantage, alphamemo, bilingual, callstreet, earningscall,
    fmp, investor_record, json_text, json_turns, motley_fool, named_paragraphs, plain,
    printed_pages, quartr, seeking_alpha, streetevents, subtitles, table, timed_lines,
    whisper_json, youtube_json3,
};

/// Every format of the program, the most specific first: the first that recognises a document reads it.
pub const FORMATS: &[&dyn Format] = &[
    &printed_pages::PrintedPages,
    &callstreet::CallStreet,
    &streetevents::StreetEventsXml,
    &alpha_vantage::AlphaVantage,
    &earningscall::EarningsCall,
    &quartr::Quartr,
    &fmp::Fmp,
    &youtube_json3::YoutubeJson3,
    &whisper_json::WhisperJson,
    &json_turns::JsonTurns,
    &json_text::JsonText,
    &table::Table,
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

impl<'a> Document<'a> {
    /// A document of a whole text; lines end in `\n`.
    pub fn new(text: &'a str) -> Self {
        Self::with_embedded_parser(text, parse_embedded)
    }
}

fn parse_embedded(text: &str) -> Option<Transcript> {
    let document = Document::new(text);
    recognise(&document).map(|format| format.parse(&document))
}

/// The format of the program that recognises a document.
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
    /// Adds a format, which is tried after those added before it and before the program's own.
    pub fn with(mut self, format: impl Format + 'static) -> Self {
        self.added.push(Arc::new(format));
        self
    }

    /// Every format, in the order in which they are tried.
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

    /// Names and versions of the added formats, to detect an index built with others; empty without any,
    /// since the program's own formats change with the version of the index.
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
