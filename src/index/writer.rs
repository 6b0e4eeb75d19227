//! Changing the index: calls in, calls out, one commit.

use std::{fs, path::PathBuf};

use tantivy::{IndexWriter, TantivyDocument, Term};

use super::{Commit, Fields, Index, Origin, document, open::Lock};
use crate::{Error, Result, model::Call};

/// Memory for postings before a segment is written, in bytes.
const MEMORY: usize = 150 << 20;

/// The one writer of an index. Nothing is seen of what it does before [`Writer::commit`].
pub struct Writer {
    inner: IndexWriter,
    fields: Fields,
    swap: Option<(PathBuf, PathBuf)>,
    index: Index,
    _lock: Lock,
}

/// The documents of a call, analysed and ready to be added.
#[derive(Debug)]
pub struct Prepared(Vec<TantivyDocument>);

impl Writer {
    pub(super) fn new(
        index: tantivy::Index,
        fields: Fields,
        lock: Lock,
        swap: Option<(PathBuf, PathBuf)>,
        folder: Index,
    ) -> Result<Self> {
        // One thread keeps the documents in the order they are added; the analysis, which is most
        // of the work, is done by the callers of `prepare`.
        let inner = index.writer_with_num_threads(1, MEMORY)?;
        Ok(Self {
            inner,
            fields,
            swap,
            index: folder,
            _lock: lock,
        })
    }

    /// Analyses a call; may be called from several threads.
    pub fn prepare(&self, call: &Call, origin: &Origin) -> Result<Prepared> {
        document::documents(&self.fields, call, origin)
            .map(Prepared)
            .map_err(|error| {
                Error::index(format!("{} cannot be stored", call.source)).because(error)
            })
    }

    /// Removes the call made from a source, if there is one.
    pub fn remove(&self, source: &str) {
        self.inner
            .delete_term(Term::from_field_text(self.fields.source, source));
    }

    /// Adds a call; remove the old one of the same source first.
    pub fn add(&self, prepared: Prepared) -> Result<()> {
        for document in prepared.0 {
            self.inner.add_document(document)?;
        }
        Ok(())
    }

    /// Makes all changes visible at once, with what is to be known beside the documents.
    pub fn commit(mut self, commit: &Commit) -> Result<()> {
        let payload = serde_json::to_string(commit)
            .map_err(|error| Error::index("the commit cannot be written").because(error))?;
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.inner.wait_merging_threads()?;
        if let Some((built, target)) = self.swap {
            let swap_failed = |error| {
                Error::index("the new index cannot take the old one's place").because(error)
            };
            let old = target.with_extension("old");
            if old.exists() {
                fs::remove_dir_all(&old).map_err(swap_failed)?;
            }
            if target.exists() {
                fs::rename(&target, &old).map_err(swap_failed)?;
            }
            fs::rename(&built, &target).map_err(swap_failed)?;
        }
        self.index.remove_other_versions();
        Ok(())
    }
}
