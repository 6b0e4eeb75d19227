//! One commit of a cluster: its documents, as the other files of this room read them.

use std::{
    collections::HashMap,
    ops::ControlFlow,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    client::Client,
    commit::Commit,
    lookups::Lookups,
    manifest::Manifest,
    mapping::{CALL_VERSION, GENERATION, passage_id},
    reply::{buckets, hits, record, total, unexpected},
    weights::Weights,
};
use crate::{
    CancelToken, Error, Result,
    index::JsonDocuments,
    model::{Call, Lang, Passage},
    search::{key::Key, store::PassageNumbers},
};

/// Maximum number of buckets in one answer.
const MOST_BUCKETS: usize = 5_000;

/// Maximum number of documents in one answer.
const MOST_DOCUMENTS: usize = 5_000;

/// One commit of a cluster, as one request sees it.
pub(crate) struct Snapshot {
    pub(super) client: Client,
    pub(super) index: String,
    pub(super) commit: Arc<Commit>,
    pub(super) documents: JsonDocuments,
    pub(super) cancel: CancelToken,
    lookups: Lookups,
    /// Numbers of documents that have terms, and an index without documents that weighs terms by them.
    pub(super) weights: OnceLock<Weights>,
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
        commit: Arc<Commit>,
        cancel: &CancelToken,
    ) -> Self {
        Self {
            lookups: Lookups::new(client.clone(), index.clone(), Arc::clone(&commit), cancel),
            client: client.with_cancel(cancel),
            index,
            commit,
            documents: JsonDocuments::new(),
            cancel: cancel.clone(),
            weights: OnceLock::new(),
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

    pub(super) fn manifest(&self) -> &Manifest {
        &self.commit.manifest
    }

    /// Number of calls and of passages.
    pub(crate) fn size(&self) -> (u64, u64) {
        (self.manifest().calls, self.manifest().passages)
    }

    /// A text that identifies the commit.
    pub(crate) fn state(&self) -> String {
        let Manifest {
            stamp,
            generation,
            calls,
            passages,
            ..
        } = self.manifest();
        format!("{}-{generation}-{calls}-{passages}-{stamp}", self.index)
    }

    /// The glossary groups of the overrides that the calls were read with.
    pub(crate) fn glossary(&self) -> &[Vec<String>] {
        &self.manifest().glossary
    }

    /// Name of a field.
    pub(super) fn field(&self, key: Key) -> &str {
        self.documents.name(key.of(&self.documents.fields))
    }

    /// The documents of a kind that belong to this commit.
    pub(super) fn visible(&self, kind: &str) -> Value {
        let dead: Vec<&String> = self.manifest().dead.keys().collect();
        json!({"bool": {
            "filter": [
                {"term": {"doc": kind}},
                {"range": {GENERATION: {"lte": self.manifest().generation}}},
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

    /// Runs what asks for several things until none of its answers is a placeholder.
    pub(super) fn all_at_once(&self, ask: &mut dyn FnMut() -> Result<()>) -> Result<()> {
        self.lookups.all_at_once(ask)
    }

    /// Whether no answer so far is a placeholder.
    pub(super) fn is_settled(&self) -> bool {
        self.lookups.is_settled()
    }

    /// The answers to some searches. A made-up answer is null.
    pub(super) fn search(&self, bodies: &[Value]) -> Result<Vec<Arc<Value>>> {
        self.lookups.search(bodies)
    }

    pub(super) fn search_one(&self, body: Value) -> Result<Arc<Value>> {
        let answers = self.search(&[body])?.into_iter().next();
        answers.ok_or_else(|| unexpected("no answer"))
    }

    /// Numbers of documents that match some queries.
    pub(super) fn counts(&self, queries: Vec<Value>) -> Result<Vec<u64>> {
        let bodies: Vec<Value> = queries
            .into_iter()
            .map(|query| json!({"size": 0, "track_total_hits": true, "query": query}))
            .collect();
        let answers = self.search(&bodies)?;
        answers.iter().map(|answer| total(answer)).collect()
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
            let mut known = known();
            let ids = ids.iter().copied();
            let unknown: Vec<&str> = ids.filter(|id| !known.contains_key(*id)).collect();
            known.extend(self.commit.kept_calls(unknown.iter().copied()));
            let unknown = unknown.into_iter();
            unknown.filter(|id| !known.contains_key(*id)).collect()
        };
        for some in unknown.chunks(MOST_DOCUMENTS) {
            let query = self.visible_with("call", json!({"terms": {"call": some}}));
            let found: Vec<Call> = self.records(&query, &["call"])?;
            for call in found.into_iter().map(Arc::new) {
                self.commit.keep_call(&call);
                known().insert(call.id.clone(), call);
            }
        }
        let is_settled = self.is_settled();
        let known = known();
        let call = |id: &'a str| match known.get(id) {
            Some(call) => Some(Ok((id, Arc::clone(call)))),
            // The search for it is noted.
            None if !is_settled => None,
            None => Some(Err(Error::index(format!(
                "the cluster lacks the call {id}"
            )))),
        };
        ids.into_iter().filter_map(call).collect()
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
