//! Speech recognition: Whisper and its kin, AssemblyAI, Deepgram.
//!
//! ```json
//! {"text": "…", "segments": [{"start": 0.0, "end": 4.2, "text": " Good day.", "speaker": "SPEAKER_00"}]}
//! [{"start": 0.0, "end": 4.2, "text": "Good day."}]
//! {"utterances": [{"speaker": "A", "start": 250, "end": 4200, "text": "Good day."}]}
//! {"results": {"channels": [{"alternatives": [{"paragraphs": {"paragraphs": [
//!    {"speaker": 0, "sentences": [{"text": "Good day.", "start": 0.4, "end": 1.2}]}]}}]}]}}
//! ```
//!
//! Short pieces are gathered into paragraphs; without speakers they are one turn without a name.

use serde_json::Value;

use super::{
    Document, Format, Transcript,
    records::{
        self, Object, find, find_list, find_text,
        names::Names,
        turns::{self, RecordOptions},
    },
    speech::detection,
};

pub(super) struct WhisperJson;

impl Format for WhisperJson {
    fn name(&self) -> &'static str {
        "whisper_json"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(value) = document.json() else {
            return false;
        };
        // Bare lists of timed text may be anything.
        let certain = value.is_object() || speaks_of_results(value);
        certain && speech(value).is_some()
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        records::transcript(document, |value, transcript| {
            let (list, options) = speech(value).unwrap_or_default();
            turns::read(list, &Names::default(), options, transcript);
            if transcript.turns.is_empty()
                && let Some(text) = value
                    .as_object()
                    .and_then(|whole| find_text(whole, &["text"]))
            {
                turns::read_text(document, text, None, transcript);
            }
        })
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("made by speech recognition: names, figures and the ends of sentences may be wrong")
    }
}

/// The list of speech, and how to read it.
fn speech(value: &Value) -> Option<(&[Value], RecordOptions)> {
    let Value::Object(whole) = value else {
        let list = value.as_array()?;
        return records::is_timed(list).then_some((list, RecordOptions::default()));
    };
    let timed = |key| find_list(whole, &[key]).filter(|list| records::is_timed(list));
    if let Some(segments) = timed("segments") {
        return Some((segments, RecordOptions::default()));
    }
    if let Some(utterances) = timed("utterances") {
        let options = RecordOptions {
            milliseconds: true,
            paragraphs: true,
            ..RecordOptions::default()
        };
        return Some((utterances, options));
    }
    let options = RecordOptions {
        paragraphs: true,
        ..RecordOptions::default()
    };
    let results = find(whole, &["results"])?.as_object()?;
    deepgram(results).map(|list| (list, options))
}

/// The utterances of all channels, or the paragraphs of the first.
fn deepgram(results: &Object) -> Option<&[Value]> {
    if let Some(list) = find_list(results, &["utterances"]) {
        return records::is_timed(list).then_some(list);
    }
    let channel = find_list(results, &["channels"])?.first()?.as_object()?;
    let best = find_list(channel, &["alternatives"])?
        .first()?
        .as_object()?;
    let paragraphs = find(best, &["paragraphs"])?.as_object()?;
    find_list(paragraphs, &["paragraphs"])
}

/// Whether the texts of a list speak of what results calls are about.
fn speaks_of_results(value: &Value) -> bool {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    detection::count_call_terms(&turns::sample(list)) >= 3
}
