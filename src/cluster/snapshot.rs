//! One commit of a cluster: its documents, as the other files of this room read them.

use std::{
    collections::{BTreeSet, HashMap},
    ops::ControlFlow,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    client::Client,
    manifest::Manifest,
    mapping::{CALL_VERSION, GENERATION, passage_id},
};
use crate::{
    CancelToken, Error, Result,
    error::Kind,
    index::{CallSummary, JsonDocuments},
    model::{Call, Lang, Passage},
    search::{key::Key, store::PassageNumbers},
};

/// Maximum number of buckets in one answer.
const MOST_BUCKETS: usize = 5_000;

/// Maximum number of documents in one answer.
const MOST_DOCUMENTS: usize = 1_000;

/// The names in a field that begin with a text, at most so many of them.
type KnownNames = HashMap<(Key, String, usize), BTreeSet<String>>;

/// One commit of a cluster, as one request sees it.
pub(crate) struct Snapshot {
    pub(super) client: Client,
    pub(super) index: String,
    pub(super) manifest: Manifest,
    pub(super) documents: JsonDocuments,
    pub(super) cancel: CancelToken,
    pub(super) summaries: OnceLock<Arc<Vec<CallSummary>>>,
    /// The names that were asked for so far.
    names: Mutex<KnownNames>,
    /// What the first request to the cluster that failed has told.
    failure: OnceLock<(Kind, String)>,
    /// The calls that were fetched so far, by id.
    calls: Mutex<HashMap<String, Arc<Call>>>,
    /// The exchanges in which a plan, as it prints itself, matches.
    exchanges: Mutex<HashMap<String, Arc<Vec<String>>>>,
}

/// A passage as the cluster returns it.
#[derive(serde::Deserialize)]
pub(super) struct PassageRecord {
    pub(super) call: String,
    pub(super) passage: Passage,
}

impl Snapshot {
    pub(super) fn new(
        client: Client,
        index: String,
        manifest: Manifest,
        cancel: &CancelToken,
    ) -> Self {
        Self {
            client: client.with_cancel(cancel),
            index,
            manifest,
            documents: JsonDocuments::new(),
            cancel: cancel.clone(),
            summaries: OnceLock::new(),
            names: Mutex::default(),
            failure: OnceLock::new(),
            calls: Mutex::default(),
            exchanges: Mutex::default(),
        }
    }

    /// The exchanges in which plans match that were asked for so far.
    pub(super) fn exchanges(&self) -> MutexGuard<'_, HashMap<String, Arc<Vec<String>>>> {
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The names that were asked for so far.
    pub(super) fn known_names(&self) -> MutexGuard<'_, KnownNames> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Number of calls and of passages.
    pub(crate) fn size(&self) -> (u64, u64) {
        (self.manifest.calls, self.manifest.passages)
    }

    /// A text that identifies the commit.
    pub(crate) fn state(&self) -> String {
        let Manifest {
            generation,
            calls,
            passages,
            ..
        } = &self.manifest;
        format!("{}-{generation}-{calls}-{passages}", self.index)
    }

    /// The glossary groups of the overrides that the calls were read with.
    pub(crate) fn glossary(&self) -> &[Vec<String>] {
        &self.manifest.glossary
    }

    /// Name of a field.
    pub(super) fn field(&self, key: Key) -> &str {
        self.documents.name(key.of(&self.documents.fields))
    }

    /// The documents of a kind that belong to this commit.
    pub(super) fn visible(&self, kind: &str) -> Value {
        let dead: Vec<&String> = self.manifest.dead.keys().collect();
        json!({"bool": {
            "filter": [
                {"term": {"doc": kind}},
                {"range": {GENERATION: {"lte": self.manifest.generation}}},
            ],
            "must_not": [{"terms": {CALL_VERSION: dead}}],
        }})
    }

    /// The visible documents of a kind that match a query.
    pub(super) fn visible_with(&self, kind: &str, query: Value) -> Value {
        json!({"bool": {"filter": [self.visible(kind), query]}})
    }

    /// The passages that have an exact token on a side.
    pub(super) fn with_token(&self, lang: Lang, token: &str) -> Value {
        self.visible_with(
            "passage",
            json!({"term": {JsonDocuments::text_field(lang): token}}),
        )
    }

    /// The answers to some searches. Once one has failed all fail, since a plan goes on without a name that could not be
    /// looked up: what it then matches would be a part of the answer.
    pub(super) fn search(&self, bodies: &[Value]) -> Result<Vec<Value>> {
        self.cancel.check()?;
        if let Some((kind, message)) = self.failure.get() {
            return Err(Error::new(*kind, message.clone()));
        }
        let answers = self.client.search(&self.index, bodies);
        if let Err(error) = &answers {
            let _ = self.failure.set((error.kind, error.sentence()));
        }
        answers
    }

    pub(super) fn search_one(&self, body: Value) -> Result<Value> {
        let answers = self.search(&[body])?.into_iter().next();
        answers.ok_or_else(|| unexpected("no answer"))
    }

    /// Numbers of documents that match some queries.
    pub(super) fn counts(&self, queries: Vec<Value>) -> Result<Vec<u64>> {
        let bodies: Vec<Value> = queries
            .into_iter()
            .map(|query| json!({"size": 0, "track_total_hits": true, "query": query}))
            .collect();
        self.search(&bodies)?.iter().map(total).collect()
    }

    /// Number of documents that match a query.
    pub(super) fn count_of(&self, query: Value) -> Result<u64> {
        Ok(self.counts(vec![query])?.into_iter().sum())
    }

    /// Calls `see` with a bucket for each combination of values that documents which match a query have in some
    /// fields, in order, until it breaks. A bucket has its values under `key`, by the name of the field; none
    /// where the documents have none.
    pub(super) fn for_each_bucket(
        &self,
        query: &Value,
        fields: &[&str],
        aggregations: &Value,
        mut see: impl FnMut(&Value) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let source =
            |field: &&str| json!({*field: {"terms": {"field": field, "missing_bucket": true}}});
        let sources: Vec<Value> = fields.iter().map(source).collect();
        let mut after: Option<Value> = None;
        loop {
            let mut composite = json!({"size": MOST_BUCKETS, "sources": sources});
            if let (Some(after), Some(composite)) = (after.take(), composite.as_object_mut()) {
                composite.insert("after".to_owned(), after);
            }
            let answer = self.search_one(json!({
                "size": 0, "query": query,
                "aggs": {"rows": {"composite": composite, "aggs": aggregations}},
            }))?;
            let found = buckets(&answer, "rows");
            for bucket in found {
                if see(bucket)?.is_break() {
                    return Ok(());
                }
            }
            match answer.pointer("/aggregations/rows/after_key") {
                Some(key) if found.len() == MOST_BUCKETS => after = Some(key.clone()),
                _ => return Ok(()),
            }
        }
    }

    /// Calls `see` with each document that matches a query, with some of its source, in the order of some fields,
    /// which must tell all documents apart.
    pub(super) fn for_each_hit(
        &self,
        query: &Value,
        order: &[&str],
        source: &[&str],
        mut see: impl FnMut(&Value) -> Result<()>,
    ) -> Result<()> {
        let order: Vec<Value> = order.iter().map(|field| json!({*field: "asc"})).collect();
        let mut after: Option<Value> = None;
        loop {
            let mut body = json!({
                "size": MOST_DOCUMENTS, "query": query, "sort": order, "_source": source,
            });
            if let (Some(after), Some(body)) = (after.take(), body.as_object_mut()) {
                body.insert("search_after".to_owned(), after);
            }
            let answer = self.search_one(body)?;
            let found = hits(&answer);
            found.iter().try_for_each(&mut see)?;
            match found.last().and_then(|hit| hit.get("sort")) {
                Some(last) if found.len() == MOST_DOCUMENTS => after = Some(last.clone()),
                _ => return Ok(()),
            }
        }
    }

    /// The distinct values of a field of the documents that match a query, in order; at most `most`.
    pub(super) fn values_of(&self, field: &str, query: &Value, most: usize) -> Result<Vec<String>> {
        let mut values: Vec<String> = Vec::new();
        self.for_each_bucket(query, &[field], &json!({}), |bucket| {
            let value = bucket.get("key").and_then(|key| key.get(field));
            values.extend(value.and_then(Value::as_str).map(str::to_owned));
            Ok(match values.len() < most {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            })
        })?;
        Ok(values)
    }

    /// The records of the documents that match a query, in the order of some fields, which must tell all documents
    /// apart.
    pub(super) fn records<T: DeserializeOwned>(
        &self,
        query: &Value,
        order: &[&str],
    ) -> Result<Vec<T>> {
        let mut records = Vec::new();
        self.for_each_hit(query, order, &["record"], |hit| {
            records.push(record(hit)?);
            Ok(())
        })?;
        Ok(records)
    }

    /// Calls by their ids. A call is fetched once in a request.
    ///
    /// # Errors
    /// Where one is missing.
    pub(super) fn calls_by_id<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a str>,
    ) -> Result<HashMap<&'a str, Arc<Call>>> {
        let known = || self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let ids: Vec<&str> = ids.into_iter().collect();
        let unknown: Vec<&str> = {
            let known = known();
            let ids = ids.iter().copied();
            ids.filter(|id| !known.contains_key(*id)).collect()
        };
        for some in unknown.chunks(MOST_DOCUMENTS) {
            let query = self.visible_with("call", json!({"terms": {"call": some}}));
            let found: Vec<Call> = self.records(&query, &["call"])?;
            let found = found.into_iter();
            known().extend(found.map(|call| (call.id.clone(), Arc::new(call))));
        }
        let known = known();
        let call = |id: &'a str| {
            let missing = || Error::index(format!("the cluster lacks the call {id}"));
            let call = known.get(id).map(Arc::clone);
            Ok((id, call.ok_or_else(missing)?))
        };
        ids.into_iter().map(call).collect()
    }

    /// The ids of the documents of some passages.
    pub(super) fn ids_of(&self, passages: &PassageNumbers) -> Result<Vec<String>> {
        let calls: Vec<&String> = passages.keys().collect();
        let mut ids = Vec::new();
        for some in calls.chunks(MOST_DOCUMENTS) {
            let query = self.visible_with("call", json!({"terms": {"call": some}}));
            self.for_each_hit(&query, &["call"], &[CALL_VERSION], |hit| {
                let version = hit
                    .get("_source")
                    .and_then(|source| source.get(CALL_VERSION));
                let version = version.and_then(Value::as_str);
                let Some((call, generation)) = version.and_then(|text| text.rsplit_once('@'))
                else {
                    return Err(unexpected("a call without a version"));
                };
                let numbers = passages.get(call).into_iter().flatten();
                ids.extend(numbers.map(|n| passage_id(call, *n, generation)));
                Ok(())
            })?;
        }
        Ok(ids)
    }

    /// All passages of some calls, in order.
    pub(super) fn passages_of(&self, calls: &[&str]) -> Result<Vec<PassageRecord>> {
        let query = self.visible_with("passage", json!({"terms": {"call": calls}}));
        self.records(&query, &["call", "n"])
    }
}

/// The error for a request that asks for more than is read or counted.
pub(super) fn too_many(message: String) -> Error {
    Error::request(message).hint("narrow the search, by company or period for instance")
}

pub(super) fn hits(answer: &Value) -> &[Value] {
    let hits = answer.pointer("/hits/hits").and_then(Value::as_array);
    hits.map_or(&[], Vec::as_slice)
}

pub(super) fn record<T: DeserializeOwned>(hit: &Value) -> Result<T> {
    let record = hit.pointer("/_source/record");
    let record = record.ok_or_else(|| unexpected("a document without a record"))?;
    T::deserialize(record).map_err(|error| unexpected("a record of another kind").because(error))
}

pub(super) fn total(answer: &Value) -> Result<u64> {
    let total = answer.pointer("/hits/total/value").and_then(Value::as_u64);
    total.ok_or_else(|| unexpected("an answer without a total"))
}

pub(super) fn buckets<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    let at = format!("/aggregations/{name}/buckets");
    let buckets = answer.pointer(&at).and_then(Value::as_array);
    buckets.map_or(&[], Vec::as_slice)
}

pub(super) fn unexpected(what: &str) -> Error {
    Error::system(format!("the cluster gives {what}"))
}
