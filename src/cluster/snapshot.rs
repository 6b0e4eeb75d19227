//! One commit of a cluster: what its fields, names and words are.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    client::Client,
    manifest::Manifest,
    mapping::{CALL_VERSION, GENERATION},
    query::{Queries, Tier},
};
use crate::{
    CancelToken, Error, Result,
    index::{CallSummary, JsonDocuments, RowColumn},
    model::{Call, Lang, Passage, Person},
    search::{
        collector::RowCounts,
        filter::Key,
        plan::Node,
        store::{Answer, Question, Selection, Store},
    },
};

/// Maximum number of values in one answer of a list of values.
const PAGE: usize = 5_000;

/// Maximum number of documents in one answer.
const MOST_DOCUMENTS: usize = 1_000;

/// Maximum number of tokens near a text.
const MOST_NEAR: usize = 100;

/// One commit of a cluster.
pub(crate) struct Snapshot {
    pub(super) client: Client,
    pub(super) index: String,
    pub(super) manifest: Manifest,
    pub(super) documents: JsonDocuments,
    pub(super) cancel: CancelToken,
    summaries: OnceLock<Arc<Vec<CallSummary>>>,
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
            exchanges: Mutex::default(),
        }
    }

    /// The exchanges in which plans match that were asked for so far.
    pub(super) fn exchanges(&self) -> MutexGuard<'_, HashMap<String, Arc<Vec<String>>>> {
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Number of calls and of passages.
    pub(crate) fn size(&self) -> (u64, u64) {
        (self.manifest.calls, self.manifest.passages)
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

    pub(super) fn search(&self, bodies: &[Value]) -> Result<Vec<Value>> {
        self.cancel.check()?;
        self.client.search(&self.index, bodies)
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

    /// The distinct values of a field of the documents that match a query, in order; at most `most`.
    pub(super) fn values_of(&self, field: &str, query: Value, most: usize) -> Result<Vec<String>> {
        let mut values: Vec<String> = Vec::new();
        let mut after: Option<Value> = None;
        while values.len() < most {
            let mut composite = json!({
                "size": PAGE.min(most - values.len()),
                "sources": [{"value": {"terms": {"field": field}}}],
            });
            if let (Some(after), Some(composite)) = (after.take(), composite.as_object_mut()) {
                composite.insert("after".to_owned(), after);
            }
            let answer = self.search_one(json!({
                "size": 0, "query": query, "aggs": {"values": {"composite": composite}},
            }))?;
            let found = buckets(&answer, "values");
            let found = found
                .iter()
                .filter_map(|bucket| bucket.pointer("/key/value"));
            values.extend(found.filter_map(Value::as_str).map(str::to_owned));
            match answer.pointer("/aggregations/values/after_key") {
                Some(key) => after = Some(key.clone()),
                None => break,
            }
        }
        Ok(values)
    }

    /// The records of the documents that match a query, in the order of some fields, which must tell all documents
    /// apart.
    pub(super) fn records<T: DeserializeOwned>(
        &self,
        query: Value,
        order: &[&str],
    ) -> Result<Vec<T>> {
        let mut records = Vec::new();
        let mut after: Option<Value> = None;
        let order: Vec<Value> = order.iter().map(|field| json!({*field: "asc"})).collect();
        loop {
            let mut body = json!({
                "size": MOST_DOCUMENTS, "query": query, "sort": order, "_source": ["record"],
            });
            if let (Some(after), Some(body)) = (after.take(), body.as_object_mut()) {
                body.insert("search_after".to_owned(), after);
            }
            let answer = self.search_one(body)?;
            let hits = hits(&answer);
            for hit in hits {
                records.push(record(hit)?);
            }
            match hits.last().and_then(|hit| hit.get("sort")) {
                Some(last) if hits.len() == MOST_DOCUMENTS => after = Some(last.clone()),
                _ => return Ok(records),
            }
        }
    }

    /// Calls by their ids.
    ///
    /// # Errors
    /// Where one is missing.
    pub(super) fn calls(&self, ids: &[String]) -> Result<HashMap<String, Arc<Call>>> {
        let mut calls = HashMap::new();
        for some in ids.chunks(MOST_DOCUMENTS) {
            let query = json!({"bool": {"filter": [
                self.visible("call"), {"terms": {"call": some}},
            ]}});
            let found: Vec<Call> = self.records(query, &["call"])?;
            calls.extend(
                found
                    .into_iter()
                    .map(|call| (call.id.clone(), Arc::new(call))),
            );
        }
        match ids.iter().find(|id| !calls.contains_key(*id)) {
            Some(missing) => Err(Error::index(format!(
                "the cluster lacks the call {missing}"
            ))),
            None => Ok(calls),
        }
    }

    /// All passages of some calls, in order.
    pub(super) fn passages_of(&self, calls: &[String]) -> Result<Vec<PassageRecord>> {
        let query = json!({"bool": {"filter": [
            self.visible("passage"), {"terms": {"call": calls}},
        ]}});
        self.records(query, &["call", "n"])
    }

    fn with_token(&self, lang: Lang, token: &str) -> Value {
        let field = JsonDocuments::text_field(lang);
        json!({"bool": {"filter": [self.visible("passage"), {"term": {field: token}}]}})
    }
}

impl Store for Snapshot {
    fn values(&self, key: Key) -> Result<BTreeSet<String>> {
        let all = self.visible("passage");
        let values = self.values_of(self.field(key), all, usize::MAX)?;
        Ok(values.into_iter().collect())
    }

    fn values_with_prefix(&self, key: Key, prefix: &str, limit: usize) -> Result<BTreeSet<String>> {
        let field = self.field(key);
        let query = json!({"bool": {"filter": [
            self.visible("passage"), {"prefix": {field: prefix}},
        ]}});
        let pattern: String = prefix
            .chars()
            .flat_map(escaped)
            .chain(".*".chars())
            .collect();
        let answer = self.search_one(
            json!({"size": 0, "query": query, "aggs": {"values": {"terms": {
                "field": field, "size": limit, "include": pattern, "order": {"_key": "asc"},
            }}}}),
        )?;
        let values = buckets(&answer, "values").iter();
        let values = values.filter_map(|bucket| bucket.get("key")?.as_str());
        Ok(values.map(str::to_owned).collect())
    }

    fn has_value(&self, key: Key, value: &str) -> Result<bool> {
        Ok(self.passages_with(key, value)? > 0)
    }

    fn passages_with(&self, key: Key, value: &str) -> Result<u64> {
        let query = json!({"bool": {"filter": [
            self.visible("passage"), {"term": {self.field(key): value}},
        ]}});
        Ok(self.counts(vec![query])?.into_iter().sum())
    }

    fn passage_with(&self, key: Key, value: &str) -> Result<Option<(Arc<Call>, Passage)>> {
        let query = json!({"bool": {"filter": [
            self.visible("passage"), {"term": {self.field(key): value}},
        ]}});
        let body = json!({
            "size": 1, "query": query, "sort": ["call", "n"], "_source": ["record"],
        });
        let answer = self.search_one(body)?;
        let Some(hit) = hits(&answer).first() else {
            return Ok(None);
        };
        let PassageRecord { call, passage } = record(hit)?;
        let mut calls = Self::calls(self, std::slice::from_ref(&call))?;
        Ok(calls.remove(&call).map(|call| (call, passage)))
    }

    fn passages_with_token(&self, lang: Lang, token: &str) -> Result<u64> {
        Ok(self
            .counts(vec![self.with_token(lang, token)])?
            .into_iter()
            .sum())
    }

    fn tokens_within_distance(
        &self,
        lang: Lang,
        text: &str,
        distance: u8,
    ) -> Result<BTreeMap<String, u64>> {
        let mut near: Vec<String> = vec![text.to_owned()];
        if distance > 0 {
            let answer = self.search_one(json!({"size": 0, "suggest": {"near": {
                "text": text,
                "term": {
                    "field": JsonDocuments::text_field(lang),
                    "analyzer": "keyword",
                    "suggest_mode": "always",
                    "max_edits": distance,
                    "prefix_length": 0,
                    "min_word_length": 2,
                    "string_distance": "damerau_levenshtein",
                    "size": MOST_NEAR,
                },
            }}}))?;
            let options = answer
                .pointer("/suggest/near/0/options")
                .and_then(Value::as_array);
            let options = options.into_iter().flatten();
            let texts = options.filter_map(|option| option.get("text")?.as_str());
            let texts = texts.filter(|text| !text.starts_with('^'));
            near.extend(texts.map(str::to_owned));
        }
        let queries = near.iter().map(|token| self.with_token(lang, token));
        let counts = self.counts(queries.collect())?;
        let found = near.into_iter().zip(counts);
        Ok(found.filter(|(_, passages)| *passages > 0).collect())
    }

    fn sample(&self, lang: Lang, token: &str, limit: usize) -> Result<Vec<Passage>> {
        let body = json!({
            "size": limit, "query": self.with_token(lang, token), "sort": ["call", "n"],
            "_source": ["record"],
        });
        let answer = self.search_one(body)?;
        let records = hits(&answer).iter().map(record::<PassageRecord>);
        records.map(|record| Ok(record?.passage)).collect()
    }

    fn dates(&self) -> Result<Option<(u64, u64)>> {
        let answer = self.search_one(json!({
            "size": 0, "query": self.visible("passage"),
            "aggs": {"dates": {"stats": {"field": "date"}}},
        }))?;
        let number = |name: &str| {
            let at = format!("/aggregations/dates/{name}");
            answer
                .pointer(&at)
                .and_then(Value::as_f64)
                .map(|date| date as u64)
        };
        Ok(number("min").zip(number("max")))
    }

    fn people(&self) -> &[Person] {
        // The calls of a cluster have all names of their speakers.
        &[]
    }

    fn present_id(&self, former: &str) -> Option<&str> {
        let ids = &self.manifest.former_ids;
        let mut any_case = ids.iter().filter(|(id, _)| id.eq_ignore_ascii_case(former));
        let present = ids
            .get(former)
            .or_else(|| any_case.next().map(|(_, id)| id));
        present.map(String::as_str)
    }

    fn call_summaries(&self) -> Result<Arc<Vec<CallSummary>>> {
        if let Some(summaries) = self.summaries.get() {
            return Ok(Arc::clone(summaries));
        }
        let summaries = Arc::new(self.records(self.visible("call"), &["call"])?);
        Ok(Arc::clone(self.summaries.get_or_init(|| summaries)))
    }

    fn count(&self, plan: &Node) -> Result<usize> {
        let queries = Queries {
            snapshot: self,
            weights: None,
            as_words: false,
        };
        let query = queries.matches(plan, Tier::Full)?;
        Ok(self.counts(vec![query])?.into_iter().sum::<u64>() as usize)
    }

    fn rows(&self, selection: Selection, columns: &[RowColumn]) -> Result<RowCounts> {
        super::rows::rows(self, selection, columns)
    }

    fn calls(&self, ids: &[&str]) -> Result<Vec<Arc<Call>>> {
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        let calls = Self::calls(self, &ids)?;
        Ok(ids.iter().filter_map(|id| calls.get(id).cloned()).collect())
    }

    fn mentions(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts> {
        super::rows::mentions(self, plan, columns)
    }

    fn call(&self, id: &str) -> Result<Option<Arc<Call>>> {
        let query = json!({"bool": {"filter": [self.visible("call"), {"term": {"call": id}}]}});
        let found: Vec<Call> = self.records(query, &["call"])?;
        Ok(found.into_iter().next().map(Arc::new))
    }

    fn passages(&self, call: &str) -> Result<Vec<Passage>> {
        let records = self.passages_of(&[call.to_owned()])?.into_iter();
        Ok(records.map(|record| record.passage).collect())
    }

    fn answer(&self, question: &Question) -> Result<Answer> {
        super::answer::answer(self, question)
    }
}

/// A character of a regular expression that matches itself.
fn escaped(c: char) -> impl Iterator<Item = char> {
    let escape = (!c.is_alphanumeric() && !c.is_whitespace()).then_some('\\');
    escape.into_iter().chain([c])
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

fn unexpected(what: &str) -> Error {
    Error::system(format!("the cluster gives {what}"))
}
