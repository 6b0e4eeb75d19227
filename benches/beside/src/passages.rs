//! The passages of an index as plain text, for engines that read no transcripts.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use verbatim::{index::Index, model::Lang};

use crate::Result;

/// What stands between the sides and values in the file; no text has it.
const BETWEEN: char = '\u{1f}';

/// Names of the values of a passage.
pub(crate) const FACETS: [&str; 6] = ["company", "speaker", "role", "firm", "section", "period"];

/// The two sides of a passage, either of which may be empty, and its values.
pub(crate) struct Passage {
    pub(crate) english: String,
    pub(crate) chinese: String,
    /// In the order of [`FACETS`]; empty where it has none.
    pub(crate) facets: [String; FACETS.len()],
}

impl Passage {
    /// Bytes of text.
    pub(crate) fn bytes(&self) -> u64 {
        (self.english.len() + self.chinese.len()) as u64
    }

    /// Both sides as one text.
    pub(crate) fn text(&self) -> String {
        format!("{}\n{}", self.english, self.chinese)
    }
}

/// Writes the passages of an index to a file, one a line.
pub(crate) fn save(index: &Path, file: &Path) -> Result<()> {
    let reader = Index::at(index).reader()?.ok_or("there is no index")?;
    let mut out = BufWriter::new(File::create(file)?);
    for call in reader.calls()? {
        for passage in reader.passages(&call.id)? {
            let side = |lang| passage.text.get(lang).map_or("", String::as_str);
            let speaker = call.speaker_of(&passage);
            let firm = speaker.and_then(|speaker| speaker.firm.as_deref());
            let values = [
                call.company.id.clone(),
                speaker.map_or(String::new(), |speaker| speaker.name.clone()),
                speaker.map_or(String::new(), |speaker| speaker.role.to_string()),
                firm.unwrap_or_default().to_owned(),
                passage.section.to_string(),
                call.period
                    .map_or(String::new(), |period| period.to_string()),
            ];
            let sides = [side(Lang::En).to_owned(), side(Lang::Zh).to_owned()];
            let line = [&sides[..], &values].concat().join(&BETWEEN.to_string());
            writeln!(out, "{}", line.replace('\n', " "))?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Reads them again.
pub(crate) fn load(file: &Path) -> Result<Vec<Passage>> {
    let passages = fs::read_to_string(file)?
        .lines()
        .map(|line| {
            let mut parts = line.split(BETWEEN).map(str::to_owned);
            let mut next = || parts.next().unwrap_or_default();
            Passage {
                english: next(),
                chinese: next(),
                facets: std::array::from_fn(|_| next()),
            }
        })
        .collect();
    Ok(passages)
}
