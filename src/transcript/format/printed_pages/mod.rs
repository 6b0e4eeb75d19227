//! Speech under names as PDF files and Word documents print it: in bold type, in a column of their own,
//! in capitals, or before a colon.
//!
//! ```text
//! Ann Wu                      Ann Wu:  Good      ANN WU. Good morning.
//! Chief Financial Officer              morning.
//! Good morning.                                  Ann Wu (Kestrel): Good morning.
//! ```
//!
//! The type is evidence that plain text lacks: what is set apart at the beginning of a paragraph may be a
//! speaker, what is not bold is none. [`evidence`] decides which.

mod about;
mod askers;
mod candidate;
mod evidence;
mod key;
mod labelled_list;
mod list;
mod opening;
mod own_firm;
mod preamble;
mod reader;

use super::{Document, Format, Transcript, speech::detection};
use crate::text::han_share;
use evidence::Evidence;

pub(super) struct PrintedPages;

/// Fewest turns of a transcript.
const MIN_TURNS: usize = 3;

/// From this share of Han characters on, labels in running text tell more than the type.
const CHINESE: f32 = 0.3;

impl Format for PrintedPages {
    fn name(&self) -> &'static str {
        "printed_pages"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(printed) = document.printed() else {
            return false;
        };
        if han_share(document.text()) >= CHINESE {
            return false;
        }
        let evidence = Evidence::of(&printed.paragraphs);
        // Voices without names are told apart by who asks and who answers.
        let heads = (0..printed.paragraphs.len())
            .filter_map(|at| evidence.head(&printed.paragraphs, at))
            .map(|head| match head.heading.name.as_str() {
                "" => format!("{:?}", head.side),
                name => name.to_owned(),
            });
        let mut names: Vec<String> = heads.collect();
        let turns = names.len();
        names.sort();
        names.dedup();
        turns >= MIN_TURNS && names.len() >= 2 && detection::is_spoken(document.text())
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        document.printed().map(reader::read).unwrap_or_default()
    }
}
