//! The health of a store on a cluster: what its commit says, and what is there.

use serde_json::{Value, json};

use super::{
    Cluster, lock,
    mapping::{CALL_VERSION, GENERATION},
};
use crate::{CancelToken, Result};

/// What is there of a store, beside what its commit says.
pub(crate) struct ClusterState {
    /// Version of the cluster's program.
    pub(crate) server: String,
    pub(crate) nodes: u64,
    /// Number of copies of shards that no node holds.
    pub(crate) missing_copies: u64,
    /// Whether all shards are there, if not all their copies.
    pub(crate) has_all_shards: bool,
    /// Bytes that all copies take on disk.
    pub(crate) bytes: u64,
    /// Version of the fields and of text analysis.
    pub(crate) version: u32,
    /// Number of the commit.
    pub(crate) commit: u64,
    /// Number of calls and of passages that the commit states.
    pub(crate) stated: (u64, u64),
    /// The numbers that are visible.
    pub(crate) counted: (u64, u64),
    /// Number of documents of replaced calls, which are removed in time.
    pub(crate) replaced: u64,
    /// Number of documents behind the commit.
    pub(crate) half_written: u64,
    /// Who is writing, if somebody is.
    pub(crate) writer: Option<String>,
}

impl Cluster {
    /// The state of the last commit.
    ///
    /// # Errors
    /// Where there is none, the cluster does not answer, or not in whole.
    pub(crate) fn state(&self, cancel: &CancelToken) -> Result<ClusterState> {
        // Nothing that was fetched before: it may be gone.
        let snapshot = self.clone().without_memory().snapshot(cancel)?;
        let (index, meta) = (self.address.index(), self.address.meta());
        let about =
            |path: &str| -> Result<Value> { Ok(snapshot.client.get(path)?.unwrap_or_default()) };
        let server = about("/")?;
        let health = about(&format!("/_cluster/health/{index},{meta}"))?;
        let space = about(&format!("/{index}/_stats/store"))?;
        let text = |of: &Value, at: &str| of.pointer(at).and_then(Value::as_str).map(str::to_owned);
        let number = |of: &Value, at: &str| of.pointer(at).and_then(Value::as_u64);
        let manifest = snapshot.manifest();
        let dead: Vec<&String> = manifest.dead.keys().collect();
        let counts = snapshot.counts(vec![
            snapshot.visible("call"),
            snapshot.visible("passage"),
            json!({"terms": {CALL_VERSION: dead}}),
            json!({"range": {GENERATION: {"gt": manifest.generation}}}),
        ])?;
        let count = |at: usize| counts.get(at).copied().unwrap_or(0);
        Ok(ClusterState {
            server: text(&server, "/version/number").unwrap_or_else(|| "unknown".to_owned()),
            nodes: number(&health, "/number_of_nodes").unwrap_or(0),
            missing_copies: number(&health, "/unassigned_shards").unwrap_or(0)
                + number(&health, "/initializing_shards").unwrap_or(0),
            has_all_shards: text(&health, "/status").is_some_and(|status| status != "red"),
            bytes: number(&space, "/_all/total/store/size_in_bytes").unwrap_or(0),
            version: manifest.version,
            commit: manifest.generation,
            stated: snapshot.size(),
            counted: (count(0), count(1)),
            replaced: count(2),
            half_written: count(3),
            writer: lock::holder(&snapshot.client, &meta)?,
        })
    }
}
