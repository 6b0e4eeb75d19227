use std::collections::{BTreeMap, BTreeSet};

use super::{
    Extent, ListSort, in_order, matching,
    tally::{Sum, Tally},
};
use crate::{
    Result,
    index::Reader,
    model::Role,
    search::{Glossary, Request},
};

/// A firm with what the filters leave of its analysts' words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirmEntry {
    /// Canonical name.
    pub name: String,
    /// Its analysts, by canonical name.
    pub analysts: Vec<String>,
    /// Ids of the companies on whose calls they speak, in order.
    pub companies: Vec<String>,
    /// How much of it.
    pub extent: Extent,
}

/// The firms of analysts with a passage that matches a request's query and filters.
pub(crate) fn firms(
    reader: &Reader,
    request: &Request,
    sort: ListSort,
    glossary: &Glossary,
) -> Result<Vec<FirmEntry>> {
    let tally = Tally::of(reader, &*matching(reader, request, glossary)?)?;
    let mut rows: BTreeMap<&str, (BTreeSet<&str>, Sum<'_>)> = BTreeMap::new();
    for (call, speaker, passages) in tally.spoken() {
        // An executive's firm is the company, which is in another list.
        if let (Role::Analyst, Some(firm)) = (speaker.role, &speaker.firm) {
            let (people, sum) = rows.entry(firm).or_default();
            people.insert(&speaker.name);
            sum.add(call, passages);
        }
    }
    let mut entries: Vec<FirmEntry> = (rows.into_iter())
        .map(|(name, (people, sum))| FirmEntry {
            name: name.to_owned(),
            analysts: people.into_iter().map(str::to_owned).collect(),
            companies: sum.companies(),
            extent: sum.extent(),
        })
        .collect();
    in_order(&mut entries, sort, |entry| {
        (&entry.extent, vec![&entry.name])
    });
    Ok(entries)
}
