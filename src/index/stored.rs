//! Reads calls, passages and source records from the stored documents of a commit.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;
use tantivy::{
    DocAddress, DocId, DocSet, TERMINATED, TantivyDocument, Term,
    collector::Count,
    columnar::StrColumn,
    query::{BooleanQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, Value},
};

use super::{
    document::{CALL, PASSAGE, PassageRecord},
    error::damaged,
    json_column::join_json,
    reader::Reader,
    source_record::SourceRecord,
};
use crate::{
    Result,
    model::{Call, CallNames, Passage},
};

/// Number of calls from which on all are read at once.
const MANY_CALLS: usize = 500;

impl Reader {
    /// Number of calls and of passages.
    pub fn size(&self) -> Result<(u64, u64)> {
        let calls = self.search_here(&*self.is_call(), &Count)? as u64;
        Ok((calls, self.searcher.num_docs() - calls))
    }

    /// The source record of every call.
    pub fn source_records(&self) -> Result<Vec<SourceRecord>> {
        self.call_column("source_record")
    }

    /// The names that decide which overrides apply to each call, by source and position.
    pub(crate) fn call_names(&self) -> Result<HashMap<(String, usize), CallNames>> {
        let names: Vec<(String, usize, CallNames)> = self.call_column("call_names")?;
        let by_source = names.into_iter();
        Ok(by_source
            .map(|(source, position, names)| ((source, position), names))
            .collect())
    }

    /// The values of a JSON column that calls alone have.
    pub(super) fn call_column<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Vec<T>> {
        let mut values = Vec::new();
        for segment in self.searcher.segment_readers() {
            let Some(column) = segment.fast_fields().str(name)? else {
                continue;
            };
            let of_documents: Vec<Vec<u64>> = (documents_with_value(&column).into_iter())
                .filter(|doc| !segment.is_deleted(*doc))
                .map(|doc| column.term_ords(doc).collect())
                .collect();
            let mut ordinals: Vec<u64> = of_documents.iter().flatten().copied().collect();
            ordinals.sort_unstable();
            ordinals.dedup();
            // The dictionary is read front to back once.
            let all = texts(Some(&column), &ordinals).map_err(damaged)?;
            for of_document in of_documents {
                let text = |ordinal: &u64| {
                    let index = ordinals.binary_search(ordinal).ok()?;
                    all.get(index).map(String::as_str)
                };
                let json = join_json(of_document.iter().filter_map(text).collect());
                values.push(serde_json::from_str(&json).map_err(damaged)?);
            }
        }
        Ok(values)
    }

    /// A call by its id, without its passages. Its speakers have all the names that they have on the calls
    /// of the company.
    pub fn call(&self, id: &str) -> Result<Option<Arc<Call>>> {
        self.cached_call(id, || self.call_as_stored(id))
    }

    /// The same as [`Self::call`], faster where the address of one of its passages is known.
    pub(crate) fn call_of(&self, passage: DocAddress, id: &str) -> Result<Option<Arc<Call>>> {
        self.cached_call(id, || match self.call_before(passage, id)? {
            Some(call) => Ok(Some(call)),
            None => self.call_as_stored(id),
        })
    }

    /// The call of a passage, if it is in the same segment: its document is then the first of the segment
    /// that has the call's id.
    fn call_before(&self, passage: DocAddress, id: &str) -> Result<Option<Call>> {
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
        if first == TERMINATED || segment.is_deleted(first) || !is_call(first) {
            return Ok(None);
        }
        let address = DocAddress::new(passage.segment_ord, first);
        self.record(address).map(Some)
    }

    /// A call without its passages, with only the names that its own source has.
    pub fn call_as_stored(&self, id: &str) -> Result<Option<Call>> {
        let query = conjunction(self.is_call(), term(self.fields.call, id));
        Ok(self.records(&query)?.into_iter().next())
    }

    /// Every call without its passages, ordered by id.
    pub fn calls(&self) -> Result<Vec<Call>> {
        let found = self.documents(&*self.is_call())?;
        let calls = found.into_par_iter().map(|address| {
            let call: Call = self.record(address)?;
            Ok(self.with_resolved_names(call))
        });
        let mut calls: Vec<Call> = calls.collect::<Result<_>>()?;
        calls.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(calls)
    }

    /// The calls with some ids, in their order. Many are read faster all at once.
    ///
    /// # Errors
    /// Where one is missing.
    pub(crate) fn calls_with(&self, ids: &[&str]) -> Result<Vec<Arc<Call>>> {
        let missing = |id: &str| damaged(format!("the call {id} is missing"));
        if ids.len() < MANY_CALLS {
            let one = |id: &&str| self.call(id)?.ok_or_else(|| missing(id));
            return ids.iter().map(one).collect();
        }
        let all: Vec<Arc<Call>> = self.calls()?.into_iter().map(Arc::new).collect();
        let one = |id: &&str| {
            let found = all.binary_search_by(|call| call.id.as_str().cmp(id));
            let call = found.ok().and_then(|index| all.get(index));
            call.cloned().ok_or_else(|| missing(id))
        };
        ids.iter().map(one).collect()
    }

    /// The calls of a company without their passages, with only the names that their own sources have.
    pub fn calls_of(&self, company: &str) -> Result<Vec<Call>> {
        self.records(&conjunction(
            self.is_call(),
            term(self.fields.company, company),
        ))
    }

    /// The passages of a call, in order.
    pub fn passages(&self, call: &str) -> Result<Vec<Passage>> {
        let query = conjunction(self.is_passage(), term(self.fields.call, call));
        let records: Vec<PassageRecord> = self.records(&query)?;
        let mut passages: Vec<Passage> = records.into_iter().map(|record| record.passage).collect();
        passages.sort_by_key(|passage| passage.n);
        Ok(passages)
    }

    /// The first passage with a value in a field, and its call.
    pub(crate) fn passage_with(
        &self,
        field: Field,
        value: &str,
    ) -> Result<Option<(Arc<Call>, Passage)>> {
        let found = self.documents(&*term(field, value))?;
        let Some(address) = found.into_iter().next() else {
            return Ok(None);
        };
        let record = self.passage_at(address)?;
        let call = self.call_of(address, &record.call)?;
        Ok(call.map(|call| (call, record.passage)))
    }

    /// The stored record of a passage.
    pub(crate) fn passage_at(&self, address: DocAddress) -> Result<PassageRecord> {
        self.record(address)
    }

    /// The stored records of the documents that match a query.
    fn records<T: serde::de::DeserializeOwned>(&self, query: &dyn Query) -> Result<Vec<T>> {
        let found = self.documents(query)?.into_iter();
        found.map(|address| self.record(address)).collect()
    }

    fn record<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T> {
        // Checked for each record, since decompressing one takes much longer than the check.
        self.cancel.check()?;
        let document: TantivyDocument = self.searcher.doc(address)?;
        let json = document
            .get_first(self.fields.record)
            .and_then(|value| value.as_str())
            .ok_or_else(|| damaged("a document without a record"))?;
        serde_json::from_str(json).map_err(damaged)
    }

    /// Matches every passage.
    pub(crate) fn is_passage(&self) -> Box<dyn Query> {
        term(self.fields.doc, PASSAGE)
    }

    fn is_call(&self) -> Box<dyn Query> {
        term(self.fields.doc, CALL)
    }
}

/// The documents of a segment that have a value in a column, in order: those of calls are few among those of
/// passages.
fn documents_with_value(column: &StrColumn) -> Vec<DocId> {
    let values = column.ords();
    let mut documents: Vec<u32> = (0..values.values.num_vals()).collect();
    values.index.select_batch_in_place(0, &mut documents);
    documents
}

/// The texts of some ordinals of a column of a segment, which are in ascending order.
pub(crate) fn texts(column: Option<&StrColumn>, ordinals: &[u64]) -> tantivy::Result<Vec<String>> {
    let mut texts = Vec::with_capacity(ordinals.len());
    if let Some(column) = column {
        let add = |text: &[u8]| texts.push(String::from_utf8_lossy(text).into_owned());
        column.dictionary().sorted_ords_to_term_cb(ordinals, add)?;
    }
    Ok(texts)
}

/// Matches the documents with a value in a field.
pub(crate) fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

/// Matches the documents that both queries match.
pub(crate) fn conjunction(a: Box<dyn Query>, b: Box<dyn Query>) -> BooleanQuery {
    BooleanQuery::new(vec![(Occur::Must, a), (Occur::Must, b)])
}
