//! Changing the index: calls in, calls out, one commit.

use std::{fs, path::PathBuf};

use rayon::prelude::*;
use tantivy::{IndexWriter, Term};

use super::{
    Commit, Fields, Index, SourceRecord,
    bounded_queue::{ByteBoundedQueue, QueuedDocument},
    checksummed::ChecksummedDirectory,
    document::Piece,
    lock::Lock,
    manifest::verify,
    ownership, resolved_people,
    source_record::CommitPayload,
};
use crate::{Error, Result, model::Call};

/// Memory that building an index may take in all, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Budget(usize);

/// What is there whatever is indexed: the dictionary, the tables, what the commit before holds.
const FIXED: usize = 128 << 20;

/// Memory that a byte of text takes while it is read and parsed, at worst (a JSON file of cues).
const PER_BYTE_READ: usize = 17;

/// Memory that a byte of text takes while it is analysed: its tokens in both streams.
const PER_BYTE_ANALYSED: usize = 96;

impl Budget {
    /// The least that an index can be built with.
    pub const LEAST: Self = Self(256 << 20);

    /// So many bytes; none where it is less than the least.
    pub fn new(bytes: usize) -> Option<Self> {
        (bytes >= Self::LEAST.0).then_some(Self(bytes))
    }

    /// The least with which so many bytes of text can be read at once.
    pub fn to_read(text: u64) -> Self {
        let text = usize::try_from(text).unwrap_or(usize::MAX);
        let bytes = text.saturating_mul(PER_BYTE_READ).saturating_mul(8) / 5;
        Self(bytes.saturating_add(FIXED)).max(Self::LEAST)
    }

    /// How many bytes it is.
    pub fn bytes(self) -> usize {
        self.0
    }

    fn free(self) -> usize {
        self.0.saturating_sub(FIXED)
    }

    /// Memory for postings before a segment is written.
    fn postings(self) -> usize {
        // tantivy takes no more than 4 GB for a thread.
        (self.free() / 4).min(4000 << 20)
    }

    /// Bytes of text to analyse at a time; as many are on their way into the index meanwhile.
    fn analysed(self) -> usize {
        self.free() / 16 / PER_BYTE_ANALYSED
    }

    /// Bytes of text to read at a time.
    pub fn read(self) -> u64 {
        (self.free() / 8 * 5 / PER_BYTE_READ) as u64
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self(1 << 30)
    }
}

/// An index opened for writing.
pub(super) struct Opened {
    pub(super) tantivy: tantivy::Index,
    pub(super) directory: ChecksummedDirectory,
    /// Where it is written.
    pub(super) folder: PathBuf,
    /// The folder whose place it takes in the end.
    pub(super) replaces: Option<PathBuf>,
    pub(super) lock: Lock,
}

/// The one writer of an index. Nothing is seen of what it does before [`Writer::commit`].
pub struct Writer {
    inner: IndexWriter<QueuedDocument>,
    gate: ByteBoundedQueue,
    directory: ChecksummedDirectory,
    budget: Budget,
    fields: Fields,
    /// Where it is written.
    folder: PathBuf,
    /// The folder whose place it takes in the end.
    replaces: Option<PathBuf>,
    index: Index,
    _lock: Lock,
}

impl Writer {
    /// A writer into an index that has been opened for it.
    pub(super) fn new(opened: Opened, budget: Budget, index: Index) -> Result<Self> {
        let Opened {
            tantivy,
            directory,
            folder,
            replaces,
            lock,
        } = opened;
        // One thread keeps the documents in the order they are added; the analysis, which is most
        // of the work, is done before.
        let inner = (tantivy.writer_with_num_threads(1, budget.postings()))
            .map_err(|error| failed(&directory, error))?;
        // What a writer left that was killed would stand in the way of files of the same name.
        (inner.garbage_collect_files().wait()).map_err(|error| failed(&directory, error))?;
        let (_, fields) = Fields::schema();
        Ok(Self {
            inner,
            directory,
            gate: ByteBoundedQueue::new(budget.analysed()),
            budget,
            fields,
            folder,
            replaces,
            index,
            _lock: lock,
        })
    }

    /// Removes the call made from a source, if there is one.
    pub fn remove(&self, source: &str) {
        self.inner
            .delete_term(Term::from_field_text(self.fields.source, source));
    }

    /// Puts the calls of some sources, whole and in order, in the place of those that the index has of
    /// these sources; analysed on all cores.
    pub fn put(&self, calls: &[(Call, SourceRecord)]) -> Result<()> {
        let mut last = None;
        for (_, source_record) in calls {
            if last.replace(&source_record.source) != Some(&source_record.source) {
                self.remove(&source_record.source);
            }
        }
        let mut window = Vec::new();
        let mut size = 0;
        for piece in calls
            .iter()
            .flat_map(|(call, source_record)| Piece::of(call, source_record))
        {
            size += piece.size();
            window.push(piece);
            if size >= self.budget.analysed() {
                self.add_pieces(&window)?;
                window.clear();
                size = 0;
            }
        }
        self.add_pieces(&window)
    }

    fn add_pieces(&self, pieces: &[Piece]) -> Result<()> {
        let documents: Vec<_> = (pieces.par_iter())
            .map(|piece| piece.document(&self.fields))
            .collect();
        for (piece, document) in pieces.iter().zip(documents) {
            let document =
                document.map_err(|error| Error::index("a call cannot be stored").because(error))?;
            let document = self.gate.pass(document, piece.size());
            self.inner
                .add_document(document)
                .map_err(|error| failed(&self.directory, error))?;
        }
        Ok(())
    }

    /// Makes all changes visible at once, with what is to be known beside the documents; then removes
    /// what earlier versions left, and says of each folder what became of it.
    pub fn commit(mut self, commit: &Commit) -> Result<Vec<String>> {
        let directory = self.directory.clone();
        let failed = |error| failed(&directory, error);
        let people = resolved_people::write(&directory, &commit.people)
            .map_err(|error| failed(tantivy::TantivyError::IoError(error.into())))?;
        let payload = CommitPayload {
            commit,
            people: people.clone(),
        };
        let payload = serde_json::to_string(&payload)
            .map_err(|error| Error::index("the commit cannot be written").because(error))?;
        let mut prepared = self.inner.prepare_commit().map_err(failed)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(failed)?;
        resolved_people::remove_others(&self.folder, &people);
        let tantivy = self.inner.index().clone();
        self.inner.wait_merging_threads().map_err(failed)?;
        verify(&tantivy, &self.folder, true)?;
        if let Some(target) = self.replaces {
            let swap_failed = |error| {
                Error::index("the new index cannot take the old one's place").because(error)
            };
            let old = self.index.old_folder();
            ownership::remove(&old)?;
            if target.exists() {
                fs::rename(&target, &old).map_err(swap_failed)?;
            }
            fs::rename(&self.folder, &target).map_err(swap_failed)?;
            // Where that fails, what follows says so.
            let _ = ownership::remove(&old);
        }
        Ok(self.index.remove_older_versions())
    }
}

/// What went wrong while writing: what the folder says of it, else what tantivy says.
pub(super) fn failed(directory: &ChecksummedDirectory, error: tantivy::TantivyError) -> Error {
    match directory.failure() {
        Some(cause) => Error::index("the index cannot be written")
            .because(cause)
            .hint("the last commit stands; make room, or name another folder with --index DIR"),
        None => error.into(),
    }
}
