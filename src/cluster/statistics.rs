//! Numbers of documents that have terms, counted on the cluster all at once: to score the terms of a plan, and to
//! weigh words.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::{Value, json};

use super::{query::Queries, snapshot::Snapshot};
use crate::{
    Error, Result,
    index::{CollectionStatistics, Counted, EncodedTokens, PhrasePosition, Reader},
    search::{
        compile::Compiler,
        plan::{Matcher, Node},
        store::{Store, TokenRow},
    },
};

/// Statistics without the frequencies of terms.
pub(super) fn statistics(snapshot: &Snapshot) -> Arc<CollectionStatistics> {
    let tokens = snapshot.manifest.tokens.clone();
    Arc::new(CollectionStatistics::new(snapshot.documents(), tokens))
}

/// Adds all frequencies that a plan needs to the statistics of an index.
pub(super) fn add_frequencies(
    snapshot: &Snapshot,
    statistics: &CollectionStatistics,
    index: &Reader,
    plan: &Node,
) -> Result<()> {
    // Compiled once so that everything is asked for.
    let compiler = Compiler::of_search(index)?;
    compiler.full_ranked(plan)?;
    compiler.partial_match(plan, usize::MAX)?;
    let unknown = statistics.unknown();
    let queries = unknown.iter().map(|counted| query(snapshot, plan, counted));
    let counts = snapshot.counts(queries.collect::<Result<_>>()?)?;
    for (counted, documents) in unknown.into_iter().zip(counts) {
        statistics.set(counted, documents);
    }
    Ok(())
}

/// For each of some rows the number of documents that have its rarest position.
pub(super) fn frequencies(snapshot: &Snapshot, rows: &[TokenRow]) -> Result<Vec<u64>> {
    let documents = &snapshot.documents;
    let phrase =
        |row: &TokenRow| match documents
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
