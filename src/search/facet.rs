//! Counting: how many passages, in how many calls, with which values; and the best of them, found in
//! the same pass.

use std::collections::HashMap;

use tantivy::query::Query;

use super::{
    hits::Match,
    sweep::{Sweep, Swept},
};
use crate::{
    Result,
    index::{Facet, FacetField, Reader},
    model::Word,
};

/// Counts over all matches of a query.
pub(super) struct Counts {
    /// Number of matches.
    pub(super) total: usize,
    /// As many of the best matches as were asked for, the first first.
    pub(super) best: Vec<Match>,
    /// Values of each facet asked for, the most frequent first.
    pub(super) facets: Vec<(FacetField, Vec<Facet>)>,
    /// Passages by call id, the most frequent first.
    pub(super) calls: Vec<Facet>,
}

/// Counts the values of some facets, and the calls, among the matches of a query, and finds so many of
/// the best.
pub(super) fn count(
    reader: &Reader,
    query: &dyn Query,
    facets: &[FacetField],
    best: usize,
) -> Result<Counts> {
    let fields = facets.iter().map(|facet| facet.word());
    let columns: Vec<&'static str> = std::iter::once("call").chain(fields).collect();
    let by_name = facets.contains(&FacetField::Speaker) && !reader.people().is_empty();
    let sweep = Sweep {
        columns: &columns,
        pair: by_name.then_some(("company", "speaker")),
        best,
    };
    let Swept {
        total,
        best,
        counts,
        pairs,
    } = reader.search(query, &sweep)?;
    let mut counts = counts.into_iter();
    let calls = in_order(counts.next().unwrap_or_default());
    let facets = facets.iter().zip(counts).map(|(&facet, mut values)| {
        if facet == FacetField::Speaker {
            count_people_once(reader, &pairs, &mut values);
        }
        (facet, in_order(values))
    });
    Ok(Counts {
        total,
        best,
        facets: facets.collect(),
        calls,
    })
}

fn in_order(values: HashMap<String, u64>) -> Vec<Facet> {
    let values = values.into_iter().filter(|(_, count)| *count > 0);
    let mut values: Vec<Facet> = values
        .map(|(value, count)| Facet { value, count })
        .collect();
    values.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values
}

/// Counts a person who goes by several names under the first of them. Another company's person may
/// share a name, so what is moved is counted within the company.
fn count_people_once(
    reader: &Reader,
    pairs: &HashMap<(String, String), u64>,
    values: &mut HashMap<String, u64>,
) {
    for ((company, name), moved) in pairs {
        let people = reader.people_of(company).iter();
        let Some(person) = people.clone().find(|person| person.names.contains(name)) else {
            continue;
        };
        if person.shown() == name {
            continue;
        }
        if let Some(count) = values.get_mut(name) {
            *count = count.saturating_sub(*moved);
        }
        *values.entry(person.shown().to_owned()).or_default() += moved;
    }
}
