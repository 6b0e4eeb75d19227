//! How many documents have a term and how long they are, without those that are deleted: scores depend on
//! what the index holds, and not on how it came to hold it.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use tantivy::{
    DocId, DocSet, Searcher, TERMINATED, Term, fieldnorm::FieldNormReader, schema::Field,
    schema::IndexRecordOption,
};

use super::Reader;

/// Postings of so many documents are read in the time that one deleted document is looked for.
const SEEK: u64 = 8;

/// What is counted once a commit.
#[derive(Default)]
pub(super) struct TermStatistics {
    /// The deleted documents of each segment.
    deleted: OnceLock<Vec<Vec<DocId>>>,
    /// The tokens of a field.
    tokens: Mutex<HashMap<Field, u64>>,
}

impl TermStatistics {
    fn deleted(&self, searcher: &Searcher) -> &[Vec<DocId>] {
        self.deleted.get_or_init(|| {
            let deleted = |segment: &tantivy::SegmentReader| match segment.alive_bitset() {
                Some(alive) => (0..segment.max_doc())
                    .filter(|&doc| alive.is_deleted(doc))
                    .collect(),
                None => Vec::new(),
            };
            searcher.segment_readers().iter().map(deleted).collect()
        })
    }
}

impl Reader {
    /// How many documents have a term.
    pub(crate) fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut documents = 0;
        let deleted = self.frequencies.deleted(&self.searcher);
        for (segment, deleted) in self.searcher.segment_readers().iter().zip(deleted) {
            let index = segment.inverted_index(term.field())?;
            let Some(info) = index.get_term_info(term)? else {
                continue;
            };
            let with = u64::from(info.doc_freq);
            documents += with;
            if deleted.is_empty() {
                continue;
            }
            let basic = IndexRecordOption::Basic;
            let mut postings = index.read_postings_from_terminfo(&info, basic)?;
            if deleted.len() as u64 * SEEK < with {
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

    /// How many tokens a field has in all documents, by the lengths that the index keeps of them.
    pub(crate) fn tokens(&self, field: Field) -> tantivy::Result<u64> {
        let known = || {
            let tokens = &self.frequencies.tokens;
            tokens.lock().unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(tokens) = known().get(&field) {
            return Ok(*tokens);
        }
        let mut documents = [0_u64; 256];
        let mut count = |length: u8, add: i64| {
            if let Some(documents) = documents.get_mut(usize::from(length)) {
                *documents = documents.wrapping_add_signed(add);
            }
        };
        let deleted = self.frequencies.deleted(&self.searcher);
        for (segment, deleted) in self.searcher.segment_readers().iter().zip(deleted) {
            let lengths = segment.get_fieldnorms_reader(field)?;
            for doc in 0..segment.max_doc() {
                count(lengths.fieldnorm_id(doc), 1);
            }
            for &doc in deleted {
                count(lengths.fieldnorm_id(doc), -1);
            }
        }
        let length = |id: u8| u64::from(FieldNormReader::id_to_fieldnorm(id));
        let tokens = (0..=u8::MAX)
            .zip(documents)
            .map(|(id, with)| length(id) * with);
        let tokens = tokens.sum();
        known().insert(field, tokens);
        Ok(tokens)
    }
}
