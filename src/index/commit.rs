//! What a commit holds besides its documents.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::corpus_folders::CorpusFolders;
use crate::model::Person;

/// What a commit holds besides its documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// What the index was made from.
    #[serde(flatten)]
    pub corpus_folders: CorpusFolders,
    /// People who have different names on the calls of a company, ordered by company.
    #[serde(skip)]
    pub people: Vec<Person>,
    /// Sources that could not be read. They are reported by each refresh and not read again until they
    /// change.
    #[serde(default)]
    pub failed: Vec<Failed>,
    /// Identifies the overrides and formats that the calls were read with; empty where there are none.
    #[serde(default)]
    pub overrides_mark: String,
    /// Ids that calls had before the overrides of their companies changed, with their present ids.
    #[serde(default, rename = "former")]
    pub former_ids: BTreeMap<String, String>,
}

/// The payload of tantivy's commit: the people are in a file of their own.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CommitPayload<C> {
    /// The commit without its people.
    #[serde(flatten)]
    pub(super) commit: C,
    /// Name of the file with the people.
    pub(super) people: String,
}

/// A source that could not be read as a call, or only in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Name of the source.
    pub source: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970; 0 where it does not prove that the content is
    /// the same.
    pub modified: u64,
    /// Size in bytes and time of the last change of its sidecar.
    pub sidecar: Option<(u64, u64)>,
    /// BLAKE3 hash of the overrides it was read with; empty where there were none.
    pub overrides: String,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Its calls that are left out because another source has the same text.
    #[serde(default)]
    pub copies: Vec<CopyOf>,
}

/// A call that is left out because its text is already in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOf {
    /// Name of the source whose call is indexed.
    pub source: String,
    /// Hash of the text, as in [`super::SourceRecord::text`].
    pub text: String,
}

/// Something that is wrong with a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The file at fault: the source or its sidecar.
    pub file: PathBuf,
    /// What is wrong, in a sentence.
    pub sentence: String,
    /// One thing to do about it.
    pub hint: Option<String>,
}
