//! The engine over one index: its settings, and access to the last commit.

use std::path::{Path, PathBuf};

use super::{overrides, panic_guard};
use crate::{
    CancelToken, Error, Result,
    index::{Budget, CorpusFolders, Index, Reader},
    model::Call,
    search::{Glossary, store::Store},
    transcript::{
        self,
        format::{Format, Formats},
    },
};

/// An index folder and what can be done with it.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) index: Index,
    pub(super) budget: Budget,
    pub(super) formats: Formats,
    pub(super) prune: bool,
    pub(super) cancel: CancelToken,
    /// What answers in place of the index.
    #[cfg(feature = "cluster")]
    pub(super) cluster: Option<crate::cluster::Cluster>,
}

impl Engine {
    /// The engine over an index folder, which need not exist yet.
    pub fn new(index: impl Into<PathBuf>) -> Self {
        Self {
            index: Index::at(index),
            budget: Budget::default(),
            formats: Formats::default(),
            prune: false,
            cancel: CancelToken::default(),
            #[cfg(feature = "cluster")]
            cluster: None,
        }
    }

    /// The same engine with a memory budget for building the index.
    pub fn with_budget(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// The same engine with a cancellation token: its work ends with an error once the token is cancelled or
    /// past its deadline.
    pub fn with_cancel(self, cancel: CancelToken) -> Self {
        Self { cancel, ..self }
    }

    /// The same engine for a single request: all of it is answered from one commit of a cluster, which is asked for
    /// once. From an index each answer is of the last commit, which costs nothing to look up.
    #[must_use]
    pub fn for_one_request(self) -> Self {
        #[cfg(feature = "cluster")]
        return Self {
            cluster: self.cluster.map(crate::cluster::Cluster::for_one_request),
            ..self
        };
        #[cfg(not(feature = "cluster"))]
        self
    }

    /// The same engine, which removes the calls of all files that are missing. Any other keeps them where a
    /// whole folder or more than half of the calls are missing, since a drive may not be mounted, and reports
    /// them ([`RefreshReport::kept`](super::RefreshReport::kept)).
    pub fn with_pruning(self, prune: bool) -> Self {
        Self { prune, ..self }
    }

    /// The same engine with one more format of transcripts, which is tried before the built-in ones.
    ///
    /// An index stores the names and versions of added formats. An engine with other formats reads every
    /// file again on its next refresh, so use the same formats for all engines over an index.
    pub fn with_format(self, format: impl Format + 'static) -> Self {
        Self {
            formats: self.formats.with(format),
            ..self
        }
    }

    /// What a reader should know of a call's format before quoting the call.
    pub fn caveat_of(&self, call: &Call) -> Option<&'static str> {
        self.formats.named(&call.format)?.caveat()
    }

    /// The index folder.
    pub fn folder(&self) -> &Path {
        self.index.folder()
    }

    /// What the index was made from; none where there is no index.
    pub fn corpus_folders(&self) -> Result<Option<CorpusFolders>> {
        #[cfg(feature = "cluster")]
        if self.cluster.is_some() {
            return Ok(None);
        }
        let reader = panic_guard::guarded(&self.index, || self.index.reader())?;
        Ok(reader.map(|reader| reader.corpus_folders().clone()))
    }

    /// A text that identifies what answers depend on: it changes with each commit and with the overrides.
    /// None where there is no index.
    ///
    /// # Errors
    /// Where the index or the overrides cannot be read.
    pub fn state(&self) -> Result<Option<String>> {
        #[cfg(feature = "cluster")]
        if let Some(snapshot) = self.snapshot() {
            return Ok(Some(snapshot?.state()));
        }
        let Some(last) = panic_guard::guarded(&self.index, || self.index.snapshot())? else {
            return Ok(None);
        };
        let overrides = overrides::bytes(last.reader.corpus_folders())?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&last.meta);
        hasher.update(&overrides.unwrap_or_default());
        let hash = hasher.finalize().to_hex();
        Ok(Some(hash.chars().take(16).collect()))
    }

    /// The present id of a call by an id that it had before; none for any other id.
    pub fn present_id(&self, id: &str) -> Result<Option<String>> {
        self.with_store(|store, _| Ok(store.present_id(id).map(str::to_owned)))
    }

    /// Number of calls and of passages.
    pub fn size(&self) -> Result<(u64, u64)> {
        #[cfg(feature = "cluster")]
        if let Some(size) = self.size_of_cluster() {
            return size;
        }
        self.with_reader(Reader::size)
    }

    /// Folders and files with the overrides that apply to them: those in `folder`, else those in the first
    /// of the folders that has some.
    pub fn folders_with_overrides(folder: &Path, paths: Vec<PathBuf>) -> CorpusFolders {
        let folders = std::iter::once(folder).chain(paths.iter().map(PathBuf::as_path));
        let overrides = overrides::find(folders);
        CorpusFolders { paths, overrides }
    }

    /// The built-in glossary with the groups that the overrides add. Read for each search, so that a change
    /// takes effect without indexing.
    ///
    /// # Errors
    /// Where the overrides cannot be read or parsed.
    pub fn glossary(corpus_folders: &CorpusFolders) -> Result<Glossary> {
        overrides::glossary(corpus_folders)
    }

    /// The glossary that requests are answered with: of a cluster with the groups that its calls were published with.
    ///
    /// # Errors
    /// Where the overrides cannot be read or parsed, or the cluster does not answer.
    pub fn own_glossary(&self) -> Result<Glossary> {
        #[cfg(feature = "cluster")]
        if let Some(snapshot) = self.snapshot() {
            return Ok(Glossary::new(snapshot?.glossary()));
        }
        Self::glossary(&self.corpus_folders()?.unwrap_or_default())
    }

    /// Why the overrides cannot be used; none where they can, or there are none.
    pub fn overrides_fault(corpus_folders: &CorpusFolders) -> Option<Error> {
        overrides::read(corpus_folders).err()
    }

    /// The file of a call's source; none if it no longer exists.
    pub fn file_of(&self, call: &Call) -> Result<Option<PathBuf>> {
        let corpus_folders = self.corpus_folders()?.unwrap_or_default();
        Ok(transcript::find_file(&corpus_folders.paths, &call.source))
    }

    /// The last commit, under this engine's cancellation token.
    fn reader(&self) -> Result<Reader> {
        #[cfg(feature = "cluster")]
        self.check_is_local()?;
        let reader = self.index.reader()?.ok_or_else(|| {
            Error::index(format!("there is no index in {}", self.folder().display()))
                .hint("`verbatim index` builds one from the corpus")
        })?;
        self.cancel.check()?;
        Ok(reader.with_cancel(self.cancel.clone()))
    }

    /// Answers from the last commit. A panic on damaged files becomes an error.
    pub(super) fn with_reader<T>(&self, answer: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        panic_guard::guarded(&self.index, || answer(&self.reader()?))
    }

    /// Answers from the last commit with the glossary. Overrides that cannot be read do not fail the request:
    /// the glossary is then the built-in one, and [`Self::overrides_fault`] says why.
    pub(super) fn with_glossary<T>(
        &self,
        answer: impl FnOnce(&Reader, &Glossary) -> Result<T>,
    ) -> Result<T> {
        self.with_reader(|reader| {
            let glossary = overrides::glossary(reader.corpus_folders()).unwrap_or_default();
            answer(reader, &glossary)
        })
    }

    /// Answers from the last commit of the index, or of the cluster, with the glossary.
    pub(super) fn with_store<T>(
        &self,
        answer: impl FnOnce(&dyn Store, &Glossary) -> Result<T>,
    ) -> Result<T> {
        #[cfg(feature = "cluster")]
        if let Some(snapshot) = self.snapshot() {
            let snapshot = snapshot?;
            return answer(&snapshot, &Glossary::new(snapshot.glossary()));
        }
        self.with_glossary(|reader, glossary| answer(reader, glossary))
    }
}
