//! Prefix query over a field. Unlike tantivy's, which gathers all postings first, it stops when the
//! search is cancelled.

use std::fmt;

use tantivy::{
    BitSet, DocId, Score, SegmentReader,
    query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use super::passage_set::PassageSet;
use crate::{CancelToken, cancel::Countdown, index::Reader};

/// Blocks of postings gathered between two checks for cancellation.
const STEPS: u32 = 64;

/// Matches passages whose field has a term with the prefix.
#[derive(Clone)]
pub(in crate::search) struct PrefixQuery {
    beginning: String,
    passages: PassageSet,
}

impl PrefixQuery {
    pub(in crate::search) fn new(
        field: Field,
        beginning: &str,
        reader: &Reader,
    ) -> tantivy::Result<Self> {
        let find =
            |segment: &SegmentReader| Self::passages(field, beginning, segment, &reader.cancel);
        Ok(Self {
            beginning: beginning.to_owned(),
            passages: PassageSet::of(reader, find)?,
        })
    }

    /// Number of matching passages, deleted ones excluded.
    pub(in crate::search) fn count(&self) -> u64 {
        self.passages.count()
    }

    fn passages(
        field: Field,
        beginning: &str,
        segment: &SegmentReader,
        cancel: &CancelToken,
    ) -> tantivy::Result<BitSet> {
        let mut passages = BitSet::with_max_value(segment.max_doc());
        let mut countdown = Countdown::every(STEPS, cancel);
        let index = segment.inverted_index(field)?;
        let alive = segment.alive_bitset();
        let beginning = beginning.as_bytes();
        let mut terms = index.terms().range().ge(beginning).into_stream()?;
        while terms.advance() && terms.key().starts_with(beginning) {
            let basic = IndexRecordOption::Basic;
            let mut postings = index.read_block_postings_from_terminfo(terms.value(), basic)?;
            while !postings.docs().is_empty() {
                if countdown.is_over() {
                    return Ok(passages);
                }
                for &doc in postings.docs() {
                    if alive.is_none_or(|alive| alive.is_alive(doc)) {
                        passages.insert(doc);
                    }
                }
                postings.advance();
            }
        }
        Ok(passages)
    }
}

impl fmt::Debug for PrefixQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*", self.beginning)
    }
}

impl Query for PrefixQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PrefixQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let passages = self.passages.open(segment);
        Ok(Box::new(ConstScorer::new(passages, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a word that begins so", 1.0))
    }
}
