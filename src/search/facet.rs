//! Facet counts and best matches, collected in one pass.

use rayon::prelude::*;
use tantivy::query::Query;

use super::{
    collector::Match,
    collector::{CollectedMatches, MatchCollector, RowCounts},
};
use crate::{
    Result,
    index::{Facet, FacetField, FacetValues, OtherValues, Reader, RowColumn},
};

/// Number of rows that one thread sums up.
const FEW_ROWS: usize = 4096;

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
    let values = |&facet: &FacetField| values(&counts, facet, limit);
    let calls = || counts.values(RowColumn::Call).count();
    let (calls, facets) = match counts.len() {
        // Waking another thread costs more than to sum up few rows.
        0..FEW_ROWS => (calls(), facets.iter().map(values).collect()),
        _ => rayon::join(calls, || facets.par_iter().map(values).collect()),
    };
    Ok(Counts {
        total,
        best,
        calls,
        facets,
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
