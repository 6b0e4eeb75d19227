//! Captions of YouTube as `json3`: events with segments of text.
//!
//! ```json
//! {"wireMagic": "pb3", "events": [{"tStartMs": 0, "dDurationMs": 3000, "segs": [{"utf8": "welcome"}, {"utf8": " to"}]}]}
//! ```
//!
//! An event with `aAppend` only breaks the line of the one before.

use serde_json::Value;

use super::{
    Document, Format, Transcript,
    records::{Object, find, find_list, find_text},
    speech::cue::{self, Cue},
};

pub(super) struct YoutubeJson3;

impl Format for YoutubeJson3 {
    fn name(&self) -> &'static str {
        "youtube_json3"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let whole = document.json().and_then(Value::as_object);
        whole.is_some_and(|whole| !cues(whole).is_empty())
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let mut transcript = Transcript::default();
        if let Some(whole) = document.json().and_then(Value::as_object) {
            transcript.turns = cue::turns(cues(whole));
        }
        transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("captions, most often made by speech recognition: names and figures may be wrong")
    }
}

fn cues(whole: &Object) -> Vec<Cue> {
    let events = find_list(whole, &["events"]).unwrap_or_default();
    events
        .iter()
        .filter_map(Value::as_object)
        .filter_map(cue)
        .collect()
}

/// The cue of an event; none if it has no words.
fn cue(event: &Object) -> Option<Cue> {
    let segments = find_list(event, &["segs"])?
        .iter()
        .filter_map(Value::as_object);
    let text: String = segments
        .filter_map(|segment| find_text(segment, &["utf8"]))
        .collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let number = |keys| find(event, keys).and_then(Value::as_u64).unwrap_or(0);
    let (start, length) = (number(&["tstartms"]), number(&["ddurationms"]));
    let seconds = |milliseconds: u64| u32::try_from(milliseconds / 1000).unwrap_or(u32::MAX);
    (!text.is_empty()).then(|| Cue {
        start: seconds(start),
        end: Some(seconds(start.saturating_add(length))),
        text,
        ..Cue::default()
    })
}
