//! The other engines: how each takes in passages, and how it is asked.

mod seekstorm;
mod sqlite;
mod tantivy;
mod tantivy_whole;
mod xapian;

use std::path::Path;

use clap::ValueEnum;

use crate::{Result, passages::Passage, queries::Plain};

/// An engine beside ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Other {
    /// tantivy as it comes: one text field, default tokenizer, the text stored. The floor.
    Tantivy,
    /// The same, asked for the number of matches too, as ours is.
    TantivyCounted,
    /// tantivy with six keyword columns, asked for what ours gives: the ten best passages with snippets, the
    /// number of matches, and the hundred most frequent values of each column, in one pass.
    TantivyWhole,
    /// SeekStorm with its Chinese tokenizer.
    Seekstorm,
    /// The same with six columns, asked for what ours gives.
    SeekstormWhole,
    /// Xapian with stems and n-grams of Chinese.
    Xapian,
    /// SQLite FTS5, trigram tokenizer.
    Sqlite,
}

/// An index that can be asked.
pub(crate) trait Open {
    fn name(&self) -> &'static str;

    /// The number of hits for the first ten, or of matches where they are counted; none where the engine
    /// cannot answer such a query.
    fn ask(&self, query: &Plain) -> Result<Option<usize>>;
}

impl Other {
    pub(crate) const ALL: [Self; 7] = [
        Self::Tantivy,
        Self::TantivyCounted,
        Self::TantivyWhole,
        Self::Seekstorm,
        Self::SeekstormWhole,
        Self::Xapian,
        Self::Sqlite,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tantivy => "tantivy",
            Self::TantivyCounted => "tantivy-counted",
            Self::TantivyWhole => "tantivy-whole",
            Self::Seekstorm => "seekstorm",
            Self::SeekstormWhole => "seekstorm-whole",
            Self::Xapian => "xapian",
            Self::Sqlite => "sqlite",
        }
    }

    /// Whether it has an index of its own, and not another's.
    pub(crate) fn has_own_index(self) -> bool {
        self != Self::TantivyCounted
    }

    /// Whether it can be measured on this machine.
    pub(crate) fn is_installed(self) -> bool {
        self != Self::Xapian || xapian::is_installed()
    }

    pub(crate) fn build(self, passages: &[Passage], folder: &Path) -> Result<()> {
        match self {
            Self::Tantivy => tantivy::build(passages, folder),
            Self::TantivyCounted => Ok(()),
            Self::TantivyWhole => tantivy_whole::build(passages, folder),
            Self::Seekstorm => seekstorm::build(passages, folder, false),
            Self::SeekstormWhole => seekstorm::build(passages, folder, true),
            Self::Xapian => xapian::build(passages, folder),
            Self::Sqlite => sqlite::build(passages, folder),
        }
    }

    pub(crate) fn open(self, folder: &Path) -> Result<Box<dyn Open>> {
        Ok(match self {
            Self::Tantivy => Box::new(tantivy::Tantivy::open(folder, false)?),
            Self::TantivyCounted => {
                let beside = folder.with_file_name(Self::Tantivy.name());
                Box::new(tantivy::Tantivy::open(&beside, true)?)
            }
            Self::TantivyWhole => Box::new(tantivy_whole::TantivyWhole::open(folder)?),
            Self::Seekstorm => Box::new(seekstorm::open(folder, false)?),
            Self::SeekstormWhole => Box::new(seekstorm::open(folder, true)?),
            Self::Xapian => Box::new(xapian::Xapian::open(folder)?),
            Self::Sqlite => Box::new(sqlite::Sqlite::open(folder)?),
        })
    }
}
