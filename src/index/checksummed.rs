//! A tantivy directory that adds a checksum to the files that tantivy writes without one (`meta.json` and
//! `.managed.json`), and remembers why a write failed.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    Directory,
    directory::{
        AntiCallToken, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite,
        WatchCallback, WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
};

use super::file_names::TEMPORARY_PREFIX;
use crate::{Error, Result};

/// Between the content of a file and its checksum.
const CHECKSUM_MARK: &[u8] = b"\nblake3 ";

/// Hexadecimal digits of a checksum.
const DIGITS: usize = 64;

/// A directory on disk. Clones share the reason of the last failure.
#[derive(Debug, Clone)]
pub(super) struct ChecksummedDirectory {
    inner: MmapDirectory,
    folder: PathBuf,
    failure: Failure,
}

/// Why a write failed, which tantivy's threads do not report.
type Failure = Arc<Mutex<Option<io::Error>>>;

/// A writer that remembers why it failed.
struct FailureRecorder {
    inner: WritePtr,
    failure: Failure,
}

impl ChecksummedDirectory {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        Ok(Self {
            inner: MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?,
            folder: folder.to_owned(),
            failure: Arc::default(),
        })
    }

    /// The error to report where tantivy could not write: with the reason why this directory failed, if it
    /// did, else tantivy's own error.
    pub(super) fn write_error(&self, error: tantivy::TantivyError) -> Error {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        match failure.take() {
            Some(cause) => Error::index("the index cannot be written")
                .because(cause)
                .hint("the last commit stands; make room, or name another folder with --index DIR"),
            None => error.into(),
        }
    }
}

/// Passes a result on, and remembers its error if it is the first.
fn record_failure<T>(failure: &Failure, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|error| {
        let mut failure = failure.lock().unwrap_or_else(PoisonError::into_inner);
        let (kind, text) = (error.kind(), error.to_string());
        failure.get_or_insert(error);
        io::Error::new(kind, text)
    })
}

impl Write for FailureRecorder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        record_failure(&self.failure, self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        record_failure(&self.failure, self.inner.flush())
    }
}

impl TerminatingWrite for FailureRecorder {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        record_failure(&self.failure, self.inner.terminate_ref(token))
    }
}

/// The content of a file, followed by its checksum.
fn with_checksum(content: &[u8]) -> Vec<u8> {
    let digits = blake3::hash(content).to_hex();
    [content, CHECKSUM_MARK, digits.as_bytes()].concat()
}

/// The content of a file without its checksum; none where the checksum does not match.
pub(super) fn verified_content(bytes: &[u8]) -> Option<&[u8]> {
    let (content, digits) = bytes.split_at_checked(bytes.len().checked_sub(DIGITS)?)?;
    let content = content.strip_suffix(CHECKSUM_MARK)?;
    (blake3::hash(content).to_hex().as_bytes() == digits).then_some(content)
}

/// Replaces a file with some content and its checksum: writes a temporary file, syncs it, renames it.
pub(super) fn write_atomically(folder: &Path, name: &Path, content: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX);
    // Temporary files are private by default; this one gets the permissions of the user's mask.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(&with_checksum(content))?;
    file.as_file().sync_data()?;
    file.persist(folder.join(name))?;
    Ok(())
}

impl Directory for ChecksummedDirectory {
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
        let recorder = FailureRecorder {
            inner: self.inner.open_write(path)?,
            failure: Arc::clone(&self.failure),
        };
        Ok(WritePtr::new(Box::new(recorder)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.inner.atomic_read(path)?;
        match verified_content(&bytes) {
            Some(content) => Ok(content.to_vec()),
            None => {
                let error = io::Error::new(io::ErrorKind::InvalidData, "the checksum does not fit");
                Err(OpenReadError::wrap_io_error(error, path.to_owned()))
            }
        }
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        record_failure(&self.failure, write_atomically(&self.folder, path, content))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // The index's own lock keeps other writers out. A child process that is being started may hold
        // inherited locks for a moment, so this waits for them.
        let lock = &Lock {
            filepath: lock.filepath.clone(),
            is_blocking: true,
        };
        match self.inner.acquire_lock(lock) {
            // A reader of a read-only folder needs no lock: nobody can write there.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_matches_its_content_alone() {
        for content in [&b""[..], b"{}", b"{\"a\":1}\nblake3 "] {
            let bytes = with_checksum(content);
            assert_eq!(verified_content(&bytes), Some(content));
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 1;
                assert_eq!(verified_content(&other), None, "{at}");
                assert_eq!(verified_content(&bytes[..at]), None, "{at}");
            }
        }
    }
}
