use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    Extent, ListSort,
    aggregation::{Aggregation, ExtentSum, Identity, Voice, add_names},
    in_order,
};
use crate::{
    Result,
    index::CallSummary,
    model::{Company, Role},
    search::{Glossary, Request, store::Store},
};

/// A person and the extent of their matching passages. An executive is identified by company and
/// name, an analyst by name and firm across companies.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SpeakerEntry {
    /// Canonical name.
    pub name: String,
    /// Every name on these calls, the canonical one first.
    pub names: Vec<String>,
    /// Role on these calls.
    pub roles: Vec<Role>,
    /// Latest title stated.
    pub title: Option<String>,
    /// Firm, if stated.
    pub firm: Option<String>,
    /// The companies on whose calls the person speaks, in the order of their ids.
    pub companies: Vec<Arc<Company>>,
    /// Extent of their matching passages.
    pub extent: Extent,
}

#[derive(Default)]
struct SpeakerRow<'a> {
    /// As the latest call has it.
    latest: Option<Voice<'a>>,
    roles: Vec<Role>,
    title: Option<&'a str>,
    firm: Option<&'a str>,
    /// On the call added last.
    last: Option<Voice<'a>>,
    /// Other names on the calls.
    names: Vec<&'a str>,
    sum: ExtentSum<'a>,
}

impl<'a> SpeakerRow<'a> {
    /// Adds passages of a speaker. The latest call must be added first.
    fn add(&mut self, call: &'a CallSummary, speaker: Voice<'a>, passages: u64) {
        self.latest.get_or_insert(speaker);
        if !self.roles.contains(&speaker.role) {
            self.roles.push(speaker.role);
        }
        self.title = self.title.or(speaker.title);
        self.firm = self.firm.or(speaker.firm);
        // A speaker has the same names on most calls.
        let last = self.last.replace(speaker);
        if !last.is_some_and(|last| last.has_names_of(speaker)) {
            for name in speaker.names() {
                if !self.names.contains(&name) {
                    self.names.push(name);
                }
            }
        }
        self.sum.add(call, passages);
    }

    fn entry(&self, people: &People) -> SpeakerEntry {
        let name = self.latest.map_or("", |speaker| speaker.name);
        let companies = self.sum.companies();
        let mut names = vec![name.to_owned()];
        let others = self.names.iter().filter(|other| **other != name);
        names.extend(others.map(|other| (*other).to_owned()));
        if let Some(namesakes) = people.get(name) {
            for company in &companies {
                let known = namesakes.get(company.id.as_str());
                add_names(&mut names, known.copied().unwrap_or_default());
            }
        }
        let mut roles = self.roles.clone();
        roles.sort_unstable();
        SpeakerEntry {
            name: name.to_owned(),
            names,
            roles,
            title: self.title.map(str::to_owned),
            firm: self.firm.map(str::to_owned),
            companies,
            extent: self.sum.extent(),
        }
    }
}

/// The names of people by the name under which they are shown, then by company.
type People<'a> = FxHashMap<&'a str, FxHashMap<&'a str, &'a [String]>>;

/// People who speak in a passage that matches a request; those without a name come last.
pub(crate) fn speakers(
    store: &dyn Store,
    request: &Request,
    sort: ListSort,
    glossary: &Glossary,
) -> Result<Vec<SpeakerEntry>> {
    let aggregation = Aggregation::of(store, request, glossary)?;
    let mut rows: FxHashMap<Identity, SpeakerRow<'_>> = FxHashMap::default();
    for (call, speaker, passages) in aggregation.spoken() {
        if let Some(identity) = aggregation.identity(speaker) {
            let row = rows.entry(identity).or_default();
            row.add(call, speaker, passages);
        }
    }
    let mut people = People::default();
    for person in store.people() {
        let namesakes = people.entry(person.display_name()).or_default();
        namesakes.insert(&person.company, &person.names);
    }
    let mut rows: Vec<(Identity, SpeakerRow<'_>)> = rows.into_iter().collect();
    rows.sort_unstable_by_key(|(identity, _)| *identity);
    let entries = rows.par_iter().map(|(_, row)| row.entry(&people));
    let entries: Vec<SpeakerEntry> = entries.collect();
    let entries = in_order(entries, sort, |entry| {
        let firm = entry.firm.as_deref().unwrap_or_default();
        let companies = entry.companies.iter().map(|company| company.id.as_str());
        let apart = [entry.name.as_str(), firm].into_iter().chain(companies);
        (&entry.extent, apart.collect())
    });
    // Voices without a name are nobody's.
    let (named, unnamed): (Vec<_>, Vec<_>) =
        (entries.into_iter()).partition(|entry| entry.roles != [Role::Unidentified]);
    Ok(named.into_iter().chain(unnamed).collect())
}
