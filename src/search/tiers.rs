//! Full matches first, then partial ones.

use tantivy::query::Query;

use super::{
    Grouping, Matching, Request, Sort,
    compile::Compiler,
    document_filter::DocumentFilter,
    facet::{self, Counts},
    hits::Tier,
    plan::Node,
    request::MOST_HITS,
};
use crate::{
    Result,
    index::{FacetField, FacetValues, Reader},
};

/// Maximum number of matches that are kept sorted while counting.
const AT_ONCE: usize = 1_000;

/// Result of a plan.
pub(super) struct Found {
    /// Full matches, then partial ones.
    pub(super) tiers: Vec<Tier>,
    /// Number of full matches.
    pub(super) total: u64,
    /// Number of calls with a full match.
    pub(super) total_calls: u64,
    /// Number of partial matches, where such are shown.
    pub(super) total_partial: Option<u64>,
    /// Facets over full matches; over partial ones where there is no full one.
    pub(super) facets: Vec<FacetValues>,
}

/// Executes a plan; if a document filter is given, among its passages only.
pub(super) fn find(
    reader: &Reader,
    request: &Request,
    plan: &Node,
    group: Grouping,
    only: Option<&DocumentFilter>,
) -> Result<Found> {
    let finder = Finder {
        reader,
        request,
        plan,
        compiler: Compiler::of_search(reader)?,
        only,
    };
    let (all, counts) = finder.all()?;
    let mut found = Found {
        total: counts.total as u64,
        total_calls: counts.calls as u64,
        total_partial: None,
        tiers: vec![all],
        facets: counts.facets,
    };
    // With grouping or a cap per call there are at least as many results as calls.
    let results = match (group, request.per_call) {
        (Grouping::None, None) => counts.total,
        _ => counts.calls,
    };
    if finder.shows_parts(counts.total, results)
        && let Some((part, counts)) = finder.part(counts.total)?
    {
        if found.total == 0 {
            found.facets = counts.facets;
        }
        found.total_partial = Some(part.total as u64).filter(|total| *total > 0);
        found.tiers.push(part);
    }
    Ok(found)
}

struct Finder<'a> {
    reader: &'a Reader,
    request: &'a Request,
    plan: &'a Node,
    compiler: Compiler<'a>,
    only: Option<&'a DocumentFilter>,
}

impl Finder<'_> {
    /// Whether partial matches are shown behind `all` full matches, which make `results` results. A
    /// request for all results gets partial ones only if there is no full match.
    fn shows_parts(&self, total: usize, results: usize) -> bool {
        let request = self.request;
        let fills = request.limit < MOST_HITS || request.matching == Matching::Any || total == 0;
        fills && results < request.end()
    }

    fn all(&self) -> Result<(Tier, Counts)> {
        let ranked = self.request.sort == Sort::Relevance && self.request.end() > 0;
        let query = match ranked {
            true => self.compiler.full_ranked(self.plan)?,
            false => self.compiler.full(self.plan)?,
        };
        self.tier(query, &self.request.facets, 0)
    }

    /// Partial matches behind `all` full ones. If none matches the required number of terms, any
    /// match counts.
    fn part(&self, total: usize) -> Result<Option<(Tier, Counts)>> {
        let facets = match total {
            0 => self.request.facets.as_slice(),
            _ => &[],
        };
        let Some(most) = self.compiler.partial(self.plan, usize::MAX)? else {
            return Ok(None);
        };
        let part = self.tier(most, facets, total)?;
        if total + part.0.total == 0
            && let Some(any) = self.compiler.partial(self.plan, 1)?
        {
            return self.tier(any, facets, total).map(Some);
        }
        Ok(Some(part))
    }

    /// Counts the matches of a query, behind `before` others. The page is collected in the same
    /// pass as far as the number of matches it needs is known.
    fn tier(
        &self,
        query: Box<dyn Query>,
        facets: &[FacetField],
        behind: usize,
    ) -> Result<(Tier, Counts)> {
        let query = match self.only {
            Some(only) => only.of(query),
            None => query,
        };
        let end = self.request.end();
        let at_once = self.request.sort == Sort::Relevance && end <= AT_ONCE;
        let best = if at_once {
            end.saturating_sub(behind)
        } else {
            0
        };
        let mut counts =
            facet::count(self.reader, &*query, facets, self.request.facet_limit, best)?;
        let tier = Tier {
            query,
            total: counts.total,
            best: std::mem::take(&mut counts.best),
        };
        Ok((tier, counts))
    }
}
