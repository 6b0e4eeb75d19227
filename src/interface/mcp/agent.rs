//! The agent: the engine with its permits, and how errors are shown.

use std::{fmt, sync::Arc};

use rmcp::model::ErrorData;

use crate::{
    Error, Result,
    engine::Engine,
    interface::{
        permits::{PermitError, Permits},
        redact::redact,
    },
};

/// Answers the protocol from an engine. Clones share the permits.
#[derive(Debug, Clone)]
pub struct Agent {
    permits: Permits,
    /// If set, clients see errors of the server only redacted, and the full errors are logged.
    log: Option<ErrorLog>,
}

/// Where errors are logged.
#[derive(Clone)]
struct ErrorLog(Arc<dyn Fn(&str) + Send + Sync>);

impl fmt::Debug for ErrorLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErrorLog")
    }
}

impl Agent {
    /// An agent of an engine whose index must exist when the first request comes. Clients see errors in full,
    /// with the paths of files.
    pub fn new(engine: Engine) -> Self {
        Self {
            permits: Permits::of(engine),
            log: None,
        }
    }

    /// An agent that shares permits; `log` gets the errors that clients see only redacted.
    pub(super) fn with_log(permits: Permits, log: Arc<dyn Fn(&str) + Send + Sync>) -> Self {
        Self {
            permits,
            log: Some(ErrorLog(log)),
        }
    }

    /// The error as clients see it; logs what is redacted.
    pub(super) fn redacted(&self, error: Error) -> Error {
        let Some(ErrorLog(log)) = &self.log else {
            return error;
        };
        let (redacted, full) = redact(error);
        full.into_iter().for_each(|full| log(&full));
        redacted
    }

    /// Runs work with the engine on a blocking thread, until the request is `cancelled`.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        cancelled: impl Future<Output = ()>,
        work: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, ErrorData> {
        let message = tokio::select! {
            answer = self.permits.run(work) => match answer {
                Ok(answer) => return Ok(answer),
                Err(PermitError::Busy) => "too much is asked at once; ask again in a moment".to_owned(),
                Err(PermitError::DeadlinePassed) => "the answer takes too long; narrow the search".to_owned(),
                Err(PermitError::Panicked(panic)) => self.redacted(Error::internal(panic)).sentence(),
            },
            // The work is cancelled with the future that waits for it.
            () = cancelled => "the request was cancelled".to_owned(),
        };
        Err(ErrorData::internal_error(message, None))
    }
}
