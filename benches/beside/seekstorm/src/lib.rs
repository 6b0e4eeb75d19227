//! SeekStorm behind plain functions, with the tokenizer that cuts Chinese into words.

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

/// What anything may end with.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Builds an index of some texts in a folder.
pub fn build(texts: impl Iterator<Item = String>, folder: &Path) -> Result<()> {
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
        for text in texts {
            let document = serde_json::from_value(json!({ "text": text }))?;
            index.index_document(document, FileType::None).await;
        }
        index.commit().await;
        index.close().await;
        Ok(())
    })
}

/// An index that can be asked.
pub struct SeekStorm {
    runtime: Runtime,
    index: IndexArc,
}

impl SeekStorm {
    /// Opens the index in a folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let runtime = Runtime::new()?;
        let index = runtime.block_on(open_index(folder))?;
        Ok(Self { runtime, index })
    }

    /// The number of texts with all words, or with a phrase; the ten best are found with it.
    pub fn ask(&self, typed: &str, is_phrase: bool) -> usize {
        let kind = if is_phrase {
            QueryType::Phrase
        } else {
            QueryType::Intersection
        };
        let found = self.runtime.block_on(self.index.search(
            typed.to_owned(),
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
        found.result_count_total
    }
}
