//! Permits for requests: the engine blocks, so each request runs on a thread of its own, and only so many
//! at once. HTTP, pages and agents share one set of permits.
//!
//! A permit is freed when the work stops, and the work stops soon after its deadline has passed or nobody
//! waits for it any more: dropping the future of [`Permits::ask`] cancels the work.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Semaphore, task, time};

use super::scheduler::{Turn, Turns};
use crate::{CancelToken, engine::Engine};

/// How long a request waits for a permit before it is turned away.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How long the work on an answer may take.
const LONGEST_WORK: Duration = Duration::from_secs(20);

/// How much later than its deadline work is still waited for: it ends by itself, with an error that says
/// why.
const GRACE: Duration = Duration::from_secs(2);

/// An engine with permits for as many requests as there are cores. Requests that turn out to take long
/// take turns among themselves ([`Turns`]), so that they never hold all permits. Clones share the permits.
#[derive(Debug, Clone)]
pub(super) struct Permits {
    engine: Engine,
    permits: Arc<Semaphore>,
    turns: Arc<Turns>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum PermitError {
    /// No permit was free for a while.
    Busy,
    /// The deadline passed, and the work did not even end with an error that says so.
    Late,
    /// The work panicked.
    Broken(String),
}

/// Cancels work when the future that waits for it is dropped.
struct CancelOnDrop(CancelToken);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Permits {
    pub(super) fn of(engine: Engine) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            engine,
            permits: Arc::new(Semaphore::new(cores.max(2))),
            turns: Arc::new(Turns::new(cores.saturating_sub(1).max(1))),
        }
    }

    /// Has the engine work on something once there is a permit, away from the threads that serve
    /// connections. The engine that `work` is given ends what it does at the deadline, and soon after the
    /// future is dropped.
    ///
    /// # Errors
    /// Where there is no answer.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, PermitError> {
        let beginner = self.turns.beginner();
        let permit = time::timeout(LONGEST_WAIT, Arc::clone(&self.permits).acquire_owned());
        let Ok(Ok(permit)) = permit.await else {
            return Err(PermitError::Busy);
        };
        drop(beginner);
        let turn = Arc::new(Turn::new(Arc::clone(&self.turns), permit));
        let token = CancelToken::paced(LONGEST_WORK, Arc::clone(&turn) as _);
        let _guard = CancelOnDrop(token.clone());
        let engine = self.engine.clone().with_cancel(token);
        let working = task::spawn_blocking(move || {
            let _working = turn.begin();
            work(&engine)
        });
        match time::timeout(LONGEST_WORK + GRACE, working).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(panic)) => Err(PermitError::Broken(panic.to_string())),
            Err(_) => Err(PermitError::Late),
        }
    }

    /// Asks what takes next to nothing, without a permit: whether the engine is there and how much it
    /// holds.
    pub(super) async fn glance<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, PermitError> {
        let engine = self.engine.clone();
        let working = task::spawn_blocking(move || work(&engine));
        match time::timeout(LONGEST_WAIT, working).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(panic)) => Err(PermitError::Broken(panic.to_string())),
            Err(_) => Err(PermitError::Late),
        }
    }
}
