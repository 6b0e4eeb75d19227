//! What tantivy does when it is taken as it comes: one text field with all sides of a passage, BM25,
//! the query parser's own grammar with its default `OR`.

use tantivy::{
    Index, IndexReader, TantivyDocument,
    collector::TopDocs,
    query::QueryParser,
    schema::{
        Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
    },
    tokenizer::TokenStream,
};

use super::{Library, Result, System, jieba::JiebaTokenizer};

/// Memory of the writer in bytes.
const HEAP: usize = 50_000_000;

/// An index made by tantivy alone.
pub(super) struct Baseline {
    name: &'static str,
    reader: IndexReader,
    parser: QueryParser,
    citation: Field,
    /// Cut a word of the query into words that each may match, where the parser would make a phrase
    /// of it.
    cut: bool,
}

impl Baseline {
    /// tantivy's default tokenizer.
    pub(super) fn plain(library: &Library) -> Result<Self> {
        Self::new("tantivy", "default", false, library)
    }

    /// jieba's words; what is typed without a space is a phrase of them.
    pub(super) fn jieba(library: &Library) -> Result<Self> {
        Self::new("jieba", "jieba", false, library)
    }

    /// jieba's words, any of them.
    pub(super) fn jieba_words(library: &Library) -> Result<Self> {
        Self::new("jieba-words", "jieba", true, library)
    }

    fn new(name: &'static str, tokenizer: &str, cut: bool, library: &Library) -> Result<Self> {
        let mut schema = Schema::builder();
        let citation = schema.add_text_field("citation", STRING | STORED);
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        let text = schema.add_text_field("text", options);
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register("jieba", JiebaTokenizer);
        // One thread, so that equal scores are ordered alike in every run.
        let mut writer = index.writer_with_num_threads(1, HEAP)?;
        for (known, words) in &library.passages {
            writer
                .add_document(tantivy::doc!(citation => known.as_str(), text => words.as_str()))?;
        }
        writer.commit()?;
        Ok(Self {
            name,
            reader: index.reader()?,
            parser: QueryParser::for_index(&index, vec![text]),
            citation,
            cut,
        })
    }
}

impl System for Baseline {
    fn name(&self) -> &'static str {
        self.name
    }

    fn search(&self, query: &str, limit: usize) -> Result<Vec<String>> {
        let typed = escape(query, self.cut);
        let query = self
            .parser
            .parse_query(&typed)
            .map_err(|error| format!("{}, `{typed}`: {error}", self.name))?;
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        found
            .into_iter()
            .map(|(_, address)| {
                let document: TantivyDocument = searcher.doc(address)?;
                let citation = document.get_first(self.citation);
                let citation = citation.and_then(|value| value.as_str());
                Ok(citation.ok_or("a document without a citation")?.to_owned())
            })
            .collect()
    }
}

/// A query in the grammar of tantivy's parser: phrases stay phrases, every other sign is plain text.
fn escape(query: &str, cut: bool) -> String {
    let mut out = String::new();
    for (place, part) in query.split('"').enumerate() {
        if place % 2 == 1 {
            out += &format!("\"{part}\" ");
            continue;
        }
        for word in part.split_whitespace() {
            if cut {
                words(word).iter().for_each(|word| push(&mut out, word));
            } else {
                push(&mut out, word);
            }
        }
    }
    out
}

/// jieba's words of a text.
fn words(text: &str) -> Vec<String> {
    use tantivy::tokenizer::Tokenizer;
    let mut words = Vec::new();
    let mut jieba = JiebaTokenizer;
    let mut stream = jieba.token_stream(text);
    while stream.advance() {
        words.push(stream.token().text.clone());
    }
    words
}

fn push(out: &mut String, word: &str) {
    for (place, c) in word.chars().enumerate() {
        let special = "^`:{}'[]()\\".contains(c) || (place == 0 && "+-<>!*".contains(c));
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out.push(' ');
}
