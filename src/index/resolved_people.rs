//! The people of a commit who have several names, in a file beside the segments whose name the commit
//! holds. They are not in the commit itself because tantivy parses it several times on opening, which took
//! longer than a search for an index of ten thousand calls.

use std::{fs, io, path::Path, sync::OnceLock};

use tantivy::Directory;

use super::{
    checksummed::{ChecksummedDirectory, verified_content},
    error::damaged,
    file_names::{PEOPLE_PREFIX, is_people_file},
};
use crate::{Result, model::Person};

/// The people of a commit, ordered by company. A person is a line: a JSON array of the company's id and
/// the names. Lines are parsed when they are asked for.
#[derive(Debug, Default)]
pub(super) struct ResolvedPeople {
    text: String,
    /// Offsets in bytes at which the lines begin.
    lines: Vec<usize>,
    /// All people, once they have been asked for.
    all: OnceLock<Vec<Person>>,
}

/// Writes people, who are ordered by company, to a file in a directory. Returns the file's name.
pub(super) fn write(directory: &ChecksummedDirectory, people: &[Person]) -> io::Result<String> {
    let mut text = String::new();
    for person in people {
        let line: Vec<&String> = std::iter::once(&person.company)
            .chain(&person.names)
            .collect();
        text.push_str(&serde_json::to_string(&line)?);
        text.push('\n');
    }
    let name = format!("{PEOPLE_PREFIX}{}", blake3::hash(text.as_bytes()).to_hex());
    directory.atomic_write(Path::new(&name), text.as_bytes())?;
    Ok(name)
}

/// Removes the files of other commits.
pub(super) fn remove_others(folder: &Path, keep: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_people_file(&name) && name != keep {
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl ResolvedPeople {
    /// Reads the file of a commit.
    ///
    /// # Errors
    /// Where it cannot be read, or its checksum does not match.
    pub(super) fn read(folder: &Path, name: &str) -> Result<Self> {
        let bytes = fs::read(folder.join(name)).map_err(damaged)?;
        let text = verified_content(&bytes).and_then(|text| str::from_utf8(text).ok());
        let mismatch = || damaged(format!("the checksum of {name} does not fit"));
        let text = text.ok_or_else(mismatch)?.to_owned();
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

    /// The person in the line that begins at an offset.
    fn person(&self, start: usize) -> Option<Person> {
        let line = self.text.get(start..)?.lines().next()?;
        let mut names: Vec<String> = serde_json::from_str(line).ok()?;
        let company = (!names.is_empty()).then(|| names.remove(0))?;
        Some(Person { company, names })
    }

    /// The people of one company.
    pub(super) fn of_company(&self, company: &str) -> Vec<Person> {
        if let Some(all) = self.all.get() {
            let first = all.partition_point(|person| person.company.as_str() < company);
            let people = all.iter().skip(first);
            return people
                .take_while(|person| person.company == company)
                .cloned()
                .collect();
        }
        let before = |start: &usize| {
            self.person(*start)
                .is_some_and(|one| one.company.as_str() < company)
        };
        let first = self.lines.partition_point(before);
        let lines = self.lines.iter().skip(first);
        let people = lines.map_while(|&start| self.person(start));
        people
            .take_while(|person| person.company == company)
            .collect()
    }

    /// All people, ordered by company.
    pub(super) fn all(&self) -> &[Person] {
        let people = || self.lines.iter().filter_map(|&start| self.person(start));
        self.all.get_or_init(|| people().collect())
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
            assert_eq!(read.of_company(company), of, "{company}");
        }
        fs::write(folder.path().join(&name), "[]\n").unwrap();
        assert!(ResolvedPeople::read(folder.path(), &name).is_err());
        remove_others(folder.path(), "people.other");
        assert!(!folder.path().join(&name).exists());
        let none = write(&directory, &[]).unwrap();
        assert!(
            ResolvedPeople::read(folder.path(), &none)
                .unwrap()
                .of_company("FCPM")
                .is_empty()
        );
    }
}
