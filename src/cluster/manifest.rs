//! The manifest: which documents of the cluster are the last commit.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{address::ClusterAddress, client::Client};
use crate::{Error, Result, index::VERSION};

/// The commit of a store on a cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Version of the fields and of text analysis.
    pub(super) version: u32,
    /// Tells the commit from all others, of other indexes of the name, too.
    #[serde(default)]
    pub(super) stamp: String,
    /// Number of the commit, from 1. Documents of later ones are not visible.
    pub(super) generation: u64,
    /// Versions of calls that are no longer visible, with the time (seconds since 1970) since when.
    pub(super) dead: BTreeMap<String, u64>,
    /// Number of visible calls.
    pub(super) calls: u64,
    /// Number of visible passages.
    pub(super) passages: u64,
    /// Number of tokens in each field of exact tokens.
    pub(super) tokens: HashMap<String, u64>,
    /// Ids that calls had before, with their present ids.
    pub(super) former_ids: BTreeMap<String, String>,
    /// Glossary groups of the overrides.
    pub(super) glossary: Vec<Vec<String>>,
}

/// Id of the manifest's document.
const ID: &str = "manifest";

/// The manifest with the state of its document, so that a later writer is noticed.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) manifest: Manifest,
    pub(super) sequence: (u64, u64),
}

/// The last manifest; none before the first commit.
///
/// # Errors
/// Where another version of the program wrote it.
pub(super) fn read(client: &Client, address: &ClusterAddress) -> Result<Option<Found>> {
    let path = format!("/{}/_doc/{ID}", address.meta());
    let Some(mut document) = client.get(&path)? else {
        return Ok(None);
    };
    let sequence = sequence(&document);
    let source = document.get_mut("_source").map(Value::take);
    let damaged = || Error::index(format!("the manifest of {address} is damaged"));
    let (Some(sequence), Some(source)) = (sequence, source) else {
        return Err(damaged());
    };
    let manifest: Manifest =
        serde_json::from_value(source).map_err(|error| damaged().because(error))?;
    if manifest.version != VERSION {
        let message = format!(
            "{address} is of version {}, this program reads version {VERSION}",
            manifest.version
        );
        return Err(Error::index(message).hint("use the program that wrote it, or another prefix"));
    }
    Ok(Some(Found { manifest, sequence }))
}

/// The state and the stamp of the last manifest, which say whether it is known.
pub(super) fn read_state(
    client: &Client,
    address: &ClusterAddress,
) -> Result<Option<((u64, u64), String)>> {
    let path = format!("/{}/_doc/{ID}?_source_includes=stamp", address.meta());
    let document = client.get(&path)?;
    Ok(document.and_then(|document| {
        let stamp = document.pointer("/_source/stamp")?.as_str()?.to_owned();
        Some((sequence(&document)?, stamp))
    }))
}

/// The state of a document.
fn sequence(document: &Value) -> Option<(u64, u64)> {
    let number = |name: &str| document.get(name).and_then(Value::as_u64);
    number("_seq_no").zip(number("_primary_term"))
}

/// Writes a manifest after the one that was read.
///
/// # Errors
/// Where another program has written one since.
pub(super) fn write(
    client: &Client,
    address: &ClusterAddress,
    before: Option<&Found>,
    manifest: &Manifest,
) -> Result<()> {
    let condition = match before {
        Some(Found { sequence, .. }) => {
            format!("if_seq_no={}&if_primary_term={}", sequence.0, sequence.1)
        }
        None => "op_type=create".to_owned(),
    };
    let path = format!("/{}/_doc/{ID}?{condition}&refresh=true", address.meta());
    match client.write_if(&path, &json!(manifest))? {
        Some(_) => Ok(()),
        None => Err(Error::index(format!(
            "another program has written to {address}"
        ))),
    }
}
