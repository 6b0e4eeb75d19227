//! The writer lock: one process at a time changes an index.
//!
//! What a process has read of an index before it holds the lock may be out of date once it does.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    time::Duration,
};

use super::error::unwritable;
use crate::{Error, Result};

/// Attempts before the lock counts as held by another process, and the pause between two attempts.
const ATTEMPTS: usize = 15;
const PAUSE: Duration = Duration::from_millis(20);

/// Maximum length of the lock file in bytes: it holds a process id.
const MAX_LENGTH: u64 = 20;

/// How long to wait for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockWait {
    /// A fraction of a second.
    Short,
    /// Until it is free.
    Unlimited,
}

/// Held while an index is written. The system releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The outcome of an attempt to take the lock.
#[derive(Debug)]
pub enum LockOutcome {
    /// This process holds the lock.
    Acquired(Lock),
    /// Another process writes; the sentence names it.
    Busy(String),
}

/// Takes the lock in a file. Where it has to wait, `on_wait` is called, with a sentence that names the
/// process that holds the lock.
///
/// # Errors
/// Where the file or its folder cannot be written, or the file is no lock file.
pub(super) fn acquire(
    path: &Path,
    wait: LockWait,
    on_wait: &mut dyn FnMut(&str),
) -> Result<LockOutcome> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let mut file = open(path)?;
    let mut attempts = 0;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(unwritable(error)),
            Err(TryLockError::WouldBlock) => {}
        }
        attempts += 1;
        if attempts == ATTEMPTS {
            let sentence = describe_holder(&content(&mut file));
            if wait == LockWait::Short {
                return Ok(LockOutcome::Busy(sentence));
            }
            on_wait(&sentence);
        }
        std::thread::sleep(PAUSE);
    }
    let _ = file.set_len(0);
    let _ = file.rewind();
    let _ = write!(file, "{}", std::process::id());
    Ok(LockOutcome::Acquired(Lock { _file: file }))
}

/// The id of the process that holds the lock in a file; none where it is free.
pub(super) fn holder(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(content(&mut file)),
        _ => None,
    }
}

/// Opens the lock file, unless a file of that name holds anything but a process id.
fn open(path: &Path) -> Result<File> {
    if let Ok(metadata) = fs::symlink_metadata(path) {
        // A file that cannot be read is left to the opening below, which reports the reason.
        let is_id = |bytes: Vec<u8>| bytes.trim_ascii().iter().all(u8::is_ascii_digit);
        let is_lock = metadata.is_file()
            && metadata.len() <= MAX_LENGTH
            && fs::read(path).map_or(true, is_id);
        if !is_lock {
            return Err(
                Error::index(format!("{} is not the lock of an index", path.display()))
                    .hint("name another index folder with --index DIR"),
            );
        }
    }
    (OpenOptions::new().read(true).write(true).create(true))
        .truncate(false)
        .open(path)
        .map_err(unwritable)
}

fn content(file: &mut File) -> String {
    let mut content = String::new();
    let _ = file.rewind();
    let _ = file.take(MAX_LENGTH).read_to_string(&mut content);
    content.trim().to_owned()
}

/// A sentence on the process that holds the lock, by its id.
pub(super) fn describe_holder(id: &str) -> String {
    match id {
        "" => "another process is writing this index".to_owned(),
        id => format!("process {id} is writing this index"),
    }
}
