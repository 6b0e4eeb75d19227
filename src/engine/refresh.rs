//! Refreshing: what changed on disk changes in the index, and nothing else.
//!
//! Sources are taken in the order of their names. The name decides who gets a contested id, so the
//! same corpus makes the same index whatever happened in between.

use std::{collections::HashMap, sync::Arc, time::Duration};

use rayon::prelude::*;

use super::{
    Clash, Progress, Report,
    cast::Cast,
    read::{Outcome, With, faults, is_as_failed, is_as_indexed, is_being_written, read},
    task::{Task, batches, too_much},
    weigh::weighed,
};
use crate::{
    Error, Result,
    corpus::{self, Source, format::Formats},
    index::{Budget, Commit, Failed, Index, Lock, Locked, Origin, Patience, Reader, Roots, Writer},
    model::Call,
};

/// How to refresh.
#[derive(Debug, Clone, Copy)]
pub(super) struct How<'a> {
    /// Read everything again.
    pub(super) anew: bool,
    pub(super) budget: Budget,
    pub(super) formats: &'a Formats,
    /// Leave alone what has changed less long ago than this.
    pub(super) settled: Duration,
    /// How long to wait for another process that writes an index which is there.
    pub(super) patience: Patience,
}

/// Why a pass over the corpus ends before its end.
enum Stop {
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

type Pass<T> = std::result::Result<T, Stop>;

/// Brings an index up to its roots.
///
/// The first pass reads without the lock and takes it at the first change. Where the commit is then
/// another than the one that was read, a second pass starts from that, holding the lock. So a change
/// is written once, however many processes see it.
pub(super) fn refresh(
    index: &Index,
    roots: &Roots,
    how: How<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report> {
    index.check_apart(roots)?;
    let mut lock = None;
    loop {
        match pass(index, roots, how, lock.take(), progress) {
            Ok(report) => return Ok(report),
            Err(Stop::Again(held)) => lock = Some(held),
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Busy(sentence)) => {
                return Ok(Report {
                    busy: Some(sentence),
                    ..Report::default()
                });
            }
        }
    }
}

fn pass(
    index: &Index,
    roots: &Roots,
    how: How<'_>,
    lock: Option<Lock>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Pass<Report> {
    let How { anew, budget, .. } = how;
    let last = if anew {
        index.newest().ok().flatten()
    } else {
        index.newest()?
    };
    let (meta, reader) = last.unzip();
    let walk = corpus::walk(&roots.paths, Some(index.folder()))?;
    let mut known: HashMap<String, Vec<Origin>> = HashMap::new();
    if let (Some(reader), false) = (&reader, anew) {
        for origin in reader.origins()? {
            known.entry(origin.source.clone()).or_default().push(origin);
        }
    }
    for origins in known.values_mut() {
        origins.sort_by_key(|origin| origin.place);
        if (origins.iter().zip(origins.iter().skip(1))).any(|(a, b)| a.place == b.place) {
            // A call that is there twice is taken for changed, so that it is put in its own place.
            for origin in origins {
                (origin.modified, origin.hash) = (0, String::new());
            }
        }
    }
    if walk.sources.is_empty() && known.is_empty() {
        return Err(nothing_to_index(roots, walk.skipped.into_iter().next()).into());
    }
    if lock.is_none() && (anew || reader.is_none()) {
        // Everything will be read: once, by whoever holds the lock.
        let lock = take_lock(index, Patience::Unlimited, progress)?;
        return Err(Stop::Again(lock));
    }

    let gone_roots = reader.as_ref().is_none_or(|reader| reader.roots() != roots);
    let mut refresh = Refresh {
        index,
        with: With::new(roots, how.formats)?,
        how,
        meta,
        reader: reader.clone(),
        lock,
        writer: None,
        cast: Cast::default(),
        known,
        ids: HashMap::new(),
        failed: Vec::new(),
        report: Report {
            skipped: walk.skipped,
            ..Report::default()
        },
        progress,
    };
    let failed_before: &[Failed] = match &reader {
        Some(reader) if !anew => reader.failed(),
        _ => &[],
    };
    let tasks = refresh.tasks(walk.sources, failed_before);
    let reads = tasks
        .iter()
        .filter(|task| matches!(task, Task::Read(_)))
        .count();
    if reads > 0 {
        (refresh.progress)(Progress::Start(reads));
    }
    for batch in batches(tasks, budget) {
        for part in weighed(batch, budget, &mut refresh.report.skipped) {
            refresh.batch(part)?;
        }
    }
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
    let Refresh {
        writer,
        cast,
        failed,
        mut report,
        progress,
        ..
    } = refresh;
    if report.calls == 0 && report.being_written == 0 && !report.skipped.is_empty() {
        return Err(nothing_to_index(roots, Some(report.skipped.swap_remove(0))).into());
    }
    if let Some(writer) = writer {
        progress(Progress::Commit);
        let last = reader.as_ref().filter(|_| !anew);
        report.cleared = writer.commit(&Commit {
            roots: roots.clone(),
            people: cast.people(last)?,
            failed,
        })?;
        // Opened here, so that nobody who asks meanwhile waits for it.
        index.newest()?;
    }
    Ok(report)
}

fn take_lock(
    index: &Index,
    patience: Patience,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Pass<Lock> {
    match index.lock(patience, &mut |sentence| progress(Progress::Wait(sentence)))? {
        Locked::Held(lock) => Ok(lock),
        Locked::Busy(sentence) => Err(Stop::Busy(sentence)),
    }
}

fn nothing_to_index(roots: &Roots, first: Option<Error>) -> Error {
    let path = roots.paths.first().cloned().unwrap_or_default();
    match first {
        Some(error) => Error::input(path, "holds no transcript that can be read").because(error),
        None => Error::input(path, "holds no transcripts"),
    }
    .hint("put transcripts there, or name their folder with --corpus DIR")
}

/// A source whose calls are to be written.
#[derive(Default)]
struct Fresh {
    source: String,
    calls: Vec<(Call, Origin)>,
}

struct Refresh<'a, 'p> {
    index: &'a Index,
    with: With,
    how: How<'a>,
    /// The last commit when this pass began, and its list of segments, which tells it from others.
    reader: Option<Reader>,
    meta: Option<Arc<[u8]>>,
    /// Held from the beginning of a second pass.
    lock: Option<Lock>,
    /// Opened at the first change.
    writer: Option<Writer>,
    cast: Cast,
    /// What the index holds, by source in the order of its calls; taken out as the sources are met.
    known: HashMap<String, Vec<Origin>>,
    /// How often each id has been asked for.
    ids: HashMap<String, usize>,
    /// What cannot be read, to be remembered.
    failed: Vec<Failed>,
    report: Report,
    progress: &'p mut dyn FnMut(Progress<'_>),
}

impl Refresh<'_, '_> {
    fn writer(&mut self) -> Pass<&Writer> {
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
            let How { anew, budget, .. } = self.how;
            self.writer = Some(self.index.writer(lock, anew, budget)?);
        }
        let unwritable = || Error::index("the index cannot be written").into();
        self.writer.as_ref().ok_or_else(unwritable)
    }

    fn tasks(&mut self, sources: Vec<Source>, failed_before: &[Failed]) -> Vec<Task> {
        let mut failed_before: HashMap<&str, &Failed> = (failed_before.iter())
            .map(|failed| (failed.source.as_str(), failed))
            .collect();
        let mut tasks = Vec::with_capacity(sources.len());
        for source in sources {
            let written = is_being_written(&source, self.how.settled);
            self.report.being_written += usize::from(written);
            let failed = (failed_before.remove(source.name.as_str()))
                .filter(|failed| written || is_as_failed(&source, failed, &self.with));
            if let Some(failed) = failed {
                self.failed(failed.clone());
            }
            match self.known.get(&source.name) {
                Some(origins) if written => tasks.push(Task::Keep(origins.clone())),
                None if written || failed.is_some() => {}
                Some(origins)
                    if (origins.iter())
                        .all(|origin| is_as_indexed(&source, origin, &self.with)) =>
                {
                    tasks.push(Task::Keep(origins.clone()));
                }
                _ if source.most_text() > self.how.budget.read() => {
                    let needed = Budget::to_read(source.most_text());
                    self.report.skipped.push(too_much(&source, needed));
                }
                _ => tasks.push(Task::Read(source)),
            }
        }
        tasks
    }

    /// A source cannot be read as it should be.
    fn failed(&mut self, failed: Failed) {
        self.report.skipped.extend(faults(&failed));
        self.failed.push(failed);
    }

    /// The id for a call that asks for one: that, or `-2` and on behind it, which is reported.
    fn id(&mut self, source: &str, wanted: &str) -> String {
        let count = self.ids.entry(wanted.to_owned()).or_default();
        *count += 1;
        if *count == 1 {
            return wanted.to_owned();
        }
        let given = format!("{wanted}-{count}");
        self.report.clashes.push(Clash {
            source: source.to_owned(),
            wanted: wanted.to_owned(),
            given: given.clone(),
        });
        given
    }

    /// Reads, parses and analyses one batch, in parallel but for the ids.
    fn batch(&mut self, tasks: Vec<Task>) -> Pass<()> {
        let (known, with) = (&self.known, &self.with);
        let outcomes: Vec<Outcome> = tasks
            .into_par_iter()
            .map(|task| match task {
                Task::Keep(origins) => Outcome::Same(origins),
                Task::Read(source) => read(&source, known, with),
            })
            .collect();

        let mut fresh: Vec<Fresh> = Vec::new();
        for outcome in outcomes {
            match outcome {
                Outcome::Same(origins) => {
                    let ids: Vec<String> = (origins.iter())
                        .map(|origin| self.id(&origin.source, &origin.base))
                        .collect();
                    let (Some(first), true) = (
                        origins.first(),
                        origins.iter().map(|origin| &origin.call).eq(&ids),
                    ) else {
                        // An id has passed to another source, or come free.
                        fresh.push(self.renamed(origins, ids)?);
                        continue;
                    };
                    self.known.remove(&first.source);
                    self.report.unchanged += 1;
                    self.report.calls += origins.len();
                }
                Outcome::New(source, mut calls, failed) => {
                    (self.progress)(Progress::Read(&source));
                    for (call, origin) in &mut calls {
                        call.id = self.id(&source, &origin.base);
                        origin.call.clone_from(&call.id);
                    }
                    if let Some(failed) = failed {
                        self.failed(failed);
                    }
                    fresh.push(Fresh { source, calls });
                }
                Outcome::Failed(failed) => {
                    (self.progress)(Progress::Read(&failed.source));
                    self.failed(failed);
                }
            }
        }
        self.put(fresh)
    }

    /// The calls of a source as the index holds them, under the ids they have now.
    fn renamed(&self, origins: Vec<Origin>, ids: Vec<String>) -> Result<Fresh> {
        let mut fresh = Fresh::default();
        for (mut origin, id) in origins.into_iter().zip(ids) {
            let missing = || Error::index(format!("the index lacks the call {}", origin.call));
            let reader = self.reader.as_ref().ok_or_else(missing)?;
            let mut call = reader.call_as_stored(&origin.call)?.ok_or_else(missing)?;
            call.passages = reader.passages(&origin.call)?;
            call.id.clone_from(&id);
            origin.call = id;
            fresh.source.clone_from(&origin.source);
            fresh.calls.push((call, origin));
        }
        Ok(fresh)
    }

    fn put(&mut self, fresh: Vec<Fresh>) -> Pass<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        let mut calls = Vec::new();
        for mut source in fresh {
            let replaced = self.known.remove(&source.source);
            for origin in replaced.iter().flatten() {
                self.cast.remove(&source.source, &origin.company);
            }
            for (call, _) in &source.calls {
                self.cast.add(call);
                self.report.passages += call.passages.len();
            }
            self.report.calls += source.calls.len();
            calls.append(&mut source.calls);
            if replaced.is_some() {
                self.report.changed.push(source.source);
            } else {
                self.report.added.push(source.source);
            }
        }
        Ok(self.writer()?.put(&calls)?)
    }

    /// Takes out what no source stands for any more.
    fn remove_gone(&mut self) -> Pass<()> {
        let mut gone: Vec<(String, Vec<Origin>)> = self.known.drain().collect();
        gone.sort_by(|a, b| a.0.cmp(&b.0));
        for (source, origins) in gone {
            for origin in &origins {
                self.cast.remove(&source, &origin.company);
            }
            self.writer()?.remove(&source);
            self.report.removed.push(source);
        }
        Ok(())
    }
}
