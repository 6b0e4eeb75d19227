//! The health of a store on a cluster.

use super::{Engine, health::Check};
use crate::{Result, cluster::ClusterState};

/// The health of a store on a cluster.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClusterHealth {
    /// Its address.
    pub address: String,
    /// Version of the cluster's program.
    pub server: String,
    /// Number of nodes.
    pub nodes: u64,
    /// Version of schema and analysis.
    pub version: u32,
    /// Number of the last commit.
    pub commit: u64,
    /// Number of calls.
    pub calls: u64,
    /// Number of passages.
    pub passages: u64,
    /// Bytes on disk of all copies.
    pub bytes: u64,
    /// The outcome of each check.
    pub checks: Vec<Check>,
}

impl ClusterHealth {
    /// Whether every check passed.
    pub fn is_well(&self) -> bool {
        self.checks.iter().all(|check| check.found.is_ok())
    }
}

impl Engine {
    /// The health of the cluster, if the engine answers from one.
    ///
    /// # Errors
    /// Where it does not answer, or there is no commit of this version.
    pub fn cluster_health(&self) -> Result<Option<ClusterHealth>> {
        let Some(cluster) = &self.cluster else {
            return Ok(None);
        };
        let state = cluster.state(&self.cancel)?;
        let (calls, passages) = state.counted;
        Ok(Some(ClusterHealth {
            address: cluster.to_string(),
            checks: vec![
                copies(&state),
                records(&state),
                leftovers(&state),
                writer(&state),
            ],
            server: state.server,
            nodes: state.nodes,
            version: state.version,
            commit: state.commit,
            calls,
            passages,
            bytes: state.bytes,
        }))
    }
}

/// Every shard has all its copies.
fn copies(state: &ClusterState) -> Check {
    let found = match (state.has_all_shards, state.missing_copies) {
        (false, _) => {
            Err("parts of the index are on no node; what is asked ends in an error".to_owned())
        }
        (true, 0) => Ok("every part of the index has all its copies".to_owned()),
        (true, missing) => Err(format!(
            "{missing} copies of parts of the index are missing; without another one a node more would be a loss"
        )),
    };
    Check {
        what: "copies",
        found,
    }
}

/// What is there is what the commit states.
fn records(state: &ClusterState) -> Check {
    let said = |(calls, passages): (u64, u64)| format!("{calls} calls with {passages} passages");
    let found = match state.stated == state.counted {
        true => Ok(format!(
            "{} are there, as the commit states",
            said(state.counted)
        )),
        false => Err(format!(
            "the commit states {}, but {} are there; delete the indexes and publish again",
            said(state.stated),
            said(state.counted)
        )),
    };
    Check {
        what: "records",
        found,
    }
}

/// Nothing is left that no reader sees, but for what is removed in time.
fn leftovers(state: &ClusterState) -> Check {
    let found = match (state.half_written, &state.writer, state.replaced) {
        (0, _, 0) => Ok("nothing is left of earlier commits".to_owned()),
        (0, _, replaced) => Ok(format!(
            "{replaced} documents of replaced calls; a commit an hour later removes them"
        )),
        (written, Some(_), _) => Ok(format!(
            "{written} documents are written for the next commit"
        )),
        (left, None, _) => Err(format!(
            "{left} documents of a writer that was killed; the next `verbatim index --store` removes them"
        )),
    };
    Check {
        what: "leftovers",
        found,
    }
}

fn writer(state: &ClusterState) -> Check {
    Check {
        what: "writer",
        found: Ok(match &state.writer {
            None => "nobody is writing".to_owned(),
            Some(writer) => format!("{writer} is writing"),
        }),
    }
}
