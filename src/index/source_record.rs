//! What a call was made from, kept beside it so that the two cannot drift apart.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::model::Person;

/// The state of a source at the time a call of it was indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Name of the source.
    pub source: String,
    /// Which of the source's calls it is, from 0.
    #[serde(default)]
    pub place: usize,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970; 0 where it cannot vouch for the content.
    pub modified: u64,
    /// Size and time of the last change of its sidecar.
    #[serde(default)]
    pub sidecar: Option<(u64, u64)>,
    /// BLAKE3 of the bytes, and of the sidecar's behind them, in hexadecimal.
    pub hash: String,
    /// What tells its text from others, whatever its line ends and packing: BLAKE3 of it, and of a
    /// sidecar's behind a `+`; empty where it is not known.
    #[serde(default)]
    pub text: String,
    /// BLAKE3 of the overrides of names it was read with; empty where there was none.
    #[serde(default)]
    pub overrides: String,
    /// Id of the company.
    pub company: String,
    /// The id the call would have if no other took it.
    pub base: String,
    /// The id it has.
    pub call: String,
}

/// What a commit holds beside its documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// What the index was made from.
    #[serde(flatten)]
    pub corpus_folders: CorpusFolders,
    /// Everybody who goes by different names on the calls of a company, by company.
    #[serde(skip)]
    pub people: Vec<Person>,
    /// Sources that could not be read, so that they are named without being read again.
    #[serde(default)]
    pub failed: Vec<Failed>,
    /// Ids that calls had before what is stated of their companies changed, with those they have.
    #[serde(default)]
    pub former: BTreeMap<String, String>,
}

/// A commit as tantivy keeps it: the people are in a file of their own.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CommitPayload<C> {
    /// What stands in it.
    #[serde(flatten)]
    pub(super) commit: C,
    /// Name of the file.
    pub(super) people: String,
}

/// A source that could not be read as a call, or not whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Name of the source.
    pub source: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970; 0 where it cannot vouch for the content.
    pub modified: u64,
    /// Size and time of the last change of its sidecar.
    pub sidecar: Option<(u64, u64)>,
    /// BLAKE3 of the overrides of names it was read with; empty where there was none.
    pub overrides: String,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What of it is passed over, since it stands elsewhere too.
    #[serde(default)]
    pub copies: Vec<CopyOf>,
}

/// A text that is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOf {
    /// Name of the source whose call is counted.
    pub source: String,
    /// The text, as [`SourceRecord::text`] has it.
    pub text: String,
}

/// Something that is wrong with a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The file at fault: the source, or what stands beside it.
    pub file: PathBuf,
    /// What is wrong, in a sentence.
    pub sentence: String,
    /// One thing to do about it.
    pub hint: Option<String>,
}

/// The folders and files an index was made from, kept in its commits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusFolders {
    /// As they were named.
    pub paths: Vec<PathBuf>,
    /// The user's overrides of companies and people, if there is one.
    #[serde(default)]
    pub overrides: Option<PathBuf>,
}

impl CorpusFolders {
    /// Folders and files without a overrides.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            paths: paths.into_iter().collect(),
            overrides: None,
        }
    }

    /// Each folder and file once, however often and in whatever spelling it is named.
    pub fn distinct(paths: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
        let mut distinct: Vec<PathBuf> = Vec::new();
        for path in paths {
            if !distinct.iter().any(|known| real(known) == real(&path)) {
                distinct.push(path);
            }
        }
        distinct
    }

    /// Whether the same folders and files are named, in whatever spelling.
    pub fn has_paths_of(&self, other: &Self) -> bool {
        are_same(&self.paths, &other.paths)
    }

    /// The same, and the same overrides.
    pub fn is_same(&self, other: &Self) -> bool {
        let (own, others) = (self.overrides.as_ref(), other.overrides.as_ref());
        self.has_paths_of(other) && are_same(own, others)
    }
}

fn are_same<'p>(
    some: impl IntoIterator<Item = &'p PathBuf>,
    others: impl IntoIterator<Item = &'p PathBuf>,
) -> bool {
    let real = |path: &PathBuf| real(path);
    some.into_iter().map(real).eq(others.into_iter().map(real))
}

/// A path as it is where it is there, else as it would be.
fn real(path: &Path) -> PathBuf {
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.canonicalize().unwrap_or_else(|_| absolute())
}
