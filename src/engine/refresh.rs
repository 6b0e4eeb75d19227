//! Refreshing: what changed on disk changes in the index, and nothing else.
//!
//! Sources are taken in the order of their names. The name decides who gets a contested id, so the
//! same corpus makes the same index whatever happened in between.

use std::{
    collections::HashMap,
    fs,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rayon::prelude::*;

use crate::{
    Error, Result,
    corpus::{self, Source},
    index::{Index, Origin, Roots, Writer},
    model::Call,
};

/// Calls parsed and analysed at a time; bounds the memory a refresh takes.
const BATCH: usize = 64;

/// A file changed this recently may change again within the resolution of its time stamp.
const SETTLED: Duration = Duration::from_secs(2);

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
}

impl Report {
    /// Whether the index is another than before.
    pub fn changed_anything(&self) -> bool {
        !(self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty())
    }

    /// Calls in the index now.
    pub fn calls(&self) -> usize {
        self.added.len() + self.changed.len() + self.unchanged
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
    Keep(Origin),
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
    let mut known: HashMap<String, Origin> = HashMap::new();
    if let (Some(reader), false) = (&reader, anew) {
        known = reader
            .origins()?
            .into_iter()
            .map(|o| (o.source.clone(), o))
            .collect();
    }
    if walk.sources.is_empty() && known.is_empty() {
        return Err(nothing_to_index(roots, walk.skipped.into_iter().next()));
    }

    let gone_roots = reader.as_ref().is_none_or(|reader| reader.roots() != roots);
    let mut refresh = Refresh {
        index,
        anew,
        writer: None,
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
    if gone_roots && refresh.report.calls() > 0 {
        refresh.writer()?;
    }
    let Refresh {
        writer, mut report, ..
    } = refresh;
    if report.calls() == 0 && !report.skipped.is_empty() {
        return Err(nothing_to_index(roots, Some(report.skipped.swap_remove(0))));
    }
    if let Some(writer) = writer {
        progress(Progress::Commit);
        writer.commit(roots)?;
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

/// The bytes of a source.
pub(super) fn read_bytes(source: &Source) -> Result<Vec<u8>> {
    fs::read(&source.path)
        .map_err(|error| Error::input(&source.path, "cannot be read").because(error))
}

struct Refresh<'a> {
    index: &'a Index,
    anew: bool,
    /// Opened at the first change.
    writer: Option<Writer>,
    /// What the index holds, by source; taken out as the sources are met.
    known: HashMap<String, Origin>,
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
            Some(origin)
                if origin.size == source.size
                    && origin.modified != 0
                    && origin.modified == nanoseconds(source.modified) =>
            {
                Task::Keep(origin.clone())
            }
            _ => Task::Read(source),
        };
        sources.into_iter().map(task).collect()
    }

    /// The id for a call that asks for one: that, or `-2` and on behind it.
    fn id(&mut self, wanted: &str) -> String {
        let count = self.ids.entry(wanted.to_owned()).or_default();
        *count += 1;
        if *count == 1 {
            wanted.to_owned()
        } else {
            format!("{wanted}-{count}")
        }
    }

    /// Reads, parses and analyses one batch, in parallel but for the ids.
    fn batch(&mut self, tasks: Vec<Task>, progress: &mut dyn FnMut(Progress<'_>)) -> Result<()> {
        enum Outcome {
            Keep(Origin),
            Same(Origin),
            New(Box<Call>, Origin),
            Failed(String, Error),
        }
        let known = &self.known;
        let outcomes: Vec<Outcome> = tasks
            .into_par_iter()
            .map(|task| {
                let source = match task {
                    Task::Keep(origin) => return Outcome::Keep(origin),
                    Task::Read(source) => source,
                };
                let bytes = match read_bytes(&source) {
                    Ok(bytes) => bytes,
                    Err(error) => return Outcome::Failed(source.name, error),
                };
                let hash = blake3::hash(&bytes).to_hex().to_string();
                if let Some(origin) = known.get(&source.name)
                    && origin.hash == hash
                {
                    return Outcome::Same(origin.clone());
                }
                match corpus::read(&source, &bytes) {
                    Ok(call) => {
                        let origin = Origin {
                            source: source.name.clone(),
                            size: bytes.len() as u64,
                            modified: settled(source.modified),
                            hash,
                            base: call.id.clone(),
                            call: String::new(),
                        };
                        Outcome::New(Box::new(call), origin)
                    }
                    Err(error) => Outcome::Failed(source.name, error),
                }
            })
            .collect();

        let mut fresh: Vec<(Call, Origin)> = Vec::new();
        for outcome in outcomes {
            match outcome {
                Outcome::Keep(origin) | Outcome::Same(origin) => {
                    let id = self.id(&origin.base);
                    if id == origin.call {
                        self.known.remove(&origin.source);
                        self.report.unchanged += 1;
                        self.note_clash(&origin);
                    } else {
                        // The id has passed to another source, or come free: read it again.
                        fresh.push(self.renamed(origin, id)?);
                    }
                }
                Outcome::New(call, mut origin) => {
                    progress(Progress::Read(&origin.source));
                    let mut call = *call;
                    call.id = self.id(&origin.base);
                    origin.call.clone_from(&call.id);
                    fresh.push((call, origin));
                }
                Outcome::Failed(source, error) => {
                    progress(Progress::Read(&source));
                    self.report.skipped.push(error);
                }
            }
        }
        self.put(fresh)
    }

    /// A call as the index holds it, under another id.
    fn renamed(&self, mut origin: Origin, id: String) -> Result<(Call, Origin)> {
        let missing = || Error::index(format!("the index lacks the call {}", origin.call));
        let reader = self.index.reader()?.ok_or_else(missing)?;
        let mut call = reader.call(&origin.call)?.ok_or_else(missing)?;
        call.passages = reader.passages(&origin.call)?;
        call.id.clone_from(&id);
        origin.call = id;
        Ok((call, origin))
    }

    fn put(&mut self, fresh: Vec<(Call, Origin)>) -> Result<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        let writer = self.writer()?;
        let prepared = fresh
            .par_iter()
            .map(|(call, origin)| writer.prepare(call, origin))
            .collect::<Result<Vec<_>>>()?;
        for ((call, origin), prepared) in fresh.into_iter().zip(prepared) {
            let replaces = self.known.remove(&origin.source).is_some();
            self.note_clash(&origin);
            self.report.passages += call.passages.len();
            if replaces {
                self.report.changed.push(origin.source.clone());
            } else {
                self.report.added.push(origin.source.clone());
            }
            let writer = self.writer()?;
            if replaces {
                writer.remove(&origin.source);
            }
            writer.add(prepared)?;
        }
        Ok(())
    }

    fn note_clash(&mut self, origin: &Origin) {
        if origin.base != origin.call {
            self.report.clashes.push(Clash {
                source: origin.source.clone(),
                wanted: origin.base.clone(),
                given: origin.call.clone(),
            });
        }
    }

    /// Takes out what no source stands for any more.
    fn remove_gone(&mut self) -> Result<()> {
        let mut gone: Vec<String> = self.known.drain().map(|(source, _)| source).collect();
        gone.sort();
        for source in gone {
            self.writer()?.remove(&source);
            self.report.removed.push(source);
        }
        Ok(())
    }
}

fn nanoseconds(time: Option<SystemTime>) -> u64 {
    time.and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| u64::try_from(since.as_nanos()).ok())
        .unwrap_or(0)
}

/// The time stamp to trust later: none if the file could still change within it.
fn settled(time: Option<SystemTime>) -> u64 {
    let old = time.is_some_and(|time| time.elapsed().is_ok_and(|age| age >= SETTLED));
    if old { nanoseconds(time) } else { 0 }
}
