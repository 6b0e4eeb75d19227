//! Which calls go when their files are not met any more, and which stay.
//!
//! What could not be looked at stays. What seems to be gone goes, unless so much is gone at once that a
//! drive may be away or a folder moved: then it stays until the user says that it is meant so (`prune`).
//! That is a question where
//!
//! * a corpus folder, or a folder with two files or more, has no file left, or
//! * two files or more, with more than half of all calls, are gone.
//!
//! One file that leaves others in its place always goes.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
};

use crate::{
    Error,
    index::SourceRecord,
    transcript::{Source, UnreadablePath, Walk, is_inside, strip_compression_extension},
};

/// What to type to have removed what is gone.
pub(super) const PRUNE: &str = "`verbatim index --prune` removes them";

/// Sources that stay in the index although they were not met or cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Kept {
    /// Their names, in order.
    pub sources: Vec<String>,
    /// Why they stay, and what to do if they shall not.
    pub why: Error,
}

/// What becomes of the sources that were not met.
#[derive(Debug, Default)]
pub(super) struct Gone {
    /// Those that go.
    pub(super) leaving: HashSet<String>,
    /// Those that stay, with the reason.
    pub(super) kept: Vec<Kept>,
    /// The sources that are found under another name, by that name.
    pub(super) moved: HashMap<String, String>,
}

/// What a refresh knows when it judges.
pub(super) struct Seen<'a> {
    /// What the index holds.
    pub(super) known: &'a HashMap<String, Vec<SourceRecord>>,
    /// What was met.
    pub(super) walk: &'a Walk,
    /// The corpus folders as they were named.
    pub(super) corpus_folders: &'a [PathBuf],
    /// The user says that what is gone is meant to be.
    pub(super) prune: bool,
    /// The index was made from the same corpus folders.
    pub(super) same_roots: bool,
    /// Hash of a source, for those that may be a file under another name.
    pub(super) hash: &'a dyn Fn(&Source) -> Option<String>,
}

impl Seen<'_> {
    /// Judges every source of the index that was not met.
    pub(super) fn judge(&self) -> Gone {
        let met: HashSet<&str> = self.walk.sources.iter().map(|s| s.name.as_str()).collect();
        let mut missing: Vec<&str> = (self.known.keys().map(String::as_str))
            .filter(|name| !met.contains(name))
            .collect();
        missing.sort_unstable();
        let mut gone = Gone {
            moved: self.moved(&missing),
            ..Gone::default()
        };
        let moved: HashSet<&str> = gone.moved.values().map(String::as_str).collect();
        let mut unreadable: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        let mut open = Vec::new();
        for name in missing {
            let place = (self.walk.unreadable.iter()).position(|unreadable| {
                unreadable.covers(name) && !(self.prune && unreadable.missing)
            });
            match place {
                Some(at) => unreadable.entry(at).or_default().push(name),
                None if moved.contains(name) || self.is_elsewhere(name, &met) => {
                    gone.leaving.insert(name.to_owned());
                }
                None => open.push(name),
            }
        }
        for (at, names) in unreadable {
            gone.kept
                .extend((self.walk.unreadable.get(at)).map(|place| unreadable_path(place, &names)));
        }
        if self.prune || !self.same_roots {
            gone.leaving.extend(open.into_iter().map(str::to_owned));
        } else {
            self.ask(&open, &met, &mut gone);
        }
        gone
    }

    /// Tells what may go from what is a question.
    fn ask(&self, open: &[&str], met: &HashSet<&str>, gone: &mut Gone) {
        let calls = |names: &[&str]| -> usize {
            let of = |name: &&str| self.known.get(*name).map_or(0, Vec::len);
            names.iter().map(of).sum()
        };
        let all: usize = self.known.values().map(Vec::len).sum();
        let emptied = self.emptied(open, met);
        let is_one_folder = emptied.values().any(|names| names.len() == open.len());
        if open.len() > 1 && calls(open) * 2 > all && !is_one_folder {
            let why = format!(
                "{} of {all} calls are gone at once, so they stay in the index",
                calls(open)
            );
            gone.kept.push(kept(
                open,
                Error::input(self.corpus_folder(), why).hint(PRUNE),
            ));
            return;
        }
        let mut going: HashSet<&str> = open.iter().copied().collect();
        for (folder, names) in emptied {
            let corpus_folder =
                folder.is_empty() || self.corpus_folders.len() > 1 && !folder.contains('/');
            if !corpus_folder && names.len() < 2 {
                continue;
            }
            going.retain(|name| !names.contains(name));
            let why = format!(
                "has no transcript any more; {} of it {} in the index",
                counted(names.len()),
                if names.len() == 1 { "stays" } else { "stay" },
            );
            let path = crate::transcript::folder_path(self.corpus_folders, folder);
            gone.kept
                .push(kept(&names, Error::input(path, why).hint(PRUNE)));
        }
        gone.leaving.extend(going.into_iter().map(str::to_owned));
    }

    /// The outermost folders in which nothing is left, with what is gone from each.
    fn emptied<'n>(
        &self,
        open: &[&'n str],
        met: &HashSet<&str>,
    ) -> BTreeMap<&'n str, Vec<&'n str>> {
        // A file in the place of a corpus folder is nothing that lies in it.
        let mut left: HashSet<&str> = HashSet::new();
        for name in met
            .iter()
            .filter(|name| !self.walk.files.iter().any(|file| file == *name))
        {
            left.extend(folders(name));
        }
        let mut emptied: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for &name in open {
            let outer = folders(name).find(|folder| {
                let is_root = folder.is_empty() && self.corpus_folders.len() == 1;
                !left.contains(folder) && (is_root || !folder.is_empty())
            });
            if let Some(outer) = outer {
                emptied.entry(outer).or_default().push(name);
            }
        }
        emptied
    }

    /// Whether a file has been packed or unpacked where it lies.
    fn is_elsewhere(&self, name: &str, met: &HashSet<&str>) -> bool {
        let plain = strip_compression_extension(name);
        met.contains(plain) && plain != name
            || crate::transcript::COMPRESSED_EXTENSIONS
                .iter()
                .any(|ending| {
                    let packed = format!("{plain}{ending}");
                    packed != name && met.contains(packed.as_str())
                })
    }

    /// New sources that hold, byte for byte, what a missing one held.
    fn moved(&self, missing: &[&str]) -> HashMap<String, String> {
        let mut sizes: HashMap<u64, Vec<&SourceRecord>> = HashMap::new();
        for source_record in missing
            .iter()
            .filter_map(|name| self.known.get(*name)?.first())
        {
            sizes
                .entry(source_record.size)
                .or_default()
                .push(source_record);
        }
        let mut moved = HashMap::new();
        for source in &self.walk.sources {
            let Some(candidates) = sizes.get_mut(&source.size) else {
                continue;
            };
            if candidates.is_empty() || self.known.contains_key(&source.name) {
                continue;
            }
            let hash = (self.hash)(source);
            let same = |source_record: &&SourceRecord| Some(&source_record.hash) == hash.as_ref();
            if let Some(at) = candidates.iter().position(same) {
                let source_record = candidates.remove(at);
                moved.insert(source.name.clone(), source_record.source.clone());
            }
        }
        moved
    }

    fn corpus_folder(&self) -> PathBuf {
        self.corpus_folders.first().cloned().unwrap_or_default()
    }
}

/// The folders that a source lies in, the outermost first: all of them, then each by name.
fn folders(name: &str) -> impl Iterator<Item = &str> {
    let inner = name
        .match_indices('/')
        .filter_map(|(end, _)| name.get(..end));
    std::iter::once("").chain(inner)
}

fn kept(names: &[&str], why: Error) -> Kept {
    Kept {
        sources: names.iter().map(|&name| name.to_owned()).collect(),
        why,
    }
}

fn unreadable_path(place: &UnreadablePath, names: &[&str]) -> Kept {
    let it = match names {
        [name] if is_inside(&place.name, name) => "its calls stay".to_owned(),
        names => format!("{} below it stay", counted(names.len())),
    };
    let error = Error::input(
        &place.path,
        format!("could not be looked at, so {it} in the index"),
    );
    kept(
        names,
        if place.missing {
            error.hint(PRUNE)
        } else {
            error
        },
    )
}

/// The calls of a source stay, though it cannot be read as it is now.
pub(super) fn unread(source: &str, fault: &Error, prunes: bool) -> Kept {
    let what = "its calls stay in the index as they were read last";
    let error = match &fault.place {
        Some(crate::error::Place::Path(path)) => Error::input(path, what),
        _ => Error::input(source, what),
    };
    Kept {
        sources: vec![source.to_owned()],
        why: if prunes { error.hint(PRUNE) } else { error },
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

    /// What of `known` goes where only `met` is met, and what stays.
    fn judged(known: &[&str], met: &[&str]) -> (String, String) {
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
            sources: met.iter().map(source).collect(),
            ..Walk::default()
        };
        let seen = Seen {
            known: &known,
            walk: &walk,
            corpus_folders: &[PathBuf::from("corpus")],
            prune: false,
            same_roots: true,
            hash: &|_| None,
        };
        let gone = seen.judge();
        let mut leaving: Vec<String> = gone.leaving.into_iter().collect();
        leaving.sort();
        let kept: Vec<String> = gone
            .kept
            .into_iter()
            .flat_map(|kept| kept.sources)
            .collect();
        (leaving.join(" "), kept.join(" "))
    }

    #[test]
    fn one_file_goes_and_much_at_once_is_a_question() {
        for (known, met, leaving, kept) in [
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
            let expected = (leaving.to_owned(), kept.to_owned());
            assert_eq!(
                judged(&list(known), &list(met)),
                expected,
                "{known} → {met}"
            );
        }
    }
}
