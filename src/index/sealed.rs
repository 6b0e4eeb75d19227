//! What was written is what is read: checksums over everything that an index consists of.
//!
//! tantivy ends each file of a segment with a checksum, but reads the file without looking at it, and
//! its own lists (`meta.json`) have none. Here the lists carry one, and the files of the segments are
//! checked when they are first seen or have changed on disk since; see [`verify`].

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};
use tantivy::{
    Directory,
    directory::{
        AntiCallToken, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite,
        WatchCallback, WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
    index::SegmentComponent,
};

use crate::{Error, Result};

/// Between the content of a list and its checksum.
const SEAL: &[u8] = b"\nblake3 ";

/// Hexadecimal digits of a checksum.
const DIGITS: usize = 64;

/// A folder whose lists carry a checksum.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    inner: MmapDirectory,
    folder: PathBuf,
    /// Why something could not be written, which tantivy's threads do not pass on.
    failure: Arc<Mutex<Option<io::Error>>>,
}

/// Writes on, and keeps why it failed.
struct Recorder {
    inner: WritePtr,
    failure: Arc<Mutex<Option<io::Error>>>,
}

impl Sealed {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        Ok(Self {
            inner: MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?,
            folder: folder.to_owned(),
            failure: Arc::default(),
        })
    }

    /// Why something could not be written, if so; told once.
    pub(super) fn failure(&self) -> Option<io::Error> {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.take()
    }
}

/// Keeps why something failed.
fn kept<T>(failure: &Mutex<Option<io::Error>>, done: io::Result<T>) -> io::Result<T> {
    done.map_err(|error| {
        let mut failure = failure.lock().unwrap_or_else(PoisonError::into_inner);
        let (kind, text) = (error.kind(), error.to_string());
        failure.get_or_insert(error);
        io::Error::new(kind, text)
    })
}

impl Write for Recorder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        kept(&self.failure, self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        kept(&self.failure, self.inner.flush())
    }
}

impl TerminatingWrite for Recorder {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        kept(&self.failure, self.inner.terminate_ref(token))
    }
}

/// A list with its checksum.
fn seal(content: &[u8]) -> Vec<u8> {
    let mut sealed = content.to_vec();
    sealed.extend_from_slice(SEAL);
    sealed.extend_from_slice(blake3::hash(content).to_hex().as_bytes());
    sealed
}

/// The list without its checksum; none where the two do not fit.
fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (rest, digits) = sealed.split_at_checked(sealed.len().checked_sub(DIGITS)?)?;
    let content = rest.strip_suffix(SEAL)?;
    (blake3::hash(content).to_hex().as_bytes() == digits).then_some(content)
}

/// Writes a list with its checksum in the place of the old one, at once and for good.
fn write_at_once(folder: &Path, name: &Path, content: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    // What others may read is for the user's mask to say, as with any file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(&seal(content))?;
    file.as_file().sync_data()?;
    file.persist(folder.join(name))?;
    Ok(())
}

impl Directory for Sealed {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let recorder = Recorder {
            inner: self.inner.open_write(path)?,
            failure: Arc::clone(&self.failure),
        };
        Ok(WritePtr::new(Box::new(recorder)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let sealed = self.inner.atomic_read(path)?;
        match unseal(&sealed) {
            Some(content) => Ok(content.to_vec()),
            None => {
                let error = io::Error::new(io::ErrorKind::InvalidData, "the checksum does not fit");
                Err(OpenReadError::wrap_io_error(error, path.to_owned()))
            }
        }
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        kept(&self.failure, write_at_once(&self.folder, path, content))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            // Where nothing can be written there is no writer to be protected from.
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && is_read_only(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Size in bytes and time of the last change, in nanoseconds since 1970, of a file that was found to
/// be whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp(u64, u64);

/// The files that were found to be whole, by name.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Whole(BTreeMap<PathBuf, Stamp>);

impl Whole {
    /// Where the list stands in the folder of an index.
    const FILE: &str = "whole.json";

    /// What is known of the files in a folder: nothing where the list is missing or damaged.
    fn read(folder: &Path) -> Self {
        let sealed = fs::read(folder.join(Self::FILE)).unwrap_or_default();
        (unseal(&sealed).and_then(|content| serde_json::from_slice(content).ok()))
            .unwrap_or_default()
    }

    /// Keeps the list. Where that fails the files are read again the next time, and nothing else.
    fn keep(&self, folder: &Path) {
        if let Ok(content) = serde_json::to_vec(self) {
            let _ = write_at_once(folder, Path::new(Self::FILE), &content);
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

/// Checks that the files of every segment are as they were written. A file whose size and time of
/// change are those with which it was last found whole is not read again; `trusted` takes new files
/// for whole, since they have just been written.
///
/// # Errors
/// Where a file is missing, or its checksum does not fit.
pub(super) fn verify(index: &tantivy::Index, folder: &Path, trusted: bool) -> Result<()> {
    let known = Whole::read(folder);
    let mut whole = Whole::default();
    for segment in index.load_metas()?.segments {
        let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
        for component in COMPONENTS.into_iter().chain(deletes) {
            let name = segment.relative_path(component);
            let stamp = stamp(&folder.join(&name))?;
            let is_whole = known.0.get(&name).map_or(trusted, |known| *known == stamp);
            if !is_whole && !index.directory().validate_checksum(&name).unwrap_or(false) {
                return Err(damaged(
                    &folder.join(&name),
                    "has changed since it was written",
                ));
            }
            whole.0.insert(name, stamp);
        }
    }
    if whole != known {
        whole.keep(folder);
    }
    Ok(())
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
    Error::index(format!("the index is damaged: {name} {what}"))
        .hint("`verbatim index --rebuild` makes it anew from the corpus")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_content_alone() {
        for content in [&b""[..], b"{}", b"{\"a\":1}\nblake3 "] {
            let sealed = seal(content);
            assert_eq!(unseal(&sealed), Some(content));
            for at in 0..sealed.len() {
                let mut other = sealed.clone();
                other[at] ^= 1;
                assert_eq!(unseal(&other), None, "{at}");
                assert_eq!(unseal(&sealed[..at]), None, "{at}");
            }
        }
    }
}
