//! Parses files without indexing them.

use super::{
    engine::Engine,
    refresh::{ReadContext, read_bytes},
};
use crate::{
    Result,
    index::CorpusFolders,
    model::Call,
    transcript::{self, Source},
};

impl Engine {
    /// Parses files without indexing them. Returns each call with its source, and an error for each file or
    /// part of a file that is no call.
    pub fn check(
        &self,
        corpus_folders: &CorpusFolders,
    ) -> Result<Vec<(Option<Source>, Result<Call>)>> {
        let walk = transcript::walk(
            &corpus_folders.paths,
            corpus_folders.overrides.as_deref(),
            Some(self.folder()),
        )?;
        let context = ReadContext::new(corpus_folders, &self.formats)?;
        let mut checked: Vec<(Option<Source>, Result<Call>)> = (walk.skipped.into_iter())
            .map(|error| (None, Err(error)))
            .collect();
        for source in walk.sources {
            let read = read_bytes(&source)
                .and_then(|(bytes, sidecar)| context.read(&source, &bytes, sidecar.as_deref()));
            match read {
                Ok((calls, failed)) => {
                    let calls = calls.into_iter().map(Ok).chain(failed.into_iter().map(Err));
                    checked.extend(calls.map(|call| (Some(source.clone()), call)));
                }
                Err(error) => checked.push((Some(source), Err(error))),
            }
        }
        Ok(checked)
    }
}
