//! Updates which people have different names on the calls of a company when calls are added or removed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    Result,
    index::Reader,
    model::{Call, Person, Speaker},
    transcript::across_calls,
};

/// The changes of a refresh that matter to who is who.
#[derive(Default)]
pub(super) struct EntityResolution {
    /// Companies with a call that was added, changed or removed.
    changed_companies: BTreeSet<String>,
    /// Sources whose calls in the last commit have been replaced or removed.
    replaced: HashSet<String>,
    /// The speakers of new calls, by company; each with the id of the call.
    added: BTreeMap<String, Vec<(String, Vec<Speaker>)>>,
}

impl EntityResolution {
    /// A call has been added.
    pub(super) fn add(&mut self, call: &Call) {
        self.changed_companies.insert(call.company.id.clone());
        let calls = self.added.entry(call.company.id.clone()).or_default();
        calls.push((call.id.clone(), call.speakers.clone()));
    }

    /// A call of the last commit has been removed.
    pub(super) fn remove(&mut self, source: &str, company: &str) {
        self.changed_companies.insert(company.to_owned());
        self.replaced.insert(source.to_owned());
    }

    /// The people with several names, ordered by company. `last` is the last commit; none for a rebuild.
    pub(super) fn people(mut self, last: Option<&Reader>) -> Result<Vec<Person>> {
        let mut people: Vec<Person> = (last.into_iter())
            .flat_map(Reader::people)
            .filter(|person| !self.changed_companies.contains(&person.company))
            .cloned()
            .collect();
        for company in &self.changed_companies {
            let mut calls = self.added.remove(company).unwrap_or_default();
            if let Some(last) = last {
                for call in last.calls_of(company)? {
                    if !self.replaced.contains(&call.source) {
                        calls.push((call.id, call.speakers));
                    }
                }
            }
            calls.sort_by(|a, b| a.0.cmp(&b.0));
            let speakers: Vec<&[Speaker]> = calls.iter().map(|(_, s)| s.as_slice()).collect();
            people.extend(across_calls(&speakers).into_iter().map(|names| Person {
                company: company.clone(),
                names,
            }));
        }
        people.sort();
        Ok(people)
    }
}
