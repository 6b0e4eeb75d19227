//! Marked content: artifacts, and text that replaces what is drawn.

use hayro_syntax::object::{Dict, String as PdfString};

use super::glyph::Glyph;

/// Deepest nesting of marks.
const MAX_MARKS: usize = 256;

/// The marks that are open.
#[derive(Default)]
pub(super) struct Marks {
    open: Vec<Mark>,
    /// Marks beyond the deepest nesting.
    ignored: usize,
}

enum Mark {
    Artifact,
    /// The text that replaces the glyphs, and the glyph that stands for them.
    ActualText(String, Option<Glyph>),
    Other,
}

impl Marks {
    /// Opens a mark.
    pub(super) fn begin(&mut self, tag: &str, properties: Option<&Dict<'_>>) {
        if self.open.len() >= MAX_MARKS {
            self.ignored += 1;
            return;
        }
        let actual = properties.and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        self.open.push(match (tag, actual) {
            ("Artifact", _) => Mark::Artifact,
            (_, Some(text)) => Mark::ActualText(text_string(text.as_bytes()), None),
            _ => Mark::Other,
        });
    }

    /// Closes the innermost mark; returns the glyph that it stood for.
    pub(super) fn end(&mut self) -> Option<Glyph> {
        if self.ignored > 0 {
            self.ignored -= 1;
            return None;
        }
        match self.open.pop()? {
            Mark::ActualText(text, Some(glyph)) if !text.is_empty() => {
                Some(Glyph { text, ..glyph })
            }
            _ => None,
        }
    }

    /// Whether what is shown now is an artifact.
    pub(super) fn is_artifact(&self) -> bool {
        self.open.iter().any(|mark| matches!(mark, Mark::Artifact))
    }

    /// The glyph, unless another text replaces it.
    pub(super) fn replace(&mut self, glyph: Glyph) -> Option<Glyph> {
        let replaced = self.open.iter_mut().rev().find_map(|mark| match mark {
            Mark::ActualText(_, standing) => Some(standing),
            _ => None,
        });
        let Some(standing) = replaced else {
            return Some(glyph);
        };
        match standing {
            Some(first) => first.right = glyph.right.max(first.right),
            None => *standing = Some(glyph),
        }
        None
    }
}

/// A text string of PDF: UTF-16 or UTF-8 with a mark, else Latin letters.
fn text_string(bytes: &[u8]) -> String {
    let text = if let Some(bytes) = bytes.strip_prefix(b"\xFE\xFF") {
        encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0
    } else if let Some(bytes) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        encoding_rs::UTF_8.decode_without_bom_handling(bytes).0
    } else {
        encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
    };
    let printed = |c: char| !c.is_control() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}');
    text.chars().filter(|&c| printed(c)).collect()
}
