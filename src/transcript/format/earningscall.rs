//! EarningsCall (earningscall.biz): an `event` and, by level, a text, speakers, words or sections.
//!
//! ```json
//! {"event": {"company_name": "Acme", "year": 2025, "quarter": 3, "conference_date": "2025-10-30"},
//!  "speaker_name_map_v2": {"spk01": {"name": "Ann Wu", "title": "CFO"}},
//!  "speakers": [{"speaker": "spk01", "text": "Good day.", "words": [], "start_times": []}],
//!  "prepared_remarks": "…", "questions_and_answers": "…", "text": "…"}
//! ```

use serde_json::Value;

use super::{
    Document, Format, Transcript,
    records::{self, Object, find, find_list, find_text, names::Names, turns},
};
use crate::model::Section;

pub(super) struct EarningsCall;

const SPEAKERS: &[&str] = &["speakers"];

/// The two parts of a call in a string each.
const SECTIONS: [(&str, Section); 2] = [
    ("preparedremarks", Section::Prepared),
    ("questionsandanswers", Section::Qa),
];

impl Format for EarningsCall {
    fn name(&self) -> &'static str {
        "earningscall"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(call) = document.json().and_then(Value::as_object) else {
            return false;
        };
        let event = find(call, &["event"]).and_then(Value::as_object);
        let dated = event.is_some_and(|event| find(event, &["year", "conferencedate"]).is_some());
        let mapped = find(call, &["speakernamemapv2"]).is_some();
        let speech = find_list(call, SPEAKERS).is_some_and(records::is_speech);
        let texts = ["preparedremarks", "questionsandanswers", "text"];
        mapped && speech || dated && (speech || find_text(call, &texts).is_some())
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        records::transcript(document, |value, transcript| {
            if let Some(call) = value.as_object() {
                read(document, call, transcript);
            }
        })
    }
}

fn read(document: &Document<'_>, call: &Object, transcript: &mut Transcript) {
    let names = Names::of(call);
    if let Some(list) = find_list(call, SPEAKERS) {
        let options = turns::RecordOptions {
            paragraphs: true,
            ..turns::RecordOptions::default()
        };
        turns::read(list, &names, options, transcript);
    }
    if transcript.turns.is_empty() {
        for (key, section) in SECTIONS {
            if let Some(text) = find_text(call, &[key]) {
                turns::read_text(document, text, Some(section), transcript);
            }
        }
    }
    if transcript.turns.is_empty()
        && let Some(text) = find_text(call, &["text"])
    {
        turns::read_text(document, text, None, transcript);
    }
    names.add_participants(transcript);
}
