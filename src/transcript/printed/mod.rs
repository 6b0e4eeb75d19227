//! Printed text: paragraphs of a PDF file or a Word document, with page and style.
//!
//! `transcript::pdf` and `transcript::docx` make it. A format reads it as text, like that of any other
//! file, or takes its styles as evidence, as `format::printed_pages` does.

mod pages;

pub(super) use pages::Pages;

/// Why a file cannot be read: what it is or does, and what can be done.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault(pub(super) &'static str, pub(super) &'static str);

impl Fault {
    pub(super) const LOCKED: Self = Self(
        "is locked by a password",
        "save a copy without the password",
    );
    pub(super) const EMPTY: Self = Self("holds no text", "save the transcript as text");
}

/// A text with the styles and pages of its paragraphs.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// Paragraphs in reading order.
    pub(crate) paragraphs: Vec<PrintedParagraph>,
    /// Heads and feet of pages, set aside: the first of each kind, with the page it stands on.
    pub(crate) page_heads: Vec<(usize, String)>,
    /// The size of most of the text.
    pub(crate) body_size: f64,
    /// What could not be read, in sentences without a full stop.
    pub(crate) doubts: Vec<String>,
    /// Whether pages are numbered: a Word document tells of few page breaks.
    pub(crate) has_pages: bool,
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PrintedParagraph {
    /// The page it begins on, from 1.
    pub(crate) page: usize,
    /// Text at its beginning that the type sets apart: bold before regular, or in a column of its own.
    pub(crate) label: Option<String>,
    /// The other text.
    pub(crate) text: String,
    /// Whether all of it is bold, or larger than the text around.
    pub(crate) is_heading: bool,
    /// The size of its type.
    pub(crate) size: f64,
    /// `Q` or `A` set apart at the end of its line.
    pub(crate) mark: Option<char>,
}

impl PrintedParagraph {
    /// Its words, on one line.
    pub(crate) fn line(&self) -> String {
        match self.label.as_deref().map(str::trim) {
            None => self.text.clone(),
            Some(label) if label.ends_with([':', '：']) => format!("{label} {}", self.text),
            Some(label) => format!("{label}: {}", self.text),
        }
    }
}

impl Printed {
    /// The text as other files have it: each paragraph on a line, with a blank line between.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            text.push_str(&paragraph.line());
            text.push_str("\n\n");
        }
        text
    }

    /// The page of a line of [`Printed::text`], from 1.
    pub(crate) fn page_of_line(&self, line: usize) -> Option<u32> {
        let paragraph = self.paragraphs.get(line.checked_sub(1)? / 2)?;
        u32::try_from(paragraph.page)
            .ok()
            .filter(|_| self.has_pages)
    }
}
