//! SeekStorm, with the tokenizer that cuts Chinese into words.

use std::path::Path;

use beside_seekstorm::SeekStorm;

use super::Open;
use crate::{Result, passages::Passage, queries::Plain};

pub(super) fn build(passages: &[Passage], folder: &Path) -> Result<()> {
    beside_seekstorm::build(passages.iter().map(Passage::text), folder)
}

pub(super) fn open(folder: &Path) -> Result<SeekStorm> {
    SeekStorm::open(folder)
}

impl Open for SeekStorm {
    fn name(&self) -> &'static str {
        "SeekStorm"
    }

    fn ask(&self, query: &Plain) -> Result<Option<usize>> {
        Ok(match query {
            Plain::Words(words) => Some(SeekStorm::ask(self, &words.join(" "), false)),
            Plain::Phrase(text) | Plain::Chinese(text) => Some(SeekStorm::ask(self, text, true)),
            Plain::Nothing => None,
        })
    }
}
