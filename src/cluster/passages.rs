//! Some passages of a cluster as an index in memory, which scores, counts and shows them like any other index.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::Value;

use super::{
    query::{Queries, Tier, has_distances},
    reply::too_many,
    snapshot::{PassageRecord, Snapshot},
};
use crate::{
    Result,
    index::{CollectionStatistics, Reader},
    model::Passage,
    search::plan::Node,
};

/// Maximum number of passages that are fetched to be counted.
const MOST_FETCHED: u64 = 10_000;

/// Some passages, by the id of their call and their number.
#[derive(Default)]
pub(super) struct Passages(BTreeMap<String, BTreeMap<u32, Passage>>);

impl Passages {
    /// The passages that match a plan, and with distances those that may.
    ///
    /// # Errors
    /// Where there are more than are fetched.
    pub(super) fn matching(snapshot: &Snapshot, plan: &Node, as_words: bool) -> Result<Self> {
        let query = snapshot.matching(plan, as_words)?;
        let mut passages = Self::default();
        snapshot.all_at_once(&mut || {
            let count = snapshot.count_of(query.clone())?;
            if count > MOST_FETCHED {
                let message = format!("{count} passages are more than are counted on a cluster");
                return Err(too_many(message));
            }
            passages = Self::default();
            passages.extend(snapshot.records(&query, &["call", "n"])?);
            Ok(())
        })?;
        Ok(passages)
    }

    pub(super) fn extend(&mut self, records: impl IntoIterator<Item = PassageRecord>) {
        for PassageRecord { call, passage } in records {
            self.0.entry(call).or_default().insert(passage.n, passage);
        }
    }

    /// The ids of their calls.
    pub(super) fn calls(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their exchanges, else turns, as the documents name them.
    pub(super) fn units(&self) -> BTreeSet<String> {
        let unit = |call: &str, passage: &Passage| match (passage.exchange, passage.turn) {
            (Some(exchange), _) => Some(format!("{call}/{exchange}")),
            (None, Some(turn)) => Some(format!("{call}/t{turn}")),
            (None, None) => None,
        };
        let of_calls = self.0.iter();
        of_calls
            .flat_map(|(call, passages)| {
                passages
                    .values()
                    .filter_map(move |passage| unit(call, passage))
            })
            .collect()
    }

    /// An index of them, whose documents are counted by `statistics`.
    pub(super) fn reader(
        self,
        snapshot: &Snapshot,
        statistics: Arc<CollectionStatistics>,
    ) -> Result<Reader> {
        for (plan, exchanges) in snapshot.exchanges().iter() {
            statistics.set_exchanges(plan.clone(), Arc::clone(exchanges));
        }
        let calls = snapshot.calls_by_id(self.0.keys().map(String::as_str))?;
        let calls: Vec<_> = (self.0.iter())
            .filter_map(|(id, passages)| {
                let call = calls.get(id.as_str())?;
                Some((Arc::clone(call), passages.values().cloned().collect()))
            })
            .collect();
        Reader::in_memory(&calls, statistics, &snapshot.cancel)
    }
}

impl Snapshot {
    /// The query for the passages that match a plan, all its optional terms included.
    pub(super) fn matching(&self, plan: &Node, as_words: bool) -> Result<Value> {
        let queries = Queries {
            snapshot: self,
            weights: None,
            as_words,
        };
        queries.matches(plan, Tier::Full)
    }

    /// An index in memory of the candidates of a plan, where it has distances, which are looked at here; none where the
    /// cluster itself finds the matches.
    pub(super) fn candidates_if_near(&self, plan: &Node, as_words: bool) -> Result<Option<Reader>> {
        match has_distances(plan) {
            true => self.candidates(plan, as_words).map(Some),
            false => Ok(None),
        }
    }

    /// An index in memory of the passages that may match a plan.
    ///
    /// # Errors
    /// Where there are more than are fetched.
    pub(super) fn candidates(&self, plan: &Node, as_words: bool) -> Result<Reader> {
        let passages = Passages::matching(self, plan, as_words)?;
        passages.reader(self, Arc::new(CollectionStatistics::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        CancelToken,
        index::FACETS,
        search::{
            Grouping, Request, Sort,
            list::aggregation::{Aggregation, COLUMNS},
            run,
            store::Store,
        },
        text::Glossary,
    };

    #[test]
    fn an_index_of_no_passages_answers() {
        let cancel = CancelToken::default();
        let reader = Reader::in_memory(&[], Arc::default(), &cancel).unwrap();
        let glossary = Glossary::default();
        let groups = [None, Some(Grouping::Call), Some(Grouping::Exchange)];
        let sorts = [Sort::Relevance, Sort::Newest, Sort::Call];
        for (group, sort) in groups.into_iter().zip(sorts) {
            for query in [
                "margin",
                "毛利率",
                "asked:margin",
                "-margin",
                "a NEAR/5 b",
                "ab*",
            ] {
                let request = Request {
                    group,
                    sort,
                    facets: FACETS.to_vec(),
                    ..Request::new(query)
                };
                let found = run(&reader, &request, &glossary).unwrap();
                assert_eq!((found.total, found.hits.len()), (0, 0), "{query}");
                let found = Aggregation::of(&reader, &request, &glossary).unwrap();
                assert_eq!(found.calls().count(), 0, "{query}");
            }
        }
        let everything = Node::All(Vec::new());
        assert_eq!(Store::count(&reader, &everything).unwrap(), 0);
        let rows = Store::mentions(&reader, &everything, &COLUMNS).unwrap();
        assert_eq!(rows.iter().count(), 0);
        let mut matches = 0;
        let count = &mut |_: &str, _: &Passage| matches += 1;
        reader.for_each_match(&everything, count).unwrap();
        assert_eq!(matches, 0);
    }
}
