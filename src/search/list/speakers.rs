use std::collections::BTreeMap;

use super::{
    Extent, ListSort,
    aggregation::{Aggregation, ExtentSum, add_names},
    in_order,
};
use crate::{
    Result,
    index::Reader,
    model::{Call, Role, Speaker},
    search::{Glossary, Request, matches::matching},
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
    /// Ids of the companies on whose calls the person speaks, in order.
    pub companies: Vec<String>,
    /// Extent of their matching passages.
    pub extent: Extent,
}

/// Key that joins speakers of different calls into one row.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identity<'a> {
    /// Name and firm.
    Analyst(&'a str, Option<&'a str>),
    /// Company and name.
    Of(&'a str, &'a str),
}

impl<'a> Identity<'a> {
    pub(crate) fn of(call: &'a Call, speaker: &'a Speaker) -> Self {
        match speaker.role {
            Role::Analyst => Self::Analyst(&speaker.name, speaker.firm.as_deref()),
            _ => Self::Of(&call.company.id, &speaker.name),
        }
    }
}

#[derive(Default)]
struct SpeakerRow<'a> {
    speakers: Vec<&'a Speaker>,
    sum: ExtentSum<'a>,
}

impl SpeakerRow<'_> {
    /// The entry of a row, whose speakers are in order of their calls, the latest first.
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

/// People who speak in a passage that matches a request.
pub(crate) fn speakers(
    reader: &Reader,
    request: &Request,
    sort: ListSort,
    glossary: &Glossary,
) -> Result<Vec<SpeakerEntry>> {
    let aggregation = Aggregation::of(reader, &*matching(reader, request, glossary)?)?;
    let mut rows: BTreeMap<Identity<'_>, SpeakerRow<'_>> = BTreeMap::new();
    for (call, speaker, passages) in aggregation.spoken() {
        let row = rows.entry(Identity::of(call, speaker)).or_default();
        row.speakers.push(speaker);
        row.sum.add(call, passages);
    }
    let mut entries: Vec<SpeakerEntry> = rows.values().map(SpeakerRow::entry).collect();
    in_order(&mut entries, sort, |entry| {
        let firm = entry.firm.as_deref().unwrap_or_default();
        let companies = entry.companies.iter().map(String::as_str);
        let apart = [entry.name.as_str(), firm].into_iter().chain(companies);
        (&entry.extent, apart.collect())
    });
    Ok(entries)
}
