//! Financial Modeling Prep and API Ninjas: a call's facts and its whole text in one string.
//!
//! ```json
//! {"symbol": "ACM", "quarter": 3, "year": 2025, "date": "2025-10-30 17:00:00",
//!  "content": "Operator: Good day.\nAnn Wu: Thank you."}
//! ```
//!
//! API Ninjas calls the text `transcript` and may give it cut by speaker, too, as
//! `transcript_split`. The string may be in any layout of text.

use serde_json::Value;

use super::{
    Document, Format, Transcript,
    records::{self, Object, facts, find_list, find_text, names::Names, turns},
    speech::{detection, dialogue},
};

pub(super) struct Fmp;

const TEXTS: &[&str] = &["content", "transcript"];
const SPLIT: &[&str] = &["transcriptsplit"];

impl Format for Fmp {
    fn name(&self) -> &'static str {
        "fmp"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(call) = document.json().and_then(Value::as_object) else {
            return false;
        };
        if !facts::states_call(call) {
            return false;
        }
        split(call).is_some() || find_text(call, TEXTS).is_some_and(is_call)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        records::transcript(document, |value, transcript| {
            let Some(call) = value.as_object() else {
                return;
            };
            let names = Names::of(call);
            if let Some(list) = split(call) {
                turns::read(list, &names, turns::RecordOptions::default(), transcript);
            } else if let Some(text) = find_text(call, TEXTS) {
                turns::read_text(document, text, None, transcript);
            }
            names.add_participants(transcript);
        })
    }
}

/// The call cut by speaker.
fn split(call: &Object) -> Option<&[Value]> {
    find_list(call, SPLIT).filter(|list| records::is_speech(list))
}

/// Whether a text is a call: people speak in it of what such calls are about.
fn is_call(text: &str) -> bool {
    let words = detection::count_call_terms(text);
    let named = || dialogue::count_named(&dialogue::turns(detection::head(text))) >= 2;
    words >= 3 && detection::is_spoken(text) || words >= 2 && named()
}
