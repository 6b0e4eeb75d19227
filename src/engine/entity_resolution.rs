//! Who goes by different names on the calls of a company, kept true while calls come and go.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    Result,
    index::Reader,
    model::{Call, Person, Speaker},
    transcript::across_calls,
};

/// What a refresh has to know to name people across calls.
#[derive(Default)]
pub(super) struct PeopleAcrossCalls {
    /// Companies of which a call came, went or changed.
    touched: BTreeSet<String>,
    /// Sources whose calls in the last commit no longer count.
    replaced: HashSet<String>,
    /// The speakers of new calls, by company and call.
    fresh: BTreeMap<String, Vec<(String, Vec<Speaker>)>>,
}

impl PeopleAcrossCalls {
    /// A call is written.
    pub(super) fn add(&mut self, call: &Call) {
        self.touched.insert(call.company.id.clone());
        let calls = self.fresh.entry(call.company.id.clone()).or_default();
        calls.push((call.id.clone(), call.speakers.clone()));
    }

    /// A call of the last commit is taken out.
    pub(super) fn remove(&mut self, source: &str, company: &str) {
        self.touched.insert(company.to_owned());
        self.replaced.insert(source.to_owned());
    }

    /// Everybody who goes by several names, by company; `last` is the last commit if it counts.
    pub(super) fn people(mut self, last: Option<&Reader>) -> Result<Vec<Person>> {
        let mut people: Vec<Person> = (last.into_iter())
            .flat_map(Reader::people)
            .filter(|person| !self.touched.contains(&person.company))
            .cloned()
            .collect();
        for company in &self.touched {
            let mut calls = self.fresh.remove(company).unwrap_or_default();
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
