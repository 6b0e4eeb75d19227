//! Counting: how many passages, in how many calls, with which values; and the best of them, found in
//! the same pass.

use tantivy::query::Query;

use super::{
    collector::{CollectedMatches, MatchCollector, MinCompetitiveScore, ValueCounts},
    hits::Match,
};
use crate::{
    Result,
    index::{Facet, FacetField, Reader},
    model::{Person, Word},
};

/// Counts over all matches of a query.
pub(crate) struct Counts {
    /// Number of matches.
    pub(crate) total: usize,
    /// As many of the best matches as were asked for, the first first.
    pub(crate) best: Vec<Match>,
    /// Values of each facet asked for, the most frequent first.
    pub(crate) facets: Vec<(FacetField, Vec<Facet>)>,
    /// Passages by call id.
    pub(crate) calls: ValueCounts,
}

/// Counts the values of some facets, and the calls, among the matches of a query, and finds so many of
/// the best.
pub(crate) fn count(
    reader: &Reader,
    query: &dyn Query,
    facets: &[FacetField],
    best: usize,
) -> Result<Counts> {
    let fields = facets.iter().map(|facet| facet.word());
    let table = reader.table()?;
    // A table has the names under which people are shown.
    let by_name =
        table.is_none() && facets.contains(&FacetField::Speaker) && !reader.people().is_empty();
    let sweep = MatchCollector {
        columns: std::iter::once("call").chain(fields).collect(),
        table,
        pairs: by_name.then(|| ("company", "speaker", reader.other_names())),
        best,
        min_competitive: MinCompetitiveScore::default(),
    };
    let CollectedMatches {
        total,
        best,
        counts,
        pairs,
    } = reader.search(query, &sweep)?;
    let mut counts = counts.into_iter();
    let calls = counts.next().unwrap_or_default();
    let facets = facets.iter().zip(counts).map(|(&facet, counted)| {
        let mut values = counted.named();
        if facet == FacetField::Speaker && by_name {
            count_people_once(reader, &pairs, &mut values);
        }
        let values = values.into_iter().filter(|(_, count)| *count > 0);
        let mut values: Vec<Facet> = values
            .map(|(value, count)| Facet { value, count })
            .collect();
        // They are in the order of their values, which a stable sort leaves as it is.
        values.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        (facet, values)
    });
    Ok(Counts {
        total,
        best,
        facets: facets.collect(),
        calls,
    })
}

/// Counts a person who goes by several names under the first of them. Another company's person may
/// share a name, so what is moved is counted within the company.
fn count_people_once(
    reader: &Reader,
    pairs: &[((String, String), u64)],
    values: &mut Vec<(String, u64)>,
) {
    let place = |values: &[(String, u64)], name: &str| {
        values.binary_search_by(|(value, _)| value.as_str().cmp(name))
    };
    // Pairs of one company come one after another.
    let mut of: Option<(&String, Vec<Person>)> = None;
    for ((company, name), moved) in pairs {
        if of.as_ref().is_none_or(|(last, _)| *last != company) {
            of = Some((company, reader.people_of(company)));
        }
        let mut people = of.as_ref().map(|(_, people)| people).into_iter().flatten();
        let Some(person) = people.find(|person| person.names.contains(name)) else {
            continue;
        };
        if person.shown() == name {
            continue;
        }
        if let Ok(from) = place(values, name)
            && let Some((_, count)) = values.get_mut(from)
        {
            *count = count.saturating_sub(*moved);
        }
        match place(values, person.shown()) {
            Ok(to) => {
                if let Some((_, count)) = values.get_mut(to) {
                    *count += moved;
                }
            }
            Err(to) => values.insert(to, (person.shown().to_owned(), *moved)),
        }
    }
}
