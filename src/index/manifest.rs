//! Whether the files of an index are as they were written.
//!
//! tantivy ends each file of a segment with a checksum, but reads the file without looking at it. Here
//! it is looked at when a file is first seen, or has changed on disk since.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentComponent;

use super::REBUILD_HINT;
use super::checksummed::{verified_content, write_atomically};
use crate::{Error, Result};

/// Size in bytes and time of the last change, in nanoseconds since 1970, of a file that was found to
/// be whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp(u64, u64);

/// The files that were found to be whole, by name.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest(BTreeMap<PathBuf, Stamp>);

impl Manifest {
    /// Where the list stands in the folder of an index.
    const FILE: &str = "whole.json";

    /// What is known of the files in a folder: nothing where the list is missing or damaged.
    fn read(folder: &Path) -> Self {
        let sealed = fs::read(folder.join(Self::FILE)).unwrap_or_default();
        (verified_content(&sealed).and_then(|content| serde_json::from_slice(content).ok()))
            .unwrap_or_default()
    }

    /// Keeps the list. Where that fails the files are read again the next time, and nothing else.
    fn keep(&self, folder: &Path) {
        if let Ok(content) = serde_json::to_vec(self) {
            let _ = write_atomically(folder, Path::new(Self::FILE), &content);
        }
    }
}

/// The files that every segment has.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Store,
];

/// The files of every segment.
fn files(index: &tantivy::Index) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for segment in index.load_metas()?.segments {
        let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
        let components = COMPONENTS.into_iter().chain(deletes);
        files.extend(components.map(|component| segment.relative_path(component)));
    }
    Ok(files)
}

/// Whether the checksum of a file fits.
fn has_valid_checksum(index: &tantivy::Index, name: &Path) -> bool {
    index.directory().validate_checksum(name).unwrap_or(false)
}

/// Checks that the files of every segment are as they were written. A file whose size and time of
/// change are those with which it was last found whole is not read again; `trusted` takes new files
/// for whole, since they have just been written.
///
/// # Errors
/// Where a file is missing, or its checksum does not fit.
pub(super) fn verify(index: &tantivy::Index, folder: &Path, trusted: bool) -> Result<()> {
    let known = Manifest::read(folder);
    let mut whole = Manifest::default();
    for name in files(index)? {
        let stamp = stamp(&folder.join(&name))?;
        let trusted = known.0.get(&name).map_or(trusted, |known| *known == stamp);
        if !trusted && !has_valid_checksum(index, &name) {
            return Err(damaged(
                &folder.join(&name),
                "has changed since it was written",
            ));
        }
        whole.0.insert(name, stamp);
    }
    if whole != known {
        whole.keep(folder);
    }
    Ok(())
}

/// The names of the files that are missing or whose checksum does not fit, all of them read.
pub(super) fn damaged_files(index: &tantivy::Index, folder: &Path) -> Result<Vec<String>> {
    let damaged = |name: &PathBuf| !folder.join(name).exists() || !has_valid_checksum(index, name);
    let names = files(index)?.into_iter().filter(damaged);
    Ok(names.map(|name| name.display().to_string()).collect())
}

fn stamp(path: &Path) -> Result<Stamp> {
    let metadata = fs::metadata(path).map_err(|_| damaged(path, "is missing"))?;
    let changed = metadata.modified().ok();
    let since = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanoseconds = since.and_then(|since| u64::try_from(since.as_nanos()).ok());
    Ok(Stamp(metadata.len(), nanoseconds.unwrap_or(0)))
}

fn damaged(path: &Path, what: &str) -> Error {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Error::index(format!("the index is damaged: {name} {what}")).hint(REBUILD_HINT)
}
