//! Executes a request.

use std::time::Instant;

use super::{
    FilterArg, Grouping, Request, Response,
    matches::count_matching,
    plan::plan_request,
    related,
    request::{MOST_HITS, unanswered},
    store::{PassageNumbers, Question, Store, at_once},
    zero_results::explain_zero_results,
};
use crate::{
    Error, Result,
    index::RowColumn,
    query::{Expr, Field, Text, parse},
    text::Glossary,
};

/// Answers a request from one commit of a store.
pub(crate) fn run(store: &dyn Store, request: &Request, glossary: &Glossary) -> Result<Response> {
    run_among(store, request, glossary, None)
}

/// Answers a request and explains why there is no match; if passages are given, answers among the first of them, beside
/// which the second match.
pub(super) fn run_among(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    only: Option<(&PassageNumbers, &PassageNumbers)>,
) -> Result<Response> {
    let start = Instant::now();
    if request.offset >= MOST_HITS {
        return Err(
            Error::request(format!("results are reached up to the {MOST_HITS}th"))
                .hint("narrow the search, by company or period for instance"),
        );
    }
    let expr = parse(&request.query)?;
    let group = request
        .group
        .unwrap_or(match asks_for_exchanges(request, &expr) {
            true => Grouping::Exchange,
            false => Grouping::None,
        });
    let (plan, related) = at_once(store, || {
        let plan = plan_request(store, request, glossary, &expr)?;
        if only.is_none() {
            store.prepare(&Question::of(request, &plan, group))?;
        }
        let related = related::suggestions(store, request, glossary, &plan.topics)?;
        Ok((plan, related))
    })?;
    let question = Question::of(request, &plan, group);
    let answer = match only {
        None => store.answer(&question)?,
        Some((passages, others)) => store.answer_among(&question, passages, others)?,
    };
    let mut warnings = answer.notes;
    if !plan.idle.is_empty() {
        warnings.push(format!("not looked for: {}", plan.idle.join(" ")));
    }
    warnings.extend(match answer.total {
        0 if only.is_none() => at_once(store, || {
            explain_zero_results(store, request, glossary, &expr, &plan)
        })?,
        _ => Vec::new(),
    });
    warnings.extend(undated(store, request, glossary, &expr)?);
    if answer.total > 0 {
        warnings.extend(unanswered(&request.parts(&expr)).map(caveat));
    }
    Ok(Response {
        query: request.query.clone(),
        total: answer.total,
        total_calls: answer.total_calls,
        total_partial: answer.total_partial,
        took: start.elapsed(),
        hits: answer.hits,
        groups: answer.groups,
        total_groups: answer.total_groups,
        facets: answer.facets,
        expansions: plan.expansions(),
        related,
        warnings,
    })
}

/// What is not known of exchanges whose answers do not say something.
fn caveat(topic: &str) -> String {
    let alone = Expr::Filter(Field::Declined, Text::new(topic, 0..0));
    format!(
        "an answer may say it in other words; those whose reply declines come first, `{alone}` finds them alone"
    )
}

/// Whether a query uses `asked:`, `answered:` or `declined:`.
fn asks_for_exchanges(request: &Request, expr: &Expr) -> bool {
    filters_by(request, expr, Field::is_of_exchange)
}

/// Whether the query or its filters use a field.
fn filters_by(request: &Request, expr: &Expr, is: impl Fn(Field) -> bool) -> bool {
    let typed = |part: &Expr| matches!(part, Expr::Filter(field, _) if is(*field));
    let given = |filter: &FilterArg| is(filter.field) && !filter.negated;
    expr.parts().iter().any(typed) || request.filters.iter().any(given)
}

/// A sentence on the calls with matches that a filter by date leaves out since they have none.
fn undated(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    expr: &Expr,
) -> Result<Option<String>> {
    let by_date = |field| matches!(field, Field::Since | Field::Until);
    if !filters_by(request, expr, by_date) {
        return Ok(None);
    }
    let calls = store.call_summaries()?;
    if calls.iter().all(|call| call.date.is_none()) {
        // A note says so.
        return Ok(None);
    }
    let typed = |part: &&Expr| !matches!(part, Expr::Filter(field, _) if by_date(*field));
    let undated = Expr::All(expr.parts().iter().filter(typed).cloned().collect());
    let mut request = Request {
        query: undated.to_string(),
        ..request.clone()
    };
    request.filters.retain(|filter| !by_date(filter.field));
    let matching = count_matching(store, &request, glossary, &[RowColumn::Call])?;
    let is_undated = |id: &str| {
        let call = calls.binary_search_by(|call| call.id.as_str().cmp(id));
        let call = call.ok().and_then(|at| calls.get(at));
        call.is_some_and(|call| call.date.is_none())
    };
    let matching = matching.values(RowColumn::Call);
    let undated = matching.filter(|(id, _)| is_undated(id)).count();
    Ok(match undated {
        0 => None,
        1 => Some("1 call with matches has no date and is left out".to_owned()),
        _ => Some(format!(
            "{undated} calls with matches have no date and are left out"
        )),
    })
}
