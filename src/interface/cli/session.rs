//! What all commands share: the global options, the layout and the engine.

use std::{io, path::PathBuf};

use super::{
    args::Global,
    layout::Layout,
    print::{self, write_stdout},
};
#[cfg(feature = "cluster")]
use crate::cluster::{Cluster, ClusterAccess};
use crate::{
    CancelToken, Error, Result, engine::Engine, index::CorpusFolders, interface::table::Output,
};

/// The state of one run of the program.
pub(super) struct Session {
    pub(super) global: Global,
    pub(super) layout: Layout,
    pub(super) output: Output,
    /// Whether the terminal supports links.
    pub(super) links: bool,
    /// Folder of the project; empty if it is the working folder.
    pub(super) project: PathBuf,
    /// Cancels the work of the command.
    pub(super) cancel: CancelToken,
}

impl Session {
    /// The engine of the index folder.
    pub(super) fn engine(&self) -> Engine {
        Engine::new(self.global.index()).with_cancel(self.cancel.clone())
    }

    /// The cluster of `--store`, if it is given.
    #[cfg(feature = "cluster")]
    pub(super) fn cluster(&self) -> Result<Option<Cluster>> {
        let Some(address) = &self.global.store else {
            return Ok(None);
        };
        let access = ClusterAccess {
            address: address.clone(),
            headers: self.global.store_headers.clone(),
            authority: self.global.store_ca.clone(),
        };
        Cluster::new(&access).map(Some)
    }

    /// The engine over a cluster, if one is given.
    pub(super) fn cluster_engine(&self) -> Result<Option<Engine>> {
        #[cfg(feature = "cluster")]
        if let Some(cluster) = self.cluster()? {
            return Ok(Some(self.engine().with_cluster(cluster)));
        }
        Ok(None)
    }

    /// Whether requests are answered from a cluster.
    pub(super) fn has_cluster(&self) -> bool {
        #[cfg(feature = "cluster")]
        return self.global.store.is_some();
        #[cfg(not(feature = "cluster"))]
        false
    }

    /// The folders and files of the index: those of `--corpus`, else those it was built from, else `corpus`.
    pub(super) fn corpus_folders(&self, engine: &Engine) -> Result<CorpusFolders> {
        if let Some(corpus) = &self.global.corpus {
            return Ok(self.with_overrides(vec![corpus.clone()]));
        }
        let indexed = engine.corpus_folders().ok().flatten();
        Ok(self.with_overrides(indexed.map_or_else(
            || vec![PathBuf::from("corpus")],
            |corpus_folders| corpus_folders.paths,
        )))
    }

    /// Folders and files with the overrides of the project or of their own.
    pub(super) fn with_overrides(&self, paths: Vec<PathBuf>) -> CorpusFolders {
        Engine::folders_with_overrides(&self.project, paths)
    }

    /// Prints an error to standard error.
    pub(super) fn warn(&self, error: &Error) {
        print::warn(error, self.global.color);
    }

    /// Prints a line to standard error.
    pub(super) fn note(&self, message: &str) {
        print::note(message, self.global.color);
    }

    /// Prints a part of the answer at once. False if the reader has closed the pipe.
    pub(super) fn print_part(&self, text: &str) -> Result<bool> {
        match write_stdout(text, self.is_data(), self.global.color) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Error::input("standard output", "cannot be written").because(error)),
        }
    }

    /// Whether the answer is for other programs, so that it has no styles.
    pub(super) fn is_data(&self) -> bool {
        self.output != Output::Table
    }
}
