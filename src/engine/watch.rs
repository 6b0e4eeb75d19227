//! Watching: what changes on disk changes in the index soon after.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use notify::{RecursiveMode, Watcher, recommended_watcher};

use super::{Engine, Progress, RefreshReport};
use crate::{
    Error, Result,
    index::{CorpusFolders, LockWait},
};

/// Nothing more has to happen for this long before a burst of changes is taken in.
const QUIET: Duration = Duration::from_millis(300);

/// A burst that does not end is taken in after this long.
const LONGEST_BURST: Duration = Duration::from_secs(2);

/// A file that changed less long ago than this may be half written.
const BEING_WRITTEN: Duration = Duration::from_millis(500);

/// The folders are looked through this often even if nothing was heard of them: some file systems
/// tell nobody of changes.
const LOOK: Duration = Duration::from_secs(15);

impl Engine {
    /// Keeps the index up to the state of some folders and files until `tell` breaks off. `tell` is
    /// given what each refresh did that changed anything or failed; a failure is no end. `corpus_folders` is
    /// asked before each refresh, since a overrides may come later; the folders stay the same.
    ///
    /// A file that is being written is waited for while others are taken in.
    ///
    /// # Errors
    /// Where none of the folders can be watched and there is no index, or lie within the index folder.
    pub fn watch(
        &self,
        corpus_folders: &dyn Fn() -> CorpusFolders,
        progress: &mut dyn FnMut(Progress<'_>),
        tell: &mut dyn FnMut(Result<RefreshReport>) -> ControlFlow<()>,
    ) -> Result<()> {
        let first = corpus_folders();
        self.index.check_apart(&first)?;
        let (send, heard) = mpsc::channel();
        let mut watcher = recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading a file is no change of it. An error may hide a change.
            if event.map_or(true, |event| !event.kind.is_access()) {
                let _ = send.send(());
            }
        })
        .map_err(|error| unwatched(Path::new("the corpus"), error))?;
        let paths = first.paths.iter().chain(&first.overrides);
        let mut watched = 0;
        let mut unheard = None;
        for path in paths {
            match watcher.watch(path, RecursiveMode::Recursive) {
                Ok(()) => watched += 1,
                Err(error) => unheard = unheard.or(Some(unwatched(path, error))),
            }
        }
        // What is away now may come back: it is looked for, though nothing is heard of it.
        if let (0, Some(error), None) = (watched, unheard, self.corpus_folders()?) {
            return Err(error);
        }
        let mut last_failure = None;
        let mut last_kept = Vec::new();
        loop {
            let (settled, patience) = (BEING_WRITTEN, LockWait::Short);
            let done = self.refresh_how(&corpus_folders(), false, settled, patience, progress);
            let waits = (done.as_ref())
                .is_ok_and(|report| report.being_written > 0 || report.busy.is_some());
            let news = match &done {
                Ok(report) => {
                    // What stays although it is not met is told once.
                    let kept: Vec<String> = report
                        .kept
                        .iter()
                        .map(|kept| kept.why.to_string())
                        .collect();
                    let news = report.changed_anything() || (kept != last_kept && !kept.is_empty());
                    last_kept = kept;
                    news
                }
                // A failure that lasts is told once.
                Err(error) => last_failure.as_ref() != Some(&error.to_string()),
            };
            last_failure = done.as_ref().err().map(ToString::to_string);
            if news && tell(done).is_break() {
                return Ok(());
            }
            wait(&heard, if waits { BEING_WRITTEN } else { LOOK });
        }
    }
}

/// Waits for a burst of changes and its end, at most for so long where nothing is heard.
fn wait(heard: &Receiver<()>, longest: Duration) {
    if heard.recv_timeout(longest) == Err(RecvTimeoutError::Timeout) {
        return;
    }
    let start = Instant::now();
    while start.elapsed() < LONGEST_BURST && heard.recv_timeout(QUIET).is_ok() {}
}

fn unwatched(path: &Path, error: notify::Error) -> Error {
    Error::input(path, "cannot be watched").because(error)
}
