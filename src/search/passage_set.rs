//! Passages that several questions are about.

use std::sync::{Mutex, PoisonError};

use tantivy::{DocAddress, query::Query};

use super::{document_filter::DocumentFilter, plan::Node};

/// The passages that match a plan.
#[derive(Debug)]
pub(crate) struct PassageSet {
    pub(crate) plan: Node,
    /// The passages, where a store has looked for them; none where they are all, too.
    found: Option<Found>,
}

/// Passages that have been looked for.
#[derive(Debug)]
struct Found {
    filter: DocumentFilter,
    /// Those that match plans which have been counted.
    counted: Mutex<Vec<(Node, Vec<DocAddress>)>>,
}

impl PassageSet {
    /// The passages that match a plan, which is asked for with each question.
    pub(crate) fn by_plan(plan: Node) -> Self {
        Self { plan, found: None }
    }

    /// The passages that match a plan.
    pub(super) fn found(plan: Node, filter: DocumentFilter) -> Self {
        let counted = Mutex::default();
        Self {
            plan,
            found: Some(Found { filter, counted }),
        }
    }

    /// The passages, where they have been looked for.
    pub(super) fn filter(&self) -> Option<&DocumentFilter> {
        self.found.as_ref().map(|found| &found.filter)
    }

    /// Those that match a plan, by its query.
    pub(super) fn matches(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        match self.filter() {
            Some(filter) => filter.of(query),
            None => query,
        }
    }

    /// Remembers which of the passages match a plan.
    pub(super) fn remember(&self, plan: &Node, matches: Vec<DocAddress>) {
        if let Some(found) = &self.found {
            let counted = found.counted.lock();
            let mut counted = counted.unwrap_or_else(PoisonError::into_inner);
            counted.push((plan.clone(), matches));
        }
    }

    /// The passages that match a plan, if they are remembered.
    pub(super) fn remembered(&self, plan: &Node) -> Option<Vec<DocAddress>> {
        let counted = self.found.as_ref()?.counted.lock();
        let counted = counted.unwrap_or_else(PoisonError::into_inner);
        let mut counted = counted.iter();
        let (_, matches) = counted.find(|(counted, _)| counted == plan)?;
        Some(matches.clone())
    }
}
