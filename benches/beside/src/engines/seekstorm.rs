//! SeekStorm, with the tokenizer that cuts Chinese into words.

use std::path::Path;

use seekstorm::{
    commit::Commit,
    index::{
        AccessType, Close, Clustering, DocumentCompression, FileType, FrequentwordType, IndexArc,
        IndexDocument, IndexMetaObject, LexicalSimilarity, NgramSet, StemmerType, StopwordType,
        TokenizerType, create_index, open_index,
    },
    search::{QueryRewriting, QueryType, ResultType, Search, SearchMode},
    vector::Inference,
};
use serde_json::json;
use tokio::runtime::Runtime;

use super::Open;
use crate::{Result, passages::Passage, queries::Plain};

pub(super) fn build(passages: &[Passage], folder: &Path) -> Result<()> {
    let schema = serde_json::from_str(
        r#"[{"field":"text","field_type":"Text","store":true,"index_lexical":true}]"#,
    )?;
    let meta = IndexMetaObject {
        id: 0,
        name: "passages".into(),
        lexical_similarity: LexicalSimilarity::Bm25f,
        tokenizer: TokenizerType::UnicodeAlphanumericZH,
        stemmer: StemmerType::None,
        stop_words: StopwordType::None,
        frequent_words: FrequentwordType::None,
        ngram_indexing: NgramSet::SingleTerm as u8,
        document_compression: DocumentCompression::Lz4,
        access_type: AccessType::Mmap,
        spelling_correction: None,
        query_completion: None,
        clustering: Clustering::None,
        inference: Inference::None,
        segment_number_bits: 11,
    };
    Runtime::new()?.block_on(async {
        let index = create_index(folder, meta, &schema, &Vec::new(), false, None).await?;
        for passage in passages {
            let document = serde_json::from_value(json!({ "text": passage.text() }))?;
            index.index_document(document, FileType::None).await;
        }
        index.commit().await;
        index.close().await;
        Ok::<(), Box<dyn std::error::Error>>(())
    })
}

pub(super) struct SeekStorm {
    runtime: Runtime,
    index: IndexArc,
}

impl SeekStorm {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let runtime = Runtime::new()?;
        let index = runtime.block_on(open_index(folder))?;
        Ok(Self { runtime, index })
    }
}

impl Open for SeekStorm {
    fn name(&self) -> &'static str {
        "SeekStorm"
    }

    fn ask(&self, query: &Plain) -> Result<Option<usize>> {
        let (typed, kind) = match query {
            Plain::Words(words) => (words.join(" "), QueryType::Intersection),
            Plain::Phrase(text) | Plain::Chinese(text) => (text.clone(), QueryType::Phrase),
            Plain::Nothing => return Ok(None),
        };
        let found = self.runtime.block_on(self.index.search(
            typed,
            None,
            kind,
            SearchMode::Lexical,
            false,
            0,
            10,
            ResultType::TopkCount,
            false,
            Vec::new(),
            Vec::new(),
            Vec::new(),
            Vec::new(),
            QueryRewriting::SearchOnly,
        ));
        Ok(Some(found.result_count_total))
    }
}
