//! The engine's refreshes.

use std::{path::PathBuf, time::Duration};

use super::{
    super::{engine::Engine, panic_guard},
    options::RefreshOptions,
    report::{Progress, RefreshReport},
    run::refresh,
};
use crate::{
    Result,
    index::{CorpusFolders, LockWait},
};

impl Engine {
    /// Brings the index up to date with some folders and files; a `rebuild` reads everything again.
    ///
    /// Files that cannot be read are reported and left out. Nothing is written where nothing has changed.
    /// Waits for another process that is writing the index.
    ///
    /// # Errors
    /// Where the folders hold nothing that can be read, or the index cannot be written.
    pub fn refresh(
        &self,
        corpus_folders: &CorpusFolders,
        rebuild: bool,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<RefreshReport> {
        let options = RefreshOptions {
            rebuild,
            ..self.refresh_options()
        };
        self.refresh_with(corpus_folders, options, progress)
    }

    /// The same as [`Self::refresh`] before an answer, which is not to wait. Where another process keeps writing
    /// the index, or there are more than `max_bytes` to read, the report says so and nothing is done. An index
    /// that is being built for the first time is waited for, and so is one of other folders.
    ///
    /// # Errors
    /// As [`Self::refresh`].
    pub fn try_refresh(
        &self,
        corpus_folders: &CorpusFolders,
        max_bytes: u64,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<RefreshReport> {
        let options = RefreshOptions {
            lock_wait: LockWait::Short,
            max_bytes,
            ..self.refresh_options()
        };
        self.refresh_with(corpus_folders, options, progress)
    }

    /// Brings the index up to date with a folder of transcripts and the overrides in it.
    ///
    /// # Errors
    /// Where the folder holds nothing that can be read, or the index cannot be written.
    pub fn index(&self, corpus: impl Into<PathBuf>) -> Result<RefreshReport> {
        let corpus = corpus.into();
        let corpus_folders = Self::folders_with_overrides(&corpus, vec![corpus.clone()]);
        self.refresh(&corpus_folders, false, &mut |_| {})
    }

    /// A refresh for a watcher: leaves files that changed less long ago than `settle_time` for later, and
    /// does not wait for another process.
    pub(in super::super) fn refresh_settled(
        &self,
        corpus_folders: &CorpusFolders,
        settle_time: Duration,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<RefreshReport> {
        let options = RefreshOptions {
            settle_time,
            lock_wait: LockWait::Short,
            ..self.refresh_options()
        };
        self.refresh_with(corpus_folders, options, progress)
    }

    fn refresh_options(&self) -> RefreshOptions<'_> {
        RefreshOptions {
            rebuild: false,
            prune: self.prune,
            budget: self.budget,
            formats: &self.formats,
            settle_time: Duration::ZERO,
            max_bytes: u64::MAX,
            lock_wait: LockWait::Unlimited,
        }
    }

    fn refresh_with(
        &self,
        corpus_folders: &CorpusFolders,
        options: RefreshOptions<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<RefreshReport> {
        panic_guard::guarded(&self.index, || {
            refresh(&self.index, corpus_folders, options, progress)
        })
    }
}
