//! How to refresh an index.

use std::time::Duration;

use crate::{
    index::{Budget, LockWait},
    transcript::format::Formats,
};

/// How to refresh an index.
#[derive(Debug, Clone, Copy)]
pub(super) struct RefreshOptions<'a> {
    /// Whether to read everything again.
    pub(super) rebuild: bool,
    /// Whether to remove all missing sources, however many there are.
    pub(super) prune: bool,
    /// Memory for building the index.
    pub(super) budget: Budget,
    /// The formats of transcripts.
    pub(super) formats: &'a Formats,
    /// A file that changed less long ago than this is left as it is in the index, since it may be half written.
    pub(super) settle_time: Duration,
    /// Maximum number of bytes to read, if the last commit is of the same folders.
    pub(super) max_bytes: u64,
    /// How long to wait for another process that writes an existing index.
    pub(super) lock_wait: LockWait,
}
