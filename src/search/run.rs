//! Executes a request.

use std::time::Instant;

use super::{
    FilterArg, Grouping, Highlighter, Request, Response,
    document_filter::DocumentFilter,
    group,
    hits::{self, Matches},
    plan::plan_request,
    request::MOST_HITS,
    tiers,
    zero_results::explain_zero_results,
};
use crate::{
    Error, Result,
    index::Reader,
    query::{Expr, Field, parse},
    text::Glossary,
};

/// Answers a request from one commit of the index.
pub(crate) fn run(reader: &Reader, request: &Request, glossary: &Glossary) -> Result<Response> {
    run_among(reader, request, glossary, None)
}

/// Answers a request; if a document filter is given, from its passages only.
pub(super) fn run_among(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    only: Option<&DocumentFilter>,
) -> Result<Response> {
    let start = Instant::now();
    if request.offset >= MOST_HITS {
        return Err(
            Error::request(format!("results are reached up to the {MOST_HITS}th"))
                .hint("narrow the search, by company or period for instance"),
        );
    }
    let expr = parse(&request.query)?;
    let plan = plan_request(reader, request, glossary, &expr)?;
    let highlighter = Highlighter::new(&plan.node);
    let group = request
        .group
        .unwrap_or(match asks_for_exchanges(request, &expr) {
            true => Grouping::Exchange,
            false => Grouping::None,
        });
    let found = tiers::find(reader, request, &plan.node, group, only)?;
    // Without a second tier all matches are full.
    let highlighter = match found.tiers.len() {
        1 => highlighter.of_full_matches(),
        _ => highlighter,
    };
    let matches = Matches {
        reader,
        tiers: found.tiers,
        total_calls: found.total_calls,
        sort: request.sort,
    };
    let page = match group {
        Grouping::None => hits::page(&matches, request, &highlighter)?,
        by => group::page(&matches, request, by, &highlighter)?,
    };
    let mut warnings = Vec::new();
    if !plan.idle.is_empty() {
        warnings.push(format!("not looked for: {}", plan.idle.join(" ")));
    }
    if found.total > 0 {
        warnings.extend(undated(reader, request, &expr)?);
    }
    if found.total == 0 && only.is_none() {
        warnings.extend(explain_zero_results(
            reader, request, glossary, &expr, &plan,
        )?);
    }
    Ok(Response {
        query: request.query.clone(),
        total: found.total,
        total_calls: found.total_calls,
        total_partial: found.total_partial,
        took: start.elapsed(),
        hits: page.hits,
        groups: page.groups,
        total_groups: page.total_groups,
        facets: found.facets,
        expansions: plan.expansions(),
        warnings,
    })
}

/// Whether a query uses `asked:` or `answered:`.
fn asks_for_exchanges(request: &Request, expr: &Expr) -> bool {
    filters_by(request, expr, |field| {
        matches!(field, Field::Asked | Field::Answered)
    })
}

/// Whether the query or its filters use a field.
fn filters_by(request: &Request, expr: &Expr, is: impl Fn(Field) -> bool) -> bool {
    let typed = |part: &Expr| matches!(part, Expr::Filter(field, _) if is(*field));
    let given = |filter: &FilterArg| is(filter.field) && !filter.negated;
    expr.parts().iter().any(typed) || request.filters.iter().any(given)
}

/// A sentence on the calls that a filter by date leaves out since they have none.
fn undated(reader: &Reader, request: &Request, expr: &Expr) -> Result<Option<String>> {
    let by_date = |field| matches!(field, Field::Since | Field::Until);
    if !filters_by(request, expr, by_date) {
        return Ok(None);
    }
    let calls = reader.call_summaries()?;
    let undated = calls.iter().filter(|call| call.date.is_none()).count();
    Ok(match undated {
        0 => None,
        1 => Some("1 call has no date and is left out".to_owned()),
        _ => Some(format!("{undated} calls have no date and are left out")),
    })
}
