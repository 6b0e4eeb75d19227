//! The walk itself: which files are sources, which are passed over, what cannot be read.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{
    corpus_folders::corpus_folder_name,
    ignore::Ignored,
    sidecars::pair_sidecars,
    source::{Source, UnreadablePath, Walk},
};
use crate::{
    Error, Result,
    transcript::{MAX_FILE_BYTES, Overrides},
};

/// Lists the files below some corpus folders, each a folder or a file, in the order of their names.
///
/// # Errors
/// Where a corpus folder does not exist or cannot be opened.
pub fn walk(
    corpus_folders: &[PathBuf],
    overrides: Option<&Path>,
    index: Option<&Path>,
) -> Result<Walk> {
    for corpus_folder in corpus_folders {
        corpus_folder_error(corpus_folder).map_or(Ok(()), |(error, _)| Err(error))?;
    }
    Ok(walk_lenient(corpus_folders, overrides, index))
}

/// Like [`walk`], but reports a corpus folder that cannot be opened among the unreadable paths.
///
/// Hidden files, `README*`, `LICENSE*` and `verbatim.toml` describe a folder and are no transcripts;
/// temporary files of editors and downloads are skipped too, and so is what the user ignores, in
/// `.verbatimignore` of a corpus folder and in `overrides`. Symbolic links are not followed, so that
/// nothing outside the corpus folders is read. The folder of the index is skipped where it lies below
/// a corpus folder.
pub fn walk_lenient(
    corpus_folders: &[PathBuf],
    overrides: Option<&Path>,
    index: Option<&Path>,
) -> Walk {
    let mut walk = Walk::default();
    for at in 0..corpus_folders.len() {
        if let Some(listing) = Listing::new(corpus_folders, overrides, at) {
            listing.list(index, &mut walk);
        }
    }
    pair_sidecars(&mut walk.sources);
    walk.sources.sort_by(|a, b| a.name.cmp(&b.name));
    make_names_unique(&mut walk.sources);
    walk
}

fn make_names_unique(sources: &mut [Source]) {
    let mut taken = HashSet::new();
    for source in sources {
        while !taken.insert(source.name.clone()) {
            source.name.push('~');
        }
    }
}

/// The walk of one corpus folder.
struct Listing<'a> {
    corpus_folder: &'a Path,
    /// The folder's name among the corpus folders.
    folder_name: String,
    /// What is not to be read in it.
    ignored: Ignored,
    /// What source names begin with; empty where there is one corpus folder.
    prefix: String,
}

impl<'a> Listing<'a> {
    fn new(corpus_folders: &'a [PathBuf], overrides: Option<&Path>, at: usize) -> Option<Self> {
        let folder_name = corpus_folder_name(corpus_folders, at);
        let prefix = match corpus_folders.len() {
            1 => String::new(),
            _ => folder_name.clone(),
        };
        let corpus_folder = corpus_folders.get(at)?;
        Some(Self {
            corpus_folder,
            ignored: Ignored::of(corpus_folder, overrides),
            folder_name,
            prefix,
        })
    }

    fn list(&self, index: Option<&Path>, walk: &mut Walk) {
        if let Some((error, missing)) = corpus_folder_error(self.corpus_folder) {
            self.unreadable(self.corpus_folder, missing, error, walk);
            return;
        }
        if self.corpus_folder.is_file() {
            walk.files.push(self.folder_name.clone());
        }
        let index = index.and_then(|index| path_below(self.corpus_folder, index));
        let is_skipped = |path: &Path| is_hidden(path) || index.as_deref() == Some(path);
        let mut ignored = Vec::new();
        let entries = WalkDir::new(self.corpus_folder)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                let path = entry.path();
                if entry.depth() > 0 && self.is_ignored(path) {
                    ignored.push(self.source_name(path));
                    return false;
                }
                entry.depth() == 0 || !is_skipped(path)
            });
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry, walk),
                Err(error) => {
                    let path = error.path().unwrap_or(self.corpus_folder).to_owned();
                    let error = Error::input(&path, "cannot be read").because(error);
                    self.unreadable(&path, false, error, walk);
                }
            }
        }
        walk.ignored.append(&mut ignored);
    }

    fn entry(&self, entry: &DirEntry, walk: &mut Walk) {
        let path = entry.path();
        let is_corpus_folder = entry.depth() == 0;
        if entry.path_is_symlink() && !is_corpus_folder {
            let error = Error::input(path, "is a symbolic link, which is not followed");
            return self.unreadable(path, true, error, walk);
        }
        let is_file = entry.file_type().is_file() || path.is_file();
        if !is_file || !is_corpus_folder && (describes_folder(path) || is_temporary(path)) {
            return;
        }
        match read_source(self.source_name(path), path) {
            Ok(source) => walk.sources.push(source),
            Err(error) => self.unreadable(path, false, error, walk),
        }
    }

    fn is_ignored(&self, path: &Path) -> bool {
        let below = path.strip_prefix(self.corpus_folder).unwrap_or(path);
        let parts: Vec<_> = (below.components())
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        self.ignored.has(&parts.join("/"))
    }

    fn unreadable(&self, path: &Path, missing: bool, error: Error, walk: &mut Walk) {
        walk.unreadable.push(UnreadablePath {
            path: path.to_owned(),
            name: self.source_name(path),
            missing,
        });
        walk.skipped.push(error);
    }

    /// The name in the index of a file or folder of this corpus folder.
    fn source_name(&self, path: &Path) -> String {
        let Ok(below) = path.strip_prefix(self.corpus_folder) else {
            return self.prefix.clone();
        };
        if below.as_os_str().is_empty() && self.corpus_folder.is_file() {
            return self.folder_name.clone();
        }
        let prefix = (!self.prefix.is_empty()).then(|| self.prefix.clone().into());
        let components = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy());
        prefix
            .into_iter()
            .chain(components)
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// The path by which a walk of a corpus folder comes to a folder; none where it does not.
fn path_below(corpus_folder: &Path, folder: &Path) -> Option<PathBuf> {
    let (corpus, folder) = (corpus_folder.canonicalize(), folder.canonicalize());
    let (corpus, folder) = (corpus.ok()?, folder.ok()?);
    let below = folder.strip_prefix(corpus).ok()?;
    (!below.as_os_str().is_empty()).then(|| corpus_folder.join(below))
}

/// Why a corpus folder cannot be opened, and whether it does not exist; none where it can be.
fn corpus_folder_error(corpus_folder: &Path) -> Option<(Error, bool)> {
    let error = fs::metadata(corpus_folder).err()?;
    let missing = error.kind() == std::io::ErrorKind::NotFound;
    let error = match missing {
        true if corpus_folder.is_symlink() => {
            Error::input(corpus_folder, "is a symbolic link to nothing")
                .hint("mount or restore what it stands for, or name a folder with --corpus DIR")
        }
        true => Error::input(corpus_folder, "no such file or folder")
            .hint("name a folder of transcripts with --corpus DIR"),
        false => Error::input(corpus_folder, "cannot be read").because(error),
    };
    Some((error, missing))
}

/// The error of a file too large to be a transcript; `size` in bytes.
pub fn file_too_large(path: &Path, size: u64) -> Error {
    let (is, most) = (size >> 20, MAX_FILE_BYTES >> 20);
    Error::input(
        path,
        format!("is {is} MB large; a transcript has at most {most} MB"),
    )
}

fn read_source(name: String, path: &Path) -> Result<Source> {
    let metadata = path
        .metadata()
        .map_err(|error| Error::input(path, "cannot be read").because(error))?;
    if metadata.len() > MAX_FILE_BYTES {
        return Err(file_too_large(path, metadata.len()));
    }
    Ok(Source {
        path: path.to_owned(),
        name,
        size: metadata.len(),
        modified: metadata.modified().ok(),
        sidecar: None,
    })
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Whether a file is a temporary or backup file of an editor or a download.
fn is_temporary(path: &Path) -> bool {
    const EXTENSIONS: [&str; 9] = [
        "~",
        ".tmp",
        ".temp",
        ".swp",
        ".swx",
        ".bak",
        ".part",
        ".partial",
        ".crdownload",
    ];
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy().to_lowercase();
        let backup = name.starts_with("~$") || (name.starts_with('#') && name.ends_with('#'));
        backup || EXTENSIONS.iter().any(|extension| name.ends_with(extension))
    })
}

fn describes_folder(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy().to_uppercase();
        name.starts_with("README")
            || name.starts_with("LICENSE")
            || name.eq_ignore_ascii_case(Overrides::FILE)
    })
}
