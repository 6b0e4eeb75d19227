//! The data of the page of a search.

use std::collections::HashSet;

use super::trend::Bar;
use crate::{
    analytics::MentionEntry,
    index::FacetValues,
    model::Company,
    search::{Grouping, Request, Response},
};

/// The data of the page of a search.
pub(in crate::interface) struct SearchView {
    /// The request.
    pub(in crate::interface) request: Request,
    /// The answer.
    pub(in crate::interface) response: Response,
    /// The facets; of a field that is filtered by, with all its values.
    pub(in crate::interface) facets: Vec<FacetValues>,
    /// The firms of analysts; the other firms are companies that managers work for.
    pub(in crate::interface) brokers: HashSet<String>,
    /// The companies of the facets.
    pub(in crate::interface) companies: Vec<Company>,
    /// All periods that the other filters leave, the latest first.
    pub(in crate::interface) periods: Vec<String>,
    /// Passages by period; empty if the query has only filters.
    pub(in crate::interface) trend: Vec<Bar>,
    /// Passages by company; empty if the query has only filters.
    pub(in crate::interface) mentions: Vec<MentionEntry>,
}

impl SearchView {
    /// The unit of a result.
    pub(super) fn grouping(&self) -> Grouping {
        self.request
            .group
            .unwrap_or(match self.response.total_groups {
                Some(_) => Grouping::Exchange,
                None => Grouping::None,
            })
    }

    /// Number of results on the page.
    pub(super) fn on_page(&self) -> usize {
        match self.response.total_groups {
            Some(_) => self.response.groups.len(),
            None => self.response.hits.len(),
        }
    }

    /// A company of the facets by its id.
    pub(super) fn company(&self, id: &str) -> Option<&Company> {
        self.companies.iter().find(|company| company.id == id)
    }

    /// Total number of results.
    pub(super) fn total(&self) -> u64 {
        let request = &self.request;
        self.response.results(request.offset, request.limit)
    }
}
