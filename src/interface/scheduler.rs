//! Schedules long and short requests on the cores.
//!
//! How long a request takes is unknown in advance. Every request starts with a permit. A request that still
//! runs after [`QUANTUM`] releases the permit at the next check of its token and takes a slot for long work;
//! there are fewer slots than cores. Long requests hold a slot for [`SLICE`] in turn (round robin), so that a
//! request of a tenth of a second does not wait for one of ten seconds. While requests wait for a permit, the
//! holder of a slot sleeps two thirds of the time, so that they get nearly all cores.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

use tokio::sync::OwnedSemaphorePermit;

use crate::{CancelToken, Error, Result, cancel::Pacer, error::Kind};

/// How long a request runs before it counts as long.
const QUANTUM: Duration = Duration::from_millis(50);

/// How long a long request holds a slot while others wait for one.
const SLICE: Duration = Duration::from_millis(100);

/// How long a long request runs between two sleeps while requests wait for a permit.
const RUN: Duration = Duration::from_millis(10);

/// How long it sleeps.
const SLEEP: Duration = Duration::from_millis(20);

/// How often a request that waits for a slot checks whether it is cancelled.
const POLL: Duration = Duration::from_millis(10);

/// Maximum number of requests that wait for a slot; each holds a thread and its partial result.
const MAX_WAITING: usize = 32;

/// The slots for long work.
#[derive(Debug)]
pub(super) struct Slots {
    queue: Mutex<Queue>,
    freed: Condvar,
    /// Number of requests that wait for a permit.
    waiting_for_permit: AtomicUsize,
}

/// Counts a request as waiting for a permit until it is dropped.
pub(super) struct WaitingForPermit<'a>(&'a Slots);

impl Drop for WaitingForPermit<'_> {
    fn drop(&mut self) {
        self.0.waiting_for_permit.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug)]
struct Queue {
    free: usize,
    next: u64,
    /// Tickets of the waiting requests, the longest waiting first.
    waiting: VecDeque<u64>,
}

impl Slots {
    pub(super) fn new(slots: usize) -> Self {
        Self {
            queue: Mutex::new(Queue {
                free: slots,
                next: 0,
                waiting: VecDeque::new(),
            }),
            freed: Condvar::new(),
            waiting_for_permit: AtomicUsize::new(0),
        }
    }

    /// Counts a request that waits for a permit.
    pub(super) fn count_waiting(&self) -> WaitingForPermit<'_> {
        self.waiting_for_permit.fetch_add(1, Ordering::Relaxed);
        WaitingForPermit(self)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a slot; false if the work is cancelled first.
    ///
    /// # Errors
    /// If too many requests wait.
    fn acquire(&self, token: &CancelToken) -> Result<bool> {
        let mut queue = self.queue();
        if queue.waiting.len() >= MAX_WAITING {
            return Err(Error::new(Kind::Deadline, "too much is asked at once"));
        }
        let ticket = queue.next;
        queue.next += 1;
        queue.waiting.push_back(ticket);
        loop {
            let cancelled = token.is_over();
            if cancelled || (queue.free > 0 && queue.waiting.front() == Some(&ticket)) {
                queue.waiting.retain(|waiting| *waiting != ticket);
                queue.free -= usize::from(!cancelled);
                // The next in the queue may have been waiting for this one to leave it.
                self.freed.notify_all();
                return Ok(!cancelled);
            }
            let waited = self.freed.wait_timeout(queue, POLL);
            (queue, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn release(&self) {
        self.queue().free += 1;
        self.freed.notify_all();
    }

    fn has_waiting(&self) -> bool {
        !self.queue().waiting.is_empty()
    }
}

/// The permit or slot of one request.
#[derive(Debug)]
pub(super) struct Turn {
    slots: Arc<Slots>,
    /// Whether too many requests waited for a slot when this one became long.
    refused: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Held until the request counts as long.
    permit: Option<OwnedSemaphorePermit>,
    /// The main thread of the request; its helper threads never wait.
    thread: Option<ThreadId>,
    has_slot: bool,
    /// When it started or got its slot.
    since: Instant,
    /// When it started or last slept.
    slept: Instant,
}

/// Releases permit and slot of a request when dropped, also by a panic.
pub(super) struct Running<'a>(&'a Turn);

impl Turn {
    pub(super) fn new(slots: Arc<Slots>, permit: OwnedSemaphorePermit) -> Self {
        Self {
            slots,
            refused: AtomicBool::new(false),
            state: Mutex::new(State {
                permit: Some(permit),
                thread: None,
                has_slot: false,
                since: Instant::now(),
                slept: Instant::now(),
            }),
        }
    }

    /// Starts the work on this thread.
    pub(super) fn start(&self) -> Running<'_> {
        let mut state = self.state();
        state.thread = Some(thread::current().id());
        state.since = Instant::now();
        Running(self)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Sleeps if the request holds a slot and others wait for a permit; whether it did.
    fn sleep(&mut self, slots: &Slots) -> bool {
        let waiting = slots.waiting_for_permit.load(Ordering::Relaxed);
        let sleeps = self.has_slot && waiting > 0 && self.slept.elapsed() >= RUN;
        if sleeps {
            thread::sleep(SLEEP);
            self.slept = Instant::now();
        }
        sleeps
    }
}

impl Pacer for Turn {
    fn pace(&self, token: &CancelToken) -> Result<()> {
        if self.refused.load(Ordering::Relaxed) {
            return Err(Error::new(Kind::Deadline, "too much is asked at once"));
        }
        let mut state = self.state();
        if state.thread != Some(thread::current().id()) {
            return Ok(());
        }
        state.sleep(&self.slots);
        let elapsed = state.since.elapsed();
        let is_over = match state.has_slot {
            true => elapsed >= SLICE && self.slots.has_waiting(),
            false => elapsed >= QUANTUM,
        };
        if !is_over || token.is_over() {
            return Ok(());
        }
        if std::mem::take(&mut state.has_slot) {
            self.slots.release();
        }
        state.permit = None;
        // No other thread waits for this lock: helper threads run only while this one waits for them.
        match self.slots.acquire(token) {
            Ok(has_slot) => {
                state.has_slot = has_slot;
                state.since = Instant::now();
                Ok(())
            }
            Err(error) => {
                self.refused.store(true, Ordering::Relaxed);
                Err(error)
            }
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.permit = None;
        if std::mem::take(&mut state.has_slot) {
            self.0.slots.release();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use tokio::sync::Semaphore;

    use super::*;

    fn turn(slots: &Arc<Slots>, permits: &Arc<Semaphore>) -> (Arc<Turn>, CancelToken) {
        let permit = Arc::clone(permits).try_acquire_owned().unwrap();
        let turn = Arc::new(Turn::new(Arc::clone(slots), permit));
        let token = CancelToken::paced(Duration::from_secs(60), Arc::clone(&turn) as _);
        (turn, token)
    }

    /// Works for so long, and says when it began to and whether it was let to the end.
    fn work(turn: &Turn, token: &CancelToken, time: Duration) -> bool {
        let _working = turn.start();
        let start = Instant::now();
        while start.elapsed() < time {
            if token.check().is_err() {
                return false;
            }
            thread::sleep(Duration::from_millis(1));
        }
        true
    }

    #[test]
    fn long_work_gives_its_permit_back_and_takes_turns() {
        let (slots, permits) = (Arc::new(Slots::new(1)), Arc::new(Semaphore::new(2)));
        let (send, done) = mpsc::channel();
        for (name, time) in [("long", 2_000), ("less", 300)] {
            let (turn, token) = turn(&slots, &permits);
            let send = send.clone();
            thread::spawn(move || {
                let whole = work(&turn, &token, Duration::from_millis(time));
                send.send((name, whole)).unwrap();
            });
        }
        assert_eq!(permits.available_permits(), 0);
        thread::sleep(Duration::from_millis(500));
        // Both are long by now, and neither keeps others from beginning.
        assert_eq!(permits.available_permits(), 2);
        let order: Vec<_> = done.iter().take(2).collect();
        assert_eq!(order, [("less", true), ("long", true)]);
        assert_eq!(slots.queue().free, 1);
    }

    #[test]
    fn long_work_rests_while_others_wait_to_begin() {
        let slots = Slots::new(1);
        // Whether a request rests that has worked for a stretch, and whether that is remembered.
        let rests = |has_slot| {
            let worked = Instant::now().checked_sub(RUN).unwrap();
            let mut state = State {
                permit: None,
                thread: None,
                has_slot,
                since: worked,
                slept: worked,
            };
            let rests = state.sleep(&slots);
            assert_eq!(rests, state.slept >= worked + RUN + SLEEP);
            rests
        };
        assert!(!rests(true), "nobody waits");
        let beginner = slots.count_waiting();
        assert!(rests(true));
        assert!(!rests(false), "it holds a permit itself");
        drop(beginner);
        assert!(!rests(true));
    }

    #[test]
    fn who_waits_for_a_slot_ends_when_cancelled() {
        let (slots, permits) = (Arc::new(Slots::new(0)), Arc::new(Semaphore::new(1)));
        let (turn, token) = turn(&slots, &permits);
        let cancel = token.clone();
        let working = thread::spawn(move || work(&turn, &token, Duration::from_secs(30)));
        thread::sleep(Duration::from_millis(150));
        assert_eq!(slots.queue().waiting.len(), 1);
        cancel.cancel();
        assert!(!working.join().unwrap());
        let queue = slots.queue();
        assert_eq!((queue.free, queue.waiting.len()), (0, 0));
    }

    #[test]
    fn too_many_that_wait_are_refused() {
        let slots = Slots::new(0);
        slots.queue().waiting.extend(0..MAX_WAITING as u64);
        let error = slots.acquire(&CancelToken::new()).unwrap_err();
        assert_eq!(error.kind, Kind::Deadline);
    }
}
