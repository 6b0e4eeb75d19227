//! Document frequencies and numbers of tokens without deleted documents. tantivy's own include documents
//! that are deleted and not yet merged away, so scores would depend on the history of the index.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use tantivy::{
    DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term, fieldnorm::FieldNormReader,
    schema::Field, schema::IndexRecordOption,
};

/// Cost of seeking one document in a posting list, in postings read one after the other.
const SEEK_COST: u64 = 8;

/// Statistics of a commit that are computed once.
#[derive(Default)]
pub(super) struct TermStatistics {
    /// The deleted documents of each segment, in ascending order.
    deleted: OnceLock<Vec<Vec<DocId>>>,
    /// The number of tokens in each field that has been asked for.
    tokens: Mutex<HashMap<Field, u64>>,
}

impl TermStatistics {
    /// Each segment with its deleted documents.
    fn segments<'s>(
        &'s self,
        searcher: &'s Searcher,
    ) -> impl Iterator<Item = (&'s SegmentReader, &'s [DocId])> {
        let deleted = |segment: &SegmentReader| match segment.alive_bitset() {
            Some(alive) => (0..segment.max_doc())
                .filter(|&doc| alive.is_deleted(doc))
                .collect(),
            None => Vec::new(),
        };
        let segments = searcher.segment_readers();
        let deleted = (self.deleted).get_or_init(|| segments.iter().map(deleted).collect());
        segments.iter().zip(deleted.iter().map(Vec::as_slice))
    }

    /// Number of documents that have a term.
    pub(super) fn doc_freq(&self, searcher: &Searcher, term: &Term) -> tantivy::Result<u64> {
        let mut documents = 0;
        for (segment, deleted) in self.segments(searcher) {
            let index = segment.inverted_index(term.field())?;
            let Some(info) = index.get_term_info(term)? else {
                continue;
            };
            let in_segment = u64::from(info.doc_freq);
            documents += in_segment;
            if deleted.is_empty() {
                continue;
            }
            let basic = IndexRecordOption::Basic;
            let mut postings = index.read_postings_from_terminfo(&info, basic)?;
            if deleted.len() as u64 * SEEK_COST < in_segment {
                for &doc in deleted {
                    if postings.doc() < doc {
                        postings.seek(doc);
                    }
                    documents -= u64::from(postings.doc() == doc);
                }
            } else {
                while postings.doc() != TERMINATED {
                    documents -= u64::from(deleted.binary_search(&postings.doc()).is_ok());
                    postings.advance();
                }
            }
        }
        Ok(documents)
    }

    /// Number of tokens in a field of all documents, from the field lengths in the index, which tantivy
    /// rounds.
    pub(super) fn tokens(&self, searcher: &Searcher, field: Field) -> tantivy::Result<u64> {
        let known = || self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tokens) = known().get(&field) {
            return Ok(*tokens);
        }
        // Number of documents by the code of their length.
        let mut documents = [0_u64; 256];
        let mut count = |code: u8, change: i64| {
            if let Some(documents) = documents.get_mut(usize::from(code)) {
                *documents = documents.wrapping_add_signed(change);
            }
        };
        for (segment, deleted) in self.segments(searcher) {
            let lengths = segment.get_fieldnorms_reader(field)?;
            for doc in 0..segment.max_doc() {
                count(lengths.fieldnorm_id(doc), 1);
            }
            for &doc in deleted {
                count(lengths.fieldnorm_id(doc), -1);
            }
        }
        let length = |code: u8| u64::from(FieldNormReader::id_to_fieldnorm(code));
        let by_code = (0..=u8::MAX).zip(documents);
        let tokens = by_code
            .map(|(code, documents)| length(code) * documents)
            .sum();
        known().insert(field, tokens);
        Ok(tokens)
    }
}
