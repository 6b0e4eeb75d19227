//! What the formats of saved web pages share: the title, facts about the call above the speech,
//! participants, turns, and text that is not part of the article.

use std::collections::HashSet;

use super::{
    Heading, Paragraph, RawTurn, Transcript,
    markup::html::{Block, BlockKind},
    speaker,
    title::{date, headline},
};
use crate::model::{ExchangeSide, Section};

/// Longest line that states a fact about the call, in characters.
const LONGEST_FACT: usize = 160;

/// Builds a transcript from the blocks of a page.
#[derive(Default)]
pub(super) struct ArticleBuilder {
    pub(super) transcript: Transcript,
    /// The section of the turns to come.
    pub(super) section: Option<Section>,
    /// Names of the participants, in lower case.
    participants: HashSet<String>,
}

impl ArticleBuilder {
    /// Reads the title of a page, marks its boilerplate as unparsed, and returns the other blocks.
    pub(super) fn new(blocks: &[Block]) -> (Self, impl Iterator<Item = &Block>) {
        let mut article = Self::default();
        let of_kind = |kind| blocks.iter().filter(move |block| block.kind == kind);
        let title =
            (of_kind(BlockKind::Heading).find(|block| is_title(&block.text))).or_else(|| {
                of_kind(BlockKind::Title).find(|block| headline::is_title(title_text(block)))
            });
        if let Some(title) = title {
            headline::read(title_text(title), &mut article.transcript);
        }
        let mut body = Vec::with_capacity(blocks.len());
        for block in blocks {
            if title.is_some_and(|title| std::ptr::eq(title, block)) {
                continue;
            }
            match (block.kind, block.boilerplate) {
                (BlockKind::Title, _) => article.mark_unparsed(block, "page title"),
                (_, true) => article.mark_unparsed(block, "page boilerplate"),
                _ => body.push(block),
            }
        }
        (article, body.into_iter())
    }

    /// Marks a block as unparsed.
    pub(super) fn mark_unparsed(&mut self, block: &Block, taken_for: &str) {
        self.transcript
            .mark_unparsed(block.line, &block.text, taken_for);
    }

    /// Reads a block above the speech, which may name the company, the period and the date.
    pub(super) fn preamble(&mut self, block: &Block) {
        let text = block.text.as_str();
        if text.chars().count() > LONGEST_FACT {
            return self.mark_unparsed(block, "text above the transcript");
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
        self.mark_unparsed(block, "text above the transcript");
    }

    /// Reads the date of the call from a block.
    pub(super) fn date(&mut self, block: &Block) {
        let date = date::first(&block.text);
        self.transcript.date = date.or(self.transcript.date.take());
        self.mark_unparsed(block, "date");
    }

    /// Adds a participant; a repeated one is marked as unparsed.
    pub(super) fn participant(&mut self, block: &Block, heading: Heading) {
        if self.participants.insert(heading.name.to_lowercase()) {
            self.transcript.participants.push(heading);
        } else {
            self.mark_unparsed(block, "participants");
        }
    }

    /// Whether a text is the name of a participant, or a voice.
    pub(super) fn is_speaker(&self, name: &str) -> bool {
        self.participants.contains(&name.to_lowercase()) || speaker::is_voice(name)
    }

    /// Begins a turn.
    pub(super) fn begin_turn(&mut self, heading: Heading, side: Option<ExchangeSide>) {
        self.transcript.turns.push(RawTurn {
            section: self.section,
            side,
            ..RawTurn::new(heading)
        });
    }

    /// Adds a paragraph to the last turn, or to an unnamed one at the beginning of a section.
    pub(super) fn add_paragraph(&mut self, text: &str) {
        let last = self.transcript.turns.last();
        if last.is_none_or(|turn| turn.section != self.section) {
            self.begin_turn(Heading::default(), None);
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
fn title_text(block: &Block) -> &str {
    let text = block.text.as_str();
    match text.rsplit_once(" | ") {
        Some((title, _)) if block.kind == BlockKind::Title => title,
        _ => text,
    }
}

/// Whether a text begins with one of some prefixes, ignoring ASCII case.
pub(super) fn starts_with_any(text: &str, prefixes: &[&str]) -> bool {
    (prefixes.iter()).any(|prefix| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    })
}

/// The text of a heading in lower case, `&` as `and`, without the colon at its end.
pub(super) fn normalized_heading(text: &str) -> String {
    text.trim_end_matches([':', ' '])
        .to_lowercase()
        .replace('&', "and")
}
