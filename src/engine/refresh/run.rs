//! One or two passes over the corpus that bring the index up to date.

use super::{
    batches::Task,
    ingest::Ingest,
    lazy_writer::{LazyWriter, PassResult, Stop, take_lock},
    options::RefreshOptions,
    previous_commit::PreviousCommit,
    removed_sources::Inventory,
    report::{Deferred, Progress, RefreshReport},
    source_reader::{ReadContext, hash_of},
};
use crate::{
    Result,
    index::{CorpusFolders, Index, Lock, LockWait},
    transcript,
};

/// Brings an index up to date with its corpus folders.
///
/// The first pass reads without the lock and takes it at the first change. If the index has changed since,
/// a second pass starts from the new commit and holds the lock throughout. So a change is written once,
/// however many processes see it.
pub(super) fn refresh(
    index: &Index,
    corpus_folders: &CorpusFolders,
    options: RefreshOptions<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<RefreshReport> {
    index.check_apart(corpus_folders)?;
    let mut lock = None;
    loop {
        match pass(index, corpus_folders, options, lock.take(), progress) {
            Ok(report) => return Ok(report),
            Err(Stop::Restart(held)) => lock = Some(held),
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Busy(sentence)) => {
                return Ok(RefreshReport {
                    busy: Some(sentence),
                    ..RefreshReport::default()
                });
            }
            Err(Stop::Deferred(work)) => {
                return Ok(RefreshReport {
                    deferred: Some(work),
                    ..RefreshReport::default()
                });
            }
        }
    }
}

fn pass(
    index: &Index,
    corpus_folders: &CorpusFolders,
    options: RefreshOptions<'_>,
    lock: Option<Lock>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> PassResult<RefreshReport> {
    let last = match options.rebuild {
        // A rebuild does without a commit that cannot be opened.
        true => index.newest_snapshot().ok().flatten(),
        false => index.newest_snapshot()?,
    };
    let (meta, reader) = last.map(|last| (last.meta, last.reader)).unzip();
    let walk = transcript::walk_lenient(
        &corpus_folders.paths,
        corpus_folders.overrides.as_deref(),
        Some(index.folder()),
    );
    let context = ReadContext::new(corpus_folders, options.formats)?;
    let previous = PreviousCommit::read(reader.as_ref(), corpus_folders, &context, options)?;
    if let Some(error) = previous.refusal(&walk, corpus_folders, options.prune) {
        return Err(error.into());
    }
    if lock.is_none() && (options.rebuild || reader.is_none()) {
        // Everything will be read, so the lock is taken before instead of in a second pass.
        return Err(Stop::Restart(take_lock(
            index,
            LockWait::Unlimited,
            progress,
        )?));
    }
    let may_defer = lock.is_none() && previous.has_same_folders;
    let missing = Inventory {
        known: &previous.source_records,
        walk: &walk,
        corpus_folders: &corpus_folders.paths,
        prune: options.prune,
        has_same_folders: previous.has_same_folders,
        hash: &hash_of,
    }
    .missing_sources();
    let writer = LazyWriter {
        index,
        options,
        meta,
        lock,
        writer: None,
    };
    let mut ingest = Ingest::new(
        context,
        reader,
        writer,
        previous,
        &missing.removed,
        progress,
    );
    ingest.renamed = missing.renamed;
    ingest.report.skipped = walk.skipped;
    for kept in missing.kept {
        ingest.keep(kept)?;
    }
    let tasks = ingest.plan(walk.sources)?;
    let reads = tasks.iter().filter_map(|task| match task {
        Task::Read(source) => Some((source.name.clone(), source.size)),
        Task::Keep(_) => None,
    });
    ingest.sizes = reads.collect();
    let (sources, bytes) = (ingest.sizes.len(), ingest.sizes.values().sum());
    if may_defer && bytes > options.max_bytes {
        return Err(deferral(index, Deferred { sources, bytes }));
    }
    if sources > 0 {
        (ingest.progress)(Progress::Start { sources, bytes });
    }
    ingest.run(tasks)?;
    ingest.finish_copies()?;
    ingest.remove_remaining()?;
    ingest.finish(corpus_folders)
}

/// Why a long refresh is not made now: another process makes one, or this one is too long.
fn deferral(index: &Index, work: Deferred) -> Stop {
    match index.busy() {
        Some(sentence) => Stop::Busy(sentence),
        None => Stop::Deferred(work),
    }
}
