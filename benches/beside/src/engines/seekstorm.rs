//! SeekStorm, with the tokenizer that cuts Chinese into words.

use std::path::Path;

use beside_seekstorm::SeekStorm;

use super::Open;
use crate::{
    Result,
    passages::{FACETS, Passage},
    queries::Plain,
};

/// Builds an index; a `whole` one has the columns of values.
pub(super) fn build(passages: &[Passage], folder: &Path, whole: bool) -> Result<()> {
    let documents = passages.iter();
    let documents = documents.map(|passage| (passage.text(), passage.facets.to_vec()));
    beside_seekstorm::build(documents, columns(whole), folder)
}

pub(super) fn open(folder: &Path, whole: bool) -> Result<SeekStorm> {
    SeekStorm::open(folder, columns(whole))
}

fn columns(whole: bool) -> &'static [&'static str] {
    if whole { &FACETS } else { &[] }
}

impl Open for SeekStorm {
    fn name(&self) -> &'static str {
        if self.is_whole() {
            "SeekStorm, the same answer"
        } else {
            "SeekStorm"
        }
    }

    fn ask(&self, query: &Plain) -> Result<Option<usize>> {
        Ok(match query {
            Plain::Words(words) => Some(SeekStorm::ask(self, &words.join(" "), false)),
            Plain::Phrase(text) | Plain::Chinese(text) => Some(SeekStorm::ask(self, text, true)),
            Plain::Nothing => None,
        })
    }
}
