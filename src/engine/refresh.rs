//! Refreshing: what changed on disk changes in the index, and nothing else.
//!
//! Sources are taken in the order of their names. The name decides who gets a contested id, so the
//! same corpus makes the same index whatever happened in between.

use std::{collections::HashMap, time::Duration};

use rayon::prelude::*;

use super::{
    cast::Cast,
    read::{Outcome, With, faults, is_as_failed, is_as_indexed, is_being_written, read},
    weigh::weighed,
};
use crate::{
    Error, Result,
    corpus::{self, Source, format::Formats},
    index::{Budget, Commit, Failed, Index, Origin, Roots, Writer},
    model::Call,
};

/// Most sources read at a time.
const BATCH: usize = 256;

/// Two sources that would make calls of one id.
#[derive(Debug, Clone, PartialEq, Eq)]
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
pub struct Report {
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
    /// Calls that did not get the id they asked for.
    pub clashes: Vec<Clash>,
    /// Files left as they were since they are being written.
    pub being_written: usize,
    /// Passages added.
    pub passages: usize,
    /// Calls in the index now.
    pub calls: usize,
}

impl Report {
    /// Whether the index is another than before.
    pub fn changed_anything(&self) -> bool {
        !(self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty())
    }
}

/// A step of a refresh, for a face to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// So many sources will be read.
    Start(usize),
    /// This source has been read.
    Read(&'a str),
    /// Everything is read; the index is being written.
    Commit,
}

/// How to refresh.
#[derive(Debug, Clone, Copy)]
pub(super) struct How<'a> {
    /// Read everything again.
    pub(super) anew: bool,
    pub(super) budget: Budget,
    pub(super) formats: &'a Formats,
    /// Leave alone what has changed less long ago than this.
    pub(super) settled: Duration,
}

/// What is to be done about a source that is there.
pub(super) enum Task {
    /// It stands in the index as it is.
    Keep(Vec<Origin>),
    /// It may have changed, or is new.
    Read(Source),
}

pub(super) fn refresh(
    index: &Index,
    roots: &Roots,
    how: How<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report> {
    let How { anew, budget, .. } = how;
    let reader = if anew {
        index.reader().ok().flatten()
    } else {
        index.reader()?
    };
    let walk = corpus::walk(&roots.paths)?;
    let mut known: HashMap<String, Vec<Origin>> = HashMap::new();
    if let (Some(reader), false) = (&reader, anew) {
        for origin in reader.origins()? {
            known.entry(origin.source.clone()).or_default().push(origin);
        }
    }
    for origins in known.values_mut() {
        origins.sort_by_key(|origin| origin.place);
    }
    if walk.sources.is_empty() && known.is_empty() {
        return Err(nothing_to_index(roots, walk.skipped.into_iter().next()));
    }

    let gone_roots = reader.as_ref().is_none_or(|reader| reader.roots() != roots);
    let mut refresh = Refresh {
        index,
        with: With::new(roots, how.formats)?,
        how,
        writer: None,
        cast: Cast::default(),
        known,
        ids: HashMap::new(),
        failed: Vec::new(),
        report: Report {
            skipped: walk.skipped,
            ..Report::default()
        },
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
        progress(Progress::Start(reads));
    }
    for batch in batches(tasks, budget) {
        for part in weighed(batch, budget, &mut refresh.report.skipped) {
            refresh.batch(part, progress)?;
        }
    }
    refresh.remove_gone()?;
    if gone_roots && refresh.report.calls > 0 {
        refresh.writer()?;
    }
    refresh.failed.sort_by(|a, b| a.source.cmp(&b.source));
    if refresh.failed != failed_before && refresh.report.calls > 0 {
        // Where it cannot be kept they are read again the next time, and nothing else.
        let _ = refresh.writer();
    }
    let Refresh {
        writer,
        cast,
        failed,
        mut report,
        ..
    } = refresh;
    if report.calls == 0 && report.being_written == 0 && !report.skipped.is_empty() {
        return Err(nothing_to_index(roots, Some(report.skipped.swap_remove(0))));
    }
    if let Some(writer) = writer {
        progress(Progress::Commit);
        let last = reader.as_ref().filter(|_| !anew);
        writer.commit(&Commit {
            roots: roots.clone(),
            people: cast.people(last)?,
            failed,
        })?;
    }
    Ok(report)
}

fn nothing_to_index(roots: &Roots, first: Option<Error>) -> Error {
    let path = roots.paths.first().cloned().unwrap_or_default();
    match first {
        Some(error) => Error::input(path, "holds no transcript that can be read").because(error),
        None => Error::input(path, "holds no transcripts"),
    }
    .hint("put transcripts there, or name their folder with --corpus DIR")
}

pub(super) fn too_much(source: &Source, needed: Budget) -> Error {
    let megabytes = needed.bytes().div_ceil(1 << 20);
    Error::input(
        &source.path,
        format!("may take {megabytes} MB of memory to read, more than is given"),
    )
    .hint(format!("`verbatim index --memory {megabytes}MB` reads it"))
}

/// Cuts tasks into batches with so many bytes of text to read each, or with one larger source.
fn batches(tasks: Vec<Task>, budget: Budget) -> Vec<Vec<Task>> {
    let mut batches = vec![Vec::new()];
    let (mut reads, mut bytes) = (0, 0);
    for task in tasks {
        if let Task::Read(source) = &task {
            if reads == BATCH || (reads > 0 && bytes + source.most_text() > budget.read()) {
                batches.push(Vec::new());
                (reads, bytes) = (0, 0);
            }
            reads += 1;
            bytes += source.most_text();
        }
        if let Some(batch) = batches.last_mut() {
            batch.push(task);
        }
    }
    batches
}

/// A source whose calls are to be written.
#[derive(Default)]
struct Fresh {
    source: String,
    calls: Vec<(Call, Origin)>,
}

struct Refresh<'a> {
    index: &'a Index,
    with: With,
    how: How<'a>,
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
}

impl Refresh<'_> {
    fn writer(&mut self) -> Result<&Writer> {
        if self.writer.is_none() {
            self.writer = Some(self.index.writer(self.how.anew, self.how.budget)?);
        }
        self.writer
            .as_ref()
            .ok_or_else(|| Error::index("the index cannot be written"))
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
    fn batch(&mut self, tasks: Vec<Task>, progress: &mut dyn FnMut(Progress<'_>)) -> Result<()> {
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
                    progress(Progress::Read(&source));
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
                    progress(Progress::Read(&failed.source));
                    self.failed(failed);
                }
            }
        }
        self.put(fresh)
    }

    /// The calls of a source as the index holds them, under the ids they have now.
    fn renamed(&self, origins: Vec<Origin>, ids: Vec<String>) -> Result<Fresh> {
        let mut fresh = Fresh::default();
        let reader = self.index.reader()?;
        for (mut origin, id) in origins.into_iter().zip(ids) {
            let missing = || Error::index(format!("the index lacks the call {}", origin.call));
            let reader = reader.as_ref().ok_or_else(missing)?;
            let mut call = reader.call_as_stored(&origin.call)?.ok_or_else(missing)?;
            call.passages = reader.passages(&origin.call)?;
            call.id.clone_from(&id);
            origin.call = id;
            fresh.source.clone_from(&origin.source);
            fresh.calls.push((call, origin));
        }
        Ok(fresh)
    }

    fn put(&mut self, fresh: Vec<Fresh>) -> Result<()> {
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
                self.writer()?.remove(&source.source);
                self.report.changed.push(source.source);
            } else {
                self.report.added.push(source.source);
            }
        }
        self.writer()?.add(&calls)
    }

    /// Takes out what no source stands for any more.
    fn remove_gone(&mut self) -> Result<()> {
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
