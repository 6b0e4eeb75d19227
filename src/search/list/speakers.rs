use std::collections::BTreeMap;

use super::{
    Extent, ListSort, in_order, matching,
    tally::{Sum, Tally, add_names},
};
use crate::{
    Result,
    index::Reader,
    model::{Call, Role, Speaker},
    search::{Glossary, Request},
};

/// A person with what the filters leave of their words. A person belongs to a company; an analyst
/// is told by name and firm, whosever call it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SpeakerEntry {
    /// Canonical name.
    pub name: String,
    /// Every name on these calls, the canonical one first.
    pub names: Vec<String>,
    /// What the person is on these calls.
    pub roles: Vec<Role>,
    /// The latest title that a call states.
    pub title: Option<String>,
    /// The firm, where a call states one.
    pub firm: Option<String>,
    /// Ids of the companies on whose calls the person speaks, in order.
    pub companies: Vec<String>,
    /// How much of it.
    pub extent: Extent,
}

/// What makes two speakers of different calls one row.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity<'a> {
    /// Name and firm.
    Analyst(&'a str, Option<&'a str>),
    /// Company and name.
    Of(&'a str, &'a str),
}

impl<'a> Identity<'a> {
    pub(super) fn of(call: &'a Call, speaker: &'a Speaker) -> Self {
        match speaker.role {
            Role::Analyst => Self::Analyst(&speaker.name, speaker.firm.as_deref()),
            _ => Self::Of(&call.company.id, &speaker.name),
        }
    }
}

#[derive(Default)]
struct Row<'a> {
    speakers: Vec<&'a Speaker>,
    sum: Sum<'a>,
}

impl Row<'_> {
    /// The entry of a row, whose speakers stand in order of their calls, the latest first.
    fn entry(&self) -> SpeakerEntry {
        let mut names = Vec::new();
        let mut roles = Vec::new();
        for speaker in &self.speakers {
            add_names(&mut names, std::slice::from_ref(&speaker.name));
            add_names(&mut names, &speaker.names);
            roles.push(speaker.role);
        }
        roles.sort();
        roles.dedup();
        let latest = |get: fn(&Speaker) -> Option<&String>| {
            self.speakers
                .iter()
                .find_map(|speaker| get(speaker))
                .cloned()
        };
        SpeakerEntry {
            name: names.first().cloned().unwrap_or_default(),
            names,
            roles,
            title: latest(|speaker| speaker.title.as_ref()),
            firm: latest(|speaker| speaker.firm.as_ref()),
            companies: self.sum.companies(),
            extent: self.sum.extent(),
        }
    }
}

/// The people who say a passage that matches a request's query and filters.
pub(crate) fn speakers(
    reader: &Reader,
    request: &Request,
    sort: ListSort,
    glossary: &Glossary,
) -> Result<Vec<SpeakerEntry>> {
    let tally = Tally::of(reader, &*matching(reader, request, glossary)?)?;
    let mut rows: BTreeMap<Identity<'_>, Row<'_>> = BTreeMap::new();
    for (call, speaker, passages) in tally.spoken() {
        let row = rows.entry(Identity::of(call, speaker)).or_default();
        row.speakers.push(speaker);
        row.sum.add(call, passages);
    }
    let mut entries: Vec<SpeakerEntry> = rows.values().map(Row::entry).collect();
    in_order(&mut entries, sort, |entry| {
        let firm = entry.firm.as_deref().unwrap_or_default();
        let companies = entry.companies.iter().map(String::as_str);
        let apart = [entry.name.as_str(), firm].into_iter().chain(companies);
        (&entry.extent, apart.collect())
    });
    Ok(entries)
}
