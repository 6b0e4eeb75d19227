//! The folders and files that an index is made from.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// The folders and files an index was made from, stored in its commits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusFolders {
    /// Paths as the user typed them.
    pub paths: Vec<PathBuf>,
    /// The file with the user's overrides of companies and people, if there is one.
    #[serde(default)]
    pub overrides: Option<PathBuf>,
}

impl CorpusFolders {
    /// Folders and files without overrides.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            paths: paths.into_iter().collect(),
            overrides: None,
        }
    }

    /// Each folder and file once, however often and in whatever spelling it is given.
    pub fn distinct(paths: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
        let mut distinct: Vec<PathBuf> = Vec::new();
        for path in paths {
            if !distinct.iter().any(|known| real(known) == real(&path)) {
                distinct.push(path);
            }
        }
        distinct
    }

    /// Whether both have the same folders and files, in whatever spelling.
    pub fn has_paths_of(&self, other: &Self) -> bool {
        are_same(&self.paths, &other.paths)
    }

    /// Whether both have the same folders, files and overrides, in whatever spelling.
    pub fn is_same(&self, other: &Self) -> bool {
        self.has_paths_of(other) && are_same(&self.overrides, &other.overrides)
    }

    /// The first of the folders and files that is `folder` or lies in it.
    pub(super) fn path_within(&self, folder: &Path) -> Option<&Path> {
        let folder = real(folder);
        let mut paths = self.paths.iter().map(PathBuf::as_path);
        paths.find(|path| real(path).starts_with(&folder))
    }
}

fn are_same<'p>(
    some: impl IntoIterator<Item = &'p PathBuf>,
    others: impl IntoIterator<Item = &'p PathBuf>,
) -> bool {
    let real = |path: &PathBuf| real(path);
    some.into_iter().map(real).eq(others.into_iter().map(real))
}

/// The absolute path without links and `..`, as far as the path exists.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in path.ancestors() {
        if let (Ok(mut real), Ok(missing)) =
            (fs::canonicalize(ancestor), path.strip_prefix(ancestor))
        {
            for component in missing.components() {
                match component {
                    Component::ParentDir => {
                        real.pop();
                    }
                    component => real.push(component),
                }
            }
            return real;
        }
    }
    path
}
