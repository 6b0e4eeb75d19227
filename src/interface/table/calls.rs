//! Rows of calls, and of the passages of one.

use super::{Table, shown};
use crate::{
    engine::CallText,
    model::{Lang, Passage},
    search::CallEntry,
};

/// A row a call.
pub fn calls(entries: &[CallEntry]) -> Table {
    Table {
        columns: &[
            "call",
            "company",
            "name",
            "period",
            "date",
            "kind",
            "title",
            "format",
            "source",
            "passages",
            "turns",
            "exchanges",
            "speakers",
        ],
        rows: entries.iter().map(call).collect(),
    }
}

fn call(entry: &CallEntry) -> Vec<String> {
    let call = &entry.call;
    vec![
        call.id.clone(),
        call.company.id.clone(),
        call.company.name.clone(),
        shown(call.period),
        call.date.clone().unwrap_or_default(),
        call.kind.to_string(),
        call.title.clone(),
        call.format.clone(),
        call.source.clone(),
        entry.passages.to_string(),
        call.turns.len().to_string(),
        call.exchanges.len().to_string(),
        call.speakers.len().to_string(),
    ]
}

/// A row a passage.
pub fn passages(reading: &CallText) -> Table {
    let row = |passage: &Passage| {
        let call = &reading.call;
        let speaker = call.speaker_of(passage);
        let side = |lang| passage.text.get(lang).cloned().unwrap_or_default();
        vec![
            call.citation(passage),
            passage.section.to_string(),
            shown(passage.exchange),
            speaker.map_or(String::new(), |speaker| speaker.name.clone()),
            speaker.map_or(String::new(), |speaker| speaker.role.to_string()),
            speaker
                .and_then(|speaker| speaker.title.clone())
                .unwrap_or_default(),
            speaker
                .and_then(|speaker| speaker.firm.clone())
                .unwrap_or_default(),
            passage.notes.join("; "),
            side(Lang::En),
            side(Lang::Zh),
        ]
    };
    Table {
        columns: &[
            "citation", "section", "exchange", "speaker", "role", "title", "firm", "notes", "en",
            "zh",
        ],
        rows: reading.passages.iter().map(row).collect(),
    }
}
