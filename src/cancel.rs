//! Cancellation: a deadline and a flag that every long loop checks.
//!
//! An interface creates a [`CancelToken`] for each request and passes it to the engine's `with_cancel`; the
//! reader of the request carries it from there. Loops that can fail call [`CancelToken::check`]. Iterators
//! over postings cannot fail, so they end early (`Countdown`), and their caller checks the token before it
//! uses what they yielded.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{Error, Result, error::Kind};

/// Steps of a cheap loop, such as one over a posting list, between two checks of the token.
const STEPS: u32 = 1024;

/// Tells work when it must end. Clones share the flag; the default token is never cancelled.
#[derive(Clone, Default)]
pub struct CancelToken(Option<Arc<Shared>>);

struct Shared {
    cancelled: AtomicBool,
    deadline: Option<Instant>,
    pacer: Option<Arc<dyn Pacer>>,
}

/// Shares cores among several requests. It is called at each check of a token, and may block the calling
/// thread until its turn.
pub trait Pacer: Send + Sync {
    /// Called by work that is about to continue on the calling thread.
    ///
    /// # Errors
    /// Where the work must end, since there are too many requests.
    fn pace(&self, token: &CancelToken) -> Result<()>;
}

impl CancelToken {
    /// A token without a deadline.
    pub fn new() -> Self {
        Self::with(None, None)
    }

    /// A token whose deadline is `time` from now.
    pub fn within(time: Duration) -> Self {
        Self::with(Instant::now().checked_add(time), None)
    }

    /// A token whose deadline is `time` from now, for work that shares cores with other requests.
    pub fn paced(time: Duration, pacer: Arc<dyn Pacer>) -> Self {
        Self::with(Instant::now().checked_add(time), Some(pacer))
    }

    fn with(deadline: Option<Instant>, pacer: Option<Arc<dyn Pacer>>) -> Self {
        Self(Some(Arc::new(Shared {
            cancelled: AtomicBool::new(false),
            deadline,
            pacer,
        })))
    }

    /// Cancels the work.
    pub fn cancel(&self) {
        if let Some(shared) = &self.0 {
            shared.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// The deadline, if there is one.
    pub fn deadline(&self) -> Option<Instant> {
        self.0.as_ref()?.deadline
    }

    /// Whether the work must end. Never blocks.
    pub fn is_over(&self) -> bool {
        self.ended().is_some()
    }

    /// Checks that the work may continue. Blocks until its turn where cores are shared.
    ///
    /// # Errors
    /// [`Kind::Cancelled`] or [`Kind::Deadline`] where the work must end.
    pub fn check(&self) -> Result<()> {
        if let Some(pacer) = self.0.as_ref().and_then(|shared| shared.pacer.as_ref()) {
            pacer.pace(self)?;
        }
        match self.ended() {
            None => Ok(()),
            Some(Kind::Cancelled) => Err(Error::new(Kind::Cancelled, "the request was cancelled")),
            Some(kind) => Err(Error::new(kind, "the answer takes too long")
                .hint("narrow the search, by company or period for instance")),
        }
    }

    fn ended(&self) -> Option<Kind> {
        let shared = self.0.as_ref()?;
        if shared.cancelled.load(Ordering::Relaxed) {
            return Some(Kind::Cancelled);
        }
        let is_past = |deadline| Instant::now() >= deadline;
        (shared.deadline.is_some_and(is_past)).then_some(Kind::Deadline)
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (f.debug_struct("CancelToken"))
            .field("ended", &self.ended())
            .finish_non_exhaustive()
    }
}

/// Checks a token once in many steps of a loop that cannot fail.
#[derive(Debug, Clone)]
pub(crate) struct Countdown {
    token: CancelToken,
    interval: u32,
    remaining: u32,
    over: bool,
}

impl Countdown {
    /// For a loop whose steps are cheap.
    pub(crate) fn of(token: &CancelToken) -> Self {
        Self::every(STEPS, token)
    }

    /// For a loop of which `steps` steps take much less than a millisecond.
    pub(crate) fn every(steps: u32, token: &CancelToken) -> Self {
        Self {
            token: token.clone(),
            interval: steps,
            remaining: steps,
            over: false,
        }
    }

    /// Takes a step and returns whether the loop must end. Once true, it stays true.
    #[inline]
    pub(crate) fn is_over(&mut self) -> bool {
        if self.remaining > 1 {
            self.remaining -= 1;
            return self.over;
        }
        self.check()
    }

    #[cold]
    fn check(&mut self) -> bool {
        self.remaining = self.interval;
        self.over = self.over || self.token.check().is_err();
        self.over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(token: &CancelToken) -> Option<Kind> {
        token.check().err().map(|error| error.kind)
    }

    #[test]
    fn the_error_says_why_the_work_ends() {
        assert_eq!(kind(&CancelToken::default()), None);
        let token = CancelToken::new();
        assert_eq!(kind(&token), None);
        token.clone().cancel();
        assert_eq!(kind(&token), Some(Kind::Cancelled));
        let late = CancelToken::within(Duration::ZERO);
        assert_eq!(kind(&late), Some(Kind::Deadline));
        assert_eq!(kind(&CancelToken::within(Duration::from_secs(600))), None);
        // The default token cannot be cancelled.
        let never = CancelToken::default();
        never.cancel();
        assert_eq!(kind(&never), None);
    }

    #[test]
    fn a_countdown_notices_within_its_steps_and_stays_over() {
        let token = CancelToken::new();
        let mut countdown = Countdown::every(4, &token);
        assert!((0..10).all(|_| !countdown.is_over()));
        token.cancel();
        let steps = (1..=4).find(|_| countdown.is_over());
        assert!(steps.is_some());
        assert!((0..10).all(|_| countdown.is_over()));
    }
}
