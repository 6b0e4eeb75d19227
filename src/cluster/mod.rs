//! The passages of a corpus on a cluster that speaks OpenSearch: where one machine is too small.
//!
//! The tokens, the plan, the ranking and the highlights are those of the index on one machine. The cluster holds
//! the postings: it finds and counts what matches, and returns the likeliest candidates, which are scored here
//! by the same scorers over an index in memory. See `docs/cluster.md`.

mod address;
mod answer;
mod client;
mod document;
mod facet;
mod health;
mod lock;
mod manifest;
mod mapping;
mod names;
mod pairs;
mod passages;
mod publish;
mod query;
mod rows;
mod snapshot;
mod statistics;
mod store;
mod whole_calls;
mod words;

use std::{fmt, path::PathBuf};

use self::client::Client;
pub use self::{address::ClusterAddress, publish::PublishReport};
pub(crate) use self::{health::ClusterState, snapshot::Snapshot};
use crate::{CancelToken, Error, Result};

/// A store on a cluster.
#[derive(Debug, Clone)]
pub struct Cluster {
    address: ClusterAddress,
    client: Client,
}

/// How a cluster is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterAccess {
    /// Where it is.
    pub address: ClusterAddress,
    /// A file with headers, one a line, that go with each request: credentials.
    pub headers: Option<PathBuf>,
    /// A file with the certificates (PEM) that the cluster's is signed by, in place of the public ones.
    pub authority: Option<PathBuf>,
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(f)
    }
}

impl Cluster {
    /// The store at an address. Nothing is sent yet.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn new(access: &ClusterAccess) -> Result<Self> {
        let (headers, authority) = (access.headers.as_deref(), access.authority.as_deref());
        Ok(Self {
            client: Client::new(&access.address, headers, authority)?,
            address: access.address.clone(),
        })
    }

    /// The last commit.
    ///
    /// # Errors
    /// Where there is none, or the cluster does not answer.
    pub(crate) fn snapshot(&self, cancel: &CancelToken) -> Result<Snapshot> {
        let client = self.client.with_cancel(cancel);
        let found = manifest::read(&client, &self.address)?.ok_or_else(|| {
            Error::index(format!("there is no index on {}", self.address))
                .hint("`verbatim index --store …` puts the calls there")
        })?;
        Ok(Snapshot::new(
            client,
            self.address.index(),
            found.manifest,
            cancel,
        ))
    }
}
