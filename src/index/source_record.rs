//! Which source a call was made from, stored in the call's document.

use serde::{Deserialize, Serialize};

#[cfg(feature = "cluster")]
use crate::model::Call;

/// The state of a source at the time one of its calls was indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Name of the source.
    pub source: String,
    /// Position of the call among the calls of the source, from 0.
    #[serde(default, rename = "place")]
    pub position: usize,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970; 0 where it does not prove that the content is
    /// the same.
    pub modified: u64,
    /// Size in bytes and time of the last change of its sidecar.
    #[serde(default)]
    pub sidecar: Option<(u64, u64)>,
    /// BLAKE3 hash of the bytes of the source followed by those of the sidecar, in hexadecimal.
    pub hash: String,
    /// BLAKE3 hash of the decoded text, independent of line ends and compression; behind a `+` that of the
    /// sidecar's text. Empty where it is not known.
    #[serde(default)]
    pub text: String,
    /// BLAKE3 hash of the overrides that applied to the call; empty where there were none.
    #[serde(default)]
    pub overrides: String,
    /// Whether other overrides apply to the call now.
    #[serde(skip)]
    pub is_outdated: bool,
    /// Id of the company.
    pub company: String,
    /// The id that the call would have if no other call had it.
    pub base: String,
    /// The id that the call has.
    pub call: String,
}

#[cfg(feature = "cluster")]
impl SourceRecord {
    /// A record of a call that another store has, whose source is not known here.
    pub(super) fn of_elsewhere(call: &Call) -> Self {
        Self {
            source: call.source.clone(),
            position: 0,
            size: 0,
            modified: 0,
            sidecar: None,
            hash: String::new(),
            text: String::new(),
            overrides: String::new(),
            is_outdated: false,
            company: call.company.id.clone(),
            base: call.id.clone(),
            call: call.id.clone(),
        }
    }
}
