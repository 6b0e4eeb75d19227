//! All matches of a request, as lists and analytics need them.

use std::collections::HashMap;

use tantivy::{DocAddress, query::Query};

use super::{
    Highlighter, PassageAttributes, Request,
    collector::{MatchCollector, RowCounts, Spans},
    compile::{compile, compile_mentions},
    facet::count_rows,
    plan::{Matcher, Node, plan_request},
    response::max_highlights,
};
use crate::{
    Error, Result,
    index::{Reader, RowColumn},
    query::parse,
    text::Glossary,
};

/// Query for the passages that match a request; all passages if it is empty.
pub(crate) fn matching(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Box<dyn Query>> {
    matching_by(compile, reader, request, glossary)
}

/// Query for the passages that mention a request's query: Chinese counts only as words.
pub(crate) fn mentioning(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Box<dyn Query>> {
    matching_by(compile_mentions, reader, request, glossary)
}

fn matching_by(
    compile: fn(&Node, &Reader) -> Result<Box<dyn Query>>,
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
) -> Result<Box<dyn Query>> {
    let expr = parse(&request.query)?;
    if request.filters.is_empty() && expr.is_empty() {
        return Ok(reader.is_passage());
    }
    compile(
        &plan_request(reader, request, glossary, &expr)?.node,
        reader,
    )
}

/// Counts the passages that match a request by row, of some columns.
pub(crate) fn count_matching(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    if request.filters.is_empty()
        && request.query.trim().is_empty()
        && let Some(table) = reader.facet_table()?
    {
        return Ok(RowCounts::of_all(&table));
    }
    count_rows(reader, &*matching(reader, request, glossary)?, columns)
}

/// Counts the mentions of a plan by row.
pub(crate) fn count_mentions(
    reader: &Reader,
    plan: &Node,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    let query = compile_mentions(plan, reader)?;
    let spans = match has_positions(plan) {
        true => Spans::Positions,
        false => Spans::Known(read_spans(reader, plan, &*query)?),
    };
    let collector = MatchCollector::new(reader, columns.to_vec(), 0)?.with_mentions(spans);
    Ok(reader.search(&*query, &collector)?.counts)
}

/// Counts matches of a query by row, with the first and the last of each.
pub(crate) fn count_extents(
    reader: &Reader,
    query: &dyn Query,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    let collector = MatchCollector::new(reader, columns.to_vec(), 0)?;
    let collector = collector.with_mentions(Spans::Uncounted);
    Ok(reader.search(query, &collector)?.counts)
}

/// Whether the index has the positions of all that a plan highlights: it has none of values, and prefixes
/// are matched without them.
fn has_positions(plan: &Node) -> bool {
    let mut forms = plan.terms().into_iter().flat_map(|term| &term.forms);
    forms.all(|form| match form.matcher {
        Matcher::Phrase { prefix, .. } => !prefix,
        Matcher::Value(_) => false,
        Matcher::Entity(_) => true,
    })
}

/// Number of matched spans of each match, read from its text.
fn read_spans(reader: &Reader, plan: &Node, query: &dyn Query) -> Result<HashMap<DocAddress, u32>> {
    let highlighter = Highlighter::of_mentions(plan);
    let mut spans = HashMap::new();
    for address in reader.documents(query)? {
        let record = reader.passage_at(address)?;
        let missing = || Error::index(format!("the index lacks the call {}", record.call));
        let call = (reader.call_of(address, &record.call)?).ok_or_else(missing)?;
        let attributes = PassageAttributes::of(&call, &record.passage);
        let found = highlighter.highlight(&record.passage.text, &attributes);
        spans.insert(address, max_highlights(&found.highlights) as u32);
    }
    Ok(spans)
}
