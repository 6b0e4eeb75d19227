//! Searches that do not wait for each other are sent together.
//!
//! What asks for several things one by one, such as a plan for names, runs with made-up answers first: what it asks for is
//! noted, fetched at once, and it runs again, until nothing is unknown. An answer leads to further questions two or three
//! times at most, however many things are asked for.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use serde_json::Value;

use super::{client::Client, commit::Commit, reply::unexpected};
use crate::{CancelToken, Error, Result, error::Kind};

/// Runs after which answers are fetched one by one.
const MOST_RUNS: usize = 16;

/// The searches of a request.
pub(super) struct Lookups {
    client: Client,
    index: String,
    commit: Arc<Commit>,
    cancel: CancelToken,
    noted: Mutex<Noted>,
    /// What the first request to the cluster that failed has told.
    failure: OnceLock<(Kind, String)>,
}

/// What is known of searches.
#[derive(Default)]
struct Noted {
    /// Answers by the text of the search.
    known: HashMap<String, Arc<Value>>,
    /// The searches without an answer, while they are noted.
    wanted: Option<BTreeSet<String>>,
}

impl Lookups {
    /// Those of a request to an index.
    pub(super) fn new(
        client: Client,
        index: String,
        commit: Arc<Commit>,
        cancel: &CancelToken,
    ) -> Self {
        Self {
            client: client.with_cancel(cancel),
            index,
            commit,
            cancel: cancel.clone(),
            noted: Mutex::default(),
            failure: OnceLock::new(),
        }
    }

    /// Runs what asks for several things until all its answers are true.
    pub(super) fn all_at_once(&self, ask: &mut dyn FnMut() -> Result<()>) -> Result<()> {
        if self.noted().wanted.is_some() {
            // Whoever runs this fetches what is noted here, too.
            return ask();
        }
        for _ in 0..MOST_RUNS {
            self.noted().wanted = Some(BTreeSet::new());
            let asked = ask();
            let wanted = self.noted().wanted.take().unwrap_or_default();
            if wanted.is_empty() {
                return asked;
            }
            // An error after a made-up answer means nothing.
            let wanted: Vec<String> = wanted.into_iter().collect();
            let answers = self.fetch(&wanted)?;
            for (search, answer) in wanted.into_iter().zip(answers) {
                self.commit.keep_answer(&search, &answer);
                self.noted().known.insert(search, answer);
            }
        }
        ask()
    }

    /// Whether all answers so far are true.
    pub(super) fn is_settled(&self) -> bool {
        self.noted().wanted.as_ref().is_none_or(BTreeSet::is_empty)
    }

    /// The answers to some searches. A made-up answer is null.
    pub(super) fn search(&self, bodies: &[Value]) -> Result<Vec<Arc<Value>>> {
        let searches: Vec<String> = bodies.iter().map(Value::to_string).collect();
        let mut answers: Vec<Option<Arc<Value>>> = {
            let mut noted = self.noted();
            let known = |search: &String| {
                let known = noted.known.get(search).map(Arc::clone);
                known.or_else(|| self.commit.kept_answer(search))
            };
            let answers: Vec<Option<Arc<Value>>> = searches.iter().map(known).collect();
            if let Some(wanted) = &mut noted.wanted {
                let unknown = searches.into_iter().zip(&answers);
                let unknown = unknown.filter(|(_, answer)| answer.is_none());
                wanted.extend(unknown.map(|(search, _)| search));
                return Ok(answers.into_iter().map(Option::unwrap_or_default).collect());
            }
            answers
        };
        let unknown = searches.into_iter().zip(&answers);
        let unknown = unknown.filter(|(_, answer)| answer.is_none());
        let unknown: Vec<String> = unknown.map(|(search, _)| search).collect();
        let mut fetched = self.fetch(&unknown)?.into_iter();
        for answer in answers.iter_mut().filter(|answer| answer.is_none()) {
            *answer = fetched.next();
        }
        answers
            .into_iter()
            .map(|answer| answer.ok_or_else(|| unexpected("no answer")))
            .collect()
    }

    /// Fetches the answers to some searches. Once one has failed all fail, since a plan goes on without a name that could
    /// not be looked up: what it then matches would be a part of the answer.
    fn fetch(&self, searches: &[String]) -> Result<Vec<Arc<Value>>> {
        self.cancel.check()?;
        if let Some((kind, message)) = self.failure.get() {
            return Err(Error::new(*kind, message.clone()));
        }
        if searches.is_empty() {
            return Ok(Vec::new());
        }
        let answers = self.client.search(&self.index, searches);
        if let Err(error) = &answers {
            let _ = self.failure.set((error.kind, error.sentence()));
        }
        Ok(answers?.into_iter().map(Arc::new).collect())
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
