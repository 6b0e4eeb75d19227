//! Refreshing: what changed on disk changes in the index, and nothing else.
//!
//! Sources are taken in the order of their names. Of two that ask for one id the first comer has it
//! ([`ids`](super::ids)); of two that came at once the name decides. What is not met is not therefore gone
//! ([`gone`](super::gone)), and what is there twice is counted once ([`copies`](super::copies)).

use std::{collections::HashMap, sync::Arc, time::Duration};

use super::{
    Progress, RefreshReport,
    copies::Copies,
    entity_resolution::PeopleAcrossCalls,
    ids::Ids,
    previous_commit::{self, Known},
    read::{ReadContext, hash_of},
    removed_sources::{Gone, Seen},
    task::Task,
};
use crate::{
    Error, Result,
    index::{
        Budget, Commit, CorpusFolders, Failed, Index, Lock, LockOutcome, LockWait, Reader,
        SourceRecord, Writer,
    },
    transcript::{self, format::Formats},
};

/// RefreshOptions to refresh.
#[derive(Debug, Clone, Copy)]
pub(super) struct RefreshOptions<'a> {
    /// Read everything again.
    pub(super) anew: bool,
    /// What is gone is meant to be, however much it is.
    pub(super) prune: bool,
    pub(super) budget: Budget,
    pub(super) formats: &'a Formats,
    /// Leave alone what has changed less long ago than this.
    pub(super) settled: Duration,
    /// RefreshOptions long to wait for another process that writes an index which is there.
    pub(super) patience: LockWait,
}

/// Why a pass over the corpus ends before its end.
pub(super) enum Stop {
    /// Another process has written the index since this pass read it, or may have: the next pass holds
    /// the lock.
    Again(Lock),
    /// Another process is writing the index.
    Busy(String),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

pub(super) type Pass<T> = std::result::Result<T, Stop>;

/// Brings an index up to its corpus folders.
///
/// The first pass reads without the lock and takes it at the first change. Where the commit is then
/// another than the one that was read, a second pass starts from that, holding the lock. So a change
/// is written once, however many processes see it.
pub(super) fn refresh(
    index: &Index,
    corpus_folders: &CorpusFolders,
    how: RefreshOptions<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<RefreshReport> {
    index.check_apart(corpus_folders)?;
    let mut lock = None;
    loop {
        match pass(index, corpus_folders, how, lock.take(), progress) {
            Ok(report) => return Ok(report),
            Err(Stop::Again(held)) => lock = Some(held),
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Busy(sentence)) => {
                return Ok(RefreshReport {
                    busy: Some(sentence),
                    ..RefreshReport::default()
                });
            }
        }
    }
}

fn pass(
    index: &Index,
    corpus_folders: &CorpusFolders,
    how: RefreshOptions<'_>,
    lock: Option<Lock>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Pass<RefreshReport> {
    let anew = how.anew;
    let last = if anew {
        index.newest().ok().flatten()
    } else {
        index.newest()?
    };
    let (meta, reader) = last.unzip();
    let walk = transcript::walk_lenient(&corpus_folders.paths, Some(index.folder()));
    let known = Known::of(reader.as_ref(), corpus_folders, how)?;
    if let Some(error) = known.refusal(&walk, corpus_folders, how.prune) {
        return Err(error.into());
    }
    if lock.is_none() && (anew || reader.is_none()) {
        // Everything will be read: once, by whoever holds the lock.
        let lock = take_lock(index, LockWait::Unlimited, progress)?;
        return Err(Stop::Again(lock));
    }

    let gone_roots =
        (reader.as_ref()).is_none_or(|reader| !reader.corpus_folders().is_same(corpus_folders));
    let seen = Seen {
        known: &known.source_records,
        walk: &walk,
        corpus_folders: &corpus_folders.paths,
        prune: how.prune,
        same_roots: known.same_roots,
        hash: &hash_of,
    };
    let Gone {
        leaving,
        kept,
        moved,
    } = seen.judge();
    let mut refresh = Refresh {
        index,
        with: ReadContext::new(corpus_folders, how.formats)?,
        how,
        meta,
        reader: reader.clone(),
        lock,
        writer: None,
        cast: PeopleAcrossCalls::default(),
        ids: Ids::new(&known.source_records, &known.former, &leaving),
        copies: Copies::new(&known.source_records, &leaving),
        known: known.source_records,
        moved,
        failed: Vec::new(),
        report: RefreshReport {
            skipped: walk.skipped,
            ..RefreshReport::default()
        },
        progress,
    };
    for kept in kept {
        refresh.keep(kept)?;
    }
    let failed_before: &[Failed] = match &reader {
        Some(reader) if !anew => reader.failed(),
        _ => &[],
    };
    let tasks = refresh.tasks(walk.sources, failed_before)?;
    let reads = tasks
        .iter()
        .filter(|task| matches!(task, Task::Read(_)))
        .count();
    if reads > 0 {
        (refresh.progress)(Progress::Start(reads));
    }
    refresh.take(tasks)?;
    refresh.settle()?;
    refresh.remove_gone()?;
    if gone_roots && refresh.report.calls > 0 {
        refresh.writer()?;
    }
    refresh.failed.sort_by(|a, b| a.source.cmp(&b.source));
    if refresh.failed != failed_before && refresh.report.calls > 0 {
        // Where it cannot be kept they are read again the next time, and nothing else.
        if let Err(again @ Stop::Again(_)) = refresh.writer() {
            return Err(again);
        }
    }
    let former = std::mem::take(&mut refresh.ids).former();
    if former != known.former && refresh.report.calls > 0 {
        refresh.writer()?;
    }
    let Refresh {
        writer,
        cast,
        failed,
        mut report,
        progress,
        ..
    } = refresh;
    if report.calls == 0
        && report.removed.is_empty()
        && report.being_written == 0
        && !report.skipped.is_empty()
    {
        return Err(previous_commit::nothing_to_index(
            corpus_folders,
            Some(report.skipped.swap_remove(0)),
        )
        .into());
    }
    if let Some(writer) = writer {
        progress(Progress::Commit);
        let last = reader.as_ref().filter(|_| !anew);
        report.cleared = writer.commit(&Commit {
            corpus_folders: corpus_folders.clone(),
            people: cast.people(last)?,
            failed,
            former,
        })?;
        // Opened here, so that nobody who asks meanwhile waits for it.
        index.newest()?;
    }
    Ok(report)
}

fn take_lock(
    index: &Index,
    patience: LockWait,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Pass<Lock> {
    match index.lock(patience, &mut |sentence| progress(Progress::Wait(sentence)))? {
        LockOutcome::Acquired(lock) => Ok(lock),
        LockOutcome::Busy(sentence) => Err(Stop::Busy(sentence)),
    }
}

pub(super) struct Refresh<'a, 'p> {
    pub(super) index: &'a Index,
    pub(super) with: ReadContext,
    pub(super) how: RefreshOptions<'a>,
    /// The last commit when this pass began, and its list of segments, which tells it from others.
    pub(super) reader: Option<Reader>,
    pub(super) meta: Option<Arc<[u8]>>,
    /// Held from the beginning of a second pass.
    pub(super) lock: Option<Lock>,
    /// Opened at the first change.
    pub(super) writer: Option<Writer>,
    pub(super) cast: PeopleAcrossCalls,
    /// What the index holds, by source in the order of its calls; taken out as the sources are met.
    pub(super) known: HashMap<String, Vec<SourceRecord>>,
    pub(super) ids: Ids,
    pub(super) copies: Copies,
    /// The names that new sources had before.
    pub(super) moved: HashMap<String, String>,
    /// What cannot be read, to be remembered.
    pub(super) failed: Vec<Failed>,
    pub(super) report: RefreshReport,
    pub(super) progress: &'p mut dyn FnMut(Progress<'_>),
}

impl Refresh<'_, '_> {
    pub(super) fn writer(&mut self) -> Pass<&Writer> {
        if self.writer.is_none() {
            let lock = match self.lock.take() {
                Some(lock) => lock,
                None => {
                    let lock = take_lock(self.index, self.how.patience, self.progress)?;
                    let meta = self.index.newest()?.map(|(meta, _)| meta);
                    if meta != self.meta {
                        return Err(Stop::Again(lock));
                    }
                    lock
                }
            };
            let RefreshOptions { anew, budget, .. } = self.how;
            self.writer = Some(self.index.writer(lock, anew, budget)?);
        }
        let unwritable = || Error::index("the index cannot be written").into();
        self.writer.as_ref().ok_or_else(unwritable)
    }
}
