//! Quartr, also as Yahoo Finance serves it: numbered speakers, paragraphs of timed sentences.
//!
//! ```json
//! {"transcript": {"number_of_speakers": 2, "text": "…",
//!    "paragraphs": [{"speaker": 0, "start": 0.4, "end": 9.1, "text": "Good day.", "sentences": []}]},
//!  "speaker_mapping": [{"speaker": 0, "speaker_data": {"name": "Ann Wu", "role": "CFO"}}]}
//! ```

use serde_json::Value;

use super::{
    Document, Format, Transcript,
    records::{self, Object, find, find_list, names::Names, turns},
};

pub(super) struct Quartr;

/// Keys of an object around the call.
const AROUND: &[&str] = &["transcriptcontent", "data"];

impl Format for Quartr {
    fn name(&self) -> &'static str {
        "quartr"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(call) = document.json().and_then(call) else {
            return false;
        };
        let mapped = find_list(call, &["speakermapping"]).is_some();
        let counted = find(call, &["transcript"])
            .and_then(Value::as_object)
            .is_some_and(|inner| find(inner, &["numberofspeakers"]).is_some());
        (mapped || counted) && paragraphs(call).is_some_and(records::is_speech)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        records::transcript(document, |value, transcript| {
            let Some(call) = call(value) else {
                return;
            };
            let names = Names::of(call);
            let list = paragraphs(call).unwrap_or_default();
            let options = turns::RecordOptions {
                paragraphs: true,
                ..turns::RecordOptions::default()
            };
            turns::read(list, &names, options, transcript);
            if transcript.company.is_none() {
                transcript.company = names.company().map(str::to_owned);
            }
            names.add_participants(transcript);
            let whole = find(call, &["transcript"]).and_then(Value::as_object);
            if transcript.turns.is_empty()
                && let Some(text) = whole.and_then(|whole| records::find_text(whole, &["text"]))
            {
                turns::read_text(document, text, None, transcript);
            }
        })
    }
}

/// The object that holds a transcript.
fn call(value: &Value) -> Option<&Object> {
    let outer = value.as_object()?;
    let inner = find(outer, AROUND).and_then(Value::as_object);
    [Some(outer), inner]
        .into_iter()
        .flatten()
        .find(|object| find(object, &["transcript"]).is_some_and(Value::is_object))
}

fn paragraphs(call: &Object) -> Option<&[Value]> {
    let transcript = find(call, &["transcript"])?.as_object()?;
    find_list(transcript, &["paragraphs"])
}
