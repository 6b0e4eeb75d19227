//! The folders of an index. Each version of schema and analysis has a folder of its own, `v10` for
//! instance, so that an index of another version is built while the previous one is in use. A rebuild
//! writes to `v10.building`, then renames the current folder to `v10.old` and its own to `v10`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    ownership::{is_index_folder, remove},
    schema::VERSION,
};

/// Where the files of an index are.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The layout of the index in a folder, which need not exist yet.
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The index folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The file that a writer locks.
    pub(super) fn lock_file(&self) -> PathBuf {
        self.root.join("writer.lock")
    }

    /// The folder of this version.
    pub(super) fn version_folder(&self) -> PathBuf {
        self.root.join(format!("v{VERSION}"))
    }

    /// The folder that a rebuild writes to.
    pub(super) fn building_folder(&self) -> PathBuf {
        self.root.join(format!("v{VERSION}.building"))
    }

    /// The folder that a finished rebuild replaces.
    pub(super) fn old_folder(&self) -> PathBuf {
        self.root.join(format!("v{VERSION}.old"))
    }

    /// The folder of the last commit: the old one where a rebuild was stopped between its two renames.
    pub(super) fn current_folder(&self) -> PathBuf {
        let current = self.version_folder();
        let old = self.old_folder();
        if !current.exists() && is_index_folder(&old) {
            return old;
        }
        current
    }

    /// Removes indexes of older versions and what a stopped rebuild left. Returns a sentence on each such
    /// folder: that it has been removed, or why not.
    pub(super) fn remove_older_versions(&self) -> Vec<String> {
        let mut outcomes = Vec::new();
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names {
            let Some((version, suffix)) = name.to_str().and_then(parse_version) else {
                continue;
            };
            let folder = self.root.join(&name);
            let is_current = version == VERSION && suffix.is_empty();
            if version > VERSION || is_current || !is_index_folder(&folder) {
                continue;
            }
            let description = match suffix {
                ".building" => "a rebuild that was stopped",
                ".old" => "the index before a rebuild",
                _ => "an index of an older version",
            };
            outcomes.push(match remove(&folder) {
                Ok(()) => format!("removed {}, {description}", folder.display()),
                Err(error) => format!("{} stays: {}", folder.display(), error.sentence()),
            });
        }
        outcomes
    }
}

/// The version and the suffix in a folder's name; the suffix is empty, `.building` or `.old`.
fn parse_version(name: &str) -> Option<(u32, &str)> {
    let name = name.strip_prefix('v')?;
    let (digits, suffix) = name.split_at(name.find('.').unwrap_or(name.len()));
    // `parse` alone would accept `+7` and `07`.
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_canonical = digits == "0" || !digits.starts_with('0');
    let is_known = matches!(suffix, "" | ".building" | ".old");
    (is_number && is_canonical && is_known)
        .then(|| digits.parse().ok())
        .flatten()
        .map(|version| (version, suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_versions() {
        assert_eq!(parse_version("v0"), Some((0, "")));
        assert_eq!(parse_version("v7"), Some((7, "")));
        assert_eq!(parse_version("v12.building"), Some((12, ".building")));
        assert_eq!(parse_version("v7.old"), Some((7, ".old")));
        for name in [
            "v",
            "v.old",
            "v+7",
            "v07",
            "v7.bak",
            "v7.old.old",
            "V7",
            "vv7",
            "v99999999999",
            "7",
        ] {
            assert_eq!(parse_version(name), None, "{name}");
        }
    }
}
