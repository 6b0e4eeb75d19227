//! An open commit: its metadata, its statistics, and searches over it. What is read from stored
//! documents is in [`stored`](super::stored), what is read from dictionaries in
//! [`term_dictionary`](super::term_dictionary).

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use lru::LruCache;
use tantivy::{
    DocAddress, Executor, Searcher, Term, collector::Collector, query::Query, schema::Field,
};

use super::{
    call_summary::CallSummary,
    collection_statistics::{CollectionStatistics, Counted},
    commit::{Commit, Failed},
    corpus_folders::CorpusFolders,
    encoding::PhrasePosition,
    execution,
    facet_table::{FacetTable, LazyFacetTable},
    resolved_people::ResolvedPeople,
    schema::Fields,
    term_statistics::TermStatistics,
};
use crate::{
    CancelToken, Result,
    model::{Call, Person},
};

/// Number of calls that the cache holds.
const CACHED_CALLS: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// An open commit. Later commits do not change what it returns. Clones share its caches.
#[derive(Clone)]
pub struct Reader {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    /// Ends reading and searching once the request is cancelled.
    pub(crate) cancel: CancelToken,
    shared: Arc<Shared>,
}

/// What the clones of a reader share.
struct Shared {
    commit: Commit,
    people: ResolvedPeople,
    /// The calls used last, without their passages, by id.
    calls: Mutex<LruCache<String, Arc<Call>>>,
    summaries: OnceLock<Arc<Vec<CallSummary>>>,
    facet_table: LazyFacetTable,
    statistics: TermStatistics,
    /// Where the documents are some of a collection elsewhere: its statistics.
    collection: OnceLock<Arc<CollectionStatistics>>,
}

impl Reader {
    pub(super) fn new(
        searcher: Searcher,
        fields: Fields,
        commit: Commit,
        people: ResolvedPeople,
    ) -> Self {
        Self {
            searcher,
            fields,
            cancel: CancelToken::default(),
            shared: Arc::new(Shared {
                commit,
                people,
                calls: Mutex::new(LruCache::new(CACHED_CALLS)),
                summaries: OnceLock::new(),
                facet_table: LazyFacetTable::default(),
                statistics: TermStatistics::default(),
                collection: OnceLock::new(),
            }),
        }
    }

    /// The same documents as some of a collection with these statistics.
    #[cfg(feature = "cluster")]
    pub(super) fn with_statistics(self, collection: Arc<CollectionStatistics>) -> Self {
        let _ = self.shared.collection.set(collection);
        self
    }

    /// Statistics of the collection, where the documents are some of one elsewhere.
    pub(crate) fn collection(&self) -> Option<&CollectionStatistics> {
        self.shared.collection.get().map(|collection| &**collection)
    }

    /// The same commit for a request with a cancellation token.
    pub fn with_cancel(self, cancel: CancelToken) -> Self {
        Self { cancel, ..self }
    }

    /// The folders and files the index was made from.
    pub fn corpus_folders(&self) -> &CorpusFolders {
        &self.shared.commit.corpus_folders
    }

    /// Sources that could not be read when the commit was made.
    pub fn failed(&self) -> &[Failed] {
        &self.shared.commit.failed
    }

    /// Identifies the overrides and formats that the calls were read with.
    pub fn overrides_mark(&self) -> &str {
        &self.shared.commit.overrides_mark
    }

    /// Ids that calls had before, with their present ids.
    pub fn former_ids(&self) -> &BTreeMap<String, String> {
        &self.shared.commit.former_ids
    }

    /// People who have different names on the calls of a company, ordered by company.
    pub fn people(&self) -> &[Person] {
        self.shared.people.all()
    }

    /// The people of one company who have different names on its calls.
    pub(crate) fn people_of(&self, company: &str) -> Vec<Person> {
        self.shared.people.of_company(company)
    }

    /// Gives each speaker the name under which they are shown, and all names that they have on the calls
    /// of the company.
    pub(crate) fn with_resolved_names(&self, mut call: Call) -> Call {
        for person in self.people_of(&call.company.id) {
            let speakers = call.speakers.iter_mut().chain(&mut call.listeners);
            for speaker in speakers.filter(|speaker| person.names.contains(&speaker.name)) {
                person.display_name().clone_into(&mut speaker.name);
                speaker.names.clone_from(&person.names);
            }
        }
        call
    }

    /// A call from the cache, else from `read`. Its names are resolved before it is cached.
    pub(super) fn cached_call(
        &self,
        id: &str,
        read: impl FnOnce() -> Result<Option<Call>>,
    ) -> Result<Option<Arc<Call>>> {
        let cache = || {
            self.shared
                .calls
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(call) = cache().get(id) {
            return Ok(Some(Arc::clone(call)));
        }
        let call = read()?.map(|call| Arc::new(self.with_resolved_names(call)));
        if let Some(call) = &call {
            cache().put(id.to_owned(), Arc::clone(call));
        }
        Ok(call)
    }

    /// The row of every document in memory; none for the first few requests to a commit.
    pub(crate) fn facet_table(&self) -> Result<Option<Arc<FacetTable>>> {
        let segments = self.searcher.segment_readers();
        let build = || FacetTable::build(segments, self.people(), &self.cancel);
        self.shared.facet_table.get_or_build(build)
    }

    /// Summaries of all calls, ordered by id; read once a commit.
    pub(crate) fn call_summaries(&self) -> Result<Arc<Vec<CallSummary>>> {
        if let Some(summaries) = self.shared.summaries.get() {
            return Ok(Arc::clone(summaries));
        }
        let mut summaries: Vec<CallSummary> = self.call_column("call_summary")?;
        summaries.sort_by(|a, b| a.id.cmp(&b.id));
        let summaries = Arc::new(summaries);
        Ok(Arc::clone(self.shared.summaries.get_or_init(|| summaries)))
    }

    /// Number of documents that have a term, without deleted ones.
    pub(crate) fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.collection() {
            Some(collection) => Ok(collection.frequency(Counted::Term {
                field: self
                    .searcher
                    .schema()
                    .get_field_name(term.field())
                    .to_owned(),
                value: term.value().as_str().unwrap_or_default().to_owned(),
            })),
            None => self.shared.statistics.doc_freq(&self.searcher, term),
        }
    }

    /// Number of documents: calls and passages.
    pub(crate) fn documents_in_all(&self) -> u64 {
        let here = || self.searcher.num_docs();
        self.collection()
            .map_or_else(here, |collection| collection.documents)
    }

    /// Number of documents that have the rarest position of a phrase; 0 for an empty phrase.
    pub(crate) fn min_doc_freq(&self, phrase: &[PhrasePosition]) -> tantivy::Result<u64> {
        let of_position = |position: &PhrasePosition| -> tantivy::Result<u64> {
            position.terms.iter().map(|term| self.doc_freq(term)).sum()
        };
        let all: Vec<u64> = phrase
            .iter()
            .map(of_position)
            .collect::<tantivy::Result<_>>()?;
        Ok(all.into_iter().min().unwrap_or(0))
    }

    /// Number of tokens in a field of all documents, without deleted ones.
    pub(crate) fn tokens(&self, field: Field) -> tantivy::Result<u64> {
        match self.collection() {
            Some(collection) => {
                let field = self.searcher.schema().get_field_name(field);
                Ok(collection.tokens.get(field).copied().unwrap_or(0))
            }
            None => self.shared.statistics.tokens(&self.searcher, field),
        }
    }

    /// Collects the matches of a query; in a large index on all cores.
    ///
    /// # Errors
    /// Where the request has been cancelled.
    pub(crate) fn search<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> Result<C::Fruit> {
        let executor = execution::executor(&self.searcher);
        execution::search(&self.searcher, query, collector, executor, &self.cancel)
    }

    /// Collects the matches of a query on the calling thread, which is faster for a few matches.
    pub(crate) fn search_here<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> Result<C::Fruit> {
        let executor = &Executor::SingleThread;
        execution::search(&self.searcher, query, collector, executor, &self.cancel)
    }

    /// The documents that match a query, in the order in which they are stored: reading records in this
    /// order decompresses each block once.
    pub(crate) fn documents(&self, query: &dyn Query) -> Result<Vec<DocAddress>> {
        execution::documents(&self.searcher, query, &self.cancel)
    }
}
