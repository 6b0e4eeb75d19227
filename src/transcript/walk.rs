//! Which files there are.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use walkdir::WalkDir;

use super::{
    LARGEST_FILE, Overrides,
    unpack::{ENDINGS, most_unpacked},
};
use crate::{Error, Result};

/// A file that may hold a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where to read it.
    pub path: PathBuf,
    /// Path below its corpus folder, with `/` between folders: the file's name in the index.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change; none where the file system does not say.
    pub modified: Option<SystemTime>,
    /// A file beside it that states facts about its call: `NAME.toml`.
    pub sidecar: Option<Sidecar>,
}

/// A file that states facts about the call of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sidecar {
    /// Where to read it.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change; none where the file system does not say.
    pub modified: Option<SystemTime>,
}

impl Source {
    /// Most bytes of text that reading it gives.
    pub fn most_text(&self) -> u64 {
        if ENDINGS.iter().any(|ending| self.name.ends_with(ending)) {
            most_unpacked(self.size)
        } else {
            self.size
        }
    }
}

/// What lies below the corpus folders.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files to read, by name.
    pub sources: Vec<Source>,
    /// What cannot be read, with the reason.
    pub skipped: Vec<Error>,
    /// What could not be looked at, so that nobody knows which files are there.
    pub unseen: Vec<Unseen>,
    /// Names of the corpus folders that are files.
    pub files: Vec<String>,
}

/// A file or a folder that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Where it lies.
    pub path: PathBuf,
    /// The name a file of it has, or begins with before a `/`; empty for everything.
    pub name: String,
    /// It may be gone for good: nothing is there, or a link that is not followed.
    pub gone: bool,
}

impl Unseen {
    /// Whether a source of this name lies there.
    pub fn covers(&self, name: &str) -> bool {
        self.name.is_empty() || lies_in(name, &self.name)
    }
}

/// Whether the name of a source is that of a file or folder, or of a file below it.
pub fn lies_in(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder)
        .is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// Lists the files below some corpus folders, each a folder or a file, in the order of their names.
///
/// # Errors
/// Where a corpus folder is not there or cannot be looked at.
pub fn walk(corpus_folders: &[PathBuf], index: Option<&Path>) -> Result<Walk> {
    for corpus_folder in corpus_folders {
        unlooked(corpus_folder).map_or(Ok(()), |(error, _)| Err(error))?;
    }
    Ok(look(corpus_folders, index))
}

/// The same, with what cannot be looked at.
///
/// Hidden files, `README*`, `LICENSE*` and `verbatim.toml` describe a folder and are no transcripts,
/// nor is what editors and downloads leave while they are at work. Symbolic links are not followed, so
/// that nothing outside the corpus folders is read. The folder of the index is passed over where it lies below a
/// corpus folder.
pub fn look(corpus_folders: &[PathBuf], index: Option<&Path>) -> Walk {
    let mut walk = Walk::default();
    for (at, corpus_folder) in corpus_folders.iter().enumerate() {
        let named = root_name(corpus_folders, at);
        let whole = if corpus_folders.len() == 1 {
            ""
        } else {
            &named
        };
        if let Some((error, gone)) = unlooked(corpus_folder) {
            walk.skipped.push(error);
            walk.unseen.push(Unseen {
                path: corpus_folder.clone(),
                name: whole.to_owned(),
                gone,
            });
            continue;
        }
        let index = index.and_then(|index| below(corpus_folder, index));
        let is_passed_over =
            |path: &Path| is_hidden(path) || index.as_deref().is_some_and(|index| index == path);
        if corpus_folder.is_file() {
            walk.files.push(named.clone());
        }
        let name_of = |path: &Path| match path.strip_prefix(corpus_folder) {
            Ok(below) if below.as_os_str().is_empty() && corpus_folder.is_file() => named.clone(),
            Ok(below) => below.components().fold(whole.to_owned(), |mut name, part| {
                if !name.is_empty() {
                    name.push('/');
                }
                name + &part.as_os_str().to_string_lossy()
            }),
            Err(_) => whole.to_owned(),
        };
        let entries = WalkDir::new(corpus_folder)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.path()));
        for entry in entries {
            let mut unseen = |path: &Path, gone| {
                walk.unseen.push(Unseen {
                    path: path.to_owned(),
                    name: name_of(path),
                    gone,
                });
            };
            match entry {
                Err(error) => {
                    let path = error.path().unwrap_or(corpus_folder).to_owned();
                    unseen(&path, false);
                    walk.skipped
                        .push(Error::input(path, "cannot be read").because(error));
                }
                Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => {
                    unseen(entry.path(), true);
                    walk.skipped.push(Error::input(
                        entry.path(),
                        "is a symbolic link, which is not followed",
                    ));
                }
                Ok(entry) if entry.file_type().is_file() || entry.path().is_file() => {
                    if entry.depth() > 0
                        && (describes_folder(entry.path()) || is_temporary(entry.path()))
                    {
                        continue;
                    }
                    match source(name_of(entry.path()), entry.path()) {
                        Ok(source) => walk.sources.push(source),
                        Err(error) => {
                            unseen(entry.path(), false);
                            walk.skipped.push(error);
                        }
                    }
                }
                Ok(_) => {}
            }
        }
    }
    pair_sidecars(&mut walk.sources);
    walk.sources.sort_by(|a, b| a.name.cmp(&b.name));
    let mut seen = HashSet::new();
    for source in &mut walk.sources {
        while !seen.insert(source.name.clone()) {
            source.name.push('~');
        }
    }
    walk
}

/// The path by which a walk of a corpus folder comes to a folder; none where it does not.
fn below(corpus_folder: &Path, folder: &Path) -> Option<PathBuf> {
    let (real_root, real) = (
        corpus_folder.canonicalize().ok()?,
        folder.canonicalize().ok()?,
    );
    let rest = real.strip_prefix(real_root).ok()?;
    (!rest.as_os_str().is_empty()).then(|| corpus_folder.join(rest))
}

/// Why a corpus folder cannot be looked at, and whether nothing is there; none where it can be.
fn unlooked(corpus_folder: &Path) -> Option<(Error, bool)> {
    let error = fs::metadata(corpus_folder).err()?;
    let gone = error.kind() == std::io::ErrorKind::NotFound;
    let error = match gone {
        true if corpus_folder.is_symlink() => {
            Error::input(corpus_folder, "is a symbolic link to nothing")
                .hint("mount or restore what it stands for, or name a folder with --corpus DIR")
        }
        true => Error::input(corpus_folder, "no such file or folder")
            .hint("name a folder of transcripts with --corpus DIR"),
        false => Error::input(corpus_folder, "cannot be read").because(error),
    };
    Some((error, gone))
}

/// What a corpus folder is called in the names of its files where there are several: its own name, with a number
/// where an earlier one has the same.
fn root_name(corpus_folders: &[PathBuf], at: usize) -> String {
    let name = |corpus_folder: &PathBuf| match corpus_folder.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => corpus_folder.display().to_string(),
    };
    let Some(own) = corpus_folders.get(at).map(name) else {
        return String::new();
    };
    let before = corpus_folders
        .iter()
        .take(at)
        .filter(|corpus_folder| name(corpus_folder) == own);
    match before.count() {
        0 => own,
        count => format!("{own}~{}", count + 1),
    }
}

/// The file of a name that [`walk`] gave; none where there is none any more.
pub fn locate(corpus_folders: &[PathBuf], name: &str) -> Option<PathBuf> {
    let candidates = corpus_folders
        .iter()
        .enumerate()
        .filter_map(|(at, corpus_folder)| {
            let own = root_name(corpus_folders, at);
            if name == own && corpus_folder.is_file() {
                return Some(corpus_folder.clone());
            }
            let below = match corpus_folders.len() {
                1 => name,
                _ => name.strip_prefix(&own)?.strip_prefix('/')?,
            };
            Some(corpus_folder.join(below))
        });
    candidates.into_iter().find(|path| path.is_file())
}

/// The folder of a name that lies below the corpus folders.
pub fn folder_of(corpus_folders: &[PathBuf], name: &str) -> PathBuf {
    let (first, below) = name.split_once('/').unwrap_or((name, ""));
    let mut named = corpus_folders.iter().enumerate();
    let corpus_folder =
        named.find(|(at, _)| corpus_folders.len() == 1 || root_name(corpus_folders, *at) == first);
    match corpus_folder {
        Some((_, corpus_folder))
            if name.is_empty() || (corpus_folders.len() > 1 && below.is_empty()) =>
        {
            corpus_folder.clone()
        }
        Some((_, corpus_folder)) => corpus_folder.join(if corpus_folders.len() == 1 {
            name
        } else {
            below
        }),
        None => PathBuf::from(name),
    }
}

/// The name of a source without the ending of a packed one.
pub fn unpacked_name(name: &str) -> &str {
    (ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))).unwrap_or(name)
}

/// What is said of a file too large to be a transcript; `size` in bytes.
pub fn too_large(path: &Path, size: u64) -> Error {
    let (is, most) = (size >> 20, LARGEST_FILE >> 20);
    Error::input(
        path,
        format!("is {is} MB large; a transcript has at most {most} MB"),
    )
}

fn source(name: String, path: &Path) -> Result<Source> {
    let metadata = path
        .metadata()
        .map_err(|error| Error::input(path, "cannot be read").because(error))?;
    if metadata.len() > LARGEST_FILE {
        return Err(too_large(path, metadata.len()));
    }
    Ok(Source {
        path: path.to_owned(),
        name,
        size: metadata.len(),
        modified: metadata.modified().ok(),
        sidecar: None,
    })
}

/// Takes the sidecars out of the sources and puts each beside its file: `call.toml` beside
/// `call.txt` and `call.txt.gz`, `call.txt.toml` beside `call.txt` alone.
fn pair_sidecars(sources: &mut Vec<Source>) {
    let is_toml = |source: &Source| source.path.extension().is_some_and(|e| e == "toml");
    let mut sidecars: HashMap<PathBuf, Sidecar> = HashMap::new();
    for source in sources.iter().filter(|source| is_toml(source)) {
        let sidecar = Sidecar {
            path: source.path.clone(),
            size: source.size,
            modified: source.modified,
        };
        sidecars.insert(source.path.clone(), sidecar);
    }
    if sidecars.is_empty() {
        return;
    }
    let mut paired: HashSet<PathBuf> = HashSet::new();
    for source in sources.iter_mut().filter(|source| !is_toml(source)) {
        let mut whole = source.path.clone().into_os_string();
        whole.push(".toml");
        let mut stem = source.path.clone();
        if ENDINGS.iter().any(|ending| source.name.ends_with(ending)) {
            stem.set_extension("");
        }
        stem.set_extension("toml");
        source.sidecar = (sidecars.get(&PathBuf::from(whole)))
            .or_else(|| sidecars.get(&stem))
            .cloned();
        paired.extend(source.sidecar.iter().map(|sidecar| sidecar.path.clone()));
    }
    sources.retain(|source| !paired.contains(&source.path));
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Whether a file is one that an editor or a download keeps while it is at work.
fn is_temporary(path: &Path) -> bool {
    const ENDINGS: [&str; 9] = [
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
        backup || ENDINGS.iter().any(|ending| name.ends_with(ending))
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
