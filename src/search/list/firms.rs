use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Extent, ListSort,
    aggregation::{Aggregation, ExtentSum},
    in_order,
};
use crate::{
    Result,
    model::{Company, Role},
    search::{Glossary, Request, store::Store},
};

/// A firm and the extent of its analysts' matching passages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirmEntry {
    /// Canonical name.
    pub name: String,
    /// Its analysts, by canonical name.
    pub analysts: Vec<String>,
    /// The companies on whose calls they speak, in the order of their ids.
    pub companies: Vec<Arc<Company>>,
    /// Extent of their matching passages.
    pub extent: Extent,
}

/// Firms of analysts with a passage that matches a request's query and filters.
pub(crate) fn firms(
    store: &dyn Store,
    request: &Request,
    sort: ListSort,
    glossary: &Glossary,
) -> Result<Vec<FirmEntry>> {
    let aggregation = Aggregation::of(store, request, glossary)?;
    let mut rows: BTreeMap<&str, (BTreeSet<&str>, ExtentSum<'_>)> = BTreeMap::new();
    for (call, speaker, passages) in aggregation.spoken() {
        // The firm of an executive is the company, which has a list of its own.
        if let (Role::Analyst, Some(firm)) = (speaker.role, speaker.firm) {
            let (people, sum) = rows.entry(firm).or_default();
            people.insert(speaker.name);
            sum.add(call, passages);
        }
    }
    let entries: Vec<FirmEntry> = (rows.into_iter())
        .map(|(name, (people, sum))| FirmEntry {
            name: name.to_owned(),
            analysts: people.into_iter().map(str::to_owned).collect(),
            companies: sum.companies(),
            extent: sum.extent(),
        })
        .collect();
    Ok(in_order(entries, sort, |entry| {
        (&entry.extent, vec![&entry.name])
    }))
}
