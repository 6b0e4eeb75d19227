//! What a saved search has shown, kept in a file of its own.
//!
//! A file is replaced whole: written beside it, brought to disk, renamed. Of two runs at once the
//! later writer wins. Each writes only what it or a run before it has shown, so a passage may be
//! shown twice, but none is lost.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Error, Result, search::PassageKey};

/// What has been shown of a saved search.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Memory {
    /// What the search asked for.
    pub(super) fingerprint: String,
    /// When it ran.
    #[serde(with = "time::serde::rfc3339")]
    pub(super) ran: OffsetDateTime,
    /// Passages that have been shown, in order.
    pub(super) seen: Vec<PassageKey>,
}

/// What is known of earlier runs.
pub(super) enum Recalled {
    /// There was none.
    Nothing,
    Memory(Memory),
    /// The file holds something else.
    Damaged(Error),
}

impl Memory {
    /// What has been shown when a run ends: what was before, and what it shows.
    pub(super) fn new(
        fingerprint: String,
        ran: OffsetDateTime,
        before: Vec<PassageKey>,
        shown: Vec<PassageKey>,
    ) -> Self {
        let mut seen = [before, shown].concat();
        seen.sort_unstable();
        seen.dedup();
        Self {
            fingerprint,
            ran: ran.replace_nanosecond(0).unwrap_or(ran),
            seen,
        }
    }
}

/// What a search has shown, from the file of its name.
///
/// # Errors
/// Where the file is there and cannot be opened.
pub(super) fn recall(folder: &Path, name: &str) -> Result<Recalled> {
    let path = file_of(folder, name);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Recalled::Nothing),
        Err(error) => return Err(Error::input(path, "cannot be read").because(error)),
    };
    Ok(match serde_json::from_slice(&bytes) {
        Ok(memory) => Recalled::Memory(memory),
        Err(error) => {
            let aside = aside(&path);
            let what = format!("does not say what `{name}` has shown, so all of it is new");
            let error = Error::input(path, what).because(error);
            Recalled::Damaged(error.hint(format!(
                "the next run begins a new one and keeps this as {}",
                aside.display()
            )))
        }
    })
}

/// Writes what a search has shown.
///
/// # Errors
/// Where that fails; what was remembered before then still is.
pub(super) fn remember(folder: &Path, name: &str, memory: &Memory) -> Result<()> {
    let path = file_of(folder, name);
    replace(folder, &path, name, memory).map_err(|error| {
        Error::input(path, format!("cannot remember what `{name}` has shown"))
            .because(error)
            .hint("the same will be new next time")
    })
}

fn replace(folder: &Path, path: &Path, name: &str, memory: &Memory) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // Held until the end, so that two runs do not write into one another's file.
    let mut open = File::options();
    let lock = open.write(true).create(true).truncate(false);
    let lock = lock.open(folder.join("lock"))?;
    lock.lock()?;
    if let Ok(Recalled::Damaged(_)) = recall(folder, name) {
        fs::rename(path, aside(path))?;
    }
    let mut builder = tempfile::Builder::new();
    // What others may read is for the user's mask to say, as with any file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(&serde_json::to_vec(memory)?)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // Where folders can be opened, the new name is brought to disk too.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The file of a search. Names are of letters, digits, `-` and `_`, and differ in more than case.
fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{}.json", name.to_lowercase()))
}

/// Where a damaged file is kept: a name that no file has.
fn aside(path: &Path) -> PathBuf {
    let numbered = (2..).map(|number| path.with_extension(format!("json.damaged-{number}")));
    let mut names = std::iter::once(path.with_extension("json.damaged")).chain(numbered);
    (names.find(|name| fs::symlink_metadata(name).is_err())).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_remembered_is_recalled() {
        let folder = tempfile::tempdir().unwrap();
        let key = |n: u128| format!("{n:032x}").parse::<PassageKey>().unwrap();
        let now = OffsetDateTime::now_utc();
        let memory = Memory::new(
            "f".to_owned(),
            now,
            vec![key(3), key(u128::MAX)],
            vec![key(1), key(3)],
        );
        assert_eq!(memory.seen, [key(1), key(3), key(u128::MAX)]);
        remember(folder.path(), "資本-1", &memory).unwrap();
        match recall(folder.path(), "資本-1").unwrap() {
            Recalled::Memory(recalled) => {
                assert_eq!(recalled.seen, memory.seen);
                assert_eq!(recalled.ran, memory.ran);
            }
            _ => panic!("not recalled"),
        }
        let nothing = recall(folder.path(), "other").unwrap();
        assert!(matches!(nothing, Recalled::Nothing));
        // Of a file that ends too early nothing is taken for seen.
        let path = folder.path().join("資本-1.json");
        let whole = fs::read(&path).unwrap();
        for end in 0..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            let recalled = recall(folder.path(), "資本-1");
            assert!(matches!(recalled, Ok(Recalled::Damaged(_))), "{end}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_file_holds_nothing_is_taken_for_seen(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.json"), bytes).unwrap();
            let damaged = matches!(recall(folder.path(), "a"), Ok(Recalled::Damaged(_)));
            prop_assert!(damaged);
        }
    }
}
