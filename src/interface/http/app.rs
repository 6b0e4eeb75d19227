//! The state of the server: the engine with its permits, and the metrics.

use std::sync::Arc;

use super::{metrics::Metrics, pages::PageCache, problem::Problem};
use crate::{
    Result,
    engine::Engine,
    interface::permits::{PermitError, Permits},
};

/// The state that all handlers share.
#[derive(Clone)]
pub(in crate::interface) struct App {
    permits: Permits,
    pub(super) metrics: Arc<Metrics>,
    pub(super) pages: PageCache,
    pub(super) changes: Changes,
}

/// What the pages may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// Nothing.
    Refused,
    /// `verbatim.toml`; the index stays as it is.
    Written,
    /// `verbatim.toml`, after which the index is refreshed.
    TakenIn,
}

impl App {
    pub(super) fn new(engine: Engine, changes: Changes) -> Self {
        Self {
            changes,
            permits: Permits::of(engine),
            metrics: Arc::default(),
            pages: PageCache::default(),
        }
    }

    /// Whether the pages may change anything.
    pub(super) fn may_change(&self) -> bool {
        self.changes != Changes::Refused
    }

    /// The engine and its permits.
    pub(super) fn permits(&self) -> Permits {
        self.permits.clone()
    }

    /// Runs work with the engine on a blocking thread.
    ///
    /// # Errors
    /// If the work fails, no permit becomes free in time, or the work exceeds its deadline.
    pub(in crate::interface) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.permits.run(work).await??)
    }

    /// Runs work that takes next to no time, without waiting for a permit.
    ///
    /// # Errors
    /// If the work fails.
    pub(super) async fn run_without_permit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.permits.run_without_permit(work).await??)
    }
}

impl From<PermitError> for Problem {
    fn from(error: PermitError) -> Self {
        match error {
            PermitError::Busy => Self::busy("too much is asked at once"),
            PermitError::DeadlinePassed => Self::busy("the answer takes too long"),
            PermitError::Panicked(panic) => Self::internal(panic),
        }
    }
}
