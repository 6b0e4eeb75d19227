//! What every request shares: the engine, and the bounds on what is asked of it at once.

use std::{sync::Arc, time::Duration};

use tokio::time;

use super::{metrics::Metrics, problem::Problem};
use crate::{Result, engine::Engine, face::room::Room};

/// How long a request waits for others before it is turned away.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How long an answer may take.
const LONGEST_WORK: Duration = Duration::from_secs(20);

/// The application behind every address.
#[derive(Clone)]
pub(in crate::face) struct App {
    room: Room,
    pub(super) metrics: Arc<Metrics>,
}

impl App {
    pub(super) fn new(engine: Engine) -> Self {
        Self {
            room: Room::of(engine),
            metrics: Arc::default(),
        }
    }

    /// The engine, for who bounds what is asked of it by other means.
    pub(super) fn engine(&self) -> Engine {
        self.room.engine.clone()
    }

    /// Has the engine work on something, away from the threads that serve connections.
    ///
    /// # Errors
    /// Where the work fails, the engine has too much to do, or it takes too long; the work then goes
    /// on in the room that it takes, and its answer is dropped.
    pub(in crate::face) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let Ok(Ok(place)) = time::timeout(LONGEST_WAIT, self.room.enter()).await else {
            return Err(Problem::busy("too much is asked at once"));
        };
        match time::timeout(LONGEST_WORK, self.room.ask(place, work)).await {
            Ok(Ok(answer)) => answer.map_err(Problem::from),
            Ok(Err(panic)) => Err(Problem::broken(panic.to_string())),
            Err(_) => Err(Problem::busy("the answer takes too long")),
        }
    }
}
