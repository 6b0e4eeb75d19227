//! Reading one commit of the index.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use tantivy::{
    DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term,
    collector::Count,
    query::{BooleanQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, Value},
};

use super::{
    Commit, CorpusFolders, Failed, Fields, PassageRecord, REBUILD_HINT, SourceRecord,
    document::{CALL, PASSAGE, name_term},
    global_ordinals::{Counting, SharedOrdinals},
    resolved_people::ResolvedPeople,
    term_statistics::TermStatistics,
};
use crate::{
    CancelToken, Error, Result,
    model::{Call, Passage, Person},
};

/// Calls that are remembered, of those whose passages are shown.
const REMEMBERED: usize = 256;

/// A commit, open for reading; later commits do not change what it answers.
#[derive(Clone)]
pub struct Reader {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    commit: Arc<Commit>,
    people: Arc<ResolvedPeople>,
    other_names: Arc<OnceLock<Arc<HashSet<String>>>>,
    calls: Arc<Mutex<HashMap<String, Arc<Call>>>>,
    pub(super) counting: SharedOrdinals,
    /// Ends what is read and searched for one request.
    pub(crate) cancel: CancelToken,
    pub(super) frequencies: Arc<TermStatistics>,
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
            commit: Arc::new(commit),
            people: Arc::new(people),
            other_names: Arc::default(),
            calls: Arc::default(),
            counting: Arc::new(Mutex::new(Counting::Times(0))),
            cancel: CancelToken::default(),
            frequencies: Arc::default(),
        }
    }

    /// The same commit, for a request that ends when the token says so.
    pub fn with_cancel(self, cancel: CancelToken) -> Self {
        Self { cancel, ..self }
    }

    /// The folders and files the index was made from.
    pub fn corpus_folders(&self) -> &CorpusFolders {
        &self.commit.corpus_folders
    }

    /// Number of calls and of passages.
    pub fn size(&self) -> Result<(u64, u64)> {
        let calls = self.search_here(&*self.is_call(), &Count)? as u64;
        Ok((calls, self.searcher.num_docs() - calls))
    }

    /// Everybody who goes by different names on the calls of a company, by company.
    pub fn people(&self) -> &[Person] {
        self.people.all()
    }

    /// Those of one company among them.
    pub(crate) fn people_of(&self, company: &str) -> Vec<Person> {
        self.people.of(company)
    }

    /// Every name of somebody who is shown under another.
    pub(crate) fn other_names(&self) -> Arc<HashSet<String>> {
        let names = || {
            let others = self
                .people()
                .iter()
                .filter_map(|person| person.names.get(1..));
            Arc::new(others.flatten().cloned().collect())
        };
        Arc::clone(self.other_names.get_or_init(names))
    }

    /// Ids that calls had, with those they have now.
    pub fn former(&self) -> &BTreeMap<String, String> {
        &self.commit.former
    }

    /// The id that the call of an id, in any case, has now; none unless it had that id before.
    pub fn now_called(&self, id: &str) -> Option<&str> {
        let mut former = self.commit.former.iter();
        (self.commit.former.get(id))
            .or_else(|| former.find_map(|(old, now)| old.eq_ignore_ascii_case(id).then_some(now)))
            .map(String::as_str)
    }

    /// Sources that could not be read when the commit was made.
    pub fn failed(&self) -> &[Failed] {
        &self.commit.failed
    }

    /// Gives speakers the names they have on the calls of the company, and shows the same everywhere.
    pub(crate) fn name_across_calls(&self, mut call: Call) -> Call {
        for person in self.people_of(&call.company.id) {
            let speakers = call.speakers.iter_mut().chain(&mut call.listeners);
            for speaker in speakers.filter(|speaker| person.names.contains(&speaker.name)) {
                person.display_name().clone_into(&mut speaker.name);
                speaker.names.clone_from(&person.names);
            }
        }
        call
    }

    /// What every call was made from.
    pub fn source_records(&self) -> Result<Vec<SourceRecord>> {
        let mut source_records = Vec::new();
        let mut text = String::new();
        for segment in self.searcher.segment_readers() {
            let Some(column) = segment.fast_fields().str("source_record")? else {
                continue;
            };
            for doc in segment.doc_ids_alive() {
                for ord in column.term_ords(doc) {
                    text.clear();
                    column.ord_to_str(ord, &mut text).map_err(damaged)?;
                    source_records.push(serde_json::from_str(&text).map_err(damaged)?);
                }
            }
        }
        Ok(source_records)
    }

    /// A call without its passages; its speakers have all the names they have in the company's calls.
    pub fn call(&self, id: &str) -> Result<Option<Call>> {
        let call = self.call_as_stored(id)?;
        Ok(call.map(|call| self.name_across_calls(call)))
    }

    /// The call of a passage, as [`Self::call`] gives it. Those asked for last are remembered.
    pub(crate) fn call_of(&self, passage: DocAddress, id: &str) -> Result<Option<Arc<Call>>> {
        let remembered = || self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = remembered().get(id) {
            return Ok(Some(Arc::clone(call)));
        }
        let call = self.read_call_of(passage, id)?.map(Arc::new);
        if let Some(call) = &call {
            let mut calls = remembered();
            if calls.len() >= REMEMBERED {
                calls.clear();
            }
            calls.insert(id.to_owned(), Arc::clone(call));
        }
        Ok(call)
    }

    fn read_call_of(&self, passage: DocAddress, id: &str) -> Result<Option<Call>> {
        // Its document comes right before those of its passages, unless a segment ends in between.
        let segment = self.searcher.segment_reader(passage.segment_ord);
        let index = segment.inverted_index(self.fields.call)?;
        let of_call = Term::from_field_text(self.fields.call, id);
        let postings = index.read_postings(&of_call, IndexRecordOption::Basic);
        let first = postings
            .map_err(damaged)?
            .map_or(TERMINATED, |postings| postings.doc());
        let is_call = |doc| {
            let numbers = segment.fast_fields().u64("n");
            numbers.is_ok_and(|numbers| numbers.first(doc).is_none())
        };
        if first != TERMINATED && !segment.is_deleted(first) && is_call(first) {
            let call = self.call_at(DocAddress::new(passage.segment_ord, first))?;
            return Ok(Some(self.name_across_calls(call)));
        }
        self.call(id)
    }

    /// A call without its passages, with no more than its own source says.
    pub fn call_as_stored(&self, id: &str) -> Result<Option<Call>> {
        let query = self.both(self.is_call(), term(self.fields.call, id));
        let found = self.documents(&query)?;
        found
            .into_iter()
            .next()
            .map(|address| self.call_at(address))
            .transpose()
    }

    /// Every call without its passages, by id.
    pub fn calls(&self) -> Result<Vec<Call>> {
        let found = self.documents(&*self.is_call())?;
        let mut calls: Vec<Call> = found
            .into_iter()
            .map(|address| Ok(self.name_across_calls(self.call_at(address)?)))
            .collect::<Result<_>>()?;
        calls.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(calls)
    }

    /// The calls of a company without their passages, with no more than their own sources say.
    pub fn calls_of(&self, company: &str) -> Result<Vec<Call>> {
        let query = self.both(self.is_call(), term(self.fields.company, company));
        let found = self.documents(&query)?;
        found
            .into_iter()
            .map(|address| self.call_at(address))
            .collect()
    }

    /// The passages of a call, in order.
    pub fn passages(&self, call: &str) -> Result<Vec<Passage>> {
        let query = self.both(self.is_passage(), term(self.fields.call, call));
        let found = self.documents(&query)?;
        let mut passages: Vec<Passage> = found
            .into_iter()
            .map(|address| self.passage_at(address).map(|record| record.passage))
            .collect::<Result<_>>()?;
        passages.sort_by_key(|passage| passage.n);
        Ok(passages)
    }

    /// A name as the transcripts write it, and the canonical name beside it, from the form in which
    /// a name field holds it.
    pub(crate) fn name_as_written(&self, field: Field, indexed: &str) -> Result<(String, String)> {
        let unknown = || (indexed.to_owned(), indexed.to_owned());
        let found = self.documents(&*term(field, indexed))?;
        let Some(address) = found.into_iter().next() else {
            return Ok(unknown());
        };
        let record = self.passage_at(address)?;
        let Some(call) = self.call(&record.call)? else {
            return Ok(unknown());
        };
        let speaker = call.speaker_of(&record.passage);
        let company = field == self.fields.company_name;
        let names: Vec<&String> = if company {
            std::iter::once(&call.company.id)
                .chain(&call.company.names)
                .collect()
        } else if field == self.fields.speaker_name {
            speaker.iter().flat_map(|speaker| &speaker.names).collect()
        } else {
            speaker
                .iter()
                .filter_map(|speaker| speaker.firm.as_ref())
                .collect()
        };
        let written = names.iter().find(|name| name_term(name) == indexed);
        Ok(match (written, names.first(), names.get(1)) {
            // A company's id says less than its name beside it.
            (Some(id), Some(first), Some(name)) if id == first && company => {
                ((*name).clone(), (*id).clone())
            }
            (Some(written), Some(first), _) => ((*written).clone(), (*first).clone()),
            _ => unknown(),
        })
    }

    /// The stored record of a passage.
    pub(crate) fn passage_at(&self, address: DocAddress) -> Result<PassageRecord> {
        self.record(address)
    }

    fn call_at(&self, address: DocAddress) -> Result<Call> {
        self.record(address)
    }

    fn record<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T> {
        // Unpacking a record takes longer than the look.
        self.cancel.check()?;
        let document: TantivyDocument = self.searcher.doc(address)?;
        let bytes = document
            .get_first(self.fields.record)
            .and_then(|value| value.as_bytes())
            .ok_or_else(|| damaged("a document without a record"))?;
        serde_json::from_slice(bytes).map_err(damaged)
    }

    /// All passages and nothing else.
    pub(crate) fn is_passage(&self) -> Box<dyn Query> {
        term(self.fields.doc, PASSAGE)
    }

    fn is_call(&self) -> Box<dyn Query> {
        term(self.fields.doc, CALL)
    }

    fn both(&self, a: Box<dyn Query>, b: Box<dyn Query>) -> BooleanQuery {
        BooleanQuery::new(vec![(Occur::Must, a), (Occur::Must, b)])
    }
}

pub(super) fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

pub(super) fn damaged(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::index("the index is damaged")
        .because(source)
        .hint(REBUILD_HINT)
}
