//! Statistics of a collection that is held elsewhere, for scoring some of its passages here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What a number of documents is asked of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// A field has a token or value.
    Term {
        /// Name of the field in the index.
        field: String,
        /// The value.
        value: String,
    },
    /// A field has a token that begins with a text.
    Prefix {
        /// Name of the field in the index.
        field: String,
        /// The beginning.
        beginning: String,
    },
    /// Conditions of an entity, as its plan prints them.
    Entity(String),
}

/// Statistics of a collection. What is asked for and not known counts as 0 and is remembered, so that all can be
/// asked of the collection at once.
#[derive(Debug, Default)]
pub(crate) struct CollectionStatistics {
    /// Number of documents: calls and passages.
    pub(crate) documents: u64,
    /// Number of tokens in each field of exact tokens, by its name.
    pub(crate) tokens: HashMap<String, u64>,
    frequencies: Mutex<HashMap<Counted, Option<u64>>>,
    /// The exchanges in which a plan, as it prints itself, matches a passage.
    exchanges: Mutex<HashMap<String, Arc<Vec<String>>>>,
}

#[cfg(feature = "cluster")]
impl CollectionStatistics {
    /// Statistics of a collection of which no frequency is known.
    pub(crate) fn new(documents: u64, tokens: HashMap<String, u64>) -> Self {
        Self {
            documents,
            tokens,
            frequencies: Mutex::default(),
            exchanges: Mutex::default(),
        }
    }

    /// What has been asked for and is not known.
    pub(crate) fn unknown(&self) -> Vec<Counted> {
        let frequencies = self.frequencies();
        let unknown = frequencies.iter().filter(|(_, known)| known.is_none());
        unknown.map(|(of, _)| of.clone()).collect()
    }

    /// Forgets what has been asked for and is not known.
    pub(crate) fn forget_unknown(&self) {
        self.frequencies().retain(|_, known| known.is_some());
    }

    /// Remembers a number of documents.
    pub(crate) fn set(&self, of: Counted, documents: u64) {
        self.frequencies().insert(of, Some(documents));
    }

    /// Remembers the exchanges in which a plan matches.
    pub(crate) fn set_exchanges(&self, plan: String, found: Arc<Vec<String>>) {
        let mut exchanges = self
            .exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        exchanges.insert(plan, found);
    }
}

impl CollectionStatistics {
    /// Number of documents.
    pub(crate) fn frequency(&self, of: Counted) -> u64 {
        self.frequencies().entry(of).or_default().unwrap_or(0)
    }

    /// The exchanges in which a plan matches a passage of the collection, if they were asked for.
    pub(crate) fn exchanges(&self, plan: &str) -> Option<Arc<Vec<String>>> {
        let exchanges = self
            .exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        exchanges.get(plan).cloned()
    }

    fn frequencies(&self) -> MutexGuard<'_, HashMap<Counted, Option<u64>>> {
        self.frequencies
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
