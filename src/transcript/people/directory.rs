//! An index of people by name, so that a lookup does not grow with their number.

use std::collections::HashMap;

use crate::model::{Speaker, name};

/// Most people of one surname that are compared with a name. A call has a few; a hostile file with a
/// million of one surname must not take quadratic time.
pub(super) const MAX_NAMESAKES: usize = 64;

/// People, found by name or surname.
#[derive(Default)]
pub(super) struct Directory {
    people: Vec<Option<Speaker>>,
    /// Indexes into `people` by exact name, by sorted words and by surname.
    by_key: HashMap<Key, Vec<usize>>,
}

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Name(String),
    Words(Vec<String>),
    Surname(String),
}

impl Key {
    fn words(name: &str) -> Self {
        Self::Words(name::sorted_words(name))
    }
}

impl Directory {
    /// Adds a person; returns the index.
    pub(super) fn push(&mut self, person: Speaker) -> usize {
        let at = self.people.len();
        let surname = name::surname(&person.name).map(Key::Surname);
        let exact = [Key::Name(person.name.clone()), Key::words(&person.name)];
        for entry in exact.into_iter().chain(surname) {
            let listed = self.by_key.entry(entry).or_default();
            if listed.len() < MAX_NAMESAKES {
                listed.push(at);
            }
        }
        self.people.push(Some(person));
        at
    }

    /// The first person, in the order of adding, who shares a name or a surname and passes a test.
    pub(super) fn find(&self, name: &str, same: impl Fn(&Speaker) -> bool) -> Option<usize> {
        let surname = name::surname(name).map(Key::Surname);
        let by_key = [Key::Name(name.to_owned()), Key::words(name)];
        let mut candidates: Vec<usize> = (by_key.into_iter().chain(surname))
            .filter_map(|entry| self.by_key.get(&entry))
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

    /// Removes a person; the indexes of the others do not change.
    pub(super) fn take(&mut self, at: usize) -> Option<Speaker> {
        self.people.get_mut(at)?.take()
    }

    /// Everybody who has not been removed, in the order of adding.
    pub(super) fn into_people(self) -> Vec<Speaker> {
        self.people.into_iter().flatten().collect()
    }
}
