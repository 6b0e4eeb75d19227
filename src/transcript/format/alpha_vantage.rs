//! Alpha Vantage: `{"symbol", "quarter": "2025Q3", "transcript": [{"speaker", "title", "content"}]}`.
//!
//! The title of an analyst is often only the firm.

use serde_json::Value;

use super::{
    Document, Format, Heading, Transcript,
    records::{self, Object, names::Names, turns},
    speaker,
};
use crate::model::Role;

pub(super) struct AlphaVantage;

impl Format for AlphaVantage {
    fn name(&self) -> &'static str {
        "alpha_vantage"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        document.json().and_then(speech).is_some_and(|list| {
            let titled = |record: &Object| {
                ["speaker", "content"]
                    .iter()
                    .all(|key| record.contains_key(*key))
            };
            records::is_speech(list) && list.iter().filter_map(Value::as_object).any(titled)
        })
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        records::transcript(document, |value, transcript| {
            let list = speech(value).unwrap_or_default();
            turns::read(
                list,
                &Names::default(),
                turns::RecordOptions::default(),
                transcript,
            );
            for turn in &mut transcript.turns {
                read_firm(&mut turn.heading);
            }
        })
    }
}

/// The records of a call whose symbol and quarter are stated.
fn speech(value: &Value) -> Option<&[Value]> {
    let call = value.as_object()?;
    (call.contains_key("symbol") && call.contains_key("quarter"))
        .then(|| records::find_list(call, &["transcript"]))?
}

/// Takes a title that is no office for the analyst's firm.
fn read_firm(heading: &mut Heading) {
    let no_office = |title: &String| !speaker::is_office(title) && !speaker::is_voice(title);
    if heading.role.is_none()
        && let Some(firm) = heading.title.take_if(|title| no_office(title))
    {
        heading.firm = Some(firm);
        heading.role = Some(Role::Analyst);
    }
}
