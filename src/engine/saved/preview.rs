//! How often a search would have found something new if it had been saved from the beginning.

use std::collections::BTreeMap;

use super::super::engine::Engine;
use crate::{
    Result, analytics,
    index::FacetField,
    model::Period,
    query::{Expr, Text},
    search::{self, Expansion, Glossary, Request, store::Store},
};

/// What a search would have found, period by period.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Preview {
    /// The query.
    pub query: String,
    /// A row for each period within the filters, in order of time.
    pub rows: Vec<PreviewRow>,
    /// Number of matching passages, including those of calls without a period.
    pub passages: u64,
    /// Number of calls with such a passage.
    pub calls: u64,
    /// The synonyms that terms were expanded to.
    pub expansions: Vec<Expansion>,
    /// What the reader should know about the answer.
    pub warnings: Vec<String>,
}

/// What a search would have found in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreviewRow {
    /// The period.
    pub period: String,
    /// Number of calls with a matching passage.
    pub calls: u64,
    /// Number of calls within the filters.
    pub of_calls: u64,
    /// Number of matching passages.
    pub passages: u64,
    /// Number of passages within the filters.
    pub of: u64,
}

impl PreviewRow {
    /// Whether there would have been something new.
    pub fn fires(&self) -> bool {
        self.passages > 0
    }

    /// Matching passages per thousand passages.
    pub fn per_thousand(&self) -> f64 {
        match self.of {
            0 => 0.0,
            of => self.passages as f64 * 1000.0 / of as f64,
        }
    }
}

impl Preview {
    /// Number of periods in which there would have been something new.
    pub fn fires(&self) -> usize {
        self.rows.iter().filter(|row| row.fires()).count()
    }

    /// Number of matching passages of calls without a period.
    pub fn undated(&self) -> u64 {
        let dated: u64 = self.rows.iter().map(|row| row.passages).sum();
        self.passages.saturating_sub(dated)
    }
}

impl Engine {
    /// Counts the matches of a request in each period. Ignores paging and order.
    pub fn preview(&self, request: &Request) -> Result<Preview> {
        self.with_store(|store, glossary| Self::preview_of(store, request, glossary))
    }

    fn preview_of(store: &dyn Store, request: &Request, glossary: &Glossary) -> Result<Preview> {
        let request = &with_a_query(request);
        let trend = analytics::trend(store, request, FacetField::Period, glossary)?;
        let calls = |request: &Request| search::calls_by_period(store, request, glossary);
        let everything = Request {
            query: String::new(),
            ..request.clone()
        };
        let (found, all) = (calls(request)?, calls(&everything)?);
        let of = |calls: &BTreeMap<Period, u64>, period: &str| {
            let period = period.parse().ok();
            period
                .and_then(|period: Period| calls.get(&period).copied())
                .unwrap_or(0)
        };
        let rows = trend.rows.into_iter().map(|row| PreviewRow {
            calls: of(&found, &row.value),
            of_calls: of(&all, &row.value),
            period: row.value,
            passages: row.passages,
            of: row.of,
        });
        Ok(Preview {
            query: trend.query,
            rows: rows.collect(),
            passages: trend.total,
            calls: trend.total_calls,
            expansions: trend.expansions,
            warnings: trend.warnings,
        })
    }
}

/// Moves the filters of a request without a query into the query, so that matches are counted among all
/// passages.
fn with_a_query(request: &Request) -> Request {
    if !request.query.trim().is_empty() {
        return request.clone();
    }
    let part = |filter: &search::FilterArg| {
        let value = Text {
            text: filter.value.clone(),
            span: 0..0,
        };
        let part = Expr::Filter(filter.field, value);
        match filter.negated {
            true => Expr::Not(Box::new(part)),
            false => part,
        }
    };
    Request {
        query: Expr::All(request.filters.iter().map(part).collect()).to_string(),
        filters: Vec::new(),
        ..request.clone()
    }
}
