//! tantivy as it comes.

use std::path::Path;

use tantivy::{
    Index, IndexWriter, Searcher, TantivyDocument,
    collector::{Count, TopDocs},
    query::QueryParser,
    schema::{STORED, Schema, TEXT},
};

use super::Open;
use crate::{Result, passages::Passage, queries::Plain};

/// Memory for postings, over both threads.
const HEAP: usize = 400 << 20;

pub(super) fn build(passages: &[Passage], folder: &Path) -> Result<()> {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT | STORED);
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, HEAP)?;
    for passage in passages {
        let mut document = TantivyDocument::default();
        document.add_text(text, passage.text());
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

pub(super) struct Tantivy {
    searcher: Searcher,
    parser: QueryParser,
    counted: bool,
}

impl Tantivy {
    pub(super) fn open(folder: &Path, counted: bool) -> Result<Self> {
        let index = Index::open_in_dir(folder)?;
        let text = index.schema().get_field("text")?;
        let mut parser = QueryParser::for_index(&index, vec![text]);
        parser.set_conjunction_by_default();
        Ok(Self {
            searcher: index.reader()?.searcher(),
            parser,
            counted,
        })
    }
}

impl Open for Tantivy {
    fn name(&self) -> &'static str {
        if self.counted {
            "tantivy, counted"
        } else {
            "tantivy"
        }
    }

    fn ask(&self, query: &Plain) -> Result<Option<usize>> {
        let Some(typed) = query.typed() else {
            return Ok(None);
        };
        let query = self.parser.parse_query(&typed)?;
        let best = TopDocs::with_limit(10).order_by_score();
        Ok(Some(if self.counted {
            self.searcher.search(&query, &(Count, best))?.0
        } else {
            self.searcher.search(&query, &best)?.len()
        }))
    }
}
