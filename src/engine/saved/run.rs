//! Runs saved searches and remembers what they have shown.

use std::{collections::HashSet, path::PathBuf};

use time::OffsetDateTime;

use super::{
    super::{engine::Engine, overrides},
    definition::{self, SavedSearch},
    history::{self, History, Loaded},
};
use crate::{
    Error, Result,
    index::CorpusFolders,
    search::{self, PassageKey, Request, Response, Which},
};

/// What a saved search finds, and how much of it is new.
#[derive(Debug)]
#[non_exhaustive]
pub struct News {
    /// Name of the search.
    pub name: String,
    /// The requested page; its totals count all matches.
    pub response: Response,
    /// Number of matching passages that have not been shown.
    pub new: u64,
    /// Number of calls with such a passage.
    pub new_calls: u64,
    /// When the search last ran; none if it never did.
    pub since: Option<OffsetDateTime>,
    /// Whether its definition has changed since, so that everything counts as new.
    pub changed: bool,
    /// Why its history cannot be read, so that everything counts as new.
    pub damage: Option<Error>,
    /// The history once the page has been shown.
    history: History,
}

impl Engine {
    /// The searches that are saved in the overrides, in order. A mistake in one is the error in its request.
    ///
    /// # Errors
    /// Where the overrides cannot be read.
    pub fn saved(corpus_folders: &CorpusFolders) -> Result<Vec<SavedSearch>> {
        match overrides::file(corpus_folders) {
            Some(path) => definition::read(path),
            None => Ok(Vec::new()),
        }
    }

    /// Runs a request that is saved under a name. Finds what it has not shown yet, or everything.
    pub fn news(&self, name: &str, request: &Request, which: Which) -> Result<News> {
        let now = OffsetDateTime::now_utc();
        let fingerprint = definition::fingerprint(request);
        let (last, damage) = match history::load(&self.history_folder(), name)? {
            Loaded::Nothing => (None, None),
            Loaded::History(history) => (Some(history), None),
            Loaded::Damaged(error) => (None, Some(error)),
        };
        let since = last.as_ref().map(|last| last.ran);
        let changed = (last.as_ref()).is_some_and(|last| last.fingerprint != fingerprint);
        let seen: HashSet<PassageKey> = (last.filter(|_| !changed).into_iter())
            .flat_map(|last| last.seen)
            .collect();

        let found = self
            .with_store(|store, glossary| search::unseen(store, request, glossary, &seen, which))?;
        let shown = (found.response.hits.iter())
            .map(|hit| PassageKey::of(&hit.call.id, &hit.passage))
            .collect();
        Ok(News {
            name: name.to_owned(),
            response: found.response,
            new: found.new,
            new_calls: found.new_calls,
            since,
            changed,
            damage,
            // Includes passages that are no longer found, since they may be found again.
            history: History::new(fingerprint, now, seen.into_iter().collect(), shown),
        })
    }

    /// Stores that news have been shown. To be called after they have been.
    ///
    /// # Errors
    /// Where that cannot be written; the same passages are new the next time.
    pub fn remember(&self, news: &News) -> Result<()> {
        history::save(&self.history_folder(), &news.name, &news.history)
    }

    /// A text that changes whenever a search has been shown; empty before the first.
    ///
    /// # Errors
    /// Where the folder of the histories is there and cannot be read.
    pub fn shown_state(&self) -> Result<String> {
        history::state(&self.history_folder())
    }

    /// The folder of the histories: in the index folder, but outside those of its versions, so that a
    /// rebuild keeps them.
    fn history_folder(&self) -> PathBuf {
        self.folder().join("saved")
    }
}
