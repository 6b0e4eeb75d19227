//! The user's overrides, `verbatim.toml`: where they are, and what they add to the glossary.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::engine::Engine;
use crate::{Error, Result, index::CorpusFolders, search::Glossary, transcript::Overrides};

impl Engine {
    /// Folders and files with the overrides that apply to them: those in `folder`, else those in the first
    /// of the folders that has some.
    pub fn folders_with_overrides(folder: &Path, paths: Vec<PathBuf>) -> CorpusFolders {
        let folders = std::iter::once(folder).chain(paths.iter().map(PathBuf::as_path));
        // A file that may exist counts: reading it reports what is wrong.
        let overrides = folders
            .map(|folder| folder.join(Overrides::FILE))
            .find(|path| !is_missing(path));
        CorpusFolders { paths, overrides }
    }

    /// The built-in glossary with the groups that the overrides add. Read for each search, so that a change
    /// takes effect without indexing.
    ///
    /// # Errors
    /// Where the overrides cannot be read or parsed.
    pub fn glossary(corpus_folders: &CorpusFolders) -> Result<Glossary> {
        glossary(corpus_folders)
    }

    /// Why the overrides cannot be used; none where they can, or there are none.
    pub fn overrides_fault(corpus_folders: &CorpusFolders) -> Option<Error> {
        read(corpus_folders).err()
    }
}

/// The built-in glossary with the groups that the overrides add.
pub(super) fn glossary(corpus_folders: &CorpusFolders) -> Result<Glossary> {
    Ok(Glossary::new(&read(corpus_folders)?.glossary()))
}

/// The overrides; empty where there are none.
pub(super) fn read(corpus_folders: &CorpusFolders) -> Result<Overrides> {
    match file(corpus_folders) {
        Some(path) => Overrides::read(path),
        None => Ok(Overrides::default()),
    }
}

/// The file with the overrides as it is; none where there is none.
pub(super) fn bytes(corpus_folders: &CorpusFolders) -> Result<Option<Vec<u8>>> {
    let read = |path: &Path| {
        fs::read(path).map_err(|error| Error::input(path, "cannot be read").because(error))
    };
    file(corpus_folders).map(read).transpose()
}

/// The file with the overrides; none where it no longer exists.
pub(super) fn file(corpus_folders: &CorpusFolders) -> Option<&Path> {
    (corpus_folders.overrides.as_deref()).filter(|path| !is_missing(path))
}

/// Whether nothing exists at a path. A path that cannot be accessed may exist.
fn is_missing(path: &Path) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    fs::metadata(path).is_err_and(|error| matches!(error.kind(), NotFound | NotADirectory))
}
