//! Everybody who goes by several names, in a file beside the segments. A commit names the file. In the commit itself, which is read several times over on opening, the names of ten
//! thousand calls took longer than a search.

use std::{fs, io, path::Path, sync::OnceLock};

use tantivy::Directory;

use super::{
    checksummed::{ChecksummedDirectory, verified_content},
    ownership::is_people_name,
    reader::damaged,
};
use crate::{Result, model::Person};

/// What the names of such files begin with; the checksum of the content follows.
pub(super) const PREFIX: &str = "people.";

/// The people of a commit: a line for each in JSON, the company before the names, in order.
#[derive(Debug, Default)]
pub(super) struct ResolvedPeople {
    text: String,
    /// Where each line begins.
    lines: Vec<usize>,
    all: OnceLock<Vec<Person>>,
}

/// Writes people, in order, to a file in the folder of an index, and gives its name.
pub(super) fn write(directory: &ChecksummedDirectory, people: &[Person]) -> io::Result<String> {
    let mut text = String::new();
    for person in people {
        let line: Vec<&String> = std::iter::once(&person.company)
            .chain(&person.names)
            .collect();
        text.push_str(&serde_json::to_string(&line)?);
        text.push('\n');
    }
    let name = format!("{PREFIX}{}", blake3::hash(text.as_bytes()).to_hex());
    directory.atomic_write(Path::new(&name), text.as_bytes())?;
    Ok(name)
}

/// Removes the files of other commits.
pub(super) fn remove_others(folder: &Path, keep: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_people_name(&name) && name != keep {
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl ResolvedPeople {
    /// Reads the file of a commit.
    pub(super) fn read(folder: &Path, name: &str) -> Result<Self> {
        let sealed = fs::read(folder.join(name)).map_err(damaged)?;
        let text = verified_content(&sealed).and_then(|text| str::from_utf8(text).ok());
        let misfit = || damaged(format!("the checksum of {name} does not fit"));
        let text = text.ok_or_else(misfit)?.to_owned();
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        let lines = std::iter::once(0)
            .chain(ends)
            .filter(|&start| start < text.len());
        Ok(Self {
            lines: lines.collect(),
            text,
            all: OnceLock::new(),
        })
    }

    fn person(&self, start: usize) -> Option<Person> {
        let line = self.text.get(start..)?.lines().next()?;
        let mut names: Vec<String> = serde_json::from_str(line).ok()?;
        let company = (!names.is_empty()).then(|| names.remove(0))?;
        Some(Person { company, names })
    }

    /// Those of one company.
    pub(super) fn of(&self, company: &str) -> Vec<Person> {
        let before = |start: &usize| {
            self.person(*start)
                .is_some_and(|one| one.company.as_str() < company)
        };
        let first = self.lines.partition_point(before);
        let rest = self.lines.iter().skip(first);
        let people = rest.map_while(|&start| self.person(start));
        people
            .take_while(|person| person.company == company)
            .collect()
    }

    /// All of them, by company.
    pub(super) fn all(&self) -> &[Person] {
        let read = || {
            self.lines
                .iter()
                .filter_map(|&start| self.person(start))
                .collect()
        };
        self.all.get_or_init(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_by_company() {
        let person = |company: &str, names: &[&str]| Person {
            company: company.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let people = [
            person("FCPM", &["Tobias R. Hale", "Toby \"T\"\nHale"]),
            person("LMRA", &["林維辰", "Weichen Lin"]),
            person("LMRA", &["張雅婷", "Grace\tChang"]),
            person("TDWL", &["Hsieh Boran", "謝伯然"]),
        ];
        let folder = tempfile::tempdir().unwrap();
        let directory = ChecksummedDirectory::open(folder.path()).unwrap();
        let name = write(&directory, &people).unwrap();
        let read = ResolvedPeople::read(folder.path(), &name).unwrap();
        assert_eq!(read.all(), people);
        for company in ["FCPM", "LMRA", "TDWL", "AAAA", "ZZZZ", "L"] {
            let of: Vec<Person> = people
                .iter()
                .filter(|one| one.company == company)
                .cloned()
                .collect();
            assert_eq!(read.of(company), of, "{company}");
        }
        fs::write(folder.path().join(&name), "[]\n").unwrap();
        assert!(ResolvedPeople::read(folder.path(), &name).is_err());
        remove_others(folder.path(), "people.other");
        assert!(!folder.path().join(&name).exists());
        let none = write(&directory, &[]).unwrap();
        assert!(
            ResolvedPeople::read(folder.path(), &none)
                .unwrap()
                .of("FCPM")
                .is_empty()
        );
    }
}
