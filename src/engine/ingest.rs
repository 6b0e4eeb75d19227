//! What a refresh does with each source: reads it or leaves it, gives its calls their ids, and writes them.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    Clash, Progress,
    memory_estimate::estimated_memory,
    previous_commit::before,
    read::{Outcome, faults, is_as_failed, is_as_indexed, is_being_written, passed_over, read},
    refresh::{Pass, Refresh},
    removed_sources::{Kept, unread},
    task::{Task, batches, too_much},
};
use crate::{
    Error, Result,
    index::{Budget, Failed, SourceRecord},
    model::Call,
    transcript::Source,
};

/// A source whose calls are to be written.
#[derive(Default)]
struct NewCalls {
    source: String,
    calls: Vec<(Call, SourceRecord)>,
}

impl Refresh<'_, '_> {
    pub(super) fn tasks(
        &mut self,
        sources: Vec<Source>,
        failed_before: &[Failed],
    ) -> Pass<Vec<Task>> {
        let mut failed_before: HashMap<&str, &Failed> = (failed_before.iter())
            .map(|failed| (failed.source.as_str(), failed))
            .collect();
        let mut tasks = Vec::with_capacity(sources.len());
        for source in sources {
            let written = is_being_written(&source, self.how.settled);
            self.report.being_written += usize::from(written);
            let failed = (failed_before.remove(source.name.as_str()))
                .filter(|failed| written || is_as_failed(&source, failed, &self.with))
                .filter(|failed| self.copies.still(failed));
            let known = self.known.contains_key(&source.name);
            if let Some(failed) = failed {
                if !failed.copies.is_empty() && !known {
                    // Whether it is a copy still, is seen when all others are read.
                    self.copies.pass(source, failed.clone());
                    continue;
                }
                self.failed(failed.clone());
            }
            match self.known.get(&source.name) {
                Some(source_records) if written => tasks.push(Task::Keep(source_records.clone())),
                None if written || failed.is_some() => {}
                Some(source_records)
                    if !self.how.anew
                        && (source_records.iter()).all(|source_record| {
                            is_as_indexed(&source, source_record, &self.with)
                        }) =>
                {
                    tasks.push(Task::Keep(source_records.clone()));
                }
                Some(_) if failed.is_some() && !self.how.prune => {
                    if let Some(fault) = failed.and_then(|failed| faults(failed).into_iter().next())
                    {
                        self.keep(unread(&source.name, &fault, true))?;
                    }
                }
                _ if source.max_text_bytes() > self.how.budget.read() => {
                    let needed = Budget::to_read(source.max_text_bytes());
                    self.too_large(&source.name, too_much(&source, needed))?;
                }
                _ => tasks.push(Task::Read(source)),
            }
        }
        Ok(tasks)
    }

    /// A source cannot be read as it should be.
    pub(super) fn failed(&mut self, failed: Failed) {
        self.report.skipped.extend(faults(&failed));
        self.failed.push(failed);
    }

    /// The calls of sources that were not met, or cannot be read, stay.
    pub(super) fn keep(&mut self, kept: Kept) -> Pass<()> {
        let mut fresh = Vec::new();
        for source in &kept.sources {
            let source_records = self.known.remove(source).unwrap_or_default();
            self.stay(&source_records);
            if self.how.anew && !source_records.is_empty() {
                fresh.push(self.as_stored(source_records)?);
            } else {
                self.report.calls += source_records.len();
            }
        }
        self.report.kept.push(kept);
        self.put(fresh)
    }

    /// A source cannot be read; its calls stay, unless it was looked at and they are meant to go.
    fn unread(&mut self, failed: Failed, looked: bool) -> Pass<()> {
        (self.progress)(Progress::Read(&failed.source));
        if self.known.contains_key(&failed.source)
            && !(looked && self.how.prune)
            && let Some(fault) = faults(&failed).first()
        {
            self.keep(unread(&failed.source, fault, looked))?;
        }
        self.failed(failed);
        Ok(())
    }

    /// Calls keep their ids.
    fn stay(&mut self, source_records: &[SourceRecord]) {
        for source_record in source_records {
            self.ids.keep(&source_record.call);
            self.told(source_record);
        }
    }

    /// Tells that a call has another id than it asks for.
    fn told(&mut self, source_record: &SourceRecord) {
        if source_record.call != source_record.base && self.ids.is_taken(&source_record.base) {
            self.report.clashes.push(Clash {
                source: source_record.source.clone(),
                wanted: source_record.base.clone(),
                given: source_record.call.clone(),
            });
        }
    }

    /// What the index holds of a source, under its name or the one it had.
    fn before(&self, source: &str) -> Vec<SourceRecord> {
        let earlier = self.moved.get(source).and_then(|name| self.known.get(name));
        (self.known.get(source).or(earlier))
            .cloned()
            .unwrap_or_default()
    }

    /// A source has been read: its calls, without copies and with their ids, and what is wrong with it.
    fn taken_in(
        &mut self,
        source: Source,
        calls: Vec<(Call, SourceRecord)>,
        failed: Option<Failed>,
    ) -> Option<NewCalls> {
        let held = self.before(&source.name);
        let first = calls
            .first()
            .map(|(_, source_record)| source_record.clone());
        let mut sifted = self.copies.sift(&source, calls, &held);
        let mut failed = failed;
        if let (Some(first), false) = (first, sifted.copies.is_empty()) {
            let copies = passed_over(&first, sifted.copies, sifted.faults);
            failed = Some(match failed {
                Some(mut failed) => {
                    failed.faults.extend(copies.faults);
                    failed.copies = copies.copies;
                    failed
                }
                None => copies,
            });
            if sifted.calls.is_empty() {
                self.copies.pass(source, failed?);
                return None;
            }
        }
        for (call, source_record) in &mut sifted.calls {
            call.id = self.ids.give(source_record, before(&held, source_record));
            source_record.call.clone_from(&call.id);
            self.told(source_record);
        }
        if let Some(failed) = failed {
            self.failed(failed);
        }
        Some(NewCalls {
            source: source.name,
            calls: sifted.calls,
        })
    }

    /// A source takes more memory than is given; its calls stay.
    fn too_large(&mut self, source: &str, fault: Error) -> Pass<()> {
        if self.known.contains_key(source) {
            self.keep(unread(source, &fault, false))?;
        }
        self.report.skipped.push(fault);
        Ok(())
    }

    /// Does what there is to do, within the memory that is given.
    pub(super) fn take(&mut self, tasks: Vec<Task>) -> Pass<()> {
        let budget = self.how.budget;
        for batch in batches(tasks, budget) {
            let (parts, left_out) = estimated_memory(batch, budget);
            for (source, fault) in left_out {
                self.too_large(&source, fault)?;
            }
            for part in parts {
                self.batch(part)?;
            }
        }
        Ok(())
    }

    /// Tells of copies, and reads those that are none any more.
    pub(super) fn settle(&mut self) -> Pass<()> {
        let (copies, others) = self.copies.settle();
        for failed in copies {
            self.failed(failed);
        }
        self.take(others.into_iter().map(Task::Read).collect())?;
        let (copies, _) = self.copies.settle();
        for failed in copies {
            self.failed(failed);
        }
        Ok(())
    }

    /// Reads, parses and analyses one batch, in parallel but for the ids.
    fn batch(&mut self, tasks: Vec<Task>) -> Pass<()> {
        let (known, with) = (&self.known, &self.with);
        let known = Some(known).filter(|_| !self.how.anew);
        let outcomes: Vec<Outcome> = tasks
            .into_par_iter()
            .map(|task| match task {
                Task::Keep(source_records) => Outcome::Same(source_records),
                Task::Read(source) => read(&source, known, with),
            })
            .collect();

        let mut fresh: Vec<NewCalls> = Vec::new();
        for outcome in outcomes {
            match outcome {
                Outcome::Same(source_records) => {
                    self.stay(&source_records);
                    if self.how.anew {
                        fresh.push(self.as_stored(source_records)?);
                    } else if let Some(first) = source_records.first() {
                        self.known.remove(&first.source);
                        self.report.unchanged += 1;
                        self.report.calls += source_records.len();
                    }
                }
                Outcome::New(source, calls, failed) => {
                    (self.progress)(Progress::Read(&source.name));
                    fresh.extend(self.taken_in(source, calls, failed));
                }
                Outcome::Failed {
                    failed,
                    unknown: true,
                } => {
                    // The file is as it was: its format is known no more, so its calls go.
                    (self.progress)(Progress::Read(&failed.source));
                    self.failed(failed);
                }
                Outcome::Failed { failed, .. } => self.unread(failed, true)?,
                Outcome::Unread(failed) => self.unread(failed, false)?,
            }
        }
        self.put(fresh)
    }

    /// The calls of a source as the index holds them.
    fn as_stored(&self, source_records: Vec<SourceRecord>) -> Result<NewCalls> {
        let mut fresh = NewCalls::default();
        for source_record in source_records {
            let missing =
                || Error::index(format!("the index lacks the call {}", source_record.call));
            let reader = self.reader.as_ref().ok_or_else(missing)?;
            let mut call = reader
                .call_as_stored(&source_record.call)?
                .ok_or_else(missing)?;
            call.passages = reader.passages(&source_record.call)?;
            fresh.source.clone_from(&source_record.source);
            fresh.calls.push((call, source_record));
        }
        Ok(fresh)
    }

    fn put(&mut self, fresh: Vec<NewCalls>) -> Pass<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        let mut calls = Vec::new();
        for mut source in fresh {
            let replaced = self.known.remove(&source.source);
            for source_record in replaced.iter().flatten() {
                self.cast.remove(&source.source, &source_record.company);
            }
            for (call, _) in &source.calls {
                self.cast.add(call);
                self.report.passages += call.passages.len();
            }
            self.report.calls += source.calls.len();
            calls.append(&mut source.calls);
            if replaced.is_some() && !self.how.anew {
                self.report.changed.push(source.source);
            } else {
                self.report.added.push(source.source);
            }
        }
        Ok(self.writer()?.put(&calls)?)
    }

    /// Takes out what no source stands for any more.
    pub(super) fn remove_gone(&mut self) -> Pass<()> {
        let mut gone: Vec<(String, Vec<SourceRecord>)> = self.known.drain().collect();
        gone.sort_by(|a, b| a.0.cmp(&b.0));
        for (source, source_records) in gone {
            for source_record in &source_records {
                self.cast.remove(&source, &source_record.company);
            }
            self.writer()?.remove(&source);
            self.report.removed.push(source);
        }
        Ok(())
    }
}
