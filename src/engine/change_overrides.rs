//! Changes of the user's overrides from an interface: written into `verbatim.toml`, then taken into the index.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use super::{engine::Engine, overrides, saved::check_definition};
use crate::{
    Error, Result,
    index::CorpusFolders,
    model::Call,
    transcript::{CompanyNames, Overrides, OverridesChange, OverridesFile, PersonNames},
};

/// One change at a time is made by a process.
static CHANGING: Mutex<()> = Mutex::new(());

/// How long a change waits for another refresh of the index to end.
const MAX_WAIT: Duration = Duration::from_secs(5);

/// How long it waits before it tries again.
const PAUSE: Duration = Duration::from_millis(200);

/// Maximum size of the files that a change makes worth reading at once, in bytes.
const MAX_BYTES: u64 = 40_000_000;

/// Whether the index has taken a change in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenIn {
    /// Answers follow it now.
    Now,
    /// It is written, and the next refresh of the index takes it in.
    Later,
}

impl Engine {
    /// Writes a change into `verbatim.toml`, and refreshes the index if `refresh` is set. Where there is no
    /// such file, one is made in the first corpus folder.
    ///
    /// # Errors
    /// Where the change is not possible, or the file has a mistake or cannot be written.
    pub fn change_overrides(&self, change: &OverridesChange, refresh: bool) -> Result<TakenIn> {
        let corpus_folders = self.corpus_folders()?.unwrap_or_default();
        let path = Self::write_change(&corpus_folders, change)?;
        let is_known = corpus_folders.overrides.as_deref() == Some(&*path);
        let is_read_at_once = matches!(
            change,
            OverridesChange::Glossary(_)
                | OverridesChange::SaveSearch(_)
                | OverridesChange::NoteSearch(..)
                | OverridesChange::RemoveSearch(_)
        );
        match (is_known && is_read_at_once, refresh) {
            (true, _) => Ok(TakenIn::Now),
            (false, false) => Ok(TakenIn::Later),
            (false, true) => self.take_in(&CorpusFolders {
                overrides: Some(path),
                ..corpus_folders
            }),
        }
    }

    /// Writes a change into the `verbatim.toml` of corpus folders, and gives its path. Where there is no such file, one is
    /// made in the first folder.
    ///
    /// # Errors
    /// Where the change is not possible, or the file has a mistake or cannot be written.
    pub fn write_change(
        corpus_folders: &CorpusFolders,
        change: &OverridesChange,
    ) -> Result<PathBuf> {
        if let OverridesChange::SaveSearch(entry) = change {
            check_definition(entry)?;
        }
        let _one = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
        let path = file_to_change(corpus_folders)?;
        let mut file = open(&path)?;
        file.apply(change)?;
        file.save()?;
        Ok(path)
    }

    /// Refreshes the index, after another refresh that goes on.
    fn take_in(&self, corpus_folders: &CorpusFolders) -> Result<TakenIn> {
        let start = Instant::now();
        loop {
            let report = self.try_refresh(corpus_folders, MAX_BYTES, &mut |_| {})?;
            if report.busy.is_none() && report.deferred.is_none() {
                return Ok(TakenIn::Now);
            }
            if report.deferred.is_some() || start.elapsed() > MAX_WAIT {
                return Ok(TakenIn::Later);
            }
            thread::sleep(PAUSE);
        }
    }

    /// What `verbatim.toml` states of a company that is known by one of these names.
    ///
    /// # Errors
    /// Where the file has a mistake or cannot be read.
    pub fn stated_company(&self, known: &[String]) -> Result<Option<CompanyNames>> {
        Ok(self
            .overrides_file()?
            .and_then(|mut file| file.company(known)))
    }

    /// What `verbatim.toml` states of a person that is known by this name on the calls of the company of these
    /// names.
    ///
    /// # Errors
    /// Where the file has a mistake or cannot be read.
    pub fn stated_person(&self, known: &str, at: &[String]) -> Result<Option<PersonNames>> {
        Ok(self
            .overrides_file()?
            .and_then(|mut file| file.person(known, at)))
    }

    /// The patterns of `verbatim.toml` of files that are left out.
    ///
    /// # Errors
    /// Where the file has a mistake or cannot be read.
    pub fn ignored_files(&self) -> Result<Vec<String>> {
        Ok(self
            .overrides_file()?
            .map_or_else(Vec::new, |file| file.ignored()))
    }

    /// The pattern that leaves out the source of a call, and no other file.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn pattern_of(&self, call: &Call) -> Result<String> {
        let folders = self.corpus_folders()?.unwrap_or_default().paths.len();
        // Of several corpus folders each begins the names of its files.
        let below = match call.source.split_once('/') {
            Some((_, below)) if folders > 1 => below,
            _ => call.source.as_str(),
        };
        Ok(format!("/{below}"))
    }

    /// Writes terms that mean the same into the glossary of `verbatim.toml`. Gives the file and all terms of their
    /// group.
    ///
    /// # Errors
    /// Where the file has a mistake or cannot be written.
    pub fn add_to_glossary(
        corpus_folders: &CorpusFolders,
        terms: &[String],
    ) -> Result<(PathBuf, Vec<String>)> {
        let path = file_to_change(corpus_folders)?;
        let mut file = open(&path)?;
        file.apply(&OverridesChange::Glossary(terms.to_vec()))?;
        let group = terms.first().map(|term| file.group_of(term));
        file.save()?;
        Ok((path, group.unwrap_or_default()))
    }

    /// Writes where index and corpus are into the `verbatim.toml` of a folder, and gives its path.
    ///
    /// # Errors
    /// Where it names others already, has a mistake, or cannot be written.
    pub fn name_folders(folder: &Path, corpus: &Path, index: &Path) -> Result<PathBuf> {
        let path = folder.join(Overrides::FILE);
        let mut file = OverridesFile::open(&path)?;
        file.set_path("corpus", corpus)?;
        file.set_path("index", index)?;
        file.save()?;
        Ok(path)
    }

    fn overrides_file(&self) -> Result<Option<OverridesFile>> {
        let corpus_folders = self.corpus_folders()?.unwrap_or_default();
        overrides::file(&corpus_folders).map(open).transpose()
    }
}

/// Reads the file. A mistake in it is told, since only the user can mend it.
fn open(path: &Path) -> Result<OverridesFile> {
    OverridesFile::open(path).map_err(|error| {
        let message = format!(
            "{} cannot be changed: {}",
            Overrides::FILE,
            error.sentence()
        );
        Error::request(message).hint("mend it in the file first")
    })
}

/// The file to change: the one that the index knows, or a new one.
fn file_to_change(corpus_folders: &CorpusFolders) -> Result<PathBuf> {
    if let Some(known) = overrides::file(corpus_folders) {
        return Ok(known.to_owned());
    }
    let mut paths = corpus_folders.paths.iter();
    let folder = paths.find(|path| path.is_dir()).ok_or_else(|| {
        let error = Error::request(format!("there is no folder for {}", Overrides::FILE));
        error.hint("index a folder instead of a file")
    })?;
    Ok(folder.join(Overrides::FILE))
}
