//! All matches of a request, as lists and analytics need them.

use std::collections::HashMap;

use tantivy::{DocAddress, query::Query};

use super::{
    Highlighter, PassageAttributes, Request,
    collector::{MatchCollector, RowCounts, Spans},
    compile::compile_mentions,
    plan::{Matcher, Node, Plan, plan_request},
    response::max_highlights,
    store::{Selection, Store},
};
use crate::{
    Error, Result,
    index::{Reader, RowColumn},
    query::parse,
    text::Glossary,
};

/// The plan of the passages that match a request; all passages if it is empty.
pub(crate) fn plan_of_matches(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
) -> Result<Node> {
    let plan = plan_of(store, request, glossary)?;
    Ok(plan.map_or_else(|| Node::All(Vec::new()), |plan| plan.node))
}

/// Counts the passages that match a request by row, of some columns.
pub(crate) fn count_matching(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    match plan_of(store, request, glossary)? {
        Some(plan) => store.rows(Selection::Matches(&plan.node), columns),
        None => store.rows(Selection::All, columns),
    }
}

/// Counts the passages that mention a request's query: Chinese counts only as words.
pub(crate) fn count_mentioning(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    columns: &[RowColumn],
) -> Result<RowCounts> {
    match plan_of(store, request, glossary)? {
        Some(plan) => store.rows(Selection::Mentions(&plan.node), columns),
        None => store.rows(Selection::All, columns),
    }
}

/// The plan of a request; none if it selects all passages.
fn plan_of(store: &dyn Store, request: &Request, glossary: &Glossary) -> Result<Option<Plan>> {
    let expr = parse(&request.query)?;
    if request.filters.is_empty() && expr.is_empty() {
        return Ok(None);
    }
    plan_request(store, request, glossary, &expr).map(Some)
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
    Ok(reader.search(query, &extents_by(reader, columns)?)?.counts)
}

/// Counts matches by row, with the first and the last of each.
pub(super) fn extents_by<'a>(
    reader: &'a Reader,
    columns: &[RowColumn],
) -> Result<MatchCollector<'a>> {
    let collector = MatchCollector::new(reader, columns.to_vec(), 0)?;
    Ok(collector.with_mentions(Spans::Uncounted))
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
