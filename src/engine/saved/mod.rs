//! Saved searches: what the user keeps under a name, and what is new of it since it last ran.
//!
//! They are worded in the overrides ([`definition`] reads them as requests). What each has shown is
//! remembered beside the index ([`memory`]). Nothing is remembered that has not been shown: an interface
//! asks for [`Engine::news`], shows them, and only then calls [`Engine::remember`].

mod definition;
mod memory;
mod preview;

use std::{collections::HashSet, path::PathBuf};

use time::OffsetDateTime;

use self::memory::{Memory, Recalled};
pub use self::{
    definition::{SavedSearch, Wording},
    preview::{Preview, PreviewRow},
};
use super::{Engine, read};
use crate::{
    Error, Result,
    index::CorpusFolders,
    search::{self, PassageKey, Request, Response, Which},
};

/// What a saved search finds, and what of it is new.
#[derive(Debug)]
#[non_exhaustive]
pub struct News {
    /// Name of the search.
    pub name: String,
    /// The page asked for; passages and calls are counted among all that match.
    pub response: Response,
    /// Passages that match and have not been shown.
    pub new: u64,
    /// Calls with such a passage.
    pub new_calls: u64,
    /// When the search last ran; none if it never did.
    pub since: Option<OffsetDateTime>,
    /// It asked for something else then, so everything counts as new.
    pub changed: bool,
    /// What was remembered cannot be read, so everything counts as new.
    pub damage: Option<Error>,
    /// What is to be remembered once the page has been shown.
    memory: Memory,
}

impl Engine {
    /// The searches that the user keeps in the overrides of the corpus folders, in its order; a mistake in
    /// one of them stands in its request.
    ///
    /// # Errors
    /// Where the overrides cannot be read.
    pub fn saved(corpus_folders: &CorpusFolders) -> Result<Vec<SavedSearch>> {
        match &corpus_folders.overrides {
            Some(path) if !read::is_missing(path) => definition::read(path),
            _ => Ok(Vec::new()),
        }
    }

    /// Answers a request that is kept under a name: with what it has not shown yet, or with all.
    pub fn news(&self, name: &str, request: &Request, which: Which) -> Result<News> {
        let now = OffsetDateTime::now_utc();
        let fingerprint = definition::fingerprint(request);
        let (last, damage) = match memory::recall(&self.memories(), name)? {
            Recalled::Nothing => (None, None),
            Recalled::Memory(memory) => (Some(memory), None),
            Recalled::Damaged(error) => (None, Some(error)),
        };
        let since = last.as_ref().map(|last| last.ran);
        let changed = (last.as_ref()).is_some_and(|last| last.fingerprint != fingerprint);
        let seen: HashSet<PassageKey> = (last.filter(|_| !changed).into_iter())
            .flat_map(|last| last.seen)
            .collect();

        let found =
            self.ask(|reader, glossary| search::unseen(reader, request, glossary, &seen, which))?;
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
            // What is not found at the moment may come back, and has been shown.
            memory: Memory::new(fingerprint, now, seen.into_iter().collect(), shown),
        })
    }

    /// Remembers that news have been shown. To be called when they have been, and not before.
    ///
    /// # Errors
    /// Where it cannot be written; the same is new next time.
    pub fn remember(&self, news: &News) -> Result<()> {
        memory::remember(&self.memories(), &news.name, &news.memory)
    }

    /// Where is kept what has been shown: beside the index, so that a rebuild leaves it alone.
    fn memories(&self) -> PathBuf {
        self.folder().join("saved")
    }
}
