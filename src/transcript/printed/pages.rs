//! Finds the page of each paragraph that a format has read.

/// How far ahead of the last paragraph found the next is looked for, in letters.
const WINDOW: usize = 40_000;

/// How many letters of a paragraph are looked for.
const SOUGHT: usize = 48;

use super::Printed;

/// The letters of a printed text, with the pages that they stand on. Formats read lines and know no
/// pages; since paragraphs keep their order, each is found behind the one before.
pub(in crate::transcript) struct Pages {
    letters: String,
    /// Where in `letters` each page's text begins.
    starts: Vec<(usize, u32)>,
    at: usize,
}

impl Pages {
    pub(in crate::transcript) fn new(printed: &Printed) -> Self {
        let mut pages = Self {
            letters: String::new(),
            starts: Vec::new(),
            at: 0,
        };
        for paragraph in printed.paragraphs.iter().filter(|_| printed.has_pages) {
            let page = u32::try_from(paragraph.page).unwrap_or(u32::MAX);
            if pages.starts.last().is_none_or(|(_, last)| *last != page) {
                pages.starts.push((pages.letters.len(), page));
            }
            pages.letters.extend(letters(&paragraph.line()));
        }
        pages
    }

    /// The page on which a paragraph begins; none if it is not found or pages are unknown.
    pub(in crate::transcript) fn page(&mut self, paragraph: &str) -> Option<u32> {
        let sought: String = letters(paragraph).take(SOUGHT).collect();
        if sought.is_empty() {
            return self.page_at(self.at);
        }
        let rest = self.letters.get(self.at..)?;
        let end = rest
            .char_indices()
            .map(|(at, _)| at)
            .nth(WINDOW)
            .unwrap_or(rest.len());
        let found = self.at + rest.get(..end)?.find(&sought)?;
        self.at = found + sought.len();
        self.page_at(found)
    }

    fn page_at(&self, at: usize) -> Option<u32> {
        let begun = self.starts.partition_point(|(start, _)| *start <= at);
        self.starts
            .get(begun.checked_sub(1)?)
            .map(|(_, page)| *page)
    }
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::printed::PrintedParagraph;

    #[test]
    fn paragraphs_are_found_in_order() {
        let paragraph = |page, text: &str| PrintedParagraph {
            page,
            text: text.to_owned(),
            ..PrintedParagraph::default()
        };
        let printed = Printed {
            paragraphs: vec![
                paragraph(1, "Operator"),
                paragraph(1, "Thank you. Next question."),
                paragraph(3, "Thank you. Next question."),
                paragraph(4, "Good-bye."),
            ],
            has_pages: true,
            ..Printed::default()
        };
        let mut pages = Pages::new(&printed);
        let read = [
            "Thank you.",
            "Next  question.",
            "Thank you.",
            "never said",
            "Goodbye.",
        ];
        let found: Vec<_> = read.iter().map(|text| pages.page(text)).collect();
        assert_eq!(found, [Some(1), Some(1), Some(3), None, Some(4)]);
    }
}
