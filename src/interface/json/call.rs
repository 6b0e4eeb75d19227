//! The JSON of calls.

use schemars::JsonSchema;
use serde::Serialize;

use super::passage::{PassageJson, SpeakerJson, with_hits};
use crate::{
    engine::CallText,
    model::{Call, CallKind, Company, Period},
    search::{CallEntry, Hit},
};

/// A call in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallJson {
    #[serde(flatten)]
    row: CallRowJson,
    speakers: Vec<SpeakerJson>,
}

/// A call in a list, without its speakers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallRowJson {
    /// Its id, which other questions take.
    id: String,
    company: Company,
    period: Option<Period>,
    date: Option<String>,
    kind: CallKind,
    title: String,
    /// Format of the source.
    format: String,
    /// The source's path below the corpus folder.
    source: String,
    /// Passages that match; all of them where nothing is asked for.
    passages: u64,
    turns: usize,
    exchanges: usize,
}

/// A call, or a part of it, to read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReadingJson {
    call: CallJson,
    /// The passages, in order.
    pub passages: Vec<PassageJson>,
}

impl CallJson {
    /// A call with a number of passages.
    pub fn new(call: &Call, passages: u64) -> Self {
        Self {
            row: CallRowJson::new(call, passages),
            speakers: call.speakers.iter().map(SpeakerJson::from).collect(),
        }
    }
}

impl CallRowJson {
    fn new(call: &Call, passages: u64) -> Self {
        Self {
            id: call.id.clone(),
            company: call.company.clone(),
            period: call.period,
            date: call.date.clone(),
            kind: call.kind,
            title: call.title.clone(),
            format: call.format.clone(),
            source: call.source.clone(),
            passages,
            turns: call.turns.len(),
            exchanges: call.exchanges.len(),
        }
    }
}

impl From<&CallEntry> for CallRowJson {
    fn from(entry: &CallEntry) -> Self {
        Self::new(&entry.call, entry.passages)
    }
}

impl From<&CallEntry> for CallJson {
    fn from(entry: &CallEntry) -> Self {
        Self::new(&entry.call, entry.passages)
    }
}

impl ReadingJson {
    /// A call or a part of it, with highlights in the passages that are hits.
    pub fn new(reading: &CallText, hits: &[Hit]) -> Self {
        Self {
            call: CallJson::new(&reading.call, reading.call_passages as u64),
            passages: with_hits(&reading.call, &reading.passages, hits),
        }
    }
}
