//! The health of an index: what it holds, whether it is intact, and whether it can be refreshed.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    companies_alike::{AlikeCompanies, companies_alike},
    engine::Engine,
    near_duplicates::{NearDuplicate, Sketches},
};
use crate::{
    Result,
    index::{CorpusFolders, Reader, Space, VERSION},
    model::{Call, Person, UnparsedLine, name},
    transcript,
};

/// The health of an index.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Health {
    /// The index folder.
    pub folder: PathBuf,
    /// Version of schema and analysis.
    pub version: u32,
    /// What it was made from.
    pub corpus_folders: CorpusFolders,
    /// What takes how much space.
    pub space: Space,
    /// Number of passages.
    pub passages: u64,
    /// Number of calls by format, the most frequent first.
    pub formats: Vec<(String, u64)>,
    /// Sources that could not be read, with the faults of each.
    pub failed: Vec<(String, Vec<String>)>,
    /// Sources of which something is doubtful, with the doubts of each.
    pub doubtful: Vec<(String, Vec<String>)>,
    /// Pairs of calls that may be one call under two names.
    pub alike: Vec<NearDuplicate>,
    /// Companies that may be one.
    pub companies: Vec<AlikeCompanies>,
    /// People with several names, and why the names are taken for one person's.
    pub people: Vec<(Person, &'static str)>,
    /// Free space on its disk in bytes, if known.
    pub free: Option<u64>,
    /// The outcome of each check.
    pub checks: Vec<Check>,
}

/// The outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// What was checked.
    pub what: &'static str,
    /// What is in order, or what is wrong.
    pub found: Result<String, String>,
}

impl Health {
    /// Whether every check passed.
    pub fn is_well(&self) -> bool {
        self.checks.iter().all(|check| check.found.is_ok())
    }
}

impl Engine {
    /// Checks everything that an index depends on. Reads all its files.
    ///
    /// # Errors
    /// Where there is no index, or it cannot be opened.
    pub fn health(&self) -> Result<Health> {
        self.with_reader(|reader| self.health_of(reader))
    }

    fn health_of(&self, reader: &Reader) -> Result<Health> {
        let corpus_folders = reader.corpus_folders().clone();
        let calls = reader.calls()?;
        let mut formats: BTreeMap<&str, u64> = BTreeMap::new();
        for call in &calls {
            *formats.entry(&call.format).or_default() += 1;
        }
        let mut formats: Vec<(String, u64)> = (formats.into_iter())
            .map(|(format, count)| (format.to_owned(), count))
            .collect();
        formats.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let space = reader.space()?;
        let free = fs4::available_space(self.folder()).ok();
        let (passages, records, alike) = records(reader, &calls)?;
        let checks = vec![
            self.files()?,
            records,
            corpus_is_there(&corpus_folders, self.folder()),
            twice(reader, &calls)?,
            Self::overrides_check(&corpus_folders),
            self.writer(),
            disk(&space, free),
        ];
        Ok(Health {
            folder: self.folder().to_owned(),
            version: VERSION,
            passages,
            formats,
            failed: (reader.failed().iter())
                .map(|failed| {
                    let faults = failed.faults.iter().map(|fault| fault.sentence.clone());
                    (failed.source.clone(), faults.collect())
                })
                .collect(),
            doubtful: doubtful(&calls),
            alike,
            companies: companies_alike(&calls),
            people: (reader.people().iter())
                .map(|person| (person.clone(), why(person)))
                .collect(),
            corpus_folders,
            space,
            free,
            checks,
        })
    }

    fn files(&self) -> Result<Check> {
        let damaged = self.index.damaged_files()?;
        let found = match damaged.as_slice() {
            [] => Ok("every file is as it was written".to_owned()),
            names => Err(format!(
                "not as written: {}; `verbatim index --rebuild` makes the index anew",
                names.join(", ")
            )),
        };
        Ok(Check {
            what: "files",
            found,
        })
    }

    /// The glossary with the overrides can be read.
    fn overrides_check(corpus_folders: &CorpusFolders) -> Check {
        let found = match Self::glossary(corpus_folders) {
            Ok(glossary) => Ok(format!("{} groups of terms", glossary.groups().count())),
            Err(error) => Err(error.to_string()),
        };
        Check {
            what: "glossary",
            found,
        }
    }

    fn writer(&self) -> Check {
        let found = match self.index.writing_process() {
            None => "nobody is writing".to_owned(),
            Some(process) => format!("process {process} is writing"),
        };
        Check {
            what: "writer",
            found: Ok(found),
        }
    }
}

/// The sources of calls with doubts, with the first doubts of each.
fn doubtful(calls: &[Call]) -> Vec<(String, Vec<String>)> {
    const MAX_DOUBTS: usize = 3;
    let doubtful = calls.iter().filter(|call| !call.doubts.is_empty());
    let of_call = |call: &Call| {
        let doubt = |doubt: &UnparsedLine| match doubt.line {
            0 => doubt.taken_for.clone(),
            line => format!("line {line}: {}", doubt.taken_for),
        };
        let mut doubts: Vec<String> = call.doubts.iter().take(MAX_DOUBTS).map(doubt).collect();
        let more = call.doubts.len() - doubts.len();
        if more > 0 {
            doubts.push(format!("{more} more"));
        }
        (call.source.clone(), doubts)
    };
    doubtful.map(of_call).collect()
}

/// Every call has all its passages, numbered from 1. Also returns the number of passages and the near
/// duplicates.
fn records(reader: &Reader, calls: &[Call]) -> Result<(u64, Check, Vec<NearDuplicate>)> {
    let (mut passages, mut wrong) = (0, Vec::new());
    let mut sketches = Sketches::default();
    for call in calls {
        let of_call = reader.passages(&call.id)?;
        sketches.add(&call.id, &of_call);
        passages += of_call.len() as u64;
        let numbered = (1..).zip(&of_call).all(|(n, passage)| passage.n == n);
        let spoken: usize = call.turns.iter().map(|turn| turn.passages).sum();
        let in_turns = of_call.iter().filter(|passage| passage.turn.is_some());
        if !numbered || in_turns.count() != spoken {
            wrong.push(call.id.clone());
        }
    }
    let found = match wrong.as_slice() {
        [] => Ok(format!(
            "{} calls have all their {passages} passages",
            calls.len()
        )),
        ids => Err(format!("passages are missing of {}", ids.join(", "))),
    };
    let check = Check {
        what: "records",
        found,
    };
    Ok((passages, check, sketches.pairs()))
}

/// Nothing is in the index twice: no call of a source, no id, no passage.
fn twice(reader: &Reader, calls: &[Call]) -> Result<Check> {
    let mut twice = BTreeSet::new();
    let mut sources = BTreeSet::new();
    for source_record in reader.source_records()? {
        if !sources.insert((source_record.source.clone(), source_record.position)) {
            twice.insert(source_record.source);
        }
    }
    let mut ids = BTreeSet::new();
    for call in calls {
        let mut numbers = BTreeSet::new();
        let passages = reader.passages(&call.id)?;
        if !ids.insert(&call.id) || !passages.iter().all(|passage| numbers.insert(passage.n)) {
            twice.insert(call.id.clone());
        }
    }
    let found = if twice.is_empty() {
        Ok("nothing is there twice".to_owned())
    } else {
        let twice: Vec<String> = twice.into_iter().collect();
        Err(format!(
            "there twice: {}; `verbatim index --rebuild` makes the index anew",
            twice.join(", ")
        ))
    };
    Ok(Check {
        what: "duplicates",
        found,
    })
}

fn corpus_is_there(corpus_folders: &CorpusFolders, index: &Path) -> Check {
    let found = match transcript::walk(
        &corpus_folders.paths,
        corpus_folders.overrides.as_deref(),
        Some(index),
    ) {
        Ok(walk) if walk.skipped.is_empty() => Ok(format!("{} files", walk.sources.len())),
        Ok(walk) => {
            let skipped: Vec<String> = walk.skipped.iter().map(ToString::to_string).collect();
            Err(skipped.join("; "))
        }
        Err(error) => Err(error.to_string()),
    };
    Check {
        what: "corpus",
        found,
    }
}

/// There is space for a rebuild, which takes about as much as the index.
fn disk(space: &Space, free: Option<u64>) -> Check {
    let found = match free {
        None => Ok("free space is not known".to_owned()),
        Some(free) if free < space.total => Err(format!(
            "{} MB are free, less than a rebuild takes",
            free >> 20
        )),
        Some(free) => Ok(format!("{} MB are free", free >> 20)),
    };
    Check {
        what: "disk",
        found,
    }
}

/// Why the names of a person are taken for one person's.
fn why(person: &Person) -> &'static str {
    let Some((first, others)) = person.names.split_first() else {
        return "one name";
    };
    let all = |same: &dyn Fn(&str) -> bool| others.iter().all(|other| same(other));
    if all(&|other| other.to_lowercase() == first.to_lowercase()) {
        "the same name in capitals"
    } else if all(&|other| name::sorted_words(other) == name::sorted_words(first)) {
        "the same words in another order"
    } else if all(&|other| name::compatible(other, first)) {
        "forms of one name, on the same side of the table"
    } else {
        "a call says so: an introduction, a list of participants, or what is stated"
    }
}
