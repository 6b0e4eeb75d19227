//! Turns: how long requests and short ones share the cores.
//!
//! How long a request takes is known only once it has taken long, so it is not sorted by what it asks.
//! Every request begins with a permit. One that is still at work after [`QUANTUM`] gives the permit back,
//! at the next look at its token, and takes a slot for long work, of which there are fewer than cores.
//! Long requests use a slot for [`SLICE`] each in turn (round robin), so a request of a tenth of a second
//! does not wait for one of ten seconds. While requests wait for a permit, whoever has a slot rests for two
//! thirds of its time, so that they have nearly all cores.

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

/// How long a request works before it counts as long.
const QUANTUM: Duration = Duration::from_millis(50);

/// How long a long request works before it lets another have the slot.
const SLICE: Duration = Duration::from_millis(100);

/// How long a long request works before it rests, while requests wait for a permit.
const STRETCH: Duration = Duration::from_millis(10);

/// How long it rests.
const REST: Duration = Duration::from_millis(20);

/// How often who waits for a slot looks whether the work is still wanted.
const LOOK: Duration = Duration::from_millis(10);

/// Most long requests that wait for a slot, since each holds a thread and what it has found so far.
const MOST_WAITING: usize = 32;

/// The slots for long work.
#[derive(Debug)]
pub(super) struct Turns {
    queue: Mutex<Queue>,
    freed: Condvar,
    /// Requests that wait for a permit.
    beginners: AtomicUsize,
}

/// A request that waits for a permit, until it is dropped.
pub(super) struct Beginner<'a>(&'a Turns);

impl Drop for Beginner<'_> {
    fn drop(&mut self) {
        self.0.beginners.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug)]
struct Queue {
    free: usize,
    next: u64,
    /// Who waits, the first first.
    waiting: VecDeque<u64>,
}

impl Turns {
    pub(super) fn new(slots: usize) -> Self {
        Self {
            queue: Mutex::new(Queue {
                free: slots,
                next: 0,
                waiting: VecDeque::new(),
            }),
            freed: Condvar::new(),
            beginners: AtomicUsize::new(0),
        }
    }

    /// Counts a request that waits for a permit.
    pub(super) fn beginner(&self) -> Beginner<'_> {
        self.beginners.fetch_add(1, Ordering::Relaxed);
        Beginner(self)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a slot until the work must end; whether there is one. Refused where too many wait.
    fn take(&self, token: &CancelToken) -> Result<bool> {
        let mut queue = self.queue();
        if queue.waiting.len() >= MOST_WAITING {
            return Err(Error::new(Kind::Deadline, "too much is asked at once"));
        }
        let ticket = queue.next;
        queue.next += 1;
        queue.waiting.push_back(ticket);
        loop {
            let over = token.is_over();
            if over || (queue.free > 0 && queue.waiting.front() == Some(&ticket)) {
                queue.waiting.retain(|waiting| *waiting != ticket);
                queue.free -= usize::from(!over);
                // The next in the queue may have been waiting for this one to leave it.
                self.freed.notify_all();
                return Ok(!over);
            }
            let waited = self.freed.wait_timeout(queue, LOOK);
            (queue, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn give_back(&self) {
        self.queue().free += 1;
        self.freed.notify_all();
    }

    fn somebody_waits(&self) -> bool {
        !self.queue().waiting.is_empty()
    }
}

/// The turn of one request.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Arc<Turns>,
    /// Too many long requests waited when this one became long.
    refused: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Until the request has taken long.
    permit: Option<OwnedSemaphorePermit>,
    /// The thread that works on the request; helping threads never wait.
    thread: Option<ThreadId>,
    has_slot: bool,
    /// When it began, or got the slot.
    since: Instant,
    /// When it began, or last rested.
    rested: Instant,
}

/// Gives back what a request holds once the work on it stops, also by a panic.
pub(super) struct Working<'a>(&'a Turn);

impl Turn {
    pub(super) fn new(turns: Arc<Turns>, permit: OwnedSemaphorePermit) -> Self {
        Self {
            turns,
            refused: AtomicBool::new(false),
            state: Mutex::new(State {
                permit: Some(permit),
                thread: None,
                has_slot: false,
                since: Instant::now(),
                rested: Instant::now(),
            }),
        }
    }

    /// The work begins, on this thread.
    pub(super) fn begin(&self) -> Working<'_> {
        let mut state = self.state();
        state.thread = Some(thread::current().id());
        state.since = Instant::now();
        Working(self)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Lets requests go first that wait for a permit, where this one has the slot; whether it did.
    fn rest(&mut self, turns: &Turns) -> bool {
        let beginners = turns.beginners.load(Ordering::Relaxed);
        let rests = self.has_slot && beginners > 0 && self.rested.elapsed() >= STRETCH;
        if rests {
            thread::sleep(REST);
            self.rested = Instant::now();
        }
        rests
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
        state.rest(&self.turns);
        let worked = state.since.elapsed();
        let lets_go = match state.has_slot {
            true => worked >= SLICE && self.turns.somebody_waits(),
            false => worked >= QUANTUM,
        };
        if !lets_go || token.is_over() {
            return Ok(());
        }
        if std::mem::take(&mut state.has_slot) {
            self.turns.give_back();
        }
        state.permit = None;
        // Nobody else waits for this lock: helping threads are at work only while this one waits for them.
        match self.turns.take(token) {
            Ok(has_slot) => {
                state.has_slot = has_slot;
                state.since = Instant::now();
                Ok(())
            }
            Err(refused) => {
                self.refused.store(true, Ordering::Relaxed);
                Err(refused)
            }
        }
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.permit = None;
        if std::mem::take(&mut state.has_slot) {
            self.0.turns.give_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use tokio::sync::Semaphore;

    use super::*;

    fn turn(turns: &Arc<Turns>, permits: &Arc<Semaphore>) -> (Arc<Turn>, CancelToken) {
        let permit = Arc::clone(permits).try_acquire_owned().unwrap();
        let turn = Arc::new(Turn::new(Arc::clone(turns), permit));
        let token = CancelToken::paced(Duration::from_secs(60), Arc::clone(&turn) as _);
        (turn, token)
    }

    /// Works for so long, and says when it began to and whether it was let to the end.
    fn work(turn: &Turn, token: &CancelToken, time: Duration) -> bool {
        let _working = turn.begin();
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
        let (turns, permits) = (Arc::new(Turns::new(1)), Arc::new(Semaphore::new(2)));
        let (send, done) = mpsc::channel();
        for (name, time) in [("long", 2_000), ("less", 300)] {
            let (turn, token) = turn(&turns, &permits);
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
        assert_eq!(turns.queue().free, 1);
    }

    #[test]
    fn long_work_rests_while_others_wait_to_begin() {
        let turns = Turns::new(1);
        // Whether a request rests that has worked for a stretch, and whether that is remembered.
        let rests = |has_slot| {
            let worked = Instant::now().checked_sub(STRETCH).unwrap();
            let mut state = State {
                permit: None,
                thread: None,
                has_slot,
                since: worked,
                rested: worked,
            };
            let rests = state.rest(&turns);
            assert_eq!(rests, state.rested >= worked + STRETCH + REST);
            rests
        };
        assert!(!rests(true), "nobody waits");
        let beginner = turns.beginner();
        assert!(rests(true));
        assert!(!rests(false), "it holds a permit itself");
        drop(beginner);
        assert!(!rests(true));
    }

    #[test]
    fn who_waits_for_a_slot_ends_when_cancelled() {
        let (turns, permits) = (Arc::new(Turns::new(0)), Arc::new(Semaphore::new(1)));
        let (turn, token) = turn(&turns, &permits);
        let cancel = token.clone();
        let working = thread::spawn(move || work(&turn, &token, Duration::from_secs(30)));
        thread::sleep(Duration::from_millis(150));
        assert_eq!(turns.queue().waiting.len(), 1);
        cancel.cancel();
        assert!(!working.join().unwrap());
        let queue = turns.queue();
        assert_eq!((queue.free, queue.waiting.len()), (0, 0));
    }

    #[test]
    fn too_many_that_wait_are_refused() {
        let turns = Turns::new(0);
        turns.queue().waiting.extend(0..MOST_WAITING as u64);
        let error = turns.take(&CancelToken::new()).unwrap_err();
        assert_eq!(error.kind, Kind::Deadline);
    }
}
