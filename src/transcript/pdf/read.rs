//! Reads a PDF file into printed text.

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{
    budget::Budget,
    column,
    content::{self, Fonts},
    form, guard, line, margin_numbers, page_head, paragraph, rare_colour,
};
use crate::transcript::printed::{Fault, Printed, PrintedParagraph};

/// Most pages read; the longest transcripts have a hundred.
const MAX_PAGES: usize = 3_000;

/// From this share of unreadable characters on, a page is told as partly unreadable.
const UNREADABLE: f64 = 0.02;

const ENCRYPTED: Fault = Fault(
    "is encrypted in a way that is not read",
    "save a copy without encryption",
);
const DAMAGED: Fault = Fault("is a damaged PDF, or none", "fetch it again");
const TOO_LARGE: Fault = Fault(
    "unpacks to more than any transcript has, or takes too long",
    "print it again from a viewer, or save it as text",
);
const SCANNED: Fault = Fault(
    "holds pictures of pages and no text",
    "make its text readable first, for example with `ocrmypdf FILE.pdf READABLE.pdf`",
);

/// The printed text of a file.
pub(in crate::transcript) fn read(bytes: &[u8]) -> Result<Printed, Fault> {
    guard::inspect(bytes).map_err(|refusal| match refusal {
        guard::Refusal::UnpacksTooFar => TOO_LARGE,
        guard::Refusal::Damaged => DAMAGED,
    })?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::LOCKED,
        LoadPdfError::Decryption(_) => ENCRYPTED,
        LoadPdfError::Invalid => DAMAGED,
    })?;
    let mut budget = Budget::new();
    let mut fonts = Fonts::default();
    let mut doubts = Doubts::default();
    let mut pages = Vec::new();
    let mut open_column = None;
    for (number, page) in (1..).zip(pdf.pages().iter().take(MAX_PAGES)) {
        let read = content::glyphs(page, &mut fonts, &mut budget);
        if budget.is_exceeded() {
            return Err(TOO_LARGE);
        }
        doubts.page(number, &read);
        let lines = line::lines(number, read.glyphs);
        pages.push(form::with_labels(lines, &read.rules, &mut open_column));
    }
    if doubts.texts == 0 {
        let is_damaged = !doubts.damaged.is_empty() || pages.is_empty() || !is_whole(bytes);
        return Err(match (is_damaged, doubts.scanned.is_empty()) {
            (true, _) => DAMAGED,
            (_, false) => SCANNED,
            _ => Fault::EMPTY,
        });
    }
    let mut printed = printed(pages);
    printed.doubts = doubts.sentences();
    if !is_whole(bytes) {
        printed
            .doubts
            .push("the end of the file is missing".to_owned());
    }
    Ok(printed)
}

fn printed(mut pages: Vec<Vec<line::Line>>) -> Printed {
    rare_colour::set_apart(&mut pages);
    let numbers = margin_numbers::set_aside(&mut pages);
    let (pages, mut page_heads) = page_head::set_aside(pages);
    page_heads.extend(numbers);
    let mut pages: Vec<Vec<line::Line>> = pages.into_iter().map(column::in_reading_order).collect();
    form::join_pages(&mut pages);
    let paragraphs: Vec<PrintedParagraph> = paragraph::paragraphs(&pages);
    Printed {
        body_size: paragraph::body_size(&pages),
        paragraphs,
        page_heads,
        doubts: Vec::new(),
        has_pages: true,
    }
}

/// Whether a file has its end.
fn is_whole(bytes: &[u8]) -> bool {
    let tail = bytes
        .get(bytes.len().saturating_sub(1_024)..)
        .unwrap_or_default();
    tail.windows(5).any(|window| window == b"%%EOF")
}

/// What of the pages could not be read.
#[derive(Default)]
struct Doubts {
    texts: usize,
    scanned: Vec<usize>,
    damaged: Vec<usize>,
    unreadable: Vec<usize>,
}

impl Doubts {
    fn page(&mut self, number: usize, page: &content::PageGlyphs) {
        let all = page.glyphs.len();
        let is_unknown = |text: &str| {
            text.chars()
                .all(|c| c == '\u{fffd}' || super::truetype::is_private(c))
        };
        let unknown = page
            .glyphs
            .iter()
            .filter(|glyph| is_unknown(&glyph.text))
            .count()
            + page.unmapped;
        self.texts += usize::from(all > 0);
        if page.is_damaged {
            self.damaged.push(number);
        } else if all == 0 && page.has_image {
            self.scanned.push(number);
        }
        if unknown as f64 > UNREADABLE * (all + page.unmapped) as f64 && unknown > 10 {
            self.unreadable.push(number);
        }
    }

    fn sentences(&self) -> Vec<String> {
        let told = [
            (
                &self.damaged,
                "cannot be read in full: the file is damaged there",
            ),
            (&self.scanned, "has no text, only a picture"),
            (
                &self.unreadable,
                "is partly unreadable: its type does not say which characters it draws",
            ),
        ];
        (told.into_iter())
            .filter(|(pages, _)| !pages.is_empty())
            .map(|(pages, what)| format!("{} {what}", numbers(pages)))
            .collect()
    }
}

/// `p. 3`, `p. 3, 5`, `p. 3, 5, 7 and 12 more`.
fn numbers(pages: &[usize]) -> String {
    let shown: Vec<String> = pages.iter().take(8).map(usize::to_string).collect();
    let more = match pages.len().saturating_sub(8) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("p. {}{more}", shown.join(", "))
}
