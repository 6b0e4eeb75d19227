//! Refreshing: what changed on disk changes in the index, and nothing else.
//!
//! Sources are taken in the order of their names. The name decides who gets a contested id, so the
//! same corpus makes the same index whatever happened in between.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    cast::Cast,
    read::{Outcome, catalog, is_as_indexed, read},
};
use crate::{
    Error, Result,
    corpus::{self, Catalog, Source},
    index::{Commit, Index, Origin, Roots, Writer},
    model::Call,
};

/// Calls parsed and analysed at a time; bounds the memory a refresh takes.
const BATCH: usize = 64;

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

/// What is to be done about a source that is there.
enum Task {
    /// It stands in the index as it is.
    Keep(Vec<Origin>),
    /// It may have changed, or is new.
    Read(Source),
}

pub(super) fn refresh(
    index: &Index,
    roots: &Roots,
    anew: bool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report> {
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
        catalog: catalog(roots)?,
        anew,
        writer: None,
        cast: Cast::default(),
        known,
        ids: HashMap::new(),
        report: Report {
            skipped: walk.skipped,
            ..Report::default()
        },
    };
    let tasks = refresh.tasks(walk.sources);
    let reads = tasks
        .iter()
        .filter(|task| matches!(task, Task::Read(_)))
        .count();
    if reads > 0 {
        progress(Progress::Start(reads));
    }
    for batch in batches(tasks) {
        refresh.batch(batch, progress)?;
    }
    refresh.remove_gone()?;
    if gone_roots && refresh.report.calls > 0 {
        refresh.writer()?;
    }
    let Refresh {
        writer,
        cast,
        mut report,
        ..
    } = refresh;
    if report.calls == 0 && !report.skipped.is_empty() {
        return Err(nothing_to_index(roots, Some(report.skipped.swap_remove(0))));
    }
    if let Some(writer) = writer {
        progress(Progress::Commit);
        let last = reader.as_ref().filter(|_| !anew);
        writer.commit(&Commit {
            roots: roots.clone(),
            people: cast.people(last)?,
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

/// Cuts tasks into batches with so many sources to read each.
fn batches(tasks: Vec<Task>) -> Vec<Vec<Task>> {
    let mut batches = vec![Vec::new()];
    let mut reads = 0;
    for task in tasks {
        if matches!(task, Task::Read(_)) {
            if reads == BATCH {
                batches.push(Vec::new());
                reads = 0;
            }
            reads += 1;
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
    catalog: Catalog,
    anew: bool,
    /// Opened at the first change.
    writer: Option<Writer>,
    cast: Cast,
    /// What the index holds, by source in the order of its calls; taken out as the sources are met.
    known: HashMap<String, Vec<Origin>>,
    /// How often each id has been asked for.
    ids: HashMap<String, usize>,
    report: Report,
}

impl Refresh<'_> {
    fn writer(&mut self) -> Result<&Writer> {
        if self.writer.is_none() {
            self.writer = Some(self.index.writer(self.anew)?);
        }
        self.writer
            .as_ref()
            .ok_or_else(|| Error::index("the index cannot be written"))
    }

    fn tasks(&self, sources: Vec<Source>) -> Vec<Task> {
        let task = |source: Source| match self.known.get(&source.name) {
            Some(origins)
                if (origins.iter()).all(|origin| is_as_indexed(&source, origin, &self.catalog)) =>
            {
                Task::Keep(origins.clone())
            }
            _ => Task::Read(source),
        };
        sources.into_iter().map(task).collect()
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
        let (known, catalog) = (&self.known, &self.catalog);
        let outcomes: Vec<Outcome> = tasks
            .into_par_iter()
            .map(|task| match task {
                Task::Keep(origins) => Outcome::Same(origins),
                Task::Read(source) => read(source, known, catalog),
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
                    self.report.skipped.extend(failed);
                    fresh.push(Fresh { source, calls });
                }
                Outcome::Failed(source, error) => {
                    progress(Progress::Read(&source));
                    self.report.skipped.push(error);
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
        let writer = self.writer()?;
        let prepared = fresh
            .par_iter()
            .map(|source| {
                source
                    .calls
                    .par_iter()
                    .map(|(call, origin)| writer.prepare(call, origin))
                    .collect()
            })
            .collect::<Result<Vec<Vec<_>>>>()?;
        for (Fresh { source, calls }, prepared) in fresh.into_iter().zip(prepared) {
            let replaced = self.known.remove(&source);
            let replaces = replaced.is_some();
            for origin in replaced.iter().flatten() {
                self.cast.remove(&source, &origin.company);
            }
            calls.iter().for_each(|(call, _)| self.cast.add(call));
            self.report.calls += calls.len();
            self.report.passages += calls
                .iter()
                .map(|(call, _)| call.passages.len())
                .sum::<usize>();
            let writer = self.writer()?;
            if replaces {
                writer.remove(&source);
            }
            for call in prepared {
                writer.add(call)?;
            }
            if replaces {
                self.report.changed.push(source);
            } else {
                self.report.added.push(source);
            }
        }
        Ok(())
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
