//! Sidecars: `call.toml` states facts about `call.txt` and `call.txt.gz`, `call.txt.toml` about
//! `call.txt` alone.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use super::source::{Sidecar, Source};
use crate::transcript::decompress::is_compressed_name;

/// Takes the sidecars out of the sources and gives each to its source. A TOML file without a source
/// of its name remains a source.
pub(super) fn pair_sidecars(sources: &mut Vec<Source>) {
    let is_toml = |source: &&Source| source.path.extension().is_some_and(|e| e == "toml");
    let sidecars: HashMap<PathBuf, Sidecar> = (sources.iter().filter(is_toml))
        .map(|source| (source.path.clone(), sidecar(source)))
        .collect();
    if sidecars.is_empty() {
        return;
    }
    let mut paired: HashSet<PathBuf> = HashSet::new();
    for source in sources.iter_mut().filter(|source| !is_toml(&&**source)) {
        let candidates = sidecar_paths(source);
        source.sidecar = candidates
            .iter()
            .find_map(|path| sidecars.get(path))
            .cloned();
        paired.extend(source.sidecar.iter().map(|sidecar| sidecar.path.clone()));
    }
    sources.retain(|source| !paired.contains(&source.path));
}

fn sidecar(source: &Source) -> Sidecar {
    Sidecar {
        path: source.path.clone(),
        size: source.size,
        modified: source.modified,
    }
}

/// The paths where a source's sidecar may be, the more specific first.
fn sidecar_paths(source: &Source) -> [PathBuf; 2] {
    let mut whole = source.path.clone().into_os_string();
    whole.push(".toml");
    let mut stem = source.path.clone();
    if is_compressed_name(&source.name) {
        stem.set_extension("");
    }
    stem.set_extension("toml");
    [PathBuf::from(whole), stem]
}
