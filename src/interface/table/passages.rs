//! Rows of passages: of hits, and of a call that is read.

use super::columns::{Column, Table, column, optional};
use crate::{
    engine::CallText,
    model::{Call, Lang, Passage, Speaker, Word},
    query::Field,
    search::Hit,
};

/// A row that stands for a passage.
trait PassageRow {
    fn call(&self) -> &Call;
    fn passage(&self) -> &Passage;

    fn speaker(&self) -> Option<&Speaker> {
        self.call().speaker_of(self.passage())
    }

    fn side(&self, lang: Lang) -> String {
        self.passage().text.get(lang).cloned().unwrap_or_default()
    }
}

impl PassageRow for Hit {
    fn call(&self) -> &Call {
        &self.call
    }

    fn passage(&self) -> &Passage {
        &self.passage
    }
}

impl PassageRow for (&Call, &Passage) {
    fn call(&self) -> &Call {
        self.0
    }

    fn passage(&self) -> &Passage {
        self.1
    }
}

/// One row per hit.
pub fn hits(hits: &[Hit]) -> Table {
    let mut columns = vec![
        citation(),
        column(Field::Call.word(), |hit: &Hit| hit.call.id.clone()),
        column("n", |hit| hit.passage.n.to_string()),
        column(Field::Company.word(), |hit| hit.call.company.id.clone()),
        column("name", |hit| hit.call.company.name.clone()),
        column(Field::Period.word(), |hit| optional(hit.call.period)),
        column("date", |hit| hit.call.date.clone().unwrap_or_default()),
    ];
    columns.extend(section_and_speaker());
    columns.extend(sides());
    columns.extend([
        column("matched", matched),
        column("score", |hit| format!("{:.3}", hit.score)),
        column("missing", |hit| hit.missing.join("; ")),
    ]);
    Table::new(&columns, hits)
}

/// One row per passage of a call.
pub fn passages(reading: &CallText) -> Table {
    let rows: Vec<(&Call, &Passage)> = (reading.passages.iter())
        .map(|passage| (&*reading.call, passage))
        .collect();
    let mut columns = vec![citation()];
    columns.extend(section_and_speaker());
    columns.push(column("notes", |row: &(&Call, &Passage)| {
        row.1.notes.join("; ")
    }));
    columns.extend(sides());
    Table::new(&columns, &rows)
}

fn citation<R: PassageRow>() -> Column<R> {
    column("citation", |row| row.call().citation(row.passage()))
}

fn section_and_speaker<R: PassageRow>() -> [Column<R>; 6] {
    [
        column(Field::Section.word(), |row| {
            row.passage().section.to_string()
        }),
        column("exchange", |row| optional(row.passage().exchange)),
        column(Field::Speaker.word(), |row| {
            optional(row.speaker().map(|speaker| &speaker.name))
        }),
        column(Field::Role.word(), |row| {
            optional(row.speaker().map(|speaker| speaker.role))
        }),
        column("title", |row| {
            optional(row.speaker().and_then(|speaker| speaker.title.as_ref()))
        }),
        column(Field::Firm.word(), |row| {
            optional(row.speaker().and_then(|speaker| speaker.firm.as_ref()))
        }),
    ]
}

fn sides<R: PassageRow>() -> [Column<R>; 2] {
    [
        column(Lang::En.word(), |row| row.side(Lang::En)),
        column(Lang::Zh.word(), |row| row.side(Lang::Zh)),
    ]
}

/// What the terms of the query matched, each text once.
fn matched(hit: &Hit) -> String {
    let mut matched: Vec<&str> = Vec::new();
    for why in &hit.why {
        if !matched.contains(&why.matched.as_str()) {
            matched.push(&why.matched);
        }
    }
    matched.join("; ")
}
