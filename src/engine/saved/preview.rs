//! RefreshOptions often a search would have had something new, had it been kept from the beginning.

use std::collections::HashMap;

use super::Engine;
use crate::{
    Result, analytics,
    index::{FacetField, Reader},
    query::{Expr, Text},
    search::{self, CallEntry, CallSort, Expansion, Glossary, Request},
};

/// What a search would have found, period by period.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Preview {
    /// The query.
    pub query: String,
    /// A row for each period that the filters leave, in order of time.
    pub rows: Vec<PreviewRow>,
    /// Passages that match, those of calls without a period included.
    pub passages: u64,
    /// Calls with such a passage.
    pub calls: u64,
    /// What terms were taken to mean besides themselves.
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
    /// Calls with a passage that matches.
    pub calls: u64,
    /// Calls that the filters leave.
    pub of_calls: u64,
    /// Passages that match.
    pub passages: u64,
    /// Passages that the filters leave.
    pub of: u64,
}

impl PreviewRow {
    /// Whether there would have been something new.
    pub fn fires(&self) -> bool {
        self.passages > 0
    }

    /// Matching passages in a thousand.
    pub fn per_thousand(&self) -> f64 {
        match self.of {
            0 => 0.0,
            of => self.passages as f64 * 1000.0 / of as f64,
        }
    }
}

impl Preview {
    /// Periods in which there would have been something new.
    pub fn fires(&self) -> usize {
        self.rows.iter().filter(|row| row.fires()).count()
    }

    /// Passages that match on calls without a period.
    pub fn undated(&self) -> u64 {
        let dated: u64 = self.rows.iter().map(|row| row.passages).sum();
        self.passages.saturating_sub(dated)
    }
}

impl Engine {
    /// Counts what a request finds in each period; paging and order of the request are ignored.
    pub fn preview(&self, request: &Request) -> Result<Preview> {
        self.ask(|reader, glossary| Self::preview_of(reader, request, glossary))
    }

    fn preview_of(reader: &Reader, request: &Request, glossary: &Glossary) -> Result<Preview> {
        let request = &with_a_query(request);
        let trend = analytics::trend(reader, request, FacetField::Period, glossary)?;
        let calls = |request: &Request| {
            search::calls(reader, request, CallSort::Call, glossary).map(by_period)
        };
        let everything = Request {
            query: String::new(),
            ..request.clone()
        };
        let (found, all) = (calls(request)?, calls(&everything)?);
        let of = |calls: &HashMap<String, u64>, period: &str| *calls.get(period).unwrap_or(&0);
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

/// The same request with its filters in the query, where it has no other: what is found is then
/// counted among all passages.
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

fn by_period(calls: Vec<CallEntry>) -> HashMap<String, u64> {
    let mut by_period = HashMap::new();
    for entry in calls {
        if let Some(period) = entry.call.period {
            *by_period.entry(period.to_string()).or_insert(0) += 1;
        }
    }
    by_period
}
