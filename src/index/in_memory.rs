//! Some calls and passages of a store elsewhere as an index in memory, which scores, groups and shows them like
//! any other.

use std::sync::Arc;

use tantivy::{
    SingleSegmentIndexWriter, TantivyDocument, directory::RamDirectory, schema::Schema,
    tokenizer::TokenizerManager,
};

use super::{
    collection_statistics::CollectionStatistics,
    commit::Commit,
    document::Piece,
    pretokenized::{PRETOKENIZED, PretokenizedTokenizer},
    reader::Reader,
    resolved_people::ResolvedPeople,
    schema::Fields,
    source_record::SourceRecord,
};
use crate::{
    CancelToken, Error, Result,
    model::{Call, Passage},
};

/// Bytes that tantivy may use while it indexes: what it asks for at least.
const MEMORY: usize = 15 << 20;

impl Reader {
    /// An index of some calls, each with some of its passages in order. Documents are counted by `statistics`.
    pub(crate) fn in_memory(
        calls: &[(Arc<Call>, Vec<Passage>)],
        statistics: Arc<CollectionStatistics>,
        cancel: &CancelToken,
    ) -> Result<Self> {
        let (schema, fields) = Fields::schema();
        let mut writer = writer(schema)?;
        for (call, passages) in calls {
            cancel.check()?;
            let source_record = SourceRecord::of_elsewhere(call);
            let call_piece = std::iter::once(Piece::Call(call, &source_record));
            let passages = passages.iter().map(|passage| Piece::Passage(call, passage));
            for piece in call_piece.chain(passages) {
                let failed = |error| Error::internal("a passage is not indexed").because(error);
                writer.add_document(piece.document(&fields).map_err(failed)?)?;
            }
        }
        if calls.is_empty() {
            // tantivy panics where it expands a prefix in a segment without documents.
            writer.add_document(TantivyDocument::default())?;
        }
        let searcher = writer.finalize()?.reader()?.searcher();
        let reader = Self::new(
            searcher,
            fields,
            Commit::default(),
            ResolvedPeople::default(),
        );
        Ok(reader
            .with_statistics(statistics)
            .with_cancel(cancel.clone()))
    }
}

fn writer(schema: Schema) -> Result<SingleSegmentIndexWriter> {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(PRETOKENIZED, PretokenizedTokenizer);
    let index = tantivy::Index::builder()
        .schema(schema)
        .tokenizers(tokenizers);
    Ok(index.single_segment_index_writer(RamDirectory::create(), MEMORY)?)
}
