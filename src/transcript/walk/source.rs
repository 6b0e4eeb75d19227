//! What a walk of the corpus finds.

use std::{path::PathBuf, time::SystemTime};

use super::corpus_folders::is_inside;
use crate::{
    Error,
    transcript::decompress::{is_compressed_name, max_decompressed_bytes},
};

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
    /// The file `NAME.toml` that states facts about its call.
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
    /// The most bytes of text that its file can hold.
    pub fn max_text_bytes(&self) -> u64 {
        if is_compressed_name(&self.name) {
            max_decompressed_bytes(self.size)
        } else {
            self.size
        }
    }
}

/// The files below the corpus folders.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files to read, by name.
    pub sources: Vec<Source>,
    /// What cannot be read, with the reason.
    pub skipped: Vec<Error>,
    /// Paths that could not be listed, so that the files below them are unknown.
    pub unreadable: Vec<UnreadablePath>,
    /// Names of the corpus folders that are files.
    pub files: Vec<String>,
    /// Source names of ignored files, and the prefixes before `/` of all names in ignored folders.
    pub ignored: Vec<String>,
}

impl Walk {
    /// Whether the user ignores a source of this name.
    pub fn ignores(&self, name: &str) -> bool {
        let covers = |ignored: &String| ignored == name || is_inside(name, ignored);
        self.ignored.iter().any(covers)
    }
}

/// A file or a folder that could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadablePath {
    /// Its path.
    pub path: PathBuf,
    /// The source name of the file, or the prefix before `/` of all names below the folder; empty
    /// where it covers every source.
    pub name: String,
    /// Whether nothing exists there, or only a link that is not followed.
    pub missing: bool,
}

impl UnreadablePath {
    /// Whether a source of this name lies there.
    pub fn covers(&self, name: &str) -> bool {
        self.name.is_empty() || is_inside(name, &self.name)
    }
}
