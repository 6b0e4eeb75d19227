//! SQLite FTS5 with the trigram tokenizer.

use std::path::Path;

use rusqlite::Connection;

use super::Open;
use crate::{Result, passages::Passage, queries::Plain};

const FILE: &str = "passages.sqlite";

pub(super) fn build(passages: &[Passage], folder: &Path) -> Result<()> {
    let mut connection = Connection::open(folder.join(FILE))?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;
         CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'trigram')",
    )?;
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO passages(text) VALUES (?)")?;
        for passage in passages {
            insert.execute([passage.text()])?;
        }
    }
    transaction.commit()?;
    connection.execute_batch("INSERT INTO passages(passages) VALUES ('optimize')")?;
    Ok(())
}

pub(super) struct Sqlite(Connection);

impl Sqlite {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let connection = Connection::open(folder.join(FILE))?;
        connection.execute_batch("PRAGMA cache_size = -400000; PRAGMA mmap_size = 8000000000")?;
        Ok(Self(connection))
    }
}

impl Open for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite FTS5"
    }

    fn ask(&self, query: &Plain) -> Result<Option<usize>> {
        let quoted = |text: &String| format!("\"{text}\"");
        let asked = match query {
            Plain::Words(words) => words.iter().map(quoted).collect::<Vec<_>>().join(" AND "),
            Plain::Phrase(text) => quoted(text),
            // It finds nothing shorter than three characters.
            Plain::Chinese(text) if text.chars().count() > 2 => quoted(text),
            Plain::Chinese(_) | Plain::Nothing => return Ok(None),
        };
        let mut select = self.0.prepare_cached(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT 10",
        )?;
        let rows = select.query_map([asked], |row| row.get::<_, i64>(0))?;
        Ok(Some(rows.count()))
    }
}
