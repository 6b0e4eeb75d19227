//! Source names: paths below a corpus folder, prefixed with the folder's name if there are several.

use std::path::{Path, PathBuf};

/// Whether a source name is that of a file or folder, or of a file below the folder.
pub fn is_inside(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder)
        .is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// The name of a corpus folder as a prefix of source names: its own name, with a number if an earlier
/// one has the same. `corpus_folders[at]` is the folder.
pub(super) fn corpus_folder_name(corpus_folders: &[PathBuf], at: usize) -> String {
    let name = |folder: &PathBuf| match folder.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => folder.display().to_string(),
    };
    let Some(own) = corpus_folders.get(at).map(name) else {
        return String::new();
    };
    let earlier = corpus_folders.iter().take(at);
    match earlier.filter(|folder| name(folder) == own).count() {
        0 => own,
        count => format!("{own}~{}", count + 1),
    }
}

/// The path of the source of a name that [`walk`](super::walk) gave; none if it no longer exists.
pub fn find_file(corpus_folders: &[PathBuf], name: &str) -> Option<PathBuf> {
    (corpus_folders.iter().enumerate())
        .filter_map(|(at, folder)| {
            let own = corpus_folder_name(corpus_folders, at);
            if name == own && folder.is_file() {
                return Some(folder.clone());
            }
            let below = match corpus_folders.len() {
                1 => name,
                _ => name.strip_prefix(&own)?.strip_prefix('/')?,
            };
            Some(folder.join(below))
        })
        .find(|path| path.is_file())
}

/// The path of the folder of a source name; the name itself where no corpus folder has it.
pub fn folder_path(corpus_folders: &[PathBuf], name: &str) -> PathBuf {
    if let [only] = corpus_folders {
        return join_nonempty(only, name);
    }
    let (first, below) = name.split_once('/').unwrap_or((name, ""));
    let named = (corpus_folders.iter().enumerate())
        .find(|(at, _)| corpus_folder_name(corpus_folders, *at) == first);
    match named {
        Some((_, folder)) => join_nonempty(folder, below),
        None => PathBuf::from(name),
    }
}

/// Joins without the trailing slash that joining an empty path adds.
fn join_nonempty(folder: &Path, below: &str) -> PathBuf {
    match below {
        "" => folder.to_owned(),
        below => folder.join(below),
    }
}
