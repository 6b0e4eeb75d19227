//! Room for questions: the engine blocks, so each runs on a thread of its own, and only so many at once.

use std::sync::Arc;

use tokio::{
    sync::{AcquireError, OwnedSemaphorePermit, Semaphore},
    task::{self, JoinHandle},
};

use crate::engine::Engine;

/// An engine with room for as many questions as there are cores, since none of them waits for
/// anything. Clones share the room.
#[derive(Debug, Clone)]
pub(super) struct Room {
    /// Whom the questions go to.
    pub(super) engine: Engine,
    places: Arc<Semaphore>,
}

impl Room {
    pub(super) fn of(engine: Engine) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            engine,
            places: Arc::new(Semaphore::new(cores.max(2))),
        }
    }

    /// A place, once there is one.
    pub(super) async fn enter(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        Arc::clone(&self.places).acquire_owned().await
    }

    /// Asks the engine; the place is taken until it has answered, whoever still waits for that.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        question: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> JoinHandle<T> {
        let engine = self.engine.clone();
        task::spawn_blocking(move || {
            let answer = question(&engine);
            drop(place);
            answer
        })
    }
}
