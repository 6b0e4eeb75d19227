//! Permits for requests: the engine blocks, so each request runs on a thread of its own, with a limit on
//! their number. API, pages and agents share one set of permits.
//!
//! A permit is released when the work stops. The work stops soon after its deadline, or once the future of
//! [`Permits::run`] is dropped.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Semaphore, task, time};

use super::scheduler::{Slots, Turn};
use crate::{CancelToken, engine::Engine};

/// How long a request waits for a permit before it is refused.
const MAX_WAIT: Duration = Duration::from_secs(5);

/// Deadline of the work on an answer.
const MAX_WORK: Duration = Duration::from_secs(20);

/// How long to wait after the deadline for the work to end with an error that says why.
const GRACE: Duration = Duration::from_secs(2);

/// An engine with as many permits as cores. Long requests give up their permit and share slots in turn
/// ([`Slots`]), so that they never hold all permits. Clones share the permits.
#[derive(Debug, Clone)]
pub(super) struct Permits {
    engine: Engine,
    permits: Arc<Semaphore>,
    slots: Arc<Slots>,
}

/// Why there is no result.
#[derive(Debug)]
pub(super) enum PermitError {
    /// No permit was free for a while.
    Busy,
    /// The deadline passed and the work did not end.
    DeadlinePassed,
    /// The work panicked.
    Panicked(String),
}

/// Cancels work when the future that waits for it is dropped.
struct CancelOnDrop(CancelToken);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Permits {
    /// Permits for an engine.
    pub(super) fn of(engine: Engine) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            engine,
            permits: Arc::new(Semaphore::new(cores.max(2))),
            slots: Arc::new(Slots::new(cores.saturating_sub(1).max(1))),
        }
    }

    /// Runs work with the engine on a blocking thread once a permit is free. The engine that `work` gets is
    /// cancelled at the deadline and when the future is dropped.
    ///
    /// # Errors
    /// If no permit becomes free in time, the deadline passes, or the work panics.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, PermitError> {
        let waiting = self.slots.count_waiting();
        let permit = time::timeout(MAX_WAIT, Arc::clone(&self.permits).acquire_owned());
        let Ok(Ok(permit)) = permit.await else {
            return Err(PermitError::Busy);
        };
        drop(waiting);
        let turn = Arc::new(Turn::new(Arc::clone(&self.slots), permit));
        let token = CancelToken::paced(MAX_WORK, Arc::clone(&turn) as _);
        let _guard = CancelOnDrop(token.clone());
        let engine = self.engine.clone().with_cancel(token).for_one_request();
        let working = task::spawn_blocking(move || {
            let _working = turn.start();
            work(&engine)
        });
        match time::timeout(MAX_WORK + GRACE, working).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(panic)) => Err(PermitError::Panicked(panic.to_string())),
            Err(_) => Err(PermitError::DeadlinePassed),
        }
    }

    /// Runs work that takes next to no time, without a permit.
    ///
    /// # Errors
    /// If it takes too long or panics.
    pub(super) async fn run_without_permit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, PermitError> {
        let engine = self.engine.clone();
        let working = task::spawn_blocking(move || work(&engine));
        match time::timeout(MAX_WAIT, working).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(panic)) => Err(PermitError::Panicked(panic.to_string())),
            Err(_) => Err(PermitError::DeadlinePassed),
        }
    }
}
