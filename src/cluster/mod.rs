//! The passages of a corpus on a cluster that speaks OpenSearch: where one machine is too small.
//!
//! The tokens, the plan, the ranking and the highlights are those of the index on one machine. The cluster holds
//! the postings: it finds and counts what matches, and returns the likeliest candidates, which are scored here
//! by the same scorers over an index in memory. See `docs/cluster.md`.

mod address;
mod answer;
mod client;
mod commit;
mod document;
mod facet;
mod health;
mod lock;
mod lookups;
mod manifest;
mod mapping;
mod names;
mod pairs;
mod passages;
mod publish;
mod query;
mod reply;
mod rows;
mod snapshot;
mod statistics;
mod store;
mod weights;
mod whole_calls;
mod within;
mod words;

use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

pub use self::{address::ClusterAddress, publish::PublishReport};
use self::{
    client::Client,
    commit::{Commit, LastCommit},
};
pub(crate) use self::{health::ClusterState, snapshot::Snapshot};
use crate::{CancelToken, Error, Result};

/// A store on a cluster.
#[derive(Clone)]
pub struct Cluster {
    address: ClusterAddress,
    client: Client,
    last: LastCommit,
    /// The commit that everything is answered from, where it is for a single request.
    pinned: Option<Arc<OnceLock<Arc<Commit>>>>,
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
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
            last: LastCommit::default(),
            pinned: None,
        })
    }

    /// The same, which knows no commit yet.
    fn without_memory(self) -> Self {
        Self {
            last: LastCommit::default(),
            pinned: None,
            ..self
        }
    }

    /// The same for a single request, all of which is answered from one commit.
    pub(crate) fn for_one_request(self) -> Self {
        Self {
            pinned: Some(Arc::default()),
            ..self
        }
    }

    /// The last commit.
    ///
    /// # Errors
    /// Where there is none, or the cluster does not answer.
    pub(crate) fn snapshot(&self, cancel: &CancelToken) -> Result<Snapshot> {
        let commit = match self.pinned.as_ref().and_then(|pinned| pinned.get()) {
            Some(pinned) => Arc::clone(pinned),
            None => self.commit(&self.client.with_cancel(cancel))?,
        };
        if let Some(pinned) = &self.pinned {
            let _ = pinned.set(Arc::clone(&commit));
        }
        Ok(Snapshot::new(
            self.client.clone(),
            self.address.index(),
            commit,
            cancel,
        ))
    }

    /// The last commit, as it was fetched before if there is no later one.
    fn commit(&self, client: &Client) -> Result<Arc<Commit>> {
        if self.last.is_known()
            && let Some((sequence, stamp)) = manifest::read_state(client, &self.address)?
            && let Some(known) = self.last.if_of(sequence, &stamp)
        {
            return Ok(known);
        }
        let found = manifest::read(client, &self.address)?.ok_or_else(|| {
            Error::index(format!("there is no index on {}", self.address))
                .hint("`verbatim index --store …` puts the calls there")
        })?;
        let commit = Arc::new(Commit::new(found));
        self.last.set(&commit);
        Ok(commit)
    }
}
