//! What the JSON formats share.
//!
//! Vendors name their keys differently (`speaker_name`, `speakerName`, `participant`) but state the same
//! few things. [`facts`] reads the facts about the call, [`names`] the lists of names and [`turns`] the
//! records of speech. [`unparsed`] then marks every text that the transcript lacks, so that a wrong type
//! or an unknown key loses nothing.

pub(super) mod facts;
mod keys;
pub(super) mod names;
mod speech_list;

pub(super) mod turns;
mod unparsed;

use serde_json::Value;

pub(super) use keys::{Object, find, find_list, find_text};
pub(super) use speech_list::{is_speech, is_timed};

use super::{Document, Transcript};

/// Parses a JSON document; `speech` reads the turns, everything else is the same for all formats.
pub(super) fn transcript(
    document: &Document<'_>,
    speech: impl FnOnce(&Value, &mut Transcript),
) -> Transcript {
    let mut transcript = Transcript::default();
    if let Some(value) = document.json() {
        facts::read(value, &mut transcript);
        speech(value, &mut transcript);
        unparsed::mark_missing(value, &mut transcript);
    }
    transcript
}
