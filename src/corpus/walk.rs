//! Which files there are.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::SystemTime,
};

use walkdir::WalkDir;

use super::{
    Catalog, LARGEST_FILE,
    unpack::{ENDINGS, most_unpacked},
};
use crate::{Error, Result};

/// A file that may hold a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where to read it.
    pub path: PathBuf,
    /// Path below its root, with `/` between folders: the file's name in the index.
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

/// What lies below the roots.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files to read, by name.
    pub sources: Vec<Source>,
    /// What cannot be read, with the reason.
    pub skipped: Vec<Error>,
}

/// Lists the files below some roots, each a folder or a file, in the order of their names.
///
/// Hidden files, `README*`, `LICENSE*` and `verbatim.toml` describe a folder and are no transcripts,
/// nor is what editors and downloads leave while they are at work. Symbolic links are not followed, so
/// that nothing outside the roots is read. The folder of the index is passed over where it lies below a
/// root.
pub fn walk(roots: &[PathBuf], index: Option<&Path>) -> Result<Walk> {
    let mut walk = Walk::default();
    for root in roots {
        if let Err(error) = std::fs::metadata(root) {
            return Err(match error.kind() {
                std::io::ErrorKind::NotFound => Error::input(root, "no such file or folder")
                    .hint("name a folder of transcripts with --corpus DIR"),
                _ => Error::input(root, "cannot be read").because(error),
            });
        }
        let prefix = prefix(roots, root);
        let index = index.and_then(|index| below(root, index));
        let is_passed_over =
            |path: &Path| is_hidden(path) || index.as_deref().is_some_and(|index| index == path);
        let entries = WalkDir::new(root)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.path()));
        for entry in entries {
            match entry {
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_owned();
                    walk.skipped
                        .push(Error::input(path, "cannot be read").because(error));
                }
                Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => walk.skipped.push(
                    Error::input(entry.path(), "is a symbolic link, which is not followed"),
                ),
                Ok(entry) if entry.file_type().is_file() || entry.path().is_file() => {
                    if entry.depth() > 0
                        && (describes_folder(entry.path()) || is_temporary(entry.path()))
                    {
                        continue;
                    }
                    match source(root, &prefix, entry.path()) {
                        Ok(source) => walk.sources.push(source),
                        Err(error) => walk.skipped.push(error),
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
    Ok(walk)
}

/// The path by which a walk of a root comes to a folder; none where it does not.
fn below(root: &Path, folder: &Path) -> Option<PathBuf> {
    let (real_root, real) = (root.canonicalize().ok()?, folder.canonicalize().ok()?);
    let rest = real.strip_prefix(real_root).ok()?;
    (!rest.as_os_str().is_empty()).then(|| root.join(rest))
}

/// What the names of a root's files begin with: its own name where there are several roots.
fn prefix(roots: &[PathBuf], root: &Path) -> String {
    match (roots, root.file_name()) {
        ([_], _) | (_, None) => String::new(),
        (_, Some(name)) => format!("{}/", name.to_string_lossy()),
    }
}

/// The file of a name that [`walk`] gave; none where there is none any more.
pub fn locate(roots: &[PathBuf], name: &str) -> Option<PathBuf> {
    let candidates = roots.iter().filter_map(|root| {
        let below = name.strip_prefix(&prefix(roots, root))?;
        let is_root = root.is_file() && root.file_name().is_some_and(|own| own == below);
        Some(if is_root {
            root.clone()
        } else {
            root.join(below)
        })
    });
    candidates.into_iter().find(|path| path.is_file())
}

/// What is said of a file too large to be a transcript; `size` in bytes.
pub fn too_large(path: &Path, size: u64) -> Error {
    let (is, most) = (size >> 20, LARGEST_FILE >> 20);
    Error::input(
        path,
        format!("is {is} MB large; a transcript has at most {most} MB"),
    )
}

fn source(root: &Path, prefix: &str, path: &Path) -> Result<Source> {
    let metadata = path
        .metadata()
        .map_err(|error| Error::input(path, "cannot be read").because(error))?;
    if metadata.len() > LARGEST_FILE {
        return Err(too_large(path, metadata.len()));
    }
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    let name = if parts.is_empty() {
        path.file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned()
    } else {
        format!("{prefix}{}", parts.join("/"))
    };
    let modified = metadata.modified().ok();
    Ok(Source {
        path: path.to_owned(),
        name,
        size: metadata.len(),
        modified,
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
            || name.eq_ignore_ascii_case(Catalog::FILE)
    })
}
