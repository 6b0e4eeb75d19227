//! The engine over a cluster: what is put there, and what is answered from there.

use super::{Engine, overrides};
use crate::{
    Error, Result,
    cluster::{Cluster, PublishReport, Snapshot},
    index::Reader,
};

impl Engine {
    /// The same engine, which answers from a cluster instead of its index.
    pub fn with_cluster(self, cluster: Cluster) -> Self {
        Self {
            cluster: Some(cluster),
            ..self
        }
    }

    /// Makes the last commit of the index the last commit of a cluster. `progress` gets the number of calls that
    /// were compared and of all.
    ///
    /// # Errors
    /// Where there is no index, another program writes to the cluster, or the cluster does not keep all that is
    /// sent; the commit before then stands there.
    pub fn publish(
        &self,
        cluster: &Cluster,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<PublishReport> {
        self.with_reader(|reader: &Reader| {
            let glossary = overrides::read(reader.corpus_folders())?.glossary();
            cluster.publish(reader, glossary, progress)
        })
    }

    /// Number of calls and of passages on the cluster, if the engine has one.
    pub(super) fn size_of_cluster(&self) -> Option<Result<(u64, u64)>> {
        Some(self.snapshot()?.map(|snapshot| snapshot.size()))
    }

    /// The last commit of the cluster, if the engine has one.
    pub(super) fn snapshot(&self) -> Option<Result<Snapshot>> {
        Some(self.cluster.as_ref()?.snapshot(&self.cancel))
    }

    /// An error for what is not answered from a cluster.
    pub(super) fn check_is_local(&self) -> Result<()> {
        match &self.cluster {
            None => Ok(()),
            Some(_) => Err(Error::request("this is not answered from a cluster")
                .hint("without --store it is answered from the index in a folder")),
        }
    }
}
