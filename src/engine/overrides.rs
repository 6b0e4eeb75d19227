//! The user's overrides, `verbatim.toml`: where they are, and what they add to the glossary.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{Error, Result, index::CorpusFolders, search::Glossary, transcript::Overrides};

/// The first of some folders' files with overrides that may exist. Reading one that is not accessible reports
/// what is wrong.
pub(super) fn find<'f>(folders: impl IntoIterator<Item = &'f Path>) -> Option<PathBuf> {
    let mut paths = (folders.into_iter()).map(|folder| folder.join(Overrides::FILE));
    paths.find(|path| !is_missing(path))
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
