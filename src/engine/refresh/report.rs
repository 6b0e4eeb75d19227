//! What a refresh reports: its progress, and what it did.

use super::removed_sources::KeptSources;
use crate::{Error, model::Call};

/// A call whose id another call had already.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clash {
    /// Its source.
    pub source: String,
    /// The id it would have had.
    pub wanted: String,
    /// The id it has.
    pub assigned: String,
}

/// What a refresh did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct RefreshReport {
    /// Sources that are new.
    pub added: Vec<String>,
    /// Sources whose content changed.
    pub changed: Vec<String>,
    /// Sources that were removed.
    pub removed: Vec<String>,
    /// Number of sources that did not change.
    pub unchanged: usize,
    /// Files left out, each with the reason.
    pub skipped: Vec<Error>,
    /// Files left out as in the refresh before, which reported them.
    pub skipped_before: Vec<Error>,
    /// Sources added or changed of which something is doubtful, with the number of doubts.
    pub doubtful: Vec<(String, usize)>,
    /// Sources that are missing or cannot be read, and stay in the index.
    pub kept: Vec<KeptSources>,
    /// Calls whose ids other calls had already.
    pub clashes: Vec<Clash>,
    /// Number of files left for later since they are being written.
    pub being_written: usize,
    /// Number of passages added.
    pub passages: usize,
    /// Number of calls in the index now.
    pub calls: usize,
    /// A sentence on each folder of an older version of the index: removed, or why not.
    pub cleared: Vec<String>,
    /// A sentence that names another process that is writing the index, for which nothing was done.
    pub busy: Option<String>,
    /// The work that was too much to be done at once, for which nothing was done.
    pub deferred: Option<Deferred>,
}

/// The work of a refresh that was deferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deferred {
    /// Number of sources to read.
    pub sources: usize,
    /// Their bytes.
    pub bytes: u64,
}

impl RefreshReport {
    /// Whether the refresh changed the calls in the index.
    pub fn changed_anything(&self) -> bool {
        !(self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty())
    }

    /// Adds files left out, which the refresh before has reported or not.
    pub(super) fn add_skipped(&mut self, errors: Vec<Error>, before: bool) {
        match before {
            true => self.skipped_before.extend(errors),
            false => self.skipped.extend(errors),
        }
    }

    /// Adds the doubts of the calls of a source.
    pub(super) fn add_doubts<'a>(&mut self, source: &str, calls: impl Iterator<Item = &'a Call>) {
        let doubts: usize = calls.map(|call| call.doubts.len()).sum();
        if doubts > 0 {
            self.doubtful.push((source.to_owned(), doubts));
        }
    }

    /// Takes the first of the files left out.
    pub(super) fn take_first_skipped(&mut self) -> Option<Error> {
        let skipped = [&mut self.skipped, &mut self.skipped_before];
        let list = skipped.into_iter().find(|list| !list.is_empty())?;
        Some(list.swap_remove(0))
    }
}

/// A step of a refresh, for an interface to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// Waits for another process that is writing the index; the sentence names it.
    Wait(&'a str),
    /// Begins to read sources of so many bytes in all: files of text and of PDF differ in size a
    /// hundredfold.
    Start {
        /// How many sources.
        sources: usize,
        /// Their bytes.
        bytes: u64,
    },
    /// A source has been read.
    Read {
        /// Its name.
        source: &'a str,
        /// Its bytes.
        bytes: u64,
    },
    /// Everything has been read; the index is being written.
    Commit,
}
