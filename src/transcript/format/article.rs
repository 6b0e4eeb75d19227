//! What pages that hold a transcript as an article share: a title among the page's titles, facts
//! about the call above the speech, people, turns, and everything that is no part of the article.

use std::collections::HashSet;

use super::{
    Heading, Paragraph, RawTurn, Transcript,
    markup::html::{Block, Kind},
    speaker,
    title::{date, headline},
};
use crate::model::{ExchangeSide, Section};

/// Longest line that states a fact about the call, in characters.
const LONGEST_FACT: usize = 160;

/// A transcript in the making.
#[derive(Default)]
pub(super) struct Article {
    pub(super) transcript: Transcript,
    /// The section of the turns to come.
    pub(super) section: Option<Section>,
    /// Names of the participants, in lower case.
    known: HashSet<String>,
}

impl Article {
    /// Takes the title from a page, and gives the blocks of the article.
    pub(super) fn open(blocks: &[Block]) -> (Self, impl Iterator<Item = &Block>) {
        let mut article = Self::default();
        let of_kind = |kind| blocks.iter().filter(move |block| block.kind == kind);
        let title = (of_kind(Kind::Heading).find(|block| is_title(&block.text)))
            .or_else(|| of_kind(Kind::Title).find(|block| headline::is_title(name(block))));
        if let Some(title) = title {
            headline::read(name(title), &mut article.transcript);
        }
        let mut body = Vec::with_capacity(blocks.len());
        for block in blocks {
            if title.is_some_and(|title| std::ptr::eq(title, block)) {
                continue;
            }
            match (block.kind, block.boilerplate) {
                (Kind::Title, _) => article.aside(block, "page title"),
                (_, true) => article.aside(block, "page boilerplate"),
                _ => body.push(block),
            }
        }
        (article, body.into_iter())
    }

    /// Sets a block aside.
    pub(super) fn aside(&mut self, block: &Block, taken_for: &str) {
        self.transcript
            .mark_unparsed(block.line, &block.text, taken_for);
    }

    /// Reads a block above the speech, which may name the company, the period and the date.
    pub(super) fn above(&mut self, block: &Block) {
        let text = block.text.as_str();
        if text.chars().count() > LONGEST_FACT {
            return self.aside(block, "text above the transcript");
        }
        let title = is_title(text);
        let transcript = &mut self.transcript;
        if title && transcript.title.is_empty() {
            headline::read(text, transcript);
            return;
        }
        let mut found = Transcript::default();
        headline::read(text, &mut found);
        // The call's own line states its date better than another line of the page.
        transcript.date = match title {
            true => found.date.or(transcript.date.take()),
            false if text.contains("period ending") => transcript.date.take(),
            false => transcript.date.take().or(found.date),
        };
        transcript.period = transcript.period.or(found.period);
        if title || found.ticker.is_some() {
            transcript.company = transcript.company.take().or(found.company);
            transcript.ticker = transcript.ticker.take().or(found.ticker);
        }
        self.aside(block, "text above the transcript");
    }

    /// Takes the date that a page states as the call's.
    pub(super) fn date(&mut self, block: &Block) {
        let date = date::first(&block.text);
        self.transcript.date = date.or(self.transcript.date.take());
        self.aside(block, "date");
    }

    /// Lists somebody; what a list says twice is set aside.
    pub(super) fn participant(&mut self, block: &Block, heading: Heading) {
        if self.known.insert(heading.name.to_lowercase()) {
            self.transcript.participants.push(heading);
        } else {
            self.aside(block, "participants");
        }
    }

    /// Whether a text is the name of somebody listed, or of a voice without a name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.known.contains(&name.to_lowercase()) || speaker::is_voice(name)
    }

    /// Opens a turn.
    pub(super) fn turn(&mut self, heading: Heading, side: Option<ExchangeSide>) {
        self.transcript.turns.push(RawTurn {
            section: self.section,
            side,
            ..RawTurn::new(heading)
        });
    }

    /// Adds a paragraph to the open turn; where a section opens without a name, to an unnamed one.
    pub(super) fn paragraph(&mut self, text: &str) {
        let last = self.transcript.turns.last();
        if last.is_none_or(|turn| turn.section != self.section) {
            self.turn(Heading::default(), None);
        }
        if let Some(turn) = self.transcript.turns.last_mut() {
            turn.paragraphs.push(Paragraph::new(text));
        }
    }
}

/// Whether a line is a call's title; `Full Conference Call Transcript` heads a part of any call.
fn is_title(line: &str) -> bool {
    let mut found = Transcript::default();
    headline::read(line, &mut found);
    headline::is_title(line)
        && (found.period.is_some() || found.ticker.is_some() || found.date.is_some())
}

/// A title without the name of the site behind it.
fn name(block: &Block) -> &str {
    let text = block.text.as_str();
    match text.rsplit_once(" | ") {
        Some((title, _)) if block.kind == Kind::Title => title,
        _ => text,
    }
}

/// Whether a text begins, in any case, with one of some beginnings in lower case.
pub(super) fn begins(text: &str, beginnings: &[&str]) -> bool {
    let begins = |beginning: &str| {
        text.get(..beginning.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(beginning))
    };
    beginnings.iter().any(|beginning| begins(beginning))
}

/// The words of a heading, in lower case and without the colon behind them.
pub(super) fn words(text: &str) -> String {
    text.trim_end_matches([':', ' '])
        .to_lowercase()
        .replace('&', "and")
}
