//! Facet counts and best matches, collected in one pass.

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
    /// The requested number of best matches, best first.
    pub(crate) best: Vec<Match>,
    /// Values of each requested facet, the most frequent first.
    pub(crate) facets: Vec<(FacetField, Vec<Facet>)>,
    /// Passages by call id.
    pub(crate) calls: ValueCounts,
}

/// Counts the values of facets and calls among the matches of a query, and finds the best matches.
pub(crate) fn count(
    reader: &Reader,
    query: &dyn Query,
    facets: &[FacetField],
    best: usize,
) -> Result<Counts> {
    let fields = facets.iter().map(|facet| facet.word());
    let table = reader.global_ordinals()?;
    // Global ordinals hold people under their canonical names already.
    let by_name =
        table.is_none() && facets.contains(&FacetField::Speaker) && !reader.people().is_empty();
    let collector = MatchCollector {
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
    } = reader.search(query, &collector)?;
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
        // Values are in order, which a stable sort keeps among equal counts.
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

/// Moves the counts of a person's other names to the canonical one. Names are shared across
/// companies, so counts are moved within a company.
fn count_people_once(
    reader: &Reader,
    pairs: &[((String, String), u64)],
    values: &mut Vec<(String, u64)>,
) {
    let place = |values: &[(String, u64)], name: &str| {
        values.binary_search_by(|(value, _)| value.as_str().cmp(name))
    };
    // Pairs of one company are consecutive.
    let mut of: Option<(&String, Vec<Person>)> = None;
    for ((company, name), moved) in pairs {
        if of.as_ref().is_none_or(|(last, _)| *last != company) {
            of = Some((company, reader.people_of(company)));
        }
        let mut people = of.as_ref().map(|(_, people)| people).into_iter().flatten();
        let Some(person) = people.find(|person| person.names.contains(name)) else {
            continue;
        };
        if person.display_name() == name {
            continue;
        }
        if let Ok(from) = place(values, name)
            && let Some((_, count)) = values.get_mut(from)
        {
            *count = count.saturating_sub(*moved);
        }
        match place(values, person.display_name()) {
            Ok(to) => {
                if let Some((_, count)) = values.get_mut(to) {
                    *count += moved;
                }
            }
            Err(to) => values.insert(to, (person.display_name().to_owned(), *moved)),
        }
    }
}
