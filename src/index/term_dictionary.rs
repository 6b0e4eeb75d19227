//! What values the fields of the documents have, from the dictionaries and the columns. What only
//! deleted documents have is none.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::{
    DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term,
    collector::TopDocs,
    postings::TermInfo,
    query::FuzzyTermQuery,
    schema::{Field, IndexRecordOption},
};

use super::{
    PassageRecord, Reader,
    reader::{damaged, term},
};
use crate::{Result, cancel::Countdown};

/// Values of a dictionary between two looks at whether the request is over.
const STEPS: u32 = 64;

impl Reader {
    /// The distinct values of a field that is indexed as it stands, in order.
    pub(crate) fn values(&self, field: Field) -> Result<BTreeSet<String>> {
        let mut values = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().stream().map_err(damaged)?;
            let mut countdown = Countdown::every(STEPS, &self.cancel);
            while terms.advance() {
                if countdown.is_over() {
                    self.cancel.check()?;
                }
                if documents_with(segment, &index, terms.value(), 1)? > 0 {
                    values.insert(String::from_utf8_lossy(terms.key()).into_owned());
                }
            }
        }
        Ok(values)
    }

    /// Whether some document has a value in a field that is indexed as it stands.
    pub(crate) fn has_value(&self, field: Field, value: &str) -> Result<bool> {
        let value = Term::from_field_text(field, value);
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            if let Some(info) = index.get_term_info(&value).map_err(damaged)?
                && documents_with(segment, &index, &info, 1)? > 0
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds the distinct values of a field that begin with a text, until there are `most` of them.
    pub(crate) fn values_from(
        &self,
        field: Field,
        beginning: &str,
        most: usize,
        values: &mut BTreeSet<String>,
    ) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let from = index.terms().range().ge(beginning.as_bytes());
            let mut terms = from.into_stream().map_err(damaged)?;
            while terms.advance() && terms.key().starts_with(beginning.as_bytes()) {
                if values.len() >= most {
                    return Ok(());
                }
                values.insert(String::from_utf8_lossy(terms.key()).into_owned());
            }
        }
        Ok(())
    }

    /// The values of a field that fit, with the number of documents that have them; at most `most`, the
    /// most frequent first.
    pub(crate) fn most_frequent_values(
        &self,
        field: Field,
        fits: impl Fn(&str) -> bool,
        most: usize,
    ) -> Result<Vec<(String, u64)>> {
        let mut values: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().stream().map_err(damaged)?;
            let mut countdown = Countdown::every(STEPS, &self.cancel);
            while terms.advance() {
                if countdown.is_over() {
                    self.cancel.check()?;
                }
                let Some(value) = std::str::from_utf8(terms.key()).ok().filter(|v| fits(v)) else {
                    continue;
                };
                let documents = documents_with(segment, &index, terms.value(), u64::MAX)?;
                if documents > 0 {
                    *values.entry(value.to_owned()).or_default() += documents;
                }
            }
        }
        let mut values: Vec<(String, u64)> = values.into_iter().collect();
        values.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
        values.truncate(most);
        Ok(values)
    }

    /// The values of a field that begin with a text, with the number of documents that have them;
    /// deleted documents count until their segment is merged. At most `most` of a segment are looked
    /// at.
    pub(crate) fn values_with_prefix(
        &self,
        field: Field,
        beginning: &str,
        most: usize,
    ) -> Result<BTreeMap<String, u64>> {
        let mut values = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let from = index.terms().range().ge(beginning.as_bytes());
            let mut terms = from.into_stream().map_err(damaged)?;
            let mut looked_at = 0;
            while looked_at < most
                && terms.advance()
                && terms.key().starts_with(beginning.as_bytes())
            {
                looked_at += 1;
                let value = String::from_utf8_lossy(terms.key()).into_owned();
                *values.entry(value).or_default() += u64::from(terms.value().doc_freq);
            }
        }
        Ok(values)
    }

    /// The values of a field that are at most `distance` (0 to 2) letters away from a text, with the
    /// number of documents that have them: letters left out, put in or changed, neighbours swapped.
    /// At most `most` values of a segment are looked at.
    pub(crate) fn values_within_distance(
        &self,
        field: Field,
        text: &str,
        distance: u8,
        most: usize,
    ) -> Result<BTreeMap<String, u64>> {
        let near = FuzzyTermQuery::new(Term::from_field_text(field, text), distance, true);
        let mut values = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let search = index.terms().search(near.automaton()?);
            let mut terms = search.into_stream().map_err(damaged)?;
            let mut looked_at = 0;
            while looked_at < most && terms.advance() {
                looked_at += 1;
                self.cancel.check()?;
                let documents = documents_with(segment, &index, terms.value(), u64::MAX)?;
                if documents > 0 {
                    let value = String::from_utf8_lossy(terms.key()).into_owned();
                    *values.entry(value).or_default() += documents;
                }
            }
        }
        Ok(values)
    }

    /// The passages whose field has a value, at most so many of them.
    pub(crate) fn sample_with(
        &self,
        field: Field,
        value: &str,
        most: usize,
    ) -> Result<Vec<PassageRecord>> {
        let best = TopDocs::with_limit(most.max(1)).order_by_score();
        let found = self.search_here(&*term(field, value), &best)?;
        (found.into_iter())
            .map(|(_, address)| self.passage_at(address))
            .collect()
    }

    /// The least and the greatest number of a column; none where no document has any.
    pub(crate) fn extremes(&self, column: &str) -> Result<Option<(u64, u64)>> {
        let mut extremes: Option<(u64, u64)> = None;
        for segment in self.searcher.segment_readers() {
            let column = segment.fast_fields().u64(column)?;
            self.cancel.check()?;
            for number in segment
                .doc_ids_alive()
                .flat_map(|doc| column.values_for_doc(doc))
            {
                let (least, greatest) = extremes.unwrap_or((number, number));
                extremes = Some((least.min(number), greatest.max(number)));
            }
        }
        Ok(extremes)
    }
}

/// How many documents of a segment have a term; counting ends at `most`.
fn documents_with(
    segment: &SegmentReader,
    index: &InvertedIndexReader,
    info: &TermInfo,
    most: u64,
) -> Result<u64> {
    let Some(alive) = segment.alive_bitset() else {
        return Ok(u64::from(info.doc_freq).min(most));
    };
    let postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic);
    let mut postings = postings.map_err(tantivy::TantivyError::from)?;
    let mut count = 0;
    let mut document = postings.doc();
    while document != TERMINATED && count < most {
        count += u64::from(alive.is_alive(document));
        document = postings.advance();
    }
    Ok(count)
}
