//! Watching: refreshes the index when files of the corpus change.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use notify::{RecursiveMode, Watcher, recommended_watcher};

use super::{
    engine::Engine,
    refresh::{Progress, RefreshReport},
};
use crate::{Error, Result, index::CorpusFolders};

/// A burst of changes ends when there has been none for this long.
const QUIET: Duration = Duration::from_millis(300);

/// A burst that does not end is handled after this long.
const MAX_BURST: Duration = Duration::from_secs(2);

/// A file that changed less long ago than this may be half written.
const SETTLE_TIME: Duration = Duration::from_millis(500);

/// The corpus is refreshed this often even without a notification, since some file systems send none.
const POLL_INTERVAL: Duration = Duration::from_secs(15);

impl Engine {
    /// Keeps the index up to date with some folders and files until `on_refresh` breaks. It is called
    /// after each refresh that changed anything or failed; a failure does not end the watch.
    /// `corpus_folders` is called before each refresh, since overrides may be added; the folders stay the
    /// same.
    ///
    /// `after_each` is called after every refresh, at least every 15 seconds: what could not be done after one refresh
    /// may be tried again.
    ///
    /// A file that is being written is left for a later refresh.
    ///
    /// # Errors
    /// Where none of the folders can be watched and there is no index, or one lies within the index folder.
    pub fn watch(
        &self,
        corpus_folders: &dyn Fn() -> CorpusFolders,
        progress: &mut dyn FnMut(Progress<'_>),
        on_refresh: &mut dyn FnMut(Result<RefreshReport>) -> ControlFlow<()>,
        after_each: &mut dyn FnMut(),
    ) -> Result<()> {
        let first = corpus_folders();
        self.index.check_apart(&first)?;
        let (send, notifications) = mpsc::channel();
        let mut watcher = recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Read accesses are no changes. An error may hide a change.
            if event.map_or(true, |event| !event.kind.is_access()) {
                let _ = send.send(());
            }
        })
        .map_err(|error| unwatched(Path::new("the corpus"), error))?;
        let paths = first.paths.iter().chain(&first.overrides);
        let mut watched = 0;
        let mut watch_error = None;
        for path in paths {
            match watcher.watch(path, RecursiveMode::Recursive) {
                Ok(()) => watched += 1,
                Err(error) => watch_error = watch_error.or(Some(unwatched(path, error))),
            }
        }
        // With an index, folders that are missing now may come back; they are polled.
        if let (0, Some(error), None) = (watched, watch_error, self.corpus_folders()?) {
            return Err(error);
        }
        let mut last_failure = None;
        let mut last_kept = Vec::new();
        loop {
            let outcome = self.refresh_settled(&corpus_folders(), SETTLE_TIME, progress);
            let is_incomplete = (outcome.as_ref())
                .is_ok_and(|report| report.being_written > 0 || report.busy.is_some());
            let is_news = match &outcome {
                Ok(report) => {
                    // Sources that are kept are reported once.
                    let kept: Vec<String> = report
                        .kept
                        .iter()
                        .map(|kept| kept.why.to_string())
                        .collect();
                    let is_news =
                        report.changed_anything() || (kept != last_kept && !kept.is_empty());
                    last_kept = kept;
                    is_news
                }
                // A failure that persists is reported once.
                Err(error) => last_failure.as_ref() != Some(&error.to_string()),
            };
            last_failure = outcome.as_ref().err().map(ToString::to_string);
            if is_news && on_refresh(outcome).is_break() {
                return Ok(());
            }
            after_each();
            let max_wait = if is_incomplete {
                SETTLE_TIME
            } else {
                POLL_INTERVAL
            };
            wait(&notifications, max_wait);
        }
    }
}

/// Waits at most `max_wait` for a change, then for the end of its burst.
fn wait(notifications: &Receiver<()>, max_wait: Duration) {
    if notifications.recv_timeout(max_wait) == Err(RecvTimeoutError::Timeout) {
        return;
    }
    let start = Instant::now();
    while start.elapsed() < MAX_BURST && notifications.recv_timeout(QUIET).is_ok() {}
}

fn unwatched(path: &Path, error: notify::Error) -> Error {
    Error::input(path, "cannot be watched").because(error)
}
