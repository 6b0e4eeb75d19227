//! The JSON of an index's state.

use std::{collections::BTreeMap, path::PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

#[cfg(feature = "cluster")]
use crate::engine::ClusterHealth;
use crate::engine::{Check, Health};

/// The state of an index.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HealthJson {
    folder: PathBuf,
    version: u32,
    corpus: Vec<PathBuf>,
    calls: u64,
    passages: u64,
    /// Bytes of its files.
    bytes: u64,
    /// Bytes of stored records.
    stored: u64,
    segments: usize,
    documents: u64,
    deleted: u64,
    fields: Vec<FieldJson>,
    formats: BTreeMap<String, u64>,
    failed: Vec<FailedJson>,
    /// Sources of which something is doubtful, with the doubts.
    doubtful: Vec<DoubtfulJson>,
    /// Calls that may be one under two names.
    alike: Vec<AlikeJson>,
    /// Companies that may be one, with the lines for `verbatim.toml`.
    companies: Vec<AlikeCompaniesJson>,
    people: Vec<PersonJson>,
    /// Free bytes on its disk; none where that is not known.
    free: Option<u64>,
    checks: Vec<CheckedJson>,
    well: bool,
}

/// Bytes that a field takes.
#[derive(Debug, Serialize, JsonSchema)]
struct FieldJson {
    field: String,
    bytes: u64,
    terms: u64,
    postings: u64,
    positions: u64,
    column: u64,
    lengths: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FailedJson {
    source: String,
    faults: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct DoubtfulJson {
    source: String,
    doubts: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct AlikeCompaniesJson {
    ids: Vec<String>,
    shared: String,
    lines: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct AlikeJson {
    calls: [String; 2],
    percent: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PersonJson {
    company: String,
    names: Vec<String>,
    why: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct CheckedJson {
    what: &'static str,
    ok: bool,
    found: String,
}

impl From<&Health> for HealthJson {
    fn from(health: &Health) -> Self {
        let space = &health.space;
        Self {
            folder: health.folder.clone(),
            version: health.version,
            corpus: health.corpus_folders.paths.clone(),
            calls: health.formats.iter().map(|(_, calls)| calls).sum(),
            passages: health.passages,
            bytes: space.total,
            stored: space.stored,
            segments: space.segments,
            documents: space.documents,
            deleted: space.deleted,
            fields: (space.fields.iter())
                .map(|field| FieldJson {
                    field: field.field.clone(),
                    bytes: field.total(),
                    terms: field.terms,
                    postings: field.postings,
                    positions: field.positions,
                    column: field.column,
                    lengths: field.lengths,
                })
                .collect(),
            formats: health.formats.iter().cloned().collect(),
            failed: (health.failed.iter())
                .map(|(source, faults)| FailedJson {
                    source: source.clone(),
                    faults: faults.clone(),
                })
                .collect(),
            doubtful: (health.doubtful.iter())
                .map(|(source, doubts)| DoubtfulJson {
                    source: source.clone(),
                    doubts: doubts.clone(),
                })
                .collect(),
            alike: (health.alike.iter())
                .map(|alike| AlikeJson {
                    calls: alike.calls.clone(),
                    percent: alike.percent,
                })
                .collect(),
            companies: (health.companies.iter())
                .map(|company| AlikeCompaniesJson {
                    ids: company.ids.clone(),
                    shared: company.shared.clone(),
                    lines: company.lines.clone(),
                })
                .collect(),
            people: (health.people.iter())
                .map(|(person, why)| PersonJson {
                    company: person.company.clone(),
                    names: person.names.clone(),
                    why,
                })
                .collect(),
            free: health.free,
            checks: health.checks.iter().map(CheckedJson::from).collect(),
            well: health.is_well(),
        }
    }
}

impl From<&Check> for CheckedJson {
    fn from(check: &Check) -> Self {
        Self {
            what: check.what,
            ok: check.found.is_ok(),
            found: check.found.clone().unwrap_or_else(|wrong| wrong),
        }
    }
}

/// The state of a store on a cluster.
#[cfg(feature = "cluster")]
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClusterHealthJson {
    store: String,
    /// Version of the cluster's program.
    server: String,
    nodes: u64,
    version: u32,
    /// Number of the last commit.
    commit: u64,
    calls: u64,
    passages: u64,
    /// Bytes of all copies.
    bytes: u64,
    checks: Vec<CheckedJson>,
    well: bool,
}

#[cfg(feature = "cluster")]
impl From<&ClusterHealth> for ClusterHealthJson {
    fn from(health: &ClusterHealth) -> Self {
        Self {
            store: health.address.clone(),
            server: health.server.clone(),
            nodes: health.nodes,
            version: health.version,
            commit: health.commit,
            calls: health.calls,
            passages: health.passages,
            bytes: health.bytes,
            checks: health.checks.iter().map(CheckedJson::from).collect(),
            well: health.is_well(),
        }
    }
}
