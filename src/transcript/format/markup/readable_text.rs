//! A document as plain lines: an HTML page as Markdown, any other text as it is.

use std::borrow::Cow;

use super::{
    beginning,
    html::{Block, BlockKind},
};
use crate::transcript::format::{Transcript, title::headline};

/// Text in lines, with their line numbers in the file.
pub(crate) struct ReadableText<'a> {
    text: Cow<'a, str>,
    /// The line number in the file of each line; none where they are the same.
    line_numbers: Option<Vec<usize>>,
    /// Boilerplate of a page: line number and text.
    boilerplate: Vec<(usize, String)>,
}

impl<'a> ReadableText<'a> {
    /// A text as it is.
    pub(crate) fn of_text(text: &'a str) -> Self {
        let body = beginning::without_wrapper(text);
        let wrapper = text.get(..text.len() - body.len()).unwrap_or_default();
        // Blank lines for those of the wrapper, so that line numbers stay.
        let lines = "\n".repeat(wrapper.bytes().filter(|&byte| byte == b'\n').count());
        let text = match wrapper.is_empty() {
            true => Cow::Borrowed(text),
            false => Cow::Owned(lines + body.split("</TEXT>").next().unwrap_or(body)),
        };
        Self {
            text,
            line_numbers: None,
            boilerplate: Vec::new(),
        }
    }

    /// The blocks of a page as paragraphs, without boilerplate.
    pub(crate) fn of_page(blocks: &[Block]) -> Self {
        let titled = |block: &Block| {
            block.kind == BlockKind::Heading
                && !block.boilerplate
                && headline::is_title(&block.text)
        };
        let has_title = blocks.iter().any(titled);
        let (mut text, mut line_numbers, mut boilerplate) = (String::new(), Vec::new(), Vec::new());
        for block in blocks {
            if block.boilerplate || block.kind == BlockKind::Title && has_title {
                boilerplate.push((block.line, block.text.clone()));
                continue;
            }
            if !block.after_line_break {
                text.push('\n');
                line_numbers.push(block.line);
            }
            text.push_str(&line(block));
            text.push('\n');
            line_numbers.push(block.line);
        }
        Self {
            text: Cow::Owned(text),
            line_numbers: Some(line_numbers),
            boilerplate,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Converts the line numbers of a transcript parsed from this text to those of the file, and adds the
    /// boilerplate to its unparsed lines.
    pub(crate) fn restore_lines(&self, mut transcript: Transcript) -> Transcript {
        if let Some(line_numbers) = &self.line_numbers {
            for unparsed in transcript.unparsed.iter_mut().chain(&mut transcript.doubts) {
                let at = unparsed.line.saturating_sub(1);
                unparsed.line = line_numbers.get(at).copied().unwrap_or(unparsed.line);
            }
        }
        for (line, text) in &self.boilerplate {
            transcript.mark_unparsed(*line, text, "page boilerplate");
        }
        transcript
    }
}

/// A block as a line of Markdown, as far as names above and before paragraphs need it.
fn line(block: &Block) -> Cow<'_, str> {
    match (block.kind, block.bold_prefix()) {
        (BlockKind::Title, _) => Cow::Owned(format!("# {}", block.text)),
        (BlockKind::Heading, _) => Cow::Owned(format!("## {}", block.text)),
        (BlockKind::Text, Some((bold, rest))) if !rest.starts_with(['-', '–', '—', ',', '(']) => {
            Cow::Owned(format!("**{bold}** {rest}"))
        }
        (BlockKind::Text, _) => Cow::Borrowed(&block.text),
    }
}
