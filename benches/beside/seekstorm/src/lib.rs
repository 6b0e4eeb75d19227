//! SeekStorm behind plain functions, with the tokenizer that cuts Chinese into words.

use std::{collections::HashSet, hint::black_box, path::Path};

use seekstorm::{
    commit::Commit,
    highlighter::{Highlight, highlighter},
    index::{
        AccessType, Close, Clustering, DocumentCompression, FileType, FrequentwordType, IndexArc,
        IndexDocument, IndexMetaObject, LexicalSimilarity, NgramSet, StemmerType, StopwordType,
        TokenizerType, create_index, open_index,
    },
    search::{QueryFacet, QueryRewriting, QueryType, ResultObject, ResultType, Search, SearchMode},
    vector::Inference,
};
use serde_json::json;
use tokio::runtime::Runtime;

/// What anything may end with.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A text and its values, in the order of the names of the columns.
pub type Document = (String, Vec<String>);

/// Builds an index of some texts in a folder, with a column of values for each name.
pub fn build(
    documents: impl Iterator<Item = Document>,
    columns: &[&str],
    folder: &Path,
) -> Result<()> {
    let text =
        json!({ "field": "text", "field_type": "Text", "store": true, "index_lexical": true });
    let column = |name: &&str| json!({ "field": name, "field_type": "String32", "store": true, "index_lexical": false, "facet": true });
    let fields: Vec<_> = [text]
        .into_iter()
        .chain(columns.iter().map(column))
        .collect();
    let schema = serde_json::from_value(fields.into())?;
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
        for (text, values) in documents {
            let mut document = serde_json::Map::from_iter([("text".to_owned(), text.into())]);
            let values = columns
                .iter()
                .zip(values)
                .filter(|(_, value)| !value.is_empty());
            document.extend(values.map(|(name, value)| ((*name).to_owned(), value.into())));
            let document = serde_json::from_value(document.into())?;
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
    /// Counted for each answer, up to a hundred values of each.
    columns: Vec<String>,
}

impl SeekStorm {
    /// Opens the index in a folder; if `columns` are named, their values are counted and the passages read.
    pub fn open(folder: &Path, columns: &[&str]) -> Result<Self> {
        let runtime = Runtime::new()?;
        let index = runtime.block_on(open_index(folder))?;
        let columns = columns.iter().map(|name| (*name).to_owned()).collect();
        Ok(Self {
            runtime,
            index,
            columns,
        })
    }

    /// Whether it gives the whole answer: counts of values, and the best texts with their highlights.
    pub fn is_whole(&self) -> bool {
        !self.columns.is_empty()
    }

    /// The number of texts with all words, or with a phrase; the ten best are found with it.
    pub fn ask(&self, typed: &str, is_phrase: bool) -> usize {
        self.runtime.block_on(self.answer(typed, is_phrase))
    }

    async fn answer(&self, typed: &str, is_phrase: bool) -> usize {
        let kind = if is_phrase {
            QueryType::Phrase
        } else {
            QueryType::Intersection
        };
        let count = |name: &String| QueryFacet::String32 {
            field: name.clone(),
            prefix: String::new(),
            length: 100,
        };
        let found = self.index.search(
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
            self.columns.iter().map(count).collect(),
            Vec::new(),
            Vec::new(),
            QueryRewriting::SearchOnly,
        );
        let found = found.await;
        if self.is_whole() {
            self.read(&found).await;
        }
        found.result_count_total
    }

    /// Reads the best texts, with the terms highlighted.
    async fn read(&self, found: &ResultObject) {
        let text = Highlight {
            field: "text".to_owned(),
            ..Highlight::default()
        };
        let marks = Some(highlighter(&self.index, vec![text], found.query_terms.clone()).await);
        let index = self.index.read().await;
        let all = HashSet::new();
        for best in &found.results {
            let text = index.get_document(best.doc_id, false, &marks, &all, &[]);
            let _ = black_box(text.await);
        }
    }
}
