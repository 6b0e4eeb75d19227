//! The folder of an index: its lists (`meta.json` and the like), which tantivy writes without one, carry
//! a checksum, and what could not be written is remembered with the reason.

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

use super::ownership::UNFINISHED;
use crate::Result;

/// Between the content of a list and its checksum.
const CHECKSUM_MARK: &[u8] = b"\nblake3 ";

/// Hexadecimal digits of a checksum.
const DIGITS: usize = 64;

/// A folder whose lists carry a checksum.
#[derive(Debug, Clone)]
pub(super) struct ChecksummedDirectory {
    inner: MmapDirectory,
    folder: PathBuf,
    /// Why something could not be written, which tantivy's threads do not pass on.
    failure: Arc<Mutex<Option<io::Error>>>,
}

/// Writes on, and keeps why it failed.
struct FailureRecorder {
    inner: WritePtr,
    failure: Arc<Mutex<Option<io::Error>>>,
}

impl ChecksummedDirectory {
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

impl Write for FailureRecorder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        kept(&self.failure, self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        kept(&self.failure, self.inner.flush())
    }
}

impl TerminatingWrite for FailureRecorder {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        kept(&self.failure, self.inner.terminate_ref(token))
    }
}

/// A list with its checksum.
fn with_checksum(content: &[u8]) -> Vec<u8> {
    let mut sealed = content.to_vec();
    sealed.extend_from_slice(CHECKSUM_MARK);
    sealed.extend_from_slice(blake3::hash(content).to_hex().as_bytes());
    sealed
}

/// The list without its checksum; none where the two do not fit.
pub(super) fn verified_content(sealed: &[u8]) -> Option<&[u8]> {
    let (rest, digits) = sealed.split_at_checked(sealed.len().checked_sub(DIGITS)?)?;
    let content = rest.strip_suffix(CHECKSUM_MARK)?;
    (blake3::hash(content).to_hex().as_bytes() == digits).then_some(content)
}

/// Writes a list with its checksum in the place of the old one, at once and for good.
pub(super) fn write_atomically(folder: &Path, name: &Path, content: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    // What others may read is for the user's mask to say, as with any file.
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
        let sealed = self.inner.atomic_read(path)?;
        match verified_content(&sealed) {
            Some(content) => Ok(content.to_vec()),
            None => {
                let error = io::Error::new(io::ErrorKind::InvalidData, "the checksum does not fit");
                Err(OpenReadError::wrap_io_error(error, path.to_owned()))
            }
        }
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        kept(&self.failure, write_atomically(&self.folder, path, content))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // One process writes at a time, which the index's own lock sees to. A process that is being
        // started by this one holds what is locked here for a moment longer, so this waits.
        let lock = &Lock {
            filepath: lock.filepath.clone(),
            is_blocking: true,
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_content_alone() {
        for content in [&b""[..], b"{}", b"{\"a\":1}\nblake3 "] {
            let sealed = with_checksum(content);
            assert_eq!(verified_content(&sealed), Some(content));
            for at in 0..sealed.len() {
                let mut other = sealed.clone();
                other[at] ^= 1;
                assert_eq!(verified_content(&other), None, "{at}");
                assert_eq!(verified_content(&sealed[..at]), None, "{at}");
            }
        }
    }
}
