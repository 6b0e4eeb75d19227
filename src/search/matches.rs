//! All matches of a request, as lists and analytics need them.

use std::collections::HashSet;

use tantivy::query::Query;

use super::{
    Request,
    compile::{compile, compile_mentions},
    plan::{Node, plan_request},
};
use crate::{
    Error, Result,
    index::Reader,
    model::{Call, Passage},
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

/// Reads every match with its call, in no order; returns the number of matches and of calls.
pub(crate) fn each_match(
    reader: &Reader,
    query: &dyn Query,
    mut see: impl FnMut(&Call, &Passage),
) -> Result<(u64, u64)> {
    let mut calls = HashSet::new();
    let mut total = 0;
    for address in reader.documents(query)? {
        let record = reader.passage_at(address)?;
        let missing = || Error::index(format!("the index lacks the call {}", record.call));
        let call = (reader.call_of(address, &record.call)?).ok_or_else(missing)?;
        see(&call, &record.passage);
        total += 1;
        calls.insert(record.call);
    }
    Ok((total, calls.len() as u64))
}
