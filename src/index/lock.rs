//! The writer's lock: one process at a time changes an index.
//!
//! What a process has read of an index before it holds the lock may be out of date once it does.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    time::Duration,
};

use super::Index;
use crate::{Error, Result};

/// How often, and after which pause, the lock is tried before somebody else is said to hold it.
const TRIES: usize = 15;
const PAUSE: Duration = Duration::from_millis(20);

/// Longest content of the lock file: the id of a process.
const LONGEST_ID: u64 = 20;

/// How long to wait for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockWait {
    /// A fraction of a second.
    Short,
    /// Until it is free.
    Unlimited,
}

/// Acquired while an index is written; the system frees it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The outcome of asking for the lock.
#[derive(Debug)]
pub enum LockOutcome {
    /// It is held now.
    Acquired(Lock),
    /// Another process writes; the sentence names it.
    Busy(String),
}

impl Index {
    /// Takes the writer's lock. `waiting` is told once who is waited for.
    ///
    /// # Errors
    /// Where the index folder cannot be written.
    pub fn lock(&self, patience: LockWait, waiting: &mut dyn FnMut(&str)) -> Result<LockOutcome> {
        fs::create_dir_all(self.folder()).map_err(unwritable)?;
        let path = self.lock_file();
        let mut file = open(&path)?;
        let mut tries = 0;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(unwritable(error)),
                Err(TryLockError::WouldBlock) => {}
            }
            tries += 1;
            if tries == TRIES {
                let sentence = format!("{} is writing this index", holder(&mut file));
                if patience == LockWait::Short {
                    return Ok(LockOutcome::Busy(sentence));
                }
                waiting(&sentence);
            }
            std::thread::sleep(PAUSE);
        }
        let _ = file.set_len(0);
        let _ = file.rewind();
        let _ = write!(file, "{}", std::process::id());
        Ok(LockOutcome::Acquired(Lock { _file: file }))
    }

    /// The process that is writing the index; none where nobody is.
    pub fn written_by(&self) -> Option<String> {
        let mut file = File::open(self.lock_file()).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Some(content(&mut file)),
            _ => None,
        }
    }
}

/// Opens the lock file, unless a file of that name is none.
fn open(path: &Path) -> Result<File> {
    if let Ok(metadata) = fs::symlink_metadata(path) {
        // A file that cannot be read is left to the opening below, which says why.
        let is_id = |bytes: Vec<u8>| bytes.trim_ascii().iter().all(u8::is_ascii_digit);
        let is_lock = metadata.is_file()
            && metadata.len() <= LONGEST_ID
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
    let _ = file.take(LONGEST_ID).read_to_string(&mut content);
    content.trim().to_owned()
}

fn holder(file: &mut File) -> String {
    match content(file).as_str() {
        "" => "another process".to_owned(),
        id => format!("process {id}"),
    }
}

pub(super) fn unwritable(error: std::io::Error) -> Error {
    Error::index("the index folder cannot be written")
        .because(error)
        .hint("name another with --index DIR")
}
