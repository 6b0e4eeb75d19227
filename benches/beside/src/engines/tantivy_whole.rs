//! tantivy with its own collectors for what Verbatim answers.

use std::{hint::black_box, path::Path};

use tantivy::{
    Index, IndexWriter, Searcher, TantivyDocument,
    aggregation::{AggregationCollector, agg_req::Aggregations},
    collector::{Count, TopDocs},
    query::QueryParser,
    schema::{FAST, Field, STORED, STRING, Schema, TEXT},
    snippet::SnippetGenerator,
};

use super::Open;
use crate::{
    Result,
    passages::{FACETS, Passage},
    queries::Plain,
};

/// Memory for postings, over both threads.
const HEAP: usize = 400 << 20;

pub(super) fn build(passages: &[Passage], folder: &Path) -> Result<()> {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT | STORED);
    let facets = FACETS.map(|name| schema.add_text_field(name, STRING | FAST));
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, HEAP)?;
    for passage in passages {
        let mut document = TantivyDocument::default();
        document.add_text(text, passage.text());
        for (field, value) in facets.iter().zip(&passage.facets) {
            if !value.is_empty() {
                document.add_text(*field, value);
            }
        }
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

pub(super) struct TantivyWhole {
    searcher: Searcher,
    parser: QueryParser,
    text: Field,
    counts: Aggregations,
}

impl TantivyWhole {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let index = Index::open_in_dir(folder)?;
        let text = index.schema().get_field("text")?;
        let mut parser = QueryParser::for_index(&index, vec![text]);
        parser.set_conjunction_by_default();
        let count = |name: &&str| {
            let terms = serde_json::json!({ "terms": { "field": name, "size": 100 } });
            ((*name).to_owned(), terms)
        };
        let counts: serde_json::Map<_, _> = FACETS.iter().map(count).collect();
        Ok(Self {
            searcher: index.reader()?.searcher(),
            parser,
            text,
            counts: serde_json::from_value(counts.into())?,
        })
    }
}

impl Open for TantivyWhole {
    fn name(&self) -> &'static str {
        "tantivy, the same answer"
    }

    fn ask(&self, query: &Plain) -> Result<Option<usize>> {
        let Some(typed) = query.typed() else {
            return Ok(None);
        };
        let query = self.parser.parse_query(&typed)?;
        let best = TopDocs::with_limit(10).order_by_score();
        let counts = AggregationCollector::from_aggs(self.counts.clone(), Default::default());
        let (total, best, counts) = self.searcher.search(&query, &(Count, best, counts))?;
        black_box(counts);
        let snippets = SnippetGenerator::create(&self.searcher, &*query, self.text)?;
        for (_, address) in best {
            let document: TantivyDocument = self.searcher.doc(address)?;
            black_box(snippets.snippet_from_doc(&document).to_html());
        }
        Ok(Some(total))
    }
}
