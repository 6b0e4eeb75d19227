//! Finding the person that a name means among many, in time that does not grow with their number.

use std::collections::HashMap;

use crate::model::{Speaker, name};

/// Most people of one surname that are compared with a name. A call has a few; a hostile file of
/// a million Smiths must not take a million times a million comparisons.
pub(super) const NAMESAKES: usize = 64;

/// People and the words under which they are looked up.
#[derive(Default)]
pub(super) struct Directory {
    people: Vec<Option<Speaker>>,
    /// Indexes into `people` by exact name, by sorted words, and by each word at an end of the name.
    entries: HashMap<Entry, Vec<usize>>,
}

#[derive(PartialEq, Eq, Hash)]
enum Entry {
    Name(String),
    Words(Vec<String>),
    Surname(String),
}

impl Entry {
    fn words(name: &str) -> Self {
        Self::Words(name::sorted_words(name))
    }
}

impl Directory {
    /// Adds a person; gives the index.
    pub(super) fn push(&mut self, person: Speaker) -> usize {
        let at = self.people.len();
        let surname = name::surname(&person.name).map(Entry::Surname);
        let exact = [Entry::Name(person.name.clone()), Entry::words(&person.name)];
        for entry in exact.into_iter().chain(surname) {
            let listed = self.entries.entry(entry).or_default();
            if listed.len() < NAMESAKES {
                listed.push(at);
            }
        }
        self.people.push(Some(person));
        at
    }

    /// The first person, in the order of adding, who shares a name or a surname and passes a test.
    pub(super) fn find(&self, name: &str, same: impl Fn(&Speaker) -> bool) -> Option<usize> {
        let surname = name::surname(name).map(Entry::Surname);
        let entries = [Entry::Name(name.to_owned()), Entry::words(name)];
        let mut candidates: Vec<usize> = (entries.into_iter().chain(surname))
            .filter_map(|entry| self.entries.get(&entry))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
            .into_iter()
            .find(|&at| self.get(at).is_some_and(&same))
    }

    fn get(&self, at: usize) -> Option<&Speaker> {
        self.people.get(at)?.as_ref()
    }

    /// The person at an index, to be changed in anything but the name.
    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut Speaker> {
        self.people.get_mut(at)?.as_mut()
    }

    /// Takes a person out; the indexes of the others stay.
    pub(super) fn take(&mut self, at: usize) -> Option<Speaker> {
        self.people.get_mut(at)?.take()
    }

    /// Everybody who has not been taken out, in the order of adding.
    pub(super) fn into_people(self) -> Vec<Speaker> {
        self.people.into_iter().flatten().collect()
    }
}
