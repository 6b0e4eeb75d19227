//! The passages of an index as plain text, for engines that read no transcripts.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use verbatim::{index::Index, model::Lang};

use crate::Result;

/// What stands between the sides in the file; no text has it.
const BETWEEN: char = '\u{1f}';

/// The two sides of a passage, either of which may be empty.
pub(crate) struct Passage {
    pub(crate) english: String,
    pub(crate) chinese: String,
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
            let line = format!("{}{BETWEEN}{}", side(Lang::En), side(Lang::Zh));
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
            let (english, chinese) = line.split_once(BETWEEN).unwrap_or((line, ""));
            Passage {
                english: english.to_owned(),
                chinese: chinese.to_owned(),
            }
        })
        .collect();
    Ok(passages)
}
