//! Writing to the index: adds and removes calls, and commits.

use std::{fs, path::PathBuf};

use rayon::prelude::*;
use tantivy::{IndexWriter, TantivyError, Term};

use super::{
    bounded_queue::{ByteBoundedQueue, QueuedDocument},
    budget::Budget,
    checksummed::ChecksummedDirectory,
    commit::{Commit, CommitPayload},
    document::Piece,
    error::unwritable,
    layout::Layout,
    lock::Lock,
    manifest::verify,
    open::open_or_create,
    ownership::{self, check_removable, check_writable},
    resolved_people,
    schema::Fields,
    source_record::SourceRecord,
};
use crate::{Error, Result, model::Call};

/// The only writer of an index. Its changes become visible with [`Writer::commit`].
pub struct Writer {
    inner: IndexWriter<QueuedDocument>,
    queue: ByteBoundedQueue,
    directory: ChecksummedDirectory,
    budget: Budget,
    fields: Fields,
    /// The folder that is written.
    folder: PathBuf,
    /// Whether the folder replaces the index on commit.
    rebuild: bool,
    layout: Layout,
    _lock: Lock,
}

impl Writer {
    /// Opens an index for writing; a `rebuild` starts from nothing in a folder of its own.
    ///
    /// # Errors
    /// Where the index folder cannot be written, or holds something that is not the index's.
    pub(super) fn open(layout: Layout, lock: Lock, rebuild: bool, budget: Budget) -> Result<Self> {
        fs::create_dir_all(layout.root()).map_err(unwritable)?;
        let folder = prepare_folder(&layout, rebuild)?;
        fs::create_dir_all(&folder).map_err(unwritable)?;
        let directory = ChecksummedDirectory::open(&folder)?;
        let index = open_or_create(&directory)?;
        // A single thread indexes, so that documents stay in the order in which they are added. Most of the
        // work is analysis, which runs on all cores before.
        let inner = (index.writer_with_num_threads(1, budget.postings()))
            .map_err(|error| directory.write_error(error))?;
        // Files that a killed writer left would collide with new files of the same name.
        (inner.garbage_collect_files().wait()).map_err(|error| directory.write_error(error))?;
        let (_, fields) = Fields::schema();
        Ok(Self {
            inner,
            queue: ByteBoundedQueue::new(budget.analyzed()),
            directory,
            budget,
            fields,
            folder,
            rebuild,
            layout,
            _lock: lock,
        })
    }

    /// Removes the calls of a source, if there are any.
    pub fn remove(&self, source: &str) {
        self.inner
            .delete_term(Term::from_field_text(self.fields.source, source));
    }

    /// Adds calls, in order, and removes all earlier calls of their sources. Analyzes on all cores.
    pub fn replace(&self, calls: &[(Call, SourceRecord)]) -> Result<()> {
        let mut last = None;
        for (_, source_record) in calls {
            if last.replace(&source_record.source) != Some(&source_record.source) {
                self.remove(&source_record.source);
            }
        }
        let mut batch = Vec::new();
        let mut size = 0;
        let pieces =
            (calls.iter()).flat_map(|(call, source_record)| Piece::of(call, source_record));
        for piece in pieces {
            size += piece.size();
            batch.push(piece);
            if size >= self.budget.analyzed() {
                self.add_pieces(&batch)?;
                batch.clear();
                size = 0;
            }
        }
        self.add_pieces(&batch)
    }

    fn add_pieces(&self, pieces: &[Piece]) -> Result<()> {
        let documents: Vec<_> = (pieces.par_iter())
            .map(|piece| piece.document(&self.fields))
            .collect();
        for (piece, document) in pieces.iter().zip(documents) {
            let document =
                document.map_err(|error| Error::index("a call cannot be stored").because(error))?;
            let document = self.queue.acquire(document, piece.size());
            self.inner
                .add_document(document)
                .map_err(|error| self.directory.write_error(error))?;
        }
        Ok(())
    }

    /// Makes all changes visible at once, then removes indexes of older versions. Returns a sentence on
    /// each folder that was to be removed.
    pub fn commit(mut self, commit: &Commit) -> Result<Vec<String>> {
        let directory = self.directory.clone();
        let failed = |error| directory.write_error(error);
        let people = resolved_people::write(&directory, &commit.people)
            .map_err(|error| failed(TantivyError::IoError(error.into())))?;
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
        let index = self.inner.index().clone();
        self.inner.wait_merging_threads().map_err(failed)?;
        verify(&index, &self.folder, true)?;
        if self.rebuild {
            replace_current(&self.layout)?;
        }
        Ok(self.layout.remove_older_versions())
    }
}

/// The folder to write to, after a check that nothing foreign will be touched.
fn prepare_folder(layout: &Layout, rebuild: bool) -> Result<PathBuf> {
    let version_folder = layout.version_folder();
    let current = layout.current_folder();
    if current != version_folder {
        fs::rename(&current, &version_folder).map_err(unwritable)?;
    }
    if !rebuild {
        check_writable(&version_folder)?;
        return Ok(version_folder);
    }
    check_removable(&version_folder)?;
    check_removable(&layout.old_folder())?;
    let building = layout.building_folder();
    ownership::remove(&building)?;
    Ok(building)
}

/// Renames the folder of a finished rebuild to that of the current version.
fn replace_current(layout: &Layout) -> Result<()> {
    let failed =
        |error| Error::index("the new index cannot take the old one's place").because(error);
    let (current, old) = (layout.version_folder(), layout.old_folder());
    ownership::remove(&old)?;
    if current.exists() {
        fs::rename(&current, &old).map_err(failed)?;
    }
    fs::rename(layout.building_folder(), &current).map_err(failed)?;
    // `remove_older_versions`, which follows, tries again and reports a failure.
    let _ = ownership::remove(&old);
    Ok(())
}
