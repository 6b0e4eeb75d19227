//! What every request shares: the engine, and the bounds on what is asked of it at once.

use std::sync::Arc;

use super::{metrics::Metrics, problem::Problem};
use crate::{
    Result,
    engine::Engine,
    interface::permits::{PermitError, Permits},
};

/// The application behind every address.
#[derive(Clone)]
pub(in crate::interface) struct App {
    room: Permits,
    pub(super) metrics: Arc<Metrics>,
}

impl App {
    pub(super) fn new(engine: Engine) -> Self {
        Self {
            room: Permits::of(engine),
            metrics: Arc::default(),
        }
    }

    /// The engine and its permits, for others who answer from it.
    pub(super) fn room(&self) -> Permits {
        self.room.clone()
    }

    /// Has the engine work on something, away from the threads that serve connections.
    ///
    /// # Errors
    /// Where the work fails, the engine has too much to do, or it takes too long, which ends it.
    pub(in crate::interface) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.room.ask(work).await??)
    }

    /// Asks what takes next to nothing, however much else is asked.
    ///
    /// # Errors
    /// Where the work fails.
    pub(super) async fn glance<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.room.glance(work).await??)
    }
}

impl From<PermitError> for Problem {
    fn from(refused: PermitError) -> Self {
        match refused {
            PermitError::Busy => Self::busy("too much is asked at once"),
            PermitError::Late => Self::busy("the answer takes too long"),
            PermitError::Broken(panic) => Self::broken(panic),
        }
    }
}
