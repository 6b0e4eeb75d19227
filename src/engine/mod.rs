//! The engine: all that an interface calls. Builds an index from a corpus, keeps it fresh, answers
//! requests.

mod copies;
mod doctor;
mod entity_resolution;
mod ids;
mod ingest;
mod memory_estimate;
mod near_duplicates;
mod panic_guard;
mod previous_commit;
mod read;
mod reading;
mod refresh;
mod removed_sources;
mod report;
mod saved;
mod task;
mod watch;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

pub use self::{
    doctor::{Check, Health},
    near_duplicates::Alike,
    panic_guard::panics_are_caught,
    reading::{Part, Reading},
    removed_sources::Kept,
    report::{Clash, Progress, RefreshReport},
    saved::{News, Preview, PreviewRow, SavedSearch, Wording},
};
use self::{read::ReadContext, refresh::RefreshOptions};

use crate::{
    CancelToken, Error, Result,
    analytics::{
        self, CallAudit, Comparison, DisagreementKind, MentionChange, MentionChanges, MentionEntry,
        Trend,
    },
    index::{Budget, CorpusFolders, FacetField, Index, LockWait, Reader},
    model::{Call, Period},
    search::{
        self, CallEntry, CallSort, CompanyEntry, Completion, FirmEntry, Glossary, ListSort,
        Request, Response, SpeakerEntry,
    },
    transcript::{
        self, Overrides, Source,
        format::{Format, Formats},
    },
};

/// An index folder and what can be done with it.
#[derive(Debug, Clone)]
pub struct Engine {
    index: Index,
    budget: Budget,
    formats: Formats,
    cancel: CancelToken,
    prune: bool,
}

impl Engine {
    /// The engine over an index folder, which need not exist yet.
    pub fn new(index: impl Into<PathBuf>) -> Self {
        Self {
            index: Index::at(index),
            budget: Budget::default(),
            formats: Formats::default(),
            cancel: CancelToken::default(),
            prune: false,
        }
    }

    /// The same engine with so much memory for building the index.
    pub fn with_budget(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// The same engine, whose work ends with an error once the token says so.
    pub fn with_cancel(self, cancel: CancelToken) -> Self {
        Self { cancel, ..self }
    }

    /// The same engine, which takes the files that are gone for gone, however many are gone at once. Any
    /// other keeps their calls where a whole folder or more than half of the calls is gone, since a drive
    /// may be away, and says so ([`RefreshReport::kept`]).
    pub fn with_pruning(self, prune: bool) -> Self {
        Self { prune, ..self }
    }

    /// The same engine, which knows one more format of transcripts. It is asked before those of the
    /// program.
    ///
    /// An index remembers the names and versions of added formats. An engine that has others reads
    /// every file again on its next refresh, so give an index to engines with the same formats.
    pub fn with_format(self, format: impl Format + 'static) -> Self {
        Self {
            formats: self.formats.with(format),
            ..self
        }
    }

    /// What a reader should know of a call's format before quoting it.
    pub fn caveat_of(&self, call: &Call) -> Option<&'static str> {
        self.formats.named(&call.format)?.caveat()
    }

    /// The index folder.
    pub fn folder(&self) -> &Path {
        self.index.folder()
    }

    /// What the index was made from; none where there is no index.
    pub fn corpus_folders(&self) -> Result<Option<CorpusFolders>> {
        panic_guard::guarded(&self.index, || {
            Ok(self
                .index
                .reader()?
                .map(|reader| reader.corpus_folders().clone()))
        })
    }

    /// What tells the state that answers come from from any other: it changes with each commit and
    /// with the overrides. None where there is no index.
    ///
    /// # Errors
    /// Where the index or the overrides cannot be read: what is answered then is of no known state.
    pub fn state(&self) -> Result<Option<String>> {
        let current = panic_guard::guarded(&self.index, || self.index.current())?;
        let Some((meta, reader)) = current else {
            return Ok(None);
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(&meta);
        hasher.update(&read::overrides_bytes(reader.corpus_folders())?.unwrap_or_default());
        let hash = hasher.finalize().to_hex();
        Ok(Some(hash.chars().take(16).collect()))
    }

    /// The id that a call has now by one that it had before; none for any other id.
    pub fn now_called(&self, id: &str) -> Result<Option<String>> {
        self.on(|reader| Ok(reader.now_called(id).map(str::to_owned)))
    }

    /// Number of calls and of passages.
    pub fn size(&self) -> Result<(u64, u64)> {
        self.on(Reader::size)
    }

    /// Brings the index up to the state of some folders and files; `anew` reads everything again.
    ///
    /// Files that cannot be read are reported and left out; nothing is changed where there is
    /// nothing to change. Another process that writes the index is waited for.
    pub fn refresh(
        &self,
        corpus_folders: &CorpusFolders,
        anew: bool,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<RefreshReport> {
        let settled = Duration::ZERO;
        self.refresh_how(corpus_folders, anew, settled, LockWait::Unlimited, progress)
    }

    /// The same, but where another process goes on writing an index that is there already, the report
    /// says so and nothing is done. An index that is being built for the first time is waited for.
    pub fn try_refresh(
        &self,
        corpus_folders: &CorpusFolders,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<RefreshReport> {
        self.refresh_how(
            corpus_folders,
            false,
            Duration::ZERO,
            LockWait::Short,
            progress,
        )
    }

    /// Brings the index up to the state of a folder of transcripts, with the overrides of names that
    /// it may hold.
    ///
    /// # Errors
    /// Where the folder holds nothing that can be read, or the index cannot be written.
    pub fn take_in(&self, corpus: impl Into<PathBuf>) -> Result<RefreshReport> {
        let corpus = corpus.into();
        let corpus_folders = Self::folders_with_overrides(&corpus, vec![corpus.clone()]);
        self.refresh(&corpus_folders, false, &mut |_| {})
    }

    /// The same as [`Self::refresh`], but leaves alone what has changed less long ago than `settled`.
    fn refresh_how(
        &self,
        corpus_folders: &CorpusFolders,
        anew: bool,
        settled: Duration,
        patience: LockWait,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<RefreshReport> {
        let how = RefreshOptions {
            anew,
            prune: self.prune,
            budget: self.budget,
            formats: &self.formats,
            settled,
            patience,
        };
        panic_guard::guarded(&self.index, || {
            refresh::refresh(&self.index, corpus_folders, how, progress)
        })
    }

    /// Folders and files with the user's overrides of names, `verbatim.toml`: the one in `folder`,
    /// else that in the first of the folders that has one.
    pub fn folders_with_overrides(folder: &Path, paths: Vec<PathBuf>) -> CorpusFolders {
        let folders = std::iter::once(folder).chain(paths.iter().map(PathBuf::as_path));
        // One that cannot be looked at is there all the same, and reading it says what is wrong.
        let overrides = folders
            .map(|folder| folder.join(Overrides::FILE))
            .find(|path| !read::is_missing(path));
        CorpusFolders { paths, overrides }
    }

    /// Terms that mean the same: those of the program, and the user's own where the corpus folders have a
    /// overrides. Read anew for each search, so that a change of it needs no indexing.
    ///
    /// # Errors
    /// Where the overrides cannot be read or understood.
    pub fn glossary(corpus_folders: &CorpusFolders) -> Result<Glossary> {
        Ok(Glossary::new(&read::overrides(corpus_folders)?.glossary()))
    }

    /// What is wrong with the overrides of the corpus folders; none where it can be read, or there is none.
    pub fn overrides_fault(corpus_folders: &CorpusFolders) -> Option<Error> {
        read::overrides(corpus_folders).err()
    }

    /// Tells what is wrong with the overrides beside an answer, without where it lies.
    fn told(reader: &Reader, warnings: &mut Vec<String>) {
        if let Some(fault) = Self::overrides_fault(reader.corpus_folders()) {
            let (file, fault) = (Overrides::FILE, fault.sentence());
            warnings.push(format!("{file} is not used: {fault}"));
        }
    }

    /// The last commit.
    fn reader(&self) -> Result<Reader> {
        let reader = self.index.reader()?.ok_or_else(|| {
            Error::index(format!(
                "there is no index in {}",
                self.index.folder().display()
            ))
            .hint("`verbatim index` builds one from the corpus")
        })?;
        self.cancel.check()?;
        Ok(reader.with_cancel(self.cancel.clone()))
    }

    /// Asks the last commit; a panic on damaged files ends the question alone.
    fn on<T>(&self, ask: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        panic_guard::guarded(&self.index, || ask(&self.reader()?))
    }

    /// The same, with the terms that mean the same. A overrides that cannot be read holds up no answer: the
    /// terms are those of the program alone, and [`Self::overrides_fault`] says why.
    fn ask<T>(&self, ask: impl FnOnce(&Reader, &Glossary) -> Result<T>) -> Result<T> {
        self.on(|reader| {
            let glossary = Self::glossary(reader.corpus_folders()).unwrap_or_default();
            ask(reader, &glossary)
        })
    }

    /// Answers a search.
    pub fn search(&self, request: &Request) -> Result<Response> {
        self.ask(|reader, glossary| {
            let mut found = search::run(reader, request, glossary)?;
            Self::told(reader, &mut found.warnings);
            Ok(found)
        })
    }

    /// Counts the matches of a query by a field.
    pub fn trend(&self, request: &Request, by: FacetField) -> Result<Trend> {
        self.ask(|reader, glossary| {
            let mut found = analytics::trend(reader, request, by, glossary)?;
            Self::told(reader, &mut found.warnings);
            Ok(found)
        })
    }

    /// Looks for who begins to speak of a query in a period, or has fallen silent on it since.
    pub fn shifts(
        &self,
        request: &Request,
        shift: MentionChange,
        by: FacetField,
    ) -> Result<MentionChanges> {
        self.ask(|reader, glossary| {
            let mut found = analytics::mention_changes(reader, request, shift, by, glossary)?;
            Self::told(reader, &mut found.warnings);
            Ok(found)
        })
    }

    /// Compares what two calls, by their ids in any case, say of a query; at most so many `terms` of
    /// each sort are told each way.
    pub fn compare(&self, request: &Request, calls: [&str; 2], terms: usize) -> Result<Comparison> {
        self.ask(|reader, glossary| {
            let mut found = analytics::compare(reader, request, calls, terms, glossary)?;
            Self::told(reader, &mut found.warnings);
            Ok(found)
        })
    }

    /// Lists calls, by company and period.
    pub fn calls(&self, request: &Request) -> Result<Vec<CallEntry>> {
        self.calls_by(request, CallSort::Call)
    }

    /// Lists calls.
    pub fn calls_by(&self, request: &Request, sort: CallSort) -> Result<Vec<CallEntry>> {
        self.ask(|reader, glossary| search::calls(reader, request, sort, glossary))
    }

    /// Counts the passages that match by the period of their call, in order.
    pub fn periods(&self, request: &Request) -> Result<Vec<(Period, u64)>> {
        self.ask(|reader, glossary| search::periods(reader, request, glossary))
    }

    /// Counts the matches of a query by company, with those that say nothing of it.
    pub fn mentions(&self, request: &Request) -> Result<Vec<MentionEntry>> {
        self.ask(|reader, glossary| analytics::mentions(reader, request, glossary))
    }

    /// The likeliest ways to go on with a query of which the last word is being typed, at most so
    /// many.
    pub fn complete(&self, query: &str, limit: usize) -> Result<Vec<Completion>> {
        self.ask(|reader, glossary| search::complete(reader, query, limit, glossary))
    }

    /// Lists companies.
    pub fn companies(&self, request: &Request, sort: ListSort) -> Result<Vec<CompanyEntry>> {
        self.ask(|reader, glossary| search::companies(reader, request, sort, glossary))
    }

    /// Lists the people who speak.
    pub fn speakers(&self, request: &Request, sort: ListSort) -> Result<Vec<SpeakerEntry>> {
        self.ask(|reader, glossary| search::speakers(reader, request, sort, glossary))
    }

    /// Lists the firms of analysts.
    pub fn firms(&self, request: &Request, sort: ListSort) -> Result<Vec<FirmEntry>> {
        self.ask(|reader, glossary| search::firms(reader, request, sort, glossary))
    }

    /// Where the source of a call lies; none if it is there no more.
    pub fn file_of(&self, call: &Call) -> Result<Option<PathBuf>> {
        let corpus_folders = self.corpus_folders()?.unwrap_or_default();
        Ok(transcript::find_file(&corpus_folders.paths, &call.source))
    }

    /// Passages whose two sides disagree, among those that match; of some kinds, where any are given.
    pub fn audit(&self, request: &Request, kinds: &[DisagreementKind]) -> Result<Vec<CallAudit>> {
        self.ask(|reader, glossary| analytics::audit(reader, request, glossary, kinds))
    }

    /// Parses files without indexing them: for each, its calls or the reason why there is none.
    pub fn check(
        &self,
        corpus_folders: &CorpusFolders,
    ) -> Result<Vec<(Option<Source>, Result<Call>)>> {
        let walk = transcript::walk(&corpus_folders.paths, Some(self.folder()))?;
        let with = ReadContext::new(corpus_folders, &self.formats)?;
        let mut checked: Vec<(Option<Source>, Result<Call>)> = walk
            .skipped
            .into_iter()
            .map(|error| (None, Err(error)))
            .collect();
        for source in walk.sources {
            let read = read::read_bytes(&source)
                .and_then(|(bytes, sidecar)| with.read(&source, &bytes, sidecar.as_deref()));
            match read {
                Ok((calls, failed)) => {
                    let calls = calls.into_iter().map(Ok).chain(failed.into_iter().map(Err));
                    checked.extend(calls.map(|call| (Some(source.clone()), call)));
                }
                Err(error) => checked.push((Some(source), Err(error))),
            }
        }
        Ok(checked)
    }
}
