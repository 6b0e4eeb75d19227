//! What says all that was asked, and behind it what says a part.

use tantivy::query::Query;

use super::{
    Grouping, Matching, Request, Sort,
    compile::{compile, compile_part, compile_ranked},
    document_filter::DocumentFilter,
    facet::{self, Counts},
    hits::Tier,
    plan::Node,
    request::MOST_HITS,
};
use crate::{
    Result,
    index::{Facet, FacetField, Reader},
};

/// Most matches that are kept in order while all are counted.
const AT_ONCE: usize = 1_000;

/// What a plan finds.
pub(super) struct Found {
    /// What says all, then what says a part.
    pub(super) tiers: Vec<Tier>,
    /// Passages that say all.
    pub(super) total: u64,
    /// Calls with such a passage.
    pub(super) total_calls: u64,
    /// Passages that say a part, where such are to be shown.
    pub(super) total_partial: Option<u64>,
    /// Counts over what says all; where nothing does, over what says a part.
    pub(super) facets: Vec<(FacetField, Vec<Facet>)>,
}

/// Finds what a plan asks for, among these passages alone where any are given.
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
        only,
    };
    let (all, counts) = finder.all()?;
    let mut found = Found {
        total: counts.total as u64,
        total_calls: counts.calls.len() as u64,
        total_partial: None,
        tiers: vec![all],
        facets: counts.facets,
    };
    // Grouped or capped, there are at least as many results as calls.
    let results = match (group, request.per_call) {
        (Grouping::None, None) => counts.total,
        _ => counts.calls.len(),
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
    only: Option<&'a DocumentFilter>,
}

impl Finder<'_> {
    /// Whether what says a part is shown behind so many passages that say all, which make so many results. Who
    /// asks for all results wants no end of parts, unless nothing says all.
    fn shows_parts(&self, total: usize, results: usize) -> bool {
        let request = self.request;
        let fills = request.limit < MOST_HITS || request.matching == Matching::Any || total == 0;
        fills && results < request.end()
    }

    fn all(&self) -> Result<(Tier, Counts)> {
        let ranked = self.request.sort == Sort::Relevance && self.request.end() > 0;
        let query = match ranked {
            true => compile_ranked(self.plan, self.reader)?,
            false => compile(self.plan, self.reader)?,
        };
        self.tier(query, &self.request.facets, 0)
    }

    /// What says a part, behind so many passages that say all. Where nothing says as much as is wanted, any of
    /// it is better than nothing.
    fn part(&self, total: usize) -> Result<Option<(Tier, Counts)>> {
        let facets = match total {
            0 => self.request.facets.as_slice(),
            _ => &[],
        };
        let Some(most) = compile_part(self.plan, usize::MAX, self.reader)? else {
            return Ok(None);
        };
        let part = self.tier(most, facets, total)?;
        if total + part.0.total == 0
            && let Some(any) = compile_part(self.plan, 1, self.reader)?
        {
            return self.tier(any, facets, total).map(Some);
        }
        Ok(Some(part))
    }

    /// Counts the matches of a query, behind so many others. The page is found while counting, as far as it is
    /// known how many matches it takes.
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
        let mut counts = facet::count(self.reader, &*query, facets, best)?;
        let tier = Tier {
            query,
            total: counts.total,
            best: std::mem::take(&mut counts.best),
        };
        Ok((tier, counts))
    }
}
