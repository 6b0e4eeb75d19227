//! Decides which calls are removed when their files are missing, and which are kept.
//!
//! Calls of files in folders that could not be read are kept. Calls of missing files are removed, unless so
//! many are missing at once that a drive may not be mounted or a folder may have been moved. They are then
//! kept until the user asks to remove them (`prune`). That is so where
//!
//! * a corpus folder, or a folder with two files or more, has no file left, or
//! * two files or more, with more than half of all calls, are missing.
//!
//! A single missing file in a folder that has others is always removed.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
};

use crate::{
    Error,
    error::Location,
    index::SourceRecord,
    transcript::{
        COMPRESSED_EXTENSIONS, Source, UnreadablePath, Walk, folder_path, is_inside,
        strip_compression_extension,
    },
};

/// The hint how to remove calls of missing files.
const PRUNE_HINT: &str = "`verbatim index --prune` removes them";

/// Sources that are kept in the index although they are missing or cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeptSources {
    /// Their names, in order.
    pub sources: Vec<String>,
    /// Why they are kept, and how to remove them.
    pub why: Error,
}

/// What to do about the sources that the walk did not find.
#[derive(Debug, Default)]
pub(super) struct MissingSources {
    /// Names of the sources to remove.
    pub(super) removed: HashSet<String>,
    /// The sources to keep, with the reasons.
    pub(super) kept: Vec<KeptSources>,
    /// The earlier names of sources that have been renamed, by present name.
    pub(super) renamed: HashMap<String, String>,
}

/// What the index and the corpus hold.
pub(super) struct Inventory<'a> {
    /// The records of the index, by source.
    pub(super) known: &'a HashMap<String, Vec<SourceRecord>>,
    /// The files that exist.
    pub(super) walk: &'a Walk,
    /// The corpus folders as the user typed them.
    pub(super) corpus_folders: &'a [PathBuf],
    /// Whether to remove all missing sources, however many there are.
    pub(super) prune: bool,
    /// Whether the index was made from the same corpus folders.
    pub(super) has_same_folders: bool,
    /// Hashes the content of a source, to find renamed ones.
    pub(super) hash: &'a dyn Fn(&Source) -> Option<String>,
}

impl Inventory<'_> {
    /// Decides about every source of the index that the walk did not find.
    pub(super) fn missing_sources(&self) -> MissingSources {
        let found: HashSet<&str> = self.walk.sources.iter().map(|s| s.name.as_str()).collect();
        let mut missing: Vec<&str> = (self.known.keys().map(String::as_str))
            .filter(|name| !found.contains(name))
            .collect();
        missing.sort_unstable();
        let mut outcome = MissingSources {
            renamed: self.renamed(&missing),
            ..MissingSources::default()
        };
        let renamed: HashSet<&str> = outcome.renamed.values().map(String::as_str).collect();
        let mut in_unread_folders: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        let mut undecided = Vec::new();
        for name in missing {
            let unread_folder = (self.walk.unreadable.iter())
                .position(|folder| folder.covers(name) && !(self.prune && folder.missing));
            match unread_folder {
                Some(index) => in_unread_folders.entry(index).or_default().push(name),
                None if renamed.contains(name)
                    || self.is_repacked(name, &found)
                    || self.walk.ignores(name) =>
                {
                    outcome.removed.insert(name.to_owned());
                }
                None => undecided.push(name),
            }
        }
        for (index, names) in in_unread_folders {
            let folder = self.walk.unreadable.get(index);
            (outcome.kept).extend(folder.map(|folder| kept_unseen(folder, &names)));
        }
        if self.prune || !self.has_same_folders {
            (outcome.removed).extend(undecided.into_iter().map(str::to_owned));
        } else {
            self.keep_suspicious(&undecided, &found, &mut outcome);
        }
        outcome
    }

    /// Keeps missing sources where suspiciously many are missing, and removes the others.
    fn keep_suspicious(
        &self,
        missing: &[&str],
        found: &HashSet<&str>,
        outcome: &mut MissingSources,
    ) {
        let calls = |names: &[&str]| -> usize {
            let of = |name: &&str| self.known.get(*name).map_or(0, Vec::len);
            names.iter().map(of).sum()
        };
        let all: usize = self.known.values().map(Vec::len).sum();
        let emptied = self.emptied_folders(missing, found);
        let is_one_folder = emptied.values().any(|names| names.len() == missing.len());
        if missing.len() > 1 && calls(missing) * 2 > all && !is_one_folder {
            let why = format!(
                "{} of {all} calls are gone at once, so they stay in the index",
                calls(missing)
            );
            let folder = self.corpus_folders.first().cloned().unwrap_or_default();
            let error = Error::input(folder, why).hint(PRUNE_HINT);
            outcome.kept.push(kept(missing, error));
            return;
        }
        let mut removed: HashSet<&str> = missing.iter().copied().collect();
        for (folder, names) in emptied {
            let is_corpus_folder =
                folder.is_empty() || self.corpus_folders.len() > 1 && !folder.contains('/');
            if !is_corpus_folder && names.len() < 2 {
                continue;
            }
            removed.retain(|name| !names.contains(name));
            let why = format!(
                "has no transcript any more; {} of it {} in the index",
                counted(names.len()),
                if names.len() == 1 { "stays" } else { "stay" },
            );
            let path = folder_path(self.corpus_folders, folder);
            let error = Error::input(path, why).hint(PRUNE_HINT);
            outcome.kept.push(kept(&names, error));
        }
        (outcome.removed).extend(removed.into_iter().map(str::to_owned));
    }

    /// The outermost folders that have no source left, with what is missing from each.
    fn emptied_folders<'n>(
        &self,
        missing: &[&'n str],
        found: &HashSet<&str>,
    ) -> BTreeMap<&'n str, Vec<&'n str>> {
        // A corpus path that is a file now is not a source in the folder that it replaced.
        let is_corpus_file = |name: &str| self.walk.files.iter().any(|file| file == name);
        let filled: HashSet<&str> = (found.iter().filter(|name| !is_corpus_file(name)))
            .flat_map(|name| folders(name))
            .collect();
        let mut emptied: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for &name in missing {
            let outermost = folders(name).find(|folder| {
                let is_root = folder.is_empty() && self.corpus_folders.len() == 1;
                !filled.contains(folder) && (is_root || !folder.is_empty())
            });
            if let Some(outermost) = outermost {
                emptied.entry(outermost).or_default().push(name);
            }
        }
        emptied
    }

    /// Whether a source has been compressed or decompressed in its folder.
    fn is_repacked(&self, name: &str, found: &HashSet<&str>) -> bool {
        let plain = strip_compression_extension(name);
        found.contains(plain) && plain != name
            || COMPRESSED_EXTENSIONS.iter().any(|ending| {
                let packed = format!("{plain}{ending}");
                packed != name && found.contains(packed.as_str())
            })
    }

    /// New sources with the same bytes as a missing one: the missing name by the new one.
    fn renamed(&self, missing: &[&str]) -> HashMap<String, String> {
        let mut by_size: HashMap<u64, Vec<&SourceRecord>> = HashMap::new();
        let records = missing
            .iter()
            .filter_map(|name| self.known.get(*name)?.first());
        for record in records {
            by_size.entry(record.size).or_default().push(record);
        }
        let mut renamed = HashMap::new();
        for source in &self.walk.sources {
            let Some(candidates) = by_size.get_mut(&source.size) else {
                continue;
            };
            if candidates.is_empty() || self.known.contains_key(&source.name) {
                continue;
            }
            let hash = (self.hash)(source);
            let is_same = |record: &&SourceRecord| Some(&record.hash) == hash.as_ref();
            if let Some(index) = candidates.iter().position(is_same) {
                let record = candidates.remove(index);
                renamed.insert(source.name.clone(), record.source.clone());
            }
        }
        renamed
    }
}

/// The folders that a source is in, the outermost first: the empty name, which stands for all corpus folders,
/// then each by name.
fn folders(name: &str) -> impl Iterator<Item = &str> {
    let inner = name
        .match_indices('/')
        .filter_map(|(end, _)| name.get(..end));
    std::iter::once("").chain(inner)
}

fn kept(names: &[&str], why: Error) -> KeptSources {
    KeptSources {
        sources: names.iter().map(|&name| name.to_owned()).collect(),
        why,
    }
}

/// The sources that are kept since their folder, or the file itself, could not be read.
fn kept_unseen(unreadable: &UnreadablePath, names: &[&str]) -> KeptSources {
    let it = match names {
        [name] if is_inside(&unreadable.name, name) => "its calls stay".to_owned(),
        names => format!("{} below it stay", counted(names.len())),
    };
    let error = Error::input(
        &unreadable.path,
        format!("could not be looked at, so {it} in the index"),
    );
    kept(
        names,
        if unreadable.missing {
            error.hint(PRUNE_HINT)
        } else {
            error
        },
    )
}

/// A source that is kept though it cannot be read as it is now; `prunable` where `prune` would remove it.
pub(super) fn kept_unreadable(source: &str, fault: &Error, prunable: bool) -> KeptSources {
    let what = "its calls stay in the index as they were read last";
    let error = match &fault.location {
        Some(Location::Path(path)) => Error::input(path, what),
        _ => Error::input(source, what),
    };
    KeptSources {
        sources: vec![source.to_owned()],
        why: if prunable {
            error.hint(PRUNE_HINT)
        } else {
            error
        },
    }
}

fn counted(files: usize) -> String {
    match files {
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source_record(source: &str) -> SourceRecord {
        let json = serde_json::json!({
            "source": source, "size": 1, "modified": 1, "hash": source, "company": "A",
            "base": source, "call": source,
        });
        serde_json::from_value(json).unwrap()
    }

    /// What of `known` is removed where only `found` exists, and what is kept.
    fn decided(known: &[&str], found: &[&str]) -> (String, String) {
        let known: HashMap<String, Vec<SourceRecord>> = (known.iter())
            .map(|name| ((*name).to_owned(), vec![source_record(name)]))
            .collect();
        let source = |name: &&str| Source {
            path: PathBuf::from(name),
            name: (*name).to_owned(),
            size: 9,
            modified: None,
            sidecar: None,
        };
        let walk = Walk {
            sources: found.iter().map(source).collect(),
            ..Walk::default()
        };
        let inventory = Inventory {
            known: &known,
            walk: &walk,
            corpus_folders: &[PathBuf::from("corpus")],
            prune: false,
            has_same_folders: true,
            hash: &|_| None,
        };
        let missing = inventory.missing_sources();
        let mut removed: Vec<String> = missing.removed.into_iter().collect();
        removed.sort();
        let kept: Vec<String> = missing
            .kept
            .into_iter()
            .flat_map(|kept| kept.sources)
            .collect();
        (removed.join(" "), kept.join(" "))
    }

    #[test]
    fn one_file_is_removed_and_many_at_once_are_kept() {
        for (known, found, removed, kept) in [
            ("a b", "a", "b", ""),
            ("a b c", "a b", "c", ""),
            ("a b c", "a", "", "b c"),
            ("a b c d", "a b", "c d", ""),
            ("a", "", "", "a"),
            ("a b", "", "", "a b"),
            ("a", "other", "a", ""),
            ("x/a x/b y/c y/d y/e", "y/e", "", "x/a x/b y/c y/d"),
            ("x/a y/b y/c", "x/a y/b", "y/c", ""),
            ("x/a y/b z", "x/a z", "y/b", ""),
            ("x/a x/b y/c y/d y/e", "y/c y/d y/e", "", "x/a x/b"),
            (
                "x/1/a x/2/b y/c y/d y/e y/f",
                "y/c y/d y/e",
                "y/f",
                "x/1/a x/2/b",
            ),
            ("a b", "a b.gz", "b", ""),
            ("a.gz b.gz c.gz", "a b c", "a.gz b.gz c.gz", ""),
        ] {
            let list = |text: &'static str| -> Vec<&str> { text.split_whitespace().collect() };
            let expected = (removed.to_owned(), kept.to_owned());
            assert_eq!(
                decided(&list(known), &list(found)),
                expected,
                "{known} → {found}"
            );
        }
    }
}
