//! The last commit of a cluster, and what of it this process has fetched. A commit does not change, so what was fetched
//! of it is true until there is another.

use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use lru::LruCache;
use serde_json::Value;

use super::{
    manifest::{Found, Manifest},
    reply::hits,
};
use crate::{index::CallSummary, model::Call};

/// Number of calls that are kept.
const CALLS: NonZeroUsize = NonZeroUsize::new(512).unwrap();

/// Number of answers that are kept, and the longest of them in bytes.
const ANSWERS: NonZeroUsize = NonZeroUsize::new(4_096).unwrap();
const LONGEST_ANSWER: usize = 8 << 10;

/// A commit.
pub(super) struct Commit {
    pub(super) manifest: Manifest,
    /// The state of the manifest's document.
    sequence: (u64, u64),
    /// Summaries of all calls.
    pub(super) summaries: OnceLock<Arc<Vec<CallSummary>>>,
    /// The calls used last, by id.
    calls: Mutex<LruCache<String, Arc<Call>>>,
    /// Short answers to searches, by their text.
    answers: Mutex<LruCache<String, Arc<Value>>>,
}

impl Commit {
    pub(super) fn new(found: Found) -> Self {
        Self {
            sequence: found.sequence,
            manifest: found.manifest,
            summaries: OnceLock::new(),
            calls: Mutex::new(LruCache::new(CALLS)),
            answers: Mutex::new(LruCache::new(ANSWERS)),
        }
    }

    /// Whether a manifest is of this commit. Sequence numbers repeat where an index is created again, so the stamp has to be
    /// the same, too.
    fn is_of(&self, sequence: (u64, u64), stamp: &str) -> bool {
        self.sequence == sequence && self.manifest.stamp == stamp && !stamp.is_empty()
    }

    /// The calls with some ids that are kept.
    pub(super) fn kept_calls<'a>(
        &self,
        ids: impl Iterator<Item = &'a str>,
    ) -> HashMap<String, Arc<Call>> {
        let mut kept = lock(&self.calls);
        ids.filter_map(|id| Some((id.to_owned(), Arc::clone(kept.get(id)?))))
            .collect()
    }

    pub(super) fn keep_call(&self, call: &Arc<Call>) {
        lock(&self.calls).put(call.id.clone(), Arc::clone(call));
    }

    /// The answer to a search, if it is kept.
    pub(super) fn kept_answer(&self, search: &str) -> Option<Arc<Value>> {
        lock(&self.answers).get(search).map(Arc::clone)
    }

    /// Keeps the answer to a search if it is short and has no documents.
    pub(super) fn keep_answer(&self, search: &str, answer: &Arc<Value>) {
        if hits(answer).is_empty() && answer.to_string().len() + search.len() <= LONGEST_ANSWER {
            lock(&self.answers).put(search.to_owned(), Arc::clone(answer));
        }
    }
}

/// The last commit that this process has seen.
#[derive(Clone, Default)]
pub(super) struct LastCommit(Arc<Mutex<Option<Arc<Commit>>>>);

impl LastCommit {
    /// The commit, if a manifest is of it.
    pub(super) fn if_of(&self, sequence: (u64, u64), stamp: &str) -> Option<Arc<Commit>> {
        let last = lock(&self.0);
        let last = last.as_ref().filter(|last| last.is_of(sequence, stamp));
        last.map(Arc::clone)
    }

    /// Whether any has been seen.
    pub(super) fn is_known(&self) -> bool {
        lock(&self.0).is_some()
    }

    pub(super) fn set(&self, commit: &Arc<Commit>) {
        *lock(&self.0) = Some(Arc::clone(commit));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
