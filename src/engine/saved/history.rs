//! The history of a saved search: the passages that it has shown, in a file.
//!
//! The file is replaced atomically. Of two runs at once the later writer wins. Each writes only what it or
//! an earlier run has shown, so a passage may be shown twice, but none is lost.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Error, Result, search::PassageKey};

/// The passages that a saved search has shown.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct History {
    /// Fingerprint of the request.
    pub(super) fingerprint: String,
    /// When it ran.
    #[serde(with = "time::serde::rfc3339")]
    pub(super) ran: OffsetDateTime,
    /// Passages that have been shown, sorted.
    pub(super) seen: Vec<PassageKey>,
}

/// The outcome of loading a history.
pub(super) enum Loaded {
    /// The search has not run yet.
    Nothing,
    History(History),
    /// The file holds something else.
    Damaged(Error),
}

impl History {
    /// The history after a run: the passages shown before, and those that it shows.
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

/// Loads the history of a search.
///
/// # Errors
/// Where the file is there and cannot be opened.
pub(super) fn load(folder: &Path, name: &str) -> Result<Loaded> {
    let path = file_of(folder, name);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Loaded::Nothing),
        Err(error) => return Err(Error::input(path, "cannot be read").because(error)),
    };
    Ok(match serde_json::from_slice(&bytes) {
        Ok(history) => Loaded::History(history),
        Err(error) => {
            let backup = backup_path(&path);
            let what = format!("does not say what `{name}` has shown, so all of it is new");
            let error = Error::input(path, what).because(error);
            Loaded::Damaged(error.hint(format!(
                "the next run begins a new one and keeps this as {}",
                backup.display()
            )))
        }
    })
}

/// Names and times of all histories.
pub(super) fn state(folder: &Path) -> Result<String> {
    let unreadable = |error| Error::input(folder, "cannot be read").because(error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut stamps = Vec::new();
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let modified = entry.metadata().and_then(|file| file.modified());
        stamps.push(format!("{:?} {:?}", entry.file_name(), modified.ok()));
    }
    stamps.sort();
    Ok(stamps.join("\n"))
}

/// Saves the history of a search.
///
/// # Errors
/// Where that fails; the earlier history is then unchanged.
pub(super) fn save(folder: &Path, name: &str, history: &History) -> Result<()> {
    let path = file_of(folder, name);
    replace(folder, &path, name, history).map_err(|error| {
        Error::input(path, format!("cannot remember what `{name}` has shown"))
            .because(error)
            .hint("the same will be new next time")
    })
}

fn replace(folder: &Path, path: &Path, name: &str, history: &History) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // Held until the end, so that two runs do not replace the file at once.
    let mut open = File::options();
    let lock = open.write(true).create(true).truncate(false);
    let lock = lock.open(folder.join("lock"))?;
    lock.lock()?;
    if let Ok(Loaded::Damaged(_)) = load(folder, name) {
        fs::rename(path, backup_path(path))?;
    }
    let mut builder = tempfile::Builder::new();
    // Temporary files are private by default; this one gets the permissions of the user's mask.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(&serde_json::to_vec(history)?)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // Syncs the rename, on systems where folders can be opened.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The file of a search. Names consist of letters, digits, `-` and `_`, and differ in more than case.
fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{}.json", name.to_lowercase()))
}

/// A free name to rename a damaged file to.
fn backup_path(path: &Path) -> PathBuf {
    let numbered = (2..).map(|number| path.with_extension(format!("json.damaged-{number}")));
    let mut names = std::iter::once(path.with_extension("json.damaged")).chain(numbered);
    (names.find(|name| fs::symlink_metadata(name).is_err())).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let key = |n: u128| format!("{n:032x}").parse::<PassageKey>().unwrap();
        let now = OffsetDateTime::now_utc();
        let history = History::new(
            "f".to_owned(),
            now,
            vec![key(3), key(u128::MAX)],
            vec![key(1), key(3)],
        );
        assert_eq!(history.seen, [key(1), key(3), key(u128::MAX)]);
        save(folder.path(), "資本-1", &history).unwrap();
        match load(folder.path(), "資本-1").unwrap() {
            Loaded::History(loaded) => {
                assert_eq!(loaded.seen, history.seen);
                assert_eq!(loaded.ran, history.ran);
            }
            _ => panic!("not loaded"),
        }
        let nothing = load(folder.path(), "other").unwrap();
        assert!(matches!(nothing, Loaded::Nothing));
        // Of a file that ends too early nothing is taken for seen.
        let path = folder.path().join("資本-1.json");
        let whole = fs::read(&path).unwrap();
        for end in 0..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            let loaded = load(folder.path(), "資本-1");
            assert!(matches!(loaded, Ok(Loaded::Damaged(_))), "{end}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_file_holds_nothing_is_taken_for_seen(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.json"), bytes).unwrap();
            let damaged = matches!(load(folder.path(), "a"), Ok(Loaded::Damaged(_)));
            prop_assert!(damaged);
        }
    }
}
