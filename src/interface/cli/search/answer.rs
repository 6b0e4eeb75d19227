//! The answer to a search, with how to show it.

use std::{collections::HashMap, path::PathBuf};

use crate::{
    Result,
    engine::Engine,
    interface::cli::session::Session,
    search::{Hit, Request, Response},
};

/// The answer to a search.
pub(in crate::interface::cli) struct SearchAnswer<'a> {
    pub(in crate::interface::cli) request: &'a Request,
    pub(in crate::interface::cli) response: &'a Response,
    pub(in crate::interface::cli) options: HitOptions,
    /// Paths of the sources, by the id of the call, for links to them.
    pub(in crate::interface::cli) sources: &'a HashMap<String, PathBuf>,
}

impl SearchAnswer<'_> {
    /// Whether other passages are shown whole: whether a question was answered is read in them.
    pub(super) fn is_whole(&self) -> bool {
        self.options.whole || self.request.is_about_answers()
    }
}

/// Paths of the sources of some hits, by the id of the call; empty if the terminal supports no links.
pub(in crate::interface::cli) fn sources<'a>(
    session: &Session,
    engine: &Engine,
    hits: impl Iterator<Item = &'a Hit>,
) -> Result<HashMap<String, PathBuf>> {
    let mut sources = HashMap::new();
    for hit in hits.filter(|_| session.links) {
        if !sources.contains_key(&hit.call.id)
            && let Some(file) = engine.file_of(&hit.call)?
        {
            sources.insert(hit.call.id.clone(), file);
        }
    }
    Ok(sources)
}

/// How much of a hit to show in a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::interface::cli) struct HitOptions {
    /// Show which term matched what.
    pub(in crate::interface::cli) why: bool,
    /// Show whole passages.
    pub(in crate::interface::cli) whole: bool,
}
