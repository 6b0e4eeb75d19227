//! Facet counts and best matches, collected in one pass.

use tantivy::query::Query;

use super::{
    collector::Match,
    collector::{CollectedMatches, MatchCollector, RowCounts},
};
use crate::{
    Result,
    index::{Facet, FacetField, FacetValues, OtherValues, Reader, RowColumn},
};

/// Counts over all matches of a query.
pub(crate) struct Counts {
    /// Number of matches.
    pub(crate) total: usize,
    /// Number of calls with a match.
    pub(crate) calls: usize,
    /// The requested number of best matches, best first.
    pub(crate) best: Vec<Match>,
    /// The most frequent values of each requested facet.
    pub(crate) facets: Vec<FacetValues>,
}

/// Counts the values of facets, up to `limit` of each, and calls among the matches of a query, and finds
/// the best matches.
pub(crate) fn count(
    reader: &Reader,
    query: &dyn Query,
    facets: &[FacetField],
    limit: usize,
    best: usize,
) -> Result<Counts> {
    let mut columns = vec![RowColumn::Call];
    columns.extend(facets.iter().map(|facet| RowColumn::Facet(*facet)));
    let collector = MatchCollector::new(reader, columns, best)?;
    let CollectedMatches {
        total,
        best,
        counts,
    } = reader.search(query, &collector)?;
    let facets = facets.iter().map(|&facet| values(&counts, facet, limit));
    Ok(Counts {
        total,
        best,
        calls: counts.values(RowColumn::Call).count(),
        facets: facets.collect(),
    })
}

/// Counts the matches of a query by row, of some columns.
pub(crate) fn count_rows(
    reader: &Reader,
    query: &dyn Query,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    let collector = MatchCollector::new(reader, columns.to_vec(), 0)?;
    Ok(reader.search(query, &collector)?.counts)
}

/// The most frequent values of a facet.
fn values(counts: &RowCounts, field: FacetField, limit: usize) -> FacetValues {
    let values = counts.values(RowColumn::Facet(field));
    let mut values: Vec<(&str, u64)> = values.collect();
    let limit = limit.min(values.len());
    let order = |a: &(&str, u64), b: &(&str, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
    if limit < values.len() {
        values.select_nth_unstable_by(limit, order);
    }
    let (shown, other) = values.split_at_mut(limit);
    shown.sort_unstable_by(order);
    let facet = |&(value, count): &(&str, u64)| Facet {
        value: value.to_owned(),
        count,
    };
    FacetValues {
        field,
        values: shown.iter().map(facet).collect(),
        other: OtherValues::of(other.iter().map(|(_, count)| *count)),
    }
}
