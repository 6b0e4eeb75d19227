//! What a refresh does with each source: reads it or keeps its calls, assigns ids, and writes the calls.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::{
    batches::{self, Task, exceeds_budget},
    call_ids::CallIds,
    copies::Copies,
    entity_resolution::EntityResolution,
    lazy_writer::{LazyWriter, PassResult, Stop},
    options::RefreshOptions,
    previous_commit::{PreviousCommit, nothing_to_index, record_before},
    removed_sources::{KeptSources, kept_unreadable},
    report::{Clash, Progress, RefreshReport},
    source_reader::{
        Outcome, ReadContext, faults, is_among, is_as_failed, is_as_indexed, is_being_written,
        read, with_copies,
    },
};
use crate::{
    Error, Result,
    index::{Budget, Commit, CorpusFolders, Failed, Reader, SourceRecord, Writer},
    model::Call,
    transcript::Source,
};

/// The state of a pass over the corpus.
pub(super) struct Ingest<'a, 'p> {
    options: RefreshOptions<'a>,
    context: ReadContext,
    /// The commit that the pass began with.
    reader: Option<Reader>,
    writer: LazyWriter<'a>,
    people: EntityResolution,
    /// The records in the index by source. Sources are taken out when they have been dealt with.
    known: HashMap<String, Vec<SourceRecord>>,
    ids: CallIds,
    former_ids_before: BTreeMap<String, String>,
    copies: Copies,
    /// The earlier names of renamed sources, by present name.
    pub(super) renamed: HashMap<String, String>,
    /// Sources that cannot be read, for the commit.
    failed: Vec<Failed>,
    pub(super) report: RefreshReport,
    /// Bytes of the sources to be read.
    pub(super) sizes: HashMap<String, u64>,
    pub(super) progress: &'p mut dyn FnMut(Progress<'_>),
}

/// A source whose calls are to be written.
#[derive(Default)]
struct NewCalls {
    source: String,
    calls: Vec<(Call, SourceRecord)>,
}

impl<'a, 'p> Ingest<'a, 'p> {
    /// A pass that starts from a commit. `removed` are the missing sources that are to be removed.
    pub(super) fn new(
        context: ReadContext,
        reader: Option<Reader>,
        writer: LazyWriter<'a>,
        previous: PreviousCommit,
        removed: &HashSet<String>,
        progress: &'p mut dyn FnMut(Progress<'_>),
    ) -> Self {
        let records = &previous.source_records;
        Self {
            options: writer.options,
            context,
            reader,
            writer,
            people: EntityResolution::default(),
            ids: CallIds::new(records, &previous.former_ids, removed),
            former_ids_before: previous.former_ids,
            copies: Copies::new(records, removed),
            known: previous.source_records,
            renamed: HashMap::new(),
            failed: Vec::new(),
            sizes: HashMap::new(),
            report: RefreshReport::default(),
            progress,
        }
    }

    fn writer(&mut self) -> PassResult<&Writer> {
        self.writer.get(self.progress)
    }

    /// Sources that could not be read when the last commit was made. A rebuild tries all of them again.
    fn failed_before(&self) -> &[Failed] {
        match &self.reader {
            Some(reader) if !self.options.rebuild => reader.failed(),
            _ => &[],
        }
    }

    /// Decides for each source whether to read it or to keep its calls.
    pub(super) fn plan(&mut self, sources: Vec<Source>) -> PassResult<Vec<Task>> {
        let mut failed_before: HashMap<String, Failed> = (self.failed_before().iter())
            .map(|failed| (failed.source.clone(), failed.clone()))
            .collect();
        let mut tasks = Vec::with_capacity(sources.len());
        for source in sources {
            let failed = failed_before.remove(&source.name);
            tasks.extend(self.plan_source(source, failed)?);
        }
        Ok(tasks)
    }

    fn plan_source(
        &mut self,
        source: Source,
        failed_before: Option<Failed>,
    ) -> PassResult<Option<Task>> {
        let is_being_written = is_being_written(&source, self.options.settle_time);
        self.report.being_written += usize::from(is_being_written);
        let failed = failed_before
            .filter(|failed| is_being_written || is_as_failed(&source, failed, &self.context))
            .filter(|failed| self.copies.are_copies(failed));
        if let Some(failed) = &failed {
            if !failed.copies.is_empty() && !self.known.contains_key(&source.name) {
                // Whether it is a copy still is known when all others have been read.
                self.copies.defer(source, failed.clone());
                return Ok(None);
            }
            self.fail(failed.clone());
        }
        let is_unchanged = |records: &[SourceRecord]| {
            let mut records = records.iter();
            records.all(|record| is_as_indexed(&source, record))
        };
        match self.known.get(&source.name) {
            Some(records) if is_being_written => return Ok(Some(Task::Keep(records.clone()))),
            None if is_being_written || failed.is_some() => return Ok(None),
            Some(records) if !self.options.rebuild && is_unchanged(records) => {
                return Ok(Some(Task::Keep(records.clone())));
            }
            Some(_) if !self.options.prune && failed.is_some() => {
                let faults = failed.iter().flat_map(faults);
                if let Some(fault) = faults.into_iter().next() {
                    self.keep(kept_unreadable(&source.name, &fault, true))?;
                }
                return Ok(None);
            }
            _ => {}
        }
        if source.max_text_bytes() > self.options.budget.read() {
            let needed = Budget::to_read(source.max_text_bytes());
            self.keep_too_large(&source.name, exceeds_budget(&source, needed))?;
            return Ok(None);
        }
        Ok(Some(Task::Read(source)))
    }

    /// Reports a source that cannot be read, or only in part.
    fn fail(&mut self, failed: Failed) {
        let was_told = is_among(self.failed_before(), &failed);
        self.report.add_skipped(faults(&failed), was_told);
        self.failed.push(failed);
    }

    /// Keeps the calls of sources that are missing or cannot be read.
    pub(super) fn keep(&mut self, kept: KeptSources) -> PassResult<()> {
        let mut rewritten = Vec::new();
        for source in &kept.sources {
            let records = self.known.remove(source).unwrap_or_default();
            self.keep_ids(&records);
            if self.options.rebuild && !records.is_empty() {
                rewritten.push(self.calls_in_index(records)?);
            } else {
                self.report.calls += records.len();
            }
        }
        self.report.kept.push(kept);
        self.write(rewritten)
    }

    fn tell_read(&mut self, source: &str) {
        let bytes = self.sizes.remove(source).unwrap_or_default();
        (self.progress)(Progress::Read { source, bytes });
    }

    /// Keeps the calls of a source that cannot be parsed, or removes them with `prune` if it `was_read`.
    fn keep_unreadable(&mut self, failed: Failed, was_read: bool) -> PassResult<()> {
        self.tell_read(&failed.source);
        let is_pruned = was_read && self.options.prune;
        if self.known.contains_key(&failed.source)
            && !is_pruned
            && let Some(fault) = faults(&failed).first()
        {
            self.keep(kept_unreadable(&failed.source, fault, was_read))?;
        }
        self.fail(failed);
        Ok(())
    }

    /// Keeps the calls of a source that does not fit the memory budget.
    fn keep_too_large(&mut self, source: &str, error: Error) -> PassResult<()> {
        if self.known.contains_key(source) {
            self.keep(kept_unreadable(source, &error, false))?;
        }
        self.report.skipped.push(error);
        Ok(())
    }

    fn keep_ids(&mut self, records: &[SourceRecord]) {
        for record in records {
            self.ids.keep(&record.call);
            self.report_clash(record);
        }
    }

    /// Reports a call whose base id another call has.
    fn report_clash(&mut self, record: &SourceRecord) {
        if record.call != record.base && self.ids.is_taken(&record.base) {
            self.report.clashes.push(Clash {
                source: record.source.clone(),
                wanted: record.base.clone(),
                assigned: record.call.clone(),
            });
        }
    }

    /// The records in the index of a source, under its present or its earlier name.
    fn records_of(&self, source: &str) -> Vec<SourceRecord> {
        let renamed = self.renamed.get(source);
        let earlier = renamed.and_then(|name| self.known.get(name));
        (self.known.get(source).or(earlier))
            .cloned()
            .unwrap_or_default()
    }

    /// Takes the copies out of the calls of a source and assigns ids to the others. None where nothing is
    /// left to write.
    fn prepare(
        &mut self,
        source: Source,
        calls: Vec<(Call, SourceRecord)>,
        mut failed: Option<Failed>,
    ) -> Option<NewCalls> {
        let before = self.records_of(&source.name);
        let first = calls.first().map(|(_, record)| record.clone());
        let mut separated = self.copies.separate(&source, calls, &before);
        if let (Some(first), false) = (first, separated.copies.is_empty()) {
            let copies = with_copies(&self.context, &first, separated.copies, separated.faults);
            let failed_part = match failed.take() {
                Some(mut failed) => {
                    failed.faults.extend(copies.faults);
                    failed.copies = copies.copies;
                    failed
                }
                None => copies,
            };
            if separated.calls.is_empty() {
                self.copies.defer(source, failed_part);
                return None;
            }
            failed = Some(failed_part);
        }
        for (call, record) in &mut separated.calls {
            call.id = self.ids.assign(record, record_before(&before, record));
            record.call.clone_from(&call.id);
            self.report_clash(record);
        }
        if let Some(failed) = failed {
            self.fail(failed);
        }
        Some(NewCalls {
            source: source.name,
            calls: separated.calls,
        })
    }

    /// Carries out tasks within the memory budget.
    pub(super) fn run(&mut self, tasks: Vec<Task>) -> PassResult<()> {
        let budget = self.options.budget;
        for batch in batches::by_length(tasks, budget) {
            let (batches, too_large) = batches::by_estimate(batch, budget);
            for (source, error) in too_large {
                self.keep_too_large(&source, error)?;
            }
            for batch in batches {
                self.run_batch(batch)?;
            }
        }
        Ok(())
    }

    /// Reports deferred copies, and reads those that are copies no longer.
    pub(super) fn finish_copies(&mut self) -> PassResult<()> {
        let (copies, others) = self.copies.take_deferred();
        copies.into_iter().for_each(|failed| self.fail(failed));
        self.run(others.into_iter().map(Task::Read).collect())?;
        let (copies, _) = self.copies.take_deferred();
        copies.into_iter().for_each(|failed| self.fail(failed));
        Ok(())
    }

    /// Reads and parses a batch in parallel, then writes its calls. Ids are assigned in order.
    fn run_batch(&mut self, tasks: Vec<Task>) -> PassResult<()> {
        let (known, context) = (&self.known, &self.context);
        let known = Some(known).filter(|_| !self.options.rebuild);
        let outcomes: Vec<Outcome> = (tasks.into_par_iter())
            .map(|task| match task {
                Task::Keep(records) => Outcome::Unchanged(records),
                Task::Read(source) => read(&source, known, context),
            })
            .collect();
        let mut new = Vec::new();
        for outcome in outcomes {
            match outcome {
                Outcome::Unchanged(records) => new.extend(self.keep_unchanged(records)?),
                Outcome::Parsed(source, calls, failed) => {
                    self.tell_read(&source.name);
                    new.extend(self.prepare(source, calls, failed));
                }
                Outcome::NoCall { failed, had_calls } if had_calls => {
                    // The file has not changed, but its format is gone, so its calls are removed.
                    self.tell_read(&failed.source);
                    self.fail(failed);
                }
                Outcome::NoCall { failed, .. } => self.keep_unreadable(failed, true)?,
                Outcome::Unreadable(failed) => self.keep_unreadable(failed, false)?,
            }
        }
        self.write(new)
    }

    /// Keeps the calls of an unchanged source. A rebuild has to write them again.
    fn keep_unchanged(&mut self, records: Vec<SourceRecord>) -> Result<Option<NewCalls>> {
        self.keep_ids(&records);
        if self.options.rebuild {
            return self.calls_in_index(records).map(Some);
        }
        if let Some(first) = records.first() {
            self.known.remove(&first.source);
            self.report.unchanged += 1;
            self.report.calls += records.len();
        }
        Ok(None)
    }

    /// Reads the calls of a source from the index.
    fn calls_in_index(&self, records: Vec<SourceRecord>) -> Result<NewCalls> {
        let mut new = NewCalls::default();
        for record in records {
            let missing = || Error::index(format!("the index lacks the call {}", record.call));
            let reader = self.reader.as_ref().ok_or_else(missing)?;
            let mut call = (reader.call_as_stored(&record.call)?).ok_or_else(missing)?;
            call.passages = reader.passages(&record.call)?;
            new.source.clone_from(&record.source);
            new.calls.push((call, record));
        }
        Ok(new)
    }

    fn write(&mut self, new: Vec<NewCalls>) -> PassResult<()> {
        if new.is_empty() {
            return Ok(());
        }
        let mut calls = Vec::new();
        for mut new in new {
            let replaced = self.known.remove(&new.source);
            for record in replaced.iter().flatten() {
                self.people.remove(&new.source, &record.company);
            }
            for (call, _) in &new.calls {
                self.people.add(call);
                self.report.passages += call.passages.len();
            }
            self.report.calls += new.calls.len();
            self.report
                .add_doubts(&new.source, new.calls.iter().map(|(call, _)| call));
            calls.append(&mut new.calls);
            if replaced.is_some() && !self.options.rebuild {
                self.report.changed.push(new.source);
            } else {
                self.report.added.push(new.source);
            }
        }
        Ok(self.writer()?.replace(&calls)?)
    }

    /// Removes the calls of all sources that have not been dealt with.
    pub(super) fn remove_remaining(&mut self) -> PassResult<()> {
        let mut remaining: Vec<(String, Vec<SourceRecord>)> = self.known.drain().collect();
        remaining.sort_by(|a, b| a.0.cmp(&b.0));
        for (source, records) in remaining {
            for record in &records {
                self.people.remove(&source, &record.company);
            }
            self.writer()?.remove(&source);
            self.report.removed.push(source);
        }
        Ok(())
    }

    /// Commits, if calls or what the commit holds besides them have changed.
    pub(super) fn finish(mut self, corpus_folders: &CorpusFolders) -> PassResult<RefreshReport> {
        self.failed.sort_by(|a, b| a.source.cmp(&b.source));
        let former_ids = std::mem::take(&mut self.ids).former();
        let has_same_folders = (self.reader.as_ref())
            .is_some_and(|reader| reader.corpus_folders().is_same(corpus_folders));
        let has_calls = self.report.calls > 0;
        if has_calls && (!has_same_folders || former_ids != self.former_ids_before) {
            self.writer()?;
        }
        let has_other_overrides = (self.reader.as_ref())
            .is_some_and(|reader| reader.overrides_mark() != self.context.mark);
        if has_calls && (has_other_overrides || self.failed != self.failed_before()) {
            // Only a cache: without a commit these sources are read again, and the overrides that apply to
            // each call are compared again, the next time.
            if let Err(restart @ Stop::Restart(_)) = self.writer() {
                return Err(restart);
            }
        }
        let mut report = self.report;
        let changed = !report.removed.is_empty() || report.being_written > 0;
        if report.calls == 0
            && !changed
            && let Some(first) = report.take_first_skipped()
        {
            return Err(nothing_to_index(corpus_folders, Some(first)).into());
        }
        let last = self.reader.as_ref().filter(|_| !self.options.rebuild);
        let (people, failed, overrides_mark) = (self.people, self.failed, self.context.mark);
        let commit = || {
            Ok(Commit {
                corpus_folders: corpus_folders.clone(),
                people: people.people(last)?,
                failed,
                overrides_mark,
                former_ids,
            })
        };
        report.cleared = self.writer.commit(commit, self.progress)?;
        Ok(report)
    }
}
