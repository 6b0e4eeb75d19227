//! Numbers of documents that have terms, counted on the cluster all at once: to score the terms of a plan, and to
//! weigh words.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::{Value, json};

use super::{query::Queries, snapshot::Snapshot, weights::Weights};
use crate::{
    Error, Result,
    index::{CollectionStatistics, Counted, EncodedTokens, PhrasePosition, Reader},
    search::{
        compile::{Compiler, approximate_passages},
        plan::{Matcher, Node, Term},
        store::{Store, TokenPhrase},
    },
};

impl Snapshot {
    /// What terms weigh as far as it was asked for.
    pub(super) fn weights(&self) -> Result<&Weights> {
        if let Some(weights) = self.weights.get() {
            return Ok(weights);
        }
        let tokens = self.manifest().tokens.clone();
        let statistics = Arc::new(CollectionStatistics::new(self.documents(), tokens));
        let index = Reader::in_memory(&[], Arc::clone(&statistics), &self.cancel)?;
        Ok(self.weights.get_or_init(|| Weights { statistics, index }))
    }

    /// Asks for all frequencies that weighing some terms needs. `weigh` reads them from an index without documents.
    fn ask_for_frequencies(
        &self,
        plan: &Node,
        weigh: impl FnOnce(&Reader) -> Result<()>,
    ) -> Result<()> {
        let Weights { statistics, index } = self.weights()?;
        // What a plan asked for that was never answered may not be of this one.
        statistics.forget_unknown();
        // Weighed once so that everything is asked for.
        weigh(index)?;
        let unknown = statistics.unknown();
        let queries = unknown.iter().map(|counted| query(self, plan, counted));
        let counts = self.counts(queries.collect::<Result<_>>()?)?;
        if self.is_settled() {
            for (counted, documents) in unknown.into_iter().zip(counts) {
                statistics.set(counted, documents);
            }
        }
        Ok(())
    }

    /// Asks for all frequencies that a plan needs.
    pub(super) fn ask_for_frequencies_of(&self, plan: &Node) -> Result<()> {
        self.ask_for_frequencies(plan, |index| {
            let compiler = Compiler::of_search(index)?;
            compiler.full_ranked(plan)?;
            compiler.partial_match(plan, usize::MAX)?;
            Ok(())
        })
    }
}

/// The approximate numbers of passages that say some terms, as an index tells them from numbers of documents.
pub(super) fn approximate(snapshot: &Snapshot, terms: &[Term]) -> Result<Vec<u64>> {
    let plan = Node::Any(terms.iter().cloned().map(Node::Term).collect());
    snapshot.ask_for_frequencies(&plan, |index| {
        approximate_passages(terms, index).map(|_| ())
    })?;
    approximate_passages(terms, &snapshot.weights()?.index)
}

/// For each of some rows the number of documents that have its rarest position.
pub(super) fn frequencies(snapshot: &Snapshot, rows: &[TokenPhrase]) -> Result<Vec<u64>> {
    let documents = &snapshot.documents;
    let phrase =
        |row: &TokenPhrase| match documents
            .fields
            .encode_query(row.field, row.lang, &row.tokens)
        {
            Some(EncodedTokens::Phrase(phrase)) => phrase,
            Some(EncodedTokens::Prefix(_)) | None => Vec::new(),
        };
    let phrases: Vec<Vec<PhrasePosition>> = rows.iter().map(phrase).collect();
    let terms = phrases
        .iter()
        .flatten()
        .flat_map(|position| &position.terms);
    let tokens = terms.map(|term| documents.field_and_token(term));
    let tokens: BTreeSet<(String, String)> = tokens.collect();
    let queries = tokens
        .iter()
        .map(|(field, token)| snapshot.visible_with("passage", json!({"term": {field: token}})));
    let counts = snapshot.counts(queries.collect())?;
    let counts: BTreeMap<(String, String), u64> = tokens.into_iter().zip(counts).collect();
    let of_position = |position: &PhrasePosition| -> u64 {
        let of_terms = position.terms.iter();
        of_terms
            .filter_map(|term| counts.get(&documents.field_and_token(term)))
            .sum()
    };
    let of_phrase = |phrase: &Vec<PhrasePosition>| phrase.iter().map(of_position).min();
    Ok(phrases
        .iter()
        .map(|phrase| of_phrase(phrase).unwrap_or(0))
        .collect())
}

/// The query that counts the documents of a frequency.
fn query(snapshot: &Snapshot, plan: &Node, counted: &Counted) -> Result<Value> {
    let documents = &snapshot.documents;
    let has = match counted {
        Counted::Term { field, value } => {
            let (field, token) = documents.token_of(field, value);
            json!({"term": {field: token}})
        }
        Counted::Prefix { field, beginning } => {
            let (field, beginning) = documents.token_of(field, beginning);
            json!({"prefix": {field: {"value": beginning}}})
        }
        Counted::Entity(printed) => {
            let forms = plan.all_terms().into_iter().flat_map(|term| &term.forms);
            let mut conditions = forms.filter_map(|form| match &form.matcher {
                Matcher::Entity(conditions) => Some(conditions),
                _ => None,
            });
            let of = conditions.find(|conditions| format!("{conditions:?}") == *printed);
            let of = of.ok_or_else(|| Error::internal("an entity that the plan has not"))?;
            let queries = Queries {
                snapshot,
                weights: None,
                as_words: false,
            };
            queries.entity(of)?
        }
    };
    Ok(json!({"bool": {"filter": [snapshot.visible("passage"), has]}}))
}
