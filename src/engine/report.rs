//! What a refresh tells: its steps while it runs, and what it did.

use super::Kept;
use crate::Error;

/// Two sources that would make calls of one id.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clash {
    /// The later source.
    pub source: String,
    /// The id it asked for.
    pub wanted: String,
    /// The id it got.
    pub given: String,
}

/// What a refresh did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct RefreshReport {
    /// Sources that are new.
    pub added: Vec<String>,
    /// Sources whose content changed.
    pub changed: Vec<String>,
    /// Sources that are gone.
    pub removed: Vec<String>,
    /// Number of sources that stayed as they were.
    pub unchanged: usize,
    /// Files left out, each with the reason.
    pub skipped: Vec<Error>,
    /// Sources that were not met or cannot be read, and stay in the index all the same.
    pub kept: Vec<Kept>,
    /// Calls that did not get the id they asked for.
    pub clashes: Vec<Clash>,
    /// Files left as they were since they are being written.
    pub being_written: usize,
    /// Passages added.
    pub passages: usize,
    /// Calls in the index now.
    pub calls: usize,
    /// What became of folders of older versions of the index, a sentence each.
    pub cleared: Vec<String>,
    /// Another process is writing the index, in a sentence; nothing has been done but that.
    pub busy: Option<String>,
}

impl RefreshReport {
    /// Whether the index is another than before.
    pub fn changed_anything(&self) -> bool {
        !(self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty())
    }
}

/// A step of a refresh, for an interface to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// Another process is writing the index, in a sentence; it is waited for.
    Wait(&'a str),
    /// So many sources will be read.
    Start(usize),
    /// This source has been read.
    Read(&'a str),
    /// Everything is read; the index is being written.
    Commit,
}
