//! Which folders and files in an index folder are the index's own. Nothing else there is changed, moved
//! or removed.
//!
//! A folder is known as an index's by its lists: they carry a checksum of ours, and the schema in them has
//! our fields. A file in such a folder is known by its name. A folder that holds anything else is left
//! whole.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde_json::Value;

use super::{CorpusFolders, Index, VERSION, checksummed::verified_content};
use crate::{Error, Result};

/// Lists that carry a checksum.
const LISTS: [&str; 3] = ["meta.json", ".managed.json", "whole.json"];

/// Files that are locked and hold nothing.
const LOCKS: [&str; 2] = [".tantivy-meta.lock", ".tantivy-writer.lock"];

/// What the names of lists begin with while they are written; six letters and digits follow.
pub(super) const UNFINISHED: &str = ".tmp";

/// Fields by which a schema is known.
const FIELDS: [&str; 4] = ["doc", "source", "call", "record"];

/// Whether a folder holds an index of this program, of any version.
pub(super) fn is_index_folder(folder: &Path) -> bool {
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return false;
    }
    let mut marked = false;
    for list in LISTS {
        let Ok(sealed) = fs::read(folder.join(list)) else {
            continue;
        };
        let Some(content) = verified_content(&sealed) else {
            continue;
        };
        if list == "meta.json" && !has_our_fields(content) {
            return false;
        }
        marked = true;
    }
    marked
}

fn has_our_fields(meta: &[u8]) -> bool {
    let meta: Value = serde_json::from_slice(meta).unwrap_or_default();
    let fields = meta.get("schema").and_then(Value::as_array);
    let names: Vec<&str> = (fields.into_iter().flatten())
        .filter_map(|field| field.get("name")?.as_str())
        .collect();
    FIELDS.iter().all(|name| names.contains(name))
}

/// Whether a folder holds an index of this program of which more has been written than the empty lists
/// that tantivy begins with: first what it manages, then the segments.
pub(super) fn is_begun(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    let is_content =
        |name: &str| name == "whole.json" || is_segment_name(name) || is_people_name(name);
    names.any(|name| name.to_str().is_some_and(is_content)) && is_index_folder(folder)
}

/// Whether an index gives files such a name.
fn is_own_name(name: &str) -> bool {
    LISTS.contains(&name) || is_passing_name(name) || is_people_name(name) || is_segment_name(name)
}

/// Whether a file of such a name is of a segment.
fn is_segment_name(name: &str) -> bool {
    let (id, rest) = name.split_once('.').unwrap_or_default();
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && !rest.is_empty()
}

/// Whether a file of such a name holds nothing that an index needs.
fn is_passing_name(name: &str) -> bool {
    let unfinished = name.strip_prefix(UNFINISHED).is_some_and(|rest| {
        rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    LOCKS.contains(&name) || unfinished
}

/// Whether a file of such a name holds the people of a commit.
pub(super) fn is_people_name(name: &str) -> bool {
    (name.strip_prefix(super::resolved_people::PREFIX))
        .is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What a folder of an index holds.
struct Content {
    /// Files by names of ours, the lists last.
    own: Vec<PathBuf>,
    /// All of them hold nothing that an index needs.
    passing: bool,
    /// Something that is not ours.
    foreign: Option<PathBuf>,
}

fn content(folder: &Path) -> io::Result<Content> {
    let mut content = Content {
        own: Vec::new(),
        passing: true,
        foreign: None,
    };
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_own_name(&name) && entry.file_type()?.is_file() {
            content.passing &= is_passing_name(&name);
            content.own.push(entry.path());
        } else {
            content.foreign = Some(entry.path());
        }
    }
    let is_list = |path: &PathBuf| {
        let name = path.file_name().and_then(OsStr::to_str);
        name.is_some_and(|name| LISTS.contains(&name))
    };
    content
        .own
        .sort_by_key(|path| (is_list(path), path.clone()));
    Ok(content)
}

/// The files of a folder that may be removed whole.
///
/// # Errors
/// Where it holds, or may hold, something that is not ours.
fn removable(folder: &Path) -> Result<Vec<PathBuf>> {
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
    if content.passing || is_index_folder(folder) {
        return Ok(content.own);
    }
    Err(not_ours(folder, "is not known to be an index"))
}

fn not_ours(path: &Path, what: &str) -> Error {
    Error::index(format!("{} {what}", path.display()))
        .hint("move it away, or name another index folder with --index DIR")
}

/// Checks that a folder holds an index, or nothing, so that it can be written or replaced; `replaced`
/// allows nothing beside it.
pub(super) fn check(folder: &Path, replaced: bool) -> Result<()> {
    if !replaced && is_index_folder(folder) {
        return Ok(());
    }
    removable(folder).map(drop)
}

/// Removes a folder that holds an index and nothing else, or nothing.
pub(super) fn remove(folder: &Path) -> Result<()> {
    let own = removable(folder)?;
    let removed = own.iter().try_for_each(fs::remove_file);
    match removed.and_then(|()| fs::remove_dir(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::index(format!("{} cannot be removed", folder.display())).because(error))
        }
        _ => Ok(()),
    }
}

/// The version in a folder's name, and what follows it: nothing, `.building` or `.old`.
fn version(name: &str) -> Option<(u32, &str)> {
    let rest = name.strip_prefix('v')?;
    let (number, suffix) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    let known =
        matches!(suffix, "" | ".building" | ".old") && (number == "0" || !number.starts_with('0'));
    // `+7` reads as a number too.
    let number = (number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.parse().ok());
    number
        .flatten()
        .filter(|_| known)
        .map(|number| (number, suffix))
}

impl Index {
    /// Removes the indexes of older versions and what a rebuild left that was stopped; says of each
    /// what has been done, or why not.
    pub(super) fn remove_older_versions(&self) -> Vec<String> {
        let mut said = Vec::new();
        let entries = fs::read_dir(self.folder()).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names {
            let Some((number, suffix)) = name.to_str().and_then(version) else {
                continue;
            };
            let folder = self.folder().join(&name);
            if number > VERSION
                || (number == VERSION && suffix.is_empty())
                || !is_index_folder(&folder)
            {
                continue;
            }
            let what = match suffix {
                ".building" => "a rebuild that was stopped",
                ".old" => "the index before a rebuild",
                _ => "an index of an older version",
            };
            said.push(match remove(&folder) {
                Ok(()) => format!("removed {}, {what}", folder.display()),
                Err(error) => format!("{} stays: {}", folder.display(), error.sentence()),
            });
        }
        said
    }

    /// Checks that no folder or file that is indexed is the index folder or lies within it.
    ///
    /// # Errors
    /// Where one does.
    pub fn check_apart(&self, corpus_folders: &CorpusFolders) -> Result<()> {
        let index = real(self.folder());
        for corpus_folder in &corpus_folders.paths {
            if real(corpus_folder).starts_with(&index) {
                return Err(Error::index(format!(
                    "the index folder {} holds what is to be indexed, {}",
                    self.folder().display(),
                    corpus_folder.display()
                ))
                .hint("name another index folder with --index DIR"));
            }
        }
        Ok(())
    }
}

/// A path without links and steps back, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (fs::canonicalize(ancestor), path.strip_prefix(ancestor)) {
            let mut real = real;
            for part in rest.components() {
                match part {
                    Component::ParentDir => {
                        real.pop();
                    }
                    part => real.push(part),
                }
            }
            return real;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_versions() {
        assert_eq!(version("v0"), Some((0, "")));
        assert_eq!(version("v7"), Some((7, "")));
        assert_eq!(version("v12.building"), Some((12, ".building")));
        assert_eq!(version("v7.old"), Some((7, ".old")));
        for name in [
            "v",
            "v.old",
            "v+7",
            "v07",
            "v7.bak",
            "v7.old.old",
            "V7",
            "vv7",
            "v99999999999",
            "7",
        ] {
            assert_eq!(version(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_files() {
        let id = "0123456789abcdef0123456789abcdef";
        for name in [
            "meta.json",
            ".managed.json",
            "whole.json",
            ".tantivy-writer.lock",
            ".tmpAb3xYz",
            &format!("{id}.idx"),
            &format!("{id}.17.del"),
            &format!("people.{id}{id}"),
        ] {
            assert!(is_own_name(name), "{name}");
        }
        for name in [
            "notes.txt",
            "people.txt",
            "metal.json",
            ".tmp",
            ".tmpfile7",
            id,
            "abc.idx",
            "",
        ] {
            assert!(!is_own_name(name), "{name}");
        }
    }

    #[test]
    fn a_folder_that_holds_anything_else_is_left_whole() {
        let folder = tempfile::tempdir().unwrap();
        let ours = folder.path().join("v1");
        fs::create_dir(&ours).unwrap();
        assert!(!is_index_folder(&ours));
        let list = |content: &str| {
            super::super::checksummed::write_atomically(
                &ours,
                Path::new("meta.json"),
                content.as_bytes(),
            )
            .unwrap();
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
