//! Whether the files of the segments are as they were written.
//!
//! tantivy ends each file of a segment with a checksum, but does not verify it on reading. It is verified
//! here, for files that are new or have changed on disk since they were last verified.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentComponent;

use super::{
    checksummed::{verified_content, write_atomically},
    error::damaged_file,
    file_names::MANIFEST,
};
use crate::{Error, Result};

/// Size of a file in bytes, and time of its last change in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp(u64, u64);

/// The files whose checksums have been verified, by name.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest(BTreeMap<PathBuf, Stamp>);

impl Manifest {
    /// Reads the manifest of a folder; it is empty where the file is missing or damaged.
    fn read(folder: &Path) -> Self {
        let bytes = fs::read(folder.join(MANIFEST)).unwrap_or_default();
        (verified_content(&bytes).and_then(|content| serde_json::from_slice(content).ok()))
            .unwrap_or_default()
    }

    /// Writes the manifest. Where that fails, the files are only verified once more the next time.
    fn write(&self, folder: &Path) {
        if let Ok(content) = serde_json::to_vec(self) {
            let _ = write_atomically(folder, Path::new(MANIFEST), &content);
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

/// Names of the files of every segment.
fn files(index: &tantivy::Index) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for segment in index.load_metas()?.segments {
        let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
        let components = COMPONENTS.into_iter().chain(deletes);
        files.extend(components.map(|component| segment.relative_path(component)));
    }
    Ok(files)
}

fn has_valid_checksum(index: &tantivy::Index, name: &Path) -> bool {
    index.directory().validate_checksum(name).unwrap_or(false)
}

/// Verifies the files of every segment. A file whose size and time of change are those in the manifest is
/// not read again; with `trust_new`, neither is a file that the manifest does not have, since this process
/// has just written it.
///
/// # Errors
/// Where a file is missing, or its checksum does not match.
pub(super) fn verify(index: &tantivy::Index, folder: &Path, trust_new: bool) -> Result<()> {
    let known = Manifest::read(folder);
    let mut verified = Manifest::default();
    for name in files(index)? {
        let stamp = stamp(&folder.join(&name))?;
        let is_trusted = (known.0.get(&name)).map_or(trust_new, |known| *known == stamp);
        if !is_trusted && !has_valid_checksum(index, &name) {
            return Err(damaged(&name, "has changed since it was written"));
        }
        verified.0.insert(name, stamp);
    }
    if verified != known {
        verified.write(folder);
    }
    Ok(())
}

/// Reads the files of every segment and returns the names of those that are missing or whose checksum does
/// not match.
pub(super) fn damaged_files(index: &tantivy::Index, folder: &Path) -> Result<Vec<String>> {
    let is_damaged =
        |name: &PathBuf| !folder.join(name).exists() || !has_valid_checksum(index, name);
    let names = files(index)?.into_iter().filter(is_damaged);
    Ok(names.map(|name| name.display().to_string()).collect())
}

fn stamp(path: &Path) -> Result<Stamp> {
    let metadata = fs::metadata(path).map_err(|_| damaged(path, "is missing"))?;
    let modified = metadata.modified().ok();
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanoseconds = since.and_then(|since| u64::try_from(since.as_nanos()).ok());
    Ok(Stamp(metadata.len(), nanoseconds.unwrap_or(0)))
}

fn damaged(path: &Path, fault: &str) -> Error {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    damaged_file(name, fault)
}
