//! A commit of a cluster as a store.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::{Value, json};

use super::{
    answer::{Among, answer, prepare},
    reply::{hits, record, too_many},
    rows::rows,
    snapshot::{PassageRecord, Snapshot},
    statistics::approximate,
    within,
};
use crate::{
    Result,
    index::{CallSummary, JsonDocuments, RowColumn, TermPairSum},
    model::{Call, Lang, Passage, Person},
    search::{
        collector::RowCounts,
        key::Key,
        matches::count_mentions,
        passage_set::PassageSet,
        plan::{Node, Term},
        store::{
            Answer, Best, PairsOf, PassageNumbers, Question, Sample, Selection, Store, TokenPhrase,
            at_once,
        },
    },
};

/// Maximum number of tokens near a text.
const MOST_NEAR: usize = 100;

/// Maximum number of matches that are read one by one.
const MOST_READ: u64 = 100_000;

/// Maximum number of passages that a query names.
const MOST_NAMED: usize = 50_000;

impl Snapshot {
    fn with_value(&self, key: Key, value: &str) -> Value {
        self.visible_with("passage", json!({"term": {self.field(key): value}}))
    }
}

impl Store for Snapshot {
    fn check(&self) -> Result<()> {
        self.cancel.check()
    }

    fn documents(&self) -> u64 {
        let (calls, passages) = Self::size(self);
        calls + passages
    }

    fn at_once(&self, ask: &mut dyn FnMut() -> Result<()>) -> Result<()> {
        self.all_at_once(ask)
    }

    fn prepare(&self, question: &Question) -> Result<()> {
        prepare(self, question)
    }

    fn size(&self) -> Result<(u64, u64)> {
        Ok(Self::size(self))
    }

    fn values(&self, key: Key) -> Result<BTreeSet<String>> {
        let all = self.visible("passage");
        let values = self.values_of(self.field(key), &all, usize::MAX)?;
        Ok(values.into_iter().collect())
    }

    fn values_with_prefix(&self, key: Key, prefix: &str, limit: usize) -> Result<BTreeSet<String>> {
        super::names::with_prefix(self, key, prefix, limit)
    }

    fn has_value(&self, key: Key, value: &str) -> Result<bool> {
        Ok(self.passages_with(key, value)? > 0)
    }

    fn passages_with(&self, key: Key, value: &str) -> Result<u64> {
        self.count_of(self.with_value(key, value))
    }

    fn names_with(&self, key: Key, typed: &str, limit: usize) -> Result<Vec<(String, u64)>> {
        super::names::with_word(self, key, typed, limit)
    }

    fn passage_with(&self, key: Key, value: &str) -> Result<Option<(Arc<Call>, Passage)>> {
        let body = json!({
            "size": 1, "query": self.with_value(key, value), "sort": ["call", "n"],
            "_source": ["record"],
        });
        let answer = self.search_one(body)?;
        let Some(hit) = hits(&answer).first() else {
            return Ok(None);
        };
        let PassageRecord { call, passage } = record(hit)?;
        let calls = self.calls_by_id([call.as_str()])?;
        Ok(calls.into_values().next().map(|call| (call, passage)))
    }

    fn passages_with_token(&self, lang: Lang, token: &str) -> Result<u64> {
        self.count_of(self.with_token(lang, token))
    }

    fn words_with_prefix(
        &self,
        lang: Lang,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<(String, u64)>> {
        super::words::with_prefix(self, lang, prefix, limit)
    }

    fn frequencies(&self, rows: &[TokenPhrase]) -> Result<Vec<u64>> {
        super::statistics::frequencies(self, rows)
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

    fn former_ids(&self) -> &BTreeMap<String, String> {
        &self.manifest().former_ids
    }

    fn call_summaries(&self) -> Result<Arc<Vec<CallSummary>>> {
        let known = &self.commit.summaries;
        if let Some(summaries) = known.get() {
            return Ok(Arc::clone(summaries));
        }
        let summaries = Arc::new(self.records(&self.visible("call"), &["call"])?);
        Ok(match self.is_settled() {
            true => Arc::clone(known.get_or_init(|| summaries)),
            false => summaries,
        })
    }

    fn term_pairs(&self, questions: &[PairsOf]) -> Result<Vec<Vec<TermPairSum>>> {
        super::pairs::sums(self, questions)
    }

    fn count(&self, plan: &Node) -> Result<usize> {
        if let Some(reader) = self.candidates_if_near(plan, false)? {
            return Store::count(&reader, plan);
        }
        Ok(self.count_of(self.matching(plan, false)?)? as usize)
    }

    fn rows(&self, selection: Selection, columns: &[RowColumn]) -> Result<RowCounts> {
        let (plan, as_words) = match selection {
            Selection::All => return rows(self, &self.visible("passage"), columns, false),
            Selection::Matches(plan) => (plan, false),
            Selection::Mentions(plan) => (plan, true),
        };
        if let Some(reader) = self.candidates_if_near(plan, as_words)? {
            return Store::rows(&reader, selection, columns);
        }
        rows(self, &self.matching(plan, as_words)?, columns, false)
    }

    fn mentions(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts> {
        // A cluster does not tell how often a passage matches.
        count_mentions(&self.candidates(plan, true)?, plan, columns)
    }

    fn extents(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts> {
        if let Some(reader) = self.candidates_if_near(plan, true)? {
            return Store::extents(&reader, plan, columns);
        }
        rows(self, &self.matching(plan, true)?, columns, true)
    }

    fn select(&self, plan: Node) -> Result<PassageSet> {
        Ok(PassageSet::by_plan(plan))
    }

    fn sample_of(&self, passages: &PassageSet, most: usize) -> Result<Sample> {
        within::sample(self, &passages.plan, most)
    }

    fn approximate_passages(&self, terms: &[Term]) -> Result<Vec<u64>> {
        approximate(self, terms)
    }

    fn counts_within(
        &self,
        foreground: &PassageSet,
        background: &PassageSet,
        plans: &[Node],
    ) -> Result<Vec<[u64; 2]>> {
        let [foreground, background] = at_once(self, || {
            let counts = [foreground, background].map(|of| within::counts(self, &of.plan, plans));
            let [foreground, background] = counts;
            Ok([foreground?, background?])
        })?;
        let counts = foreground.into_iter().zip(background);
        Ok(counts
            .map(|(foreground, background)| [foreground, background])
            .collect())
    }

    fn extents_within(
        &self,
        passages: &PassageSet,
        plans: &[Node],
        columns: &[RowColumn],
    ) -> Result<Vec<RowCounts>> {
        within::extents(self, &passages.plan, plans, columns)
    }

    fn best(&self, plan: &Node, among: &Node, most: usize) -> Result<Best> {
        within::best(self, plan, among, most)
    }

    fn for_each_match(&self, plan: &Node, see: &mut dyn FnMut(&str, &Passage)) -> Result<()> {
        if let Some(reader) = self.candidates_if_near(plan, false)? {
            return reader.for_each_match(plan, see);
        }
        let query = self.matching(plan, false)?;
        let count = self.count_of(query.clone())?;
        if count > MOST_READ {
            let message = format!("{count} passages are more than are read from a cluster");
            return Err(too_many(message));
        }
        self.for_each_hit(&query, &["call", "n"], &["record"], |hit| {
            let PassageRecord { call, passage } = record(hit)?;
            see(&call, &passage);
            Ok(())
        })
    }

    fn matches_in(&self, plan: &Node, calls: &[&str]) -> Result<Vec<Vec<Passage>>> {
        let mut by_call: BTreeMap<String, Vec<Passage>> = BTreeMap::new();
        match self.candidates_if_near(plan, false)? {
            Some(reader) => {
                let found = reader.matches_in(plan, calls)?;
                by_call.extend(calls.iter().map(|call| (*call).to_owned()).zip(found));
            }
            None => {
                let in_calls = json!({"terms": {"call": calls}});
                let query = json!({"bool": {"filter": [self.matching(plan, false)?, in_calls]}});
                for PassageRecord { call, passage } in self.records(&query, &["call", "n"])? {
                    by_call.entry(call).or_default().push(passage);
                }
            }
        }
        let of_calls = calls.iter();
        Ok(of_calls
            .map(|call| by_call.remove(*call).unwrap_or_default())
            .collect())
    }

    fn calls(&self, ids: &[&str]) -> Result<Vec<Arc<Call>>> {
        let calls = self.calls_by_id(ids.iter().copied())?;
        Ok(ids.iter().filter_map(|id| calls.get(id).cloned()).collect())
    }

    fn call(&self, id: &str) -> Result<Option<Arc<Call>>> {
        if let Some(known) = self.commit.kept_calls(std::iter::once(id)).remove(id) {
            return Ok(Some(known));
        }
        let query = self.visible_with("call", json!({"term": {"call": id}}));
        let found: Vec<Call> = self.records(&query, &["call"])?;
        Ok(found.into_iter().next().map(Arc::new))
    }

    fn passages(&self, call: &str) -> Result<Vec<Passage>> {
        let records = self.passages_of(&[call])?.into_iter();
        Ok(records.map(|record| record.passage).collect())
    }

    fn answer(&self, question: &Question) -> Result<Answer> {
        answer(self, question, None)
    }

    fn answer_among(
        &self,
        question: &Question,
        passages: &PassageNumbers,
        others: &PassageNumbers,
    ) -> Result<Answer> {
        let number = |of: &PassageNumbers| of.values().map(BTreeSet::len).sum::<usize>();
        let leaves_out = !others.is_empty() && number(others) < number(passages);
        let named = if leaves_out { others } else { passages };
        if number(named) > MOST_NAMED {
            let message = format!("more than {MOST_NAMED} passages would be told apart");
            return Err(too_many(message));
        }
        let named = json!({"terms": {"_id": self.ids_of(named)?}});
        let query = match leaves_out {
            true => json!({"bool": {"must_not": [named]}}),
            false => named,
        };
        let among = Among {
            passages,
            query: &query,
        };
        answer(self, question, Some(among))
    }
}
