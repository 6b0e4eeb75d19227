//! Text as its reader sees it: of an HTML page its blocks as lines of Markdown, else the text itself.

use std::borrow::Cow;

use super::html::{Block, Kind};
use crate::transcript::format::{Transcript, title::headline};

/// Text in lines, and where they stand in the file.
pub(crate) struct Prose<'a> {
    text: Cow<'a, str>,
    /// The line of the file for each line; none where they are the same.
    lines: Option<Vec<usize>>,
    /// What of a page is not its text: the line, and what stands there.
    around: Vec<(usize, String)>,
}

impl<'a> Prose<'a> {
    /// Text as it stands.
    pub(crate) fn of_text(text: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            lines: None,
            around: Vec::new(),
        }
    }

    /// The blocks of a page as paragraphs; what stands around its article is left out.
    pub(crate) fn of_page(blocks: &[Block]) -> Self {
        let titled = |block: &Block| {
            block.kind == Kind::Heading && !block.boilerplate && headline::is_title(&block.text)
        };
        let has_title = blocks.iter().any(titled);
        let (mut text, mut lines, mut around) = (String::new(), Vec::new(), Vec::new());
        for block in blocks {
            if block.boilerplate || block.kind == Kind::Title && has_title {
                around.push((block.line, block.text.clone()));
                continue;
            }
            if !block.broken {
                text.push('\n');
                lines.push(block.line);
            }
            text.push_str(&line(block));
            text.push('\n');
            lines.push(block.line);
        }
        Self {
            text: Cow::Owned(text),
            lines: Some(lines),
            around,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Gives a transcript read from the prose the lines of the file, and what was left out.
    pub(crate) fn place(&self, mut transcript: Transcript) -> Transcript {
        if let Some(lines) = &self.lines {
            for unparsed in &mut transcript.unparsed {
                let at = unparsed.line.saturating_sub(1);
                unparsed.line = lines.get(at).copied().unwrap_or(unparsed.line);
            }
        }
        for (line, text) in &self.around {
            transcript.mark_unparsed(*line, text, "page boilerplate");
        }
        transcript
    }
}

/// A block as a line of Markdown, as far as names above and before paragraphs need it.
fn line(block: &Block) -> Cow<'_, str> {
    match (block.kind, block.lead()) {
        (Kind::Title, _) => Cow::Owned(format!("# {}", block.text)),
        (Kind::Heading, _) => Cow::Owned(format!("## {}", block.text)),
        (Kind::Text, Some((bold, rest))) if !rest.starts_with(['-', '–', '—', ',', '(']) => {
            Cow::Owned(format!("**{bold}** {rest}"))
        }
        (Kind::Text, _) => Cow::Borrowed(&block.text),
    }
}
