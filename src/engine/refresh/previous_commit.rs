//! What the index holds before a refresh, and when a refresh is refused.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use super::{options::RefreshOptions, source_reader::ReadContext};
use crate::{
    Error, Result,
    index::{CorpusFolders, Reader, SourceRecord},
    transcript::Walk,
};

/// What the last commit holds.
#[derive(Default)]
pub(super) struct PreviousCommit {
    /// The records of the calls by source, in the order of the source.
    pub(super) source_records: HashMap<String, Vec<SourceRecord>>,
    /// Ids that calls had before, with their present ids.
    pub(super) former_ids: BTreeMap<String, String>,
    /// Whether it was made from the same corpus folders.
    pub(super) has_same_folders: bool,
    /// The overrides it was made with, if there are none now.
    lost_overrides: Option<PathBuf>,
}

impl PreviousCommit {
    /// Reads what a commit holds. It is empty where there is none, or where a rebuild cannot read it.
    pub(super) fn read(
        reader: Option<&Reader>,
        corpus_folders: &CorpusFolders,
        context: &ReadContext,
        options: RefreshOptions<'_>,
    ) -> Result<Self> {
        let mut previous = Self::default();
        let Some(reader) = reader else {
            return Ok(previous);
        };
        let source_records = match reader.source_records() {
            Err(_) if options.rebuild => return Ok(previous),
            source_records => source_records?,
        };
        for source_record in source_records {
            let source = source_record.source.clone();
            (previous.source_records.entry(source).or_default()).push(source_record);
        }
        for source_records in previous.source_records.values_mut() {
            source_records.sort_by_key(|source_record| source_record.position);
            if (source_records.iter().zip(source_records.iter().skip(1)))
                .any(|(a, b)| a.position == b.position)
            {
                // A call that is in the index twice counts as changed, so that both are replaced.
                for source_record in source_records {
                    (source_record.modified, source_record.hash) = (0, String::new());
                }
            }
        }
        if reader.overrides_mark() != context.mark {
            previous.compare_overrides(reader, context)?;
        }
        (previous.former_ids).clone_from(reader.former_ids());
        previous.has_same_folders = reader.corpus_folders().has_paths_of(corpus_folders);
        previous.lost_overrides = (reader.corpus_folders().overrides.clone())
            .filter(|_| corpus_folders.overrides.is_none());
        Ok(previous)
    }

    /// Marks the calls to which other overrides apply than when they were read.
    fn compare_overrides(&mut self, reader: &Reader, context: &ReadContext) -> Result<()> {
        let names = reader.call_names()?;
        for (source, records) in &mut self.source_records {
            for record in records {
                let names = names.get(&(source.clone(), record.position));
                let mark = names.map(|names| context.mark_of(names));
                record.is_outdated = mark.as_ref() != Some(&record.overrides);
            }
        }
        Ok(())
    }

    /// Why the index must not be refreshed from what the walk found; none where it may.
    pub(super) fn refusal(
        &self,
        walk: &Walk,
        corpus_folders: &CorpusFolders,
        prune: bool,
    ) -> Option<Error> {
        let first_error = || (walk.skipped.first()).map(Error::with_source_in_message);
        let is_lost = |folder: &PathBuf| {
            (walk.unreadable.iter()).any(|unreadable| unreadable.path == *folder)
        };
        let may_remove = prune && walk.unreadable.iter().all(|unreadable| unreadable.missing);
        let all_lost = corpus_folders.paths.iter().all(is_lost);
        if all_lost && !(self.has_same_folders && may_remove) {
            return first_error();
        }
        // A folder that was never indexed and cannot be read is a mistake of the user.
        if !self.has_same_folders
            && let Some(folder) = corpus_folders.paths.iter().find(|folder| is_lost(folder))
        {
            let of_folder = |error: &&Error| error.is_at(folder);
            let error = walk.skipped.iter().find(of_folder);
            return error.map(Error::with_source_in_message);
        }
        let has_calls = !self.source_records.is_empty() && self.has_same_folders;
        if walk.sources.is_empty() && !has_calls {
            return Some(nothing_to_index(corpus_folders, first_error()));
        }
        // Without its overrides the calls of other folders would lose what these say of them.
        let is_unseen = |path: &PathBuf| {
            (walk.unreadable.iter()).any(|unreadable| path.starts_with(&unreadable.path))
        };
        let overrides =
            (self.lost_overrides.as_ref()).filter(|path| is_unseen(path) && !may_remove)?;
        Some(Error::input(overrides, "could not be looked at"))
    }
}

/// The record in the index of a call that has been read: the one with the same base id, else the one at the
/// same position in the source.
pub(super) fn record_before<'k>(
    known: &'k [SourceRecord],
    record: &SourceRecord,
) -> Option<&'k SourceRecord> {
    let find = |is_same: &dyn Fn(&SourceRecord) -> bool| known.iter().find(|known| is_same(known));
    find(&|known| known.base == record.base)
        .or_else(|| find(&|known| known.position == record.position))
}

/// The error for corpus folders without a call; `first` is the first error that was met.
pub(super) fn nothing_to_index(corpus_folders: &CorpusFolders, first: Option<Error>) -> Error {
    let path = corpus_folders.paths.first().cloned().unwrap_or_default();
    match first {
        Some(error) => Error::input(path, "holds no transcript that can be read").because(error),
        None => Error::input(path, "holds no transcripts"),
    }
    .hint("put transcripts there, or name their folder with --corpus DIR")
}
