//! Rows of hits.

use super::{Table, shown};
use crate::{
    model::{Lang, Speaker},
    search::Hit,
};

/// The columns of a hit.
pub const COLUMNS: [&str; 18] = [
    "citation", "call", "n", "company", "name", "period", "date", "section", "exchange", "speaker",
    "role", "title", "firm", "en", "zh", "matched", "score", "missing",
];

/// A row a hit.
pub fn hits(hits: &[Hit]) -> Table {
    Table {
        columns: &COLUMNS,
        rows: hits.iter().map(row).collect(),
    }
}

fn row(hit: &Hit) -> Vec<String> {
    let (call, passage) = (&hit.call, &hit.passage);
    let speaker = call.speaker_of(passage);
    let of_speaker =
        |get: fn(&Speaker) -> Option<String>| speaker.and_then(get).unwrap_or_default();
    let side = |lang| passage.text.get(lang).cloned().unwrap_or_default();
    let mut matched: Vec<&str> = Vec::new();
    for why in &hit.why {
        if !matched.contains(&why.matched.as_str()) {
            matched.push(&why.matched);
        }
    }
    vec![
        call.citation(passage),
        call.id.clone(),
        passage.n.to_string(),
        call.company.id.clone(),
        call.company.name.clone(),
        shown(call.period),
        call.date.clone().unwrap_or_default(),
        passage.section.to_string(),
        shown(passage.exchange),
        of_speaker(|speaker| Some(speaker.name.clone())),
        of_speaker(|speaker| Some(speaker.role.to_string())),
        of_speaker(|speaker| speaker.title.clone()),
        of_speaker(|speaker| speaker.firm.clone()),
        side(Lang::En),
        side(Lang::Zh),
        matched.join("; "),
        format!("{:.3}", hit.score),
        hit.missing.join("; "),
    ]
}
