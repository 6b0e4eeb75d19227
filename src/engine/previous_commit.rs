//! What the index holds when a refresh begins, and when none can begin.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use super::refresh::RefreshOptions;
use crate::{
    Error, Result,
    index::{CorpusFolders, Reader, SourceRecord},
    transcript::Walk,
};

/// What the last commit says.
pub(super) struct Known {
    /// The calls, by source in the order of their places.
    pub(super) source_records: HashMap<String, Vec<SourceRecord>>,
    /// Ids that calls had, with those they have.
    pub(super) former: BTreeMap<String, String>,
    /// It was made from the same corpus folders.
    pub(super) same_roots: bool,
    /// The overrides it was made with.
    overrides: Option<PathBuf>,
}

impl Known {
    /// What a commit says; nothing where there is none, or one that is to be replaced cannot be read.
    pub(super) fn of(
        reader: Option<&Reader>,
        corpus_folders: &CorpusFolders,
        how: RefreshOptions<'_>,
    ) -> Result<Self> {
        let mut known = Self {
            source_records: HashMap::new(),
            former: BTreeMap::new(),
            same_roots: false,
            overrides: None,
        };
        let Some(reader) = reader else {
            return Ok(known);
        };
        let source_records = match reader.source_records() {
            Err(_) if how.anew => return Ok(known),
            source_records => source_records?,
        };
        for source_record in source_records {
            let of_source = known
                .source_records
                .entry(source_record.source.clone())
                .or_default();
            of_source.push(source_record);
        }
        for source_records in known.source_records.values_mut() {
            source_records.sort_by_key(|source_record| source_record.place);
            if (source_records.iter().zip(source_records.iter().skip(1)))
                .any(|(a, b)| a.place == b.place)
            {
                // A call that is there twice is taken for changed, so that it is put in its own place.
                for source_record in source_records {
                    (source_record.modified, source_record.hash) = (0, String::new());
                }
            }
        }
        known.former.clone_from(reader.former());
        known.same_roots = reader.corpus_folders().has_paths_of(corpus_folders);
        known.overrides = (reader.corpus_folders().overrides.clone())
            .filter(|_| corpus_folders.overrides.is_none());
        Ok(known)
    }

    /// Why nothing can be brought up to date; none where something can.
    pub(super) fn refusal(
        &self,
        walk: &Walk,
        corpus_folders: &CorpusFolders,
        prune: bool,
    ) -> Option<Error> {
        let lost = |corpus_folder: &PathBuf| {
            walk.unreadable
                .iter()
                .any(|unreadable| unreadable.path == *corpus_folder)
        };
        let first = || (walk.skipped.first()).map(Error::retold);
        let all_lost = corpus_folders.paths.iter().all(lost);
        let meant = prune && walk.unreadable.iter().all(|unreadable| unreadable.missing);
        if all_lost && !(self.same_roots && meant) {
            return first();
        }
        if !self.same_roots
            && let Some(corpus_folder) = corpus_folders
                .paths
                .iter()
                .find(|corpus_folder| lost(corpus_folder))
        {
            let of_root = |error: &&Error| error.is_at(corpus_folder);
            return walk.skipped.iter().find(of_root).map(Error::retold);
        }
        let nothing = walk.sources.is_empty();
        if nothing && (self.source_records.is_empty() || !self.same_roots) {
            return Some(nothing_to_index(corpus_folders, first()));
        }
        // Without it the calls of other folders would lose what it states of them.
        let away = |path: &PathBuf| {
            let mut unreadable = walk.unreadable.iter();
            unreadable.any(|unreadable| path.starts_with(&unreadable.path))
        };
        let overrides = self
            .overrides
            .as_ref()
            .filter(|path| away(path) && !meant)?;
        Some(Error::input(overrides, "could not be looked at"))
    }
}

/// What the index holds of a call that has been read: by what it asks to be called, else by its place.
pub(super) fn before<'k>(
    known: &'k [SourceRecord],
    source_record: &SourceRecord,
) -> Option<&'k SourceRecord> {
    let same_base = known
        .iter()
        .find(|before| before.base == source_record.base);
    same_base.or_else(|| {
        known
            .iter()
            .find(|before| before.place == source_record.place)
    })
}

/// What is said of corpus folders without a call.
pub(super) fn nothing_to_index(corpus_folders: &CorpusFolders, first: Option<Error>) -> Error {
    let path = corpus_folders.paths.first().cloned().unwrap_or_default();
    match first {
        Some(error) => Error::input(path, "holds no transcript that can be read").because(error),
        None => Error::input(path, "holds no transcripts"),
    }
    .hint("put transcripts there, or name their folder with --corpus DIR")
}
