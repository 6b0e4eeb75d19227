//! What the index holds when a refresh begins, and when none can begin.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use super::refresh::How;
use crate::{
    Error, Result,
    index::{Origin, Reader, Roots},
    transcript::Walk,
};

/// What the last commit says.
pub(super) struct Known {
    /// The calls, by source in the order of their places.
    pub(super) origins: HashMap<String, Vec<Origin>>,
    /// Ids that calls had, with those they have.
    pub(super) former: BTreeMap<String, String>,
    /// It was made from the same roots.
    pub(super) same_roots: bool,
    /// The catalogue it was made with.
    catalog: Option<PathBuf>,
}

impl Known {
    /// What a commit says; nothing where there is none, or one that is to be replaced cannot be read.
    pub(super) fn of(reader: Option<&Reader>, roots: &Roots, how: How<'_>) -> Result<Self> {
        let mut known = Self {
            origins: HashMap::new(),
            former: BTreeMap::new(),
            same_roots: false,
            catalog: None,
        };
        let Some(reader) = reader else {
            return Ok(known);
        };
        let origins = match reader.origins() {
            Err(_) if how.anew => return Ok(known),
            origins => origins?,
        };
        for origin in origins {
            let of_source = known.origins.entry(origin.source.clone()).or_default();
            of_source.push(origin);
        }
        for origins in known.origins.values_mut() {
            origins.sort_by_key(|origin| origin.place);
            if (origins.iter().zip(origins.iter().skip(1))).any(|(a, b)| a.place == b.place) {
                // A call that is there twice is taken for changed, so that it is put in its own place.
                for origin in origins {
                    (origin.modified, origin.hash) = (0, String::new());
                }
            }
        }
        known.former.clone_from(reader.former());
        known.same_roots = reader.roots().has_paths_of(roots);
        known.catalog = (reader.roots().catalog.clone()).filter(|_| roots.catalog.is_none());
        Ok(known)
    }

    /// Why nothing can be brought up to date; none where something can.
    pub(super) fn refusal(&self, walk: &Walk, roots: &Roots, prune: bool) -> Option<Error> {
        let lost = |root: &PathBuf| walk.unseen.iter().any(|unseen| unseen.path == *root);
        let first = || (walk.skipped.first()).map(Error::retold);
        let all_lost = roots.paths.iter().all(lost);
        let meant = prune && walk.unseen.iter().all(|unseen| unseen.gone);
        if all_lost && !(self.same_roots && meant) {
            return first();
        }
        if !self.same_roots
            && let Some(root) = roots.paths.iter().find(|root| lost(root))
        {
            let of_root = |error: &&Error| error.is_at(root);
            return walk.skipped.iter().find(of_root).map(Error::retold);
        }
        let nothing = walk.sources.is_empty();
        if nothing && (self.origins.is_empty() || !self.same_roots) {
            return Some(nothing_to_index(roots, first()));
        }
        // Without it the calls of other folders would lose what it states of them.
        let away = |path: &PathBuf| {
            let mut unseen = walk.unseen.iter();
            unseen.any(|unseen| path.starts_with(&unseen.path))
        };
        let catalog = self.catalog.as_ref().filter(|path| away(path) && !meant)?;
        Some(Error::input(catalog, "could not be looked at"))
    }
}

/// What the index holds of a call that has been read: by what it asks to be called, else by its place.
pub(super) fn before<'k>(known: &'k [Origin], origin: &Origin) -> Option<&'k Origin> {
    let same_base = known.iter().find(|before| before.base == origin.base);
    same_base.or_else(|| known.iter().find(|before| before.place == origin.place))
}

/// What is said of roots without a call.
pub(super) fn nothing_to_index(roots: &Roots, first: Option<Error>) -> Error {
    let path = roots.paths.first().cloned().unwrap_or_default();
    match first {
        Some(error) => Error::input(path, "holds no transcript that can be read").because(error),
        None => Error::input(path, "holds no transcripts"),
    }
    .hint("put transcripts there, or name their folder with --corpus DIR")
}
