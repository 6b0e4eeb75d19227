//! The index writer of a refresh, which is opened at the first change.

use std::sync::Arc;

use super::{
    options::RefreshOptions,
    report::{Deferred, Progress},
};
use crate::{
    Error, Result,
    index::{Commit, Index, Lock, LockOutcome, LockWait, Writer},
};

/// Why a pass over the corpus ends early.
pub(super) enum Stop {
    /// Another process may have written the index since this pass read it. The next pass holds the lock.
    Restart(Lock),
    /// Another process is writing the index; the sentence names it.
    Busy(String),
    /// There is more to read than the options allow.
    Deferred(Deferred),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

pub(super) type PassResult<T> = std::result::Result<T, Stop>;

/// Opens the writer at the first change, so that a refresh without changes takes no lock.
pub(super) struct LazyWriter<'a> {
    pub(super) index: &'a Index,
    pub(super) options: RefreshOptions<'a>,
    /// The list of segments of the commit that the pass began with; none where there was no index.
    pub(super) meta: Option<Arc<[u8]>>,
    /// Held from the beginning of a second pass.
    pub(super) lock: Option<Lock>,
    pub(super) writer: Option<Writer>,
}

impl LazyWriter<'_> {
    /// The writer, opened if it is not open.
    ///
    /// # Errors
    /// [`Stop::Restart`] where the index has changed since the pass began.
    pub(super) fn get(&mut self, progress: &mut dyn FnMut(Progress<'_>)) -> PassResult<&Writer> {
        if self.writer.is_none() {
            let lock = match self.lock.take() {
                Some(lock) => lock,
                None => self.lock_unchanged(progress)?,
            };
            let RefreshOptions {
                rebuild, budget, ..
            } = self.options;
            self.writer = Some(self.index.writer(lock, rebuild, budget)?);
        }
        let unwritable = || Error::index("the index cannot be written").into();
        self.writer.as_ref().ok_or_else(unwritable)
    }

    /// Takes the lock, if the index is still at the commit that the pass began with.
    fn lock_unchanged(&self, progress: &mut dyn FnMut(Progress<'_>)) -> PassResult<Lock> {
        let lock = take_lock(self.index, self.options.lock_wait, progress)?;
        let meta = self.index.newest_snapshot()?.map(|last| last.meta);
        match meta == self.meta {
            true => Ok(lock),
            false => Err(Stop::Restart(lock)),
        }
    }

    /// Commits, if anything has been written; `commit` is called only then. Returns a sentence on each
    /// folder of an older version.
    pub(super) fn commit(
        self,
        commit: impl FnOnce() -> Result<Commit>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Vec<String>> {
        let Some(writer) = self.writer else {
            return Ok(Vec::new());
        };
        progress(Progress::Commit);
        let removed = writer.commit(&commit()?)?;
        // Opened at once, so that the next request does not have to.
        self.index.newest_snapshot()?;
        Ok(removed)
    }
}

/// Takes the writer lock.
///
/// # Errors
/// [`Stop::Busy`] where another process holds it for longer than `wait`.
pub(super) fn take_lock(
    index: &Index,
    wait: LockWait,
    progress: &mut dyn FnMut(Progress<'_>),
) -> PassResult<Lock> {
    match index.lock(wait, &mut |sentence| progress(Progress::Wait(sentence)))? {
        LockOutcome::Acquired(lock) => Ok(lock),
        LockOutcome::Busy(sentence) => Err(Stop::Busy(sentence)),
    }
}
