//! Ending work early: a deadline and a cancellation flag that every long loop looks at.
//!
//! An interface makes a [`CancelToken`] for each request and gives it to the engine (its `with_cancel`);
//! the reader of the request carries it from there. Loops that may fail call [`CancelToken::check`]; iterators over postings cannot fail, so they end early
//! (`Countdown`), and whoever started them checks the token before using what they yielded.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{Error, Result, error::Kind};

/// Steps of a cheap loop, such as documents of a posting list, between two looks at the token.
const STEPS: u32 = 1024;

/// Tells work that it must end. Clones share the flag; the default never ends anything.
#[derive(Clone, Default)]
pub struct CancelToken(Option<Arc<Shared>>);

struct Shared {
    cancelled: AtomicBool,
    deadline: Option<Instant>,
    pacer: Option<Arc<dyn Pacer>>,
}

/// Whoever shares cores among several requests: it is told at each look at the token that the work goes
/// on, and may let the calling thread wait until it is its turn again.
pub trait Pacer: Send + Sync {
    /// The work goes on, on this thread.
    ///
    /// # Errors
    /// Where it must not, since too much is asked at once.
    fn pace(&self, token: &CancelToken) -> Result<()>;
}

impl CancelToken {
    /// A token without a deadline.
    pub fn new() -> Self {
        Self::with(None, None)
    }

    /// A token whose deadline lies so far ahead.
    pub fn within(time: Duration) -> Self {
        Self::with(Instant::now().checked_add(time), None)
    }

    /// The same with somebody who shares the cores.
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

    /// Ends the work: nobody waits for its result any more.
    pub fn cancel(&self) {
        if let Some(shared) = &self.0 {
            shared.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// When the work must end; none where it has no deadline.
    pub fn deadline(&self) -> Option<Instant> {
        self.0.as_ref()?.deadline
    }

    /// Whether the work must end. Does not wait.
    pub fn is_over(&self) -> bool {
        self.ended().is_some()
    }

    /// Goes on with the work, after waiting for its turn where cores are shared.
    ///
    /// # Errors
    /// [`Kind::Cancelled`] or [`Kind::Deadline`] where it must end.
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
        let passed = |deadline| Instant::now() >= deadline;
        shared
            .deadline
            .is_some_and(passed)
            .then_some(Kind::Deadline)
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (f.debug_struct("CancelToken"))
            .field("ended", &self.ended())
            .finish_non_exhaustive()
    }
}

/// Looks at a token once in many steps of a loop that cannot fail.
#[derive(Debug, Clone)]
pub(crate) struct Countdown {
    token: CancelToken,
    every: u32,
    left: u32,
    over: bool,
}

impl Countdown {
    /// For a loop whose steps are cheap.
    pub(crate) fn of(token: &CancelToken) -> Self {
        Self::every(STEPS, token)
    }

    /// For a loop of which so many steps take much less than a millisecond.
    pub(crate) fn every(steps: u32, token: &CancelToken) -> Self {
        Self {
            token: token.clone(),
            every: steps,
            left: steps,
            over: false,
        }
    }

    /// Takes a step; whether the loop must end. Once it must, it must at every further step.
    #[inline]
    pub(crate) fn is_over(&mut self) -> bool {
        if self.left > 1 {
            self.left -= 1;
            return self.over;
        }
        self.look()
    }

    #[cold]
    fn look(&mut self) -> bool {
        self.left = self.every;
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
    fn a_token_tells_why_the_work_ends() {
        assert_eq!(kind(&CancelToken::default()), None);
        let token = CancelToken::new();
        assert_eq!(kind(&token), None);
        token.clone().cancel();
        assert_eq!(kind(&token), Some(Kind::Cancelled));
        let late = CancelToken::within(Duration::ZERO);
        assert_eq!(kind(&late), Some(Kind::Deadline));
        assert_eq!(kind(&CancelToken::within(Duration::from_secs(600))), None);
        // The default has nothing that could be cancelled.
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
