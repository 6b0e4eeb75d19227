//! Which folders and files belong to the index. Nothing else in an index folder is changed, moved or
//! removed.
//!
//! A folder holds an index if one of its checksummed files has a valid checksum and the schema in
//! `meta.json` has this program's fields. In such a folder, files belong to the index by their names. A
//! folder that holds any other file is never removed.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{
    checksummed::verified_content,
    file_names::{
        CHECKSUMMED, MANIFEST, META, is_index_file, is_people_file, is_segment_file, is_transient,
    },
};
use crate::{Error, Result};

/// Fields that every version of the schema has.
const FIELDS: [&str; 4] = ["doc", "source", "call", "record"];

/// Whether a folder holds an index of this program, of any version.
pub(super) fn is_index_folder(folder: &Path) -> bool {
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return false;
    }
    let mut is_index = false;
    for name in CHECKSUMMED {
        let Ok(bytes) = fs::read(folder.join(name)) else {
            continue;
        };
        let Some(content) = verified_content(&bytes) else {
            continue;
        };
        if name == META && !has_our_fields(content) {
            return false;
        }
        is_index = true;
    }
    is_index
}

fn has_our_fields(meta: &[u8]) -> bool {
    let meta: Value = serde_json::from_slice(meta).unwrap_or_default();
    let fields = meta.get("schema").and_then(Value::as_array);
    let names: Vec<&str> = (fields.into_iter().flatten())
        .filter_map(|field| field.get("name")?.as_str())
        .collect();
    FIELDS.iter().all(|name| names.contains(name))
}

/// Whether a folder holds an index of which more has been written than the empty list of managed files,
/// which tantivy writes first.
pub(super) fn has_content(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    let is_content = |name: &str| name == MANIFEST || is_segment_file(name) || is_people_file(name);
    names.any(|name| name.to_str().is_some_and(is_content)) && is_index_folder(folder)
}

/// What the folder of an index version holds.
struct Content {
    /// Files of the index, those with a checksum last: while one is left, the folder is known as an index.
    files: Vec<PathBuf>,
    /// All of them are locks or temporary files.
    only_transient: bool,
    /// An entry that is not the index's.
    foreign: Option<PathBuf>,
}

fn content(folder: &Path) -> io::Result<Content> {
    let mut content = Content {
        files: Vec::new(),
        only_transient: true,
        foreign: None,
    };
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_index_file(&name) && entry.file_type()?.is_file() {
            content.only_transient &= is_transient(&name);
            content.files.push(entry.path());
        } else {
            content.foreign = Some(entry.path());
        }
    }
    let is_checksummed = |path: &PathBuf| {
        let name = path.file_name().and_then(OsStr::to_str);
        name.is_some_and(|name| CHECKSUMMED.contains(&name))
    };
    (content.files).sort_by_key(|path| (is_checksummed(path), path.clone()));
    Ok(content)
}

/// The files of a folder that may be removed with all it holds; none where it does not exist.
///
/// # Errors
/// Where it holds, or may hold, something that is not the index's.
fn removable_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error| Error::index("the index folder cannot be read").because(error);
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(not_ours(folder, "is no folder of an index")),
    }
    let content = content(folder).map_err(unreadable)?;
    if let Some(foreign) = content.foreign {
        return Err(not_ours(&foreign, "is no part of the index"));
    }
    if content.only_transient || is_index_folder(folder) {
        return Ok(content.files);
    }
    Err(not_ours(folder, "is not known to be an index"))
}

fn not_ours(path: &Path, fault: &str) -> Error {
    Error::index(format!("{} {fault}", path.display()))
        .hint("move it away, or name another index folder with --index DIR")
}

/// Checks that a folder may be written: it holds an index, or nothing, or does not exist.
pub(super) fn check_writable(folder: &Path) -> Result<()> {
    if is_index_folder(folder) {
        return Ok(());
    }
    check_removable(folder)
}

/// Checks that a folder may be removed: it holds an index and nothing else, or does not exist.
pub(super) fn check_removable(folder: &Path) -> Result<()> {
    removable_files(folder).map(drop)
}

/// Removes a folder that holds an index and nothing else; does nothing where it does not exist.
pub(super) fn remove(folder: &Path) -> Result<()> {
    let files = removable_files(folder)?;
    let removed = files.iter().try_for_each(fs::remove_file);
    match removed.and_then(|()| fs::remove_dir(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::index(format!("{} cannot be removed", folder.display())).because(error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::checksummed::write_atomically, *};

    #[test]
    fn a_folder_that_holds_anything_else_is_left_whole() {
        let folder = tempfile::tempdir().unwrap();
        let ours = folder.path().join("v1");
        fs::create_dir(&ours).unwrap();
        assert!(!is_index_folder(&ours));
        let list = |content: &str| {
            write_atomically(&ours, Path::new(META), content.as_bytes()).unwrap();
        };
        list(r#"{"schema": [{"name": "title"}]}"#);
        assert!(!is_index_folder(&ours), "somebody else's fields");
        assert!(remove(&ours).is_err() && ours.join("meta.json").exists());
        let fields = FIELDS.map(|name| format!(r#"{{"name": "{name}"}}"#));
        list(&format!(r#"{{"schema": [{}]}}"#, fields.join(",")));
        assert!(is_index_folder(&ours));
        fs::write(ours.join("notes.txt"), "mine").unwrap();
        assert!(remove(&ours).is_err());
        assert!(ours.join("meta.json").exists() && ours.join("notes.txt").exists());
        fs::remove_file(ours.join("notes.txt")).unwrap();
        fs::write(ours.join("meta.json"), "{}").unwrap();
        assert!(remove(&ours).is_err(), "no checksum");
        list(&format!(r#"{{"schema": [{}]}}"#, fields.join(",")));
        remove(&ours).unwrap();
        assert!(!ours.exists());
        remove(&ours).unwrap();
    }
}
