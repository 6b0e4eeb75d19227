//! The values that fields have, from the term dictionaries and the columns. Values that only deleted
//! documents have do not count, except where noted.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use tantivy::{
    DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term,
    collector::TopDocs,
    postings::TermInfo,
    query::FuzzyTermQuery,
    schema::{Field, IndexRecordOption},
};

use super::{document::PassageRecord, error::damaged, reader::Reader, stored::term};
use crate::{Result, cancel::Countdown};

/// Number of terms between two checks of the cancellation token.
const CHECK_INTERVAL: u32 = 64;

/// A term of a segment.
pub(super) struct SegmentTerm<'t> {
    segment: &'t SegmentReader,
    index: &'t InvertedIndexReader,
    key: &'t [u8],
    info: &'t TermInfo,
}

impl SegmentTerm<'_> {
    pub(super) fn value(&self) -> String {
        String::from_utf8_lossy(self.key).into_owned()
    }

    /// Number of documents of the segment that have the term; counts up to `limit`.
    pub(super) fn documents(&self, limit: u64) -> Result<u64> {
        let Some(alive) = self.segment.alive_bitset() else {
            return Ok(u64::from(self.info.doc_freq).min(limit));
        };
        let basic = IndexRecordOption::Basic;
        let postings = self.index.read_postings_from_terminfo(self.info, basic);
        let mut postings = postings.map_err(tantivy::TantivyError::from)?;
        let mut count = 0;
        let mut document = postings.doc();
        while document != TERMINATED && count < limit {
            count += u64::from(alive.is_alive(document));
            document = postings.advance();
        }
        Ok(count)
    }
}

impl Reader {
    /// Calls `visit` with the terms of a field that begin with a prefix, in order for each segment. A break
    /// ends the segment.
    pub(super) fn for_each_term(
        &self,
        field: Field,
        prefix: &str,
        mut visit: impl FnMut(&SegmentTerm) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let prefix = prefix.as_bytes();
        for segment in self.searcher.segment_readers() {
            let index = &*segment.inverted_index(field)?;
            let range = index.terms().range().ge(prefix);
            let mut terms = range.into_stream().map_err(damaged)?;
            let mut countdown = Countdown::every(CHECK_INTERVAL, &self.cancel);
            while terms.advance() && terms.key().starts_with(prefix) {
                if countdown.is_over() {
                    self.cancel.check()?;
                }
                let (key, info) = (terms.key(), terms.value());
                let term = SegmentTerm {
                    segment,
                    index,
                    key,
                    info,
                };
                if visit(&term)?.is_break() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The distinct values of a field that is indexed untokenized, in order.
    pub(crate) fn values(&self, field: Field) -> Result<BTreeSet<String>> {
        let mut values = BTreeSet::new();
        self.for_each_term(field, "", |term| {
            if term.documents(1)? > 0 {
                values.insert(term.value());
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(values)
    }

    /// Whether a document has a value in a field that is indexed untokenized.
    pub(crate) fn has_value(&self, field: Field, value: &str) -> Result<bool> {
        let key = Term::from_field_text(field, value);
        for segment in self.searcher.segment_readers() {
            let index = &*segment.inverted_index(field)?;
            if let Some(info) = &index.get_term_info(&key).map_err(damaged)? {
                let term = SegmentTerm {
                    segment,
                    index,
                    key: value.as_bytes(),
                    info,
                };
                if term.documents(1)? > 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Adds the distinct values of a field that begin with a prefix to `values`, until it has `limit` of
    /// them. Includes values of deleted documents.
    pub(crate) fn extend_with_prefix(
        &self,
        values: &mut BTreeSet<String>,
        field: Field,
        prefix: &str,
        limit: usize,
    ) -> Result<()> {
        self.for_each_term(field, prefix, |term| {
            if values.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            values.insert(term.value());
            Ok(ControlFlow::Continue(()))
        })
    }

    /// The values of a field that satisfy a condition, with the number of documents that have them: at most
    /// `limit`, the most frequent first.
    pub(crate) fn most_frequent_values(
        &self,
        field: Field,
        condition: impl Fn(&str) -> bool,
        limit: usize,
    ) -> Result<Vec<(String, u64)>> {
        let mut values: BTreeMap<String, u64> = BTreeMap::new();
        self.for_each_term(field, "", |term| {
            if std::str::from_utf8(term.key).is_ok_and(&condition) {
                let documents = term.documents(u64::MAX)?;
                if documents > 0 {
                    *values.entry(term.value()).or_default() += documents;
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let mut values: Vec<(String, u64)> = values.into_iter().collect();
        values.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
        values.truncate(limit);
        Ok(values)
    }

    /// The values of a field that begin with a prefix, with the number of documents that have them, deleted
    /// documents included. Reads at most `limit` values of each segment.
    pub(crate) fn values_with_prefix(
        &self,
        field: Field,
        prefix: &str,
        limit: usize,
    ) -> Result<BTreeMap<String, u64>> {
        let mut values = BTreeMap::new();
        let mut segment = None;
        let mut read = 0;
        self.for_each_term(field, prefix, |term| {
            if segment.replace(term.segment.segment_id()) != Some(term.segment.segment_id()) {
                read = 0;
            }
            if read == limit {
                return Ok(ControlFlow::Break(()));
            }
            read += 1;
            *values.entry(term.value()).or_default() += u64::from(term.info.doc_freq);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(values)
    }

    /// The values of a field that are at most `distance` (0 to 2) edits from a text, with the number of
    /// documents that have them. An edit inserts, deletes or changes a letter, or swaps two neighbors.
    /// Reads at most `limit` values of each segment.
    pub(crate) fn values_within_distance(
        &self,
        field: Field,
        text: &str,
        distance: u8,
        limit: usize,
    ) -> Result<BTreeMap<String, u64>> {
        let query = FuzzyTermQuery::new(Term::from_field_text(field, text), distance, true);
        let mut values = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = &*segment.inverted_index(field)?;
            let search = index.terms().search(query.automaton()?);
            let mut terms = search.into_stream().map_err(damaged)?;
            let mut read = 0;
            while read < limit && terms.advance() {
                read += 1;
                self.cancel.check()?;
                let (key, info) = (terms.key(), terms.value());
                let term = SegmentTerm {
                    segment,
                    index,
                    key,
                    info,
                };
                let documents = term.documents(u64::MAX)?;
                if documents > 0 {
                    *values.entry(term.value()).or_default() += documents;
                }
            }
        }
        Ok(values)
    }

    /// At most `limit` of the passages with a value in a field.
    pub(crate) fn sample_passages(
        &self,
        field: Field,
        value: &str,
        limit: usize,
    ) -> Result<Vec<PassageRecord>> {
        let top = TopDocs::with_limit(limit.max(1)).order_by_score();
        let found = self.search_here(&*term(field, value), &top)?;
        (found.into_iter())
            .map(|(_, address)| self.passage_at(address))
            .collect()
    }

    /// The minimum and the maximum of a column of numbers; none where no document has any.
    pub(crate) fn column_range(&self, column: &str) -> Result<Option<(u64, u64)>> {
        let mut range: Option<(u64, u64)> = None;
        for segment in self.searcher.segment_readers() {
            let column = segment.fast_fields().u64(column)?;
            self.cancel.check()?;
            let mut extend = |min: u64, max: u64| {
                let known = range.unwrap_or((min, max));
                range = Some((known.0.min(min), known.1.max(max)));
            };
            if !segment.has_deletes() {
                if column.values.num_vals() > 0 {
                    extend(column.min_value(), column.max_value());
                }
                continue;
            }
            let docs = segment.doc_ids_alive();
            for number in docs.flat_map(|doc| column.values_for_doc(doc)) {
                extend(number, number);
            }
        }
        Ok(range)
    }
}
