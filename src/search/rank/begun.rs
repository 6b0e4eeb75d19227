//! Passages with any word that begins with a text. tantivy's own query gathers the postings of every such
//! word without a look at anything else; this one ends when the search does.

use tantivy::{
    BitSet, DocId, Score, SegmentReader,
    query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use crate::{CancelToken, cancel::Countdown};

/// Blocks of postings that are gathered between two looks at whether the search is over.
const STEPS: u32 = 64;

/// Passages whose field has a term that begins so.
#[derive(Debug, Clone)]
pub(in crate::search) struct Begun {
    field: Field,
    beginning: String,
    cancel: CancelToken,
}

impl Begun {
    pub(in crate::search) fn new(field: Field, beginning: &str, cancel: &CancelToken) -> Self {
        Self {
            field,
            beginning: beginning.to_owned(),
            cancel: cancel.clone(),
        }
    }

    fn passages(&self, segment: &SegmentReader) -> tantivy::Result<BitSet> {
        let mut passages = BitSet::with_max_value(segment.max_doc());
        let mut countdown = Countdown::every(STEPS, &self.cancel);
        let index = segment.inverted_index(self.field)?;
        let beginning = self.beginning.as_bytes();
        let mut terms = index.terms().range().ge(beginning).into_stream()?;
        while terms.advance() && terms.key().starts_with(beginning) {
            let basic = IndexRecordOption::Basic;
            let mut postings = index.read_block_postings_from_terminfo(terms.value(), basic)?;
            while !postings.docs().is_empty() {
                if countdown.is_over() {
                    return Ok(passages);
                }
                for &doc in postings.docs() {
                    passages.insert(doc);
                }
                postings.advance();
            }
        }
        Ok(passages)
    }
}

impl Query for Begun {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Begun {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let passages = BitSetDocSet::from(self.passages(segment)?);
        Ok(Box::new(ConstScorer::new(passages, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a word that begins so", 1.0))
    }
}
