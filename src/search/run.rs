//! Running a request.

use std::time::Instant;

use super::{
    By, Expansion, FilterArg, Grouping, Request, Response, Spotter,
    entity::Names,
    filter::{self, Condition, Filter, Key},
    group,
    hits::{self, Matches},
    nothing::why_nothing,
    only::Only,
    plan::{self, Form, Matcher, Narrowing, Node, Options, Plan, plan},
    request::MOST_HITS,
    tiers,
};
use crate::{
    Error, Result,
    index::Reader,
    model::{Lang, Word},
    query::{Expr, Field, Text, parse},
    text::Glossary,
};

/// Most filters beside a query.
const MOST_FILTERS: usize = 500;

/// Answers a request from one commit of the index.
pub fn run(reader: &Reader, request: &Request, glossary: &Glossary) -> Result<Response> {
    run_among(reader, request, glossary, None)
}

/// Answers a request, from these passages alone where any are given.
pub(super) fn run_among(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    only: Option<&Only>,
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
    let spotter = Spotter::new(&plan.node);
    let group = request
        .group
        .unwrap_or(match asks_for_exchanges(request, &expr) {
            true => Grouping::Exchange,
            false => Grouping::None,
        });
    let found = tiers::find(reader, request, &plan.node, group, only)?;
    let matches = Matches {
        reader,
        tiers: found.tiers,
        total_calls: found.total_calls,
        sort: request.sort,
    };
    let page = match group {
        Grouping::None => hits::page(&matches, request, &spotter)?,
        by => group::page(&matches, request, by, &spotter)?,
    };
    let mut warnings = Vec::new();
    if !plan.idle.is_empty() {
        warnings.push(format!("not looked for: {}", plan.idle.join(" ")));
    }
    if found.total == 0 && only.is_none() {
        warnings.extend(why_nothing(reader, request, glossary, &expr, &plan)?);
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
        expansions: expansions(&plan),
        warnings,
    })
}

/// The plan of a request's query and filters together.
pub(super) fn plan_request(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    expr: &Expr,
) -> Result<Plan> {
    if request.filters.len() > MOST_FILTERS {
        let message = format!("more than {MOST_FILTERS} filters are too many to read");
        return Err(Error::request(message).hint("filter by fewer values"));
    }
    let mut parts = expr.parts().to_vec();
    for filter in &request.filters {
        let part = Expr::Filter(filter.field, Text::new(&filter.value, 0..0));
        parts.push(if filter.negated {
            Expr::Not(Box::new(part))
        } else {
            part
        });
    }
    if parts.is_empty() {
        return Err(Error::request("there is nothing to search for")
            .hint("type a word, a \"phrase\" or a filter such as company:BABA"));
    }
    let names = Names { reader };
    let options = Options {
        literal: request.literal,
        matching: request.matching,
        sides: sides(&parts),
        glossary,
        names: &|text| names.at_start(text),
    };
    plan(&Expr::All(parts), &options, &mut |part| {
        let Expr::Filter(field, value) = part else {
            return Err(Error::internal("a filter was expected"));
        };
        let filter = filter::filter(reader, *field, &value.text).map_err(|error| {
            if value.span.is_empty() {
                error
            } else {
                error.at(&request.query, value.span.clone())
            }
        })?;
        Ok(match filter {
            Filter::Where(condition) => Narrowing::Passage(Node::Filter(condition)),
            Filter::States(range) => Narrowing::Passage(Node::Term(options.term(
                part.to_string(),
                vec![Form {
                    matcher: Matcher::Value(range),
                    by: By::Quantity,
                    shown: None,
                }],
            ))),
            Filter::Says(side) => {
                let side = Condition::OneOf(Key::ExchangeSide, vec![side.word().to_owned()]);
                let said = Node::Term(plan::placed(&Expr::Term(value.clone()), &options));
                let said = Node::All(vec![Node::Filter(side), said]);
                Narrowing::Exchange(Condition::InExchange(Box::new(said.clone())), said)
            }
        })
    })
}

/// Whether a query asks what was asked or answered.
fn asks_for_exchanges(request: &Request, expr: &Expr) -> bool {
    let is = |field: &Field| matches!(field, Field::Asked | Field::Answered);
    let typed = |part: &Expr| matches!(part, Expr::Filter(field, _) if is(field));
    let given = |filter: &FilterArg| is(&filter.field) && !filter.negated;
    expr.parts().iter().any(typed) || request.filters.iter().any(given)
}

/// What terms were taken to mean besides themselves: by way, in the order of the query.
pub(super) fn expansions(plan: &Plan) -> Vec<Expansion> {
    let mut expansions: Vec<Expansion> = Vec::new();
    for term in plan.node.terms() {
        for form in &term.forms {
            let Some(shown) = &form.shown else { continue };
            let place = (expansions.iter_mut())
                .find(|known| known.term == term.typed && known.by == form.by);
            match place {
                Some(known) if known.also.contains(shown) => {}
                Some(known) => known.also.push(shown.clone()),
                None => expansions.push(Expansion {
                    term: term.typed.clone(),
                    also: vec![shown.clone()],
                    by: form.by,
                }),
            }
        }
    }
    expansions
}

/// The sides to match on: both, unless a language is asked for.
fn sides(parts: &[Expr]) -> Vec<Lang> {
    let asked = parts.iter().filter_map(|part| match part {
        Expr::Filter(field @ Field::Lang, value) => field.member(&value.text),
        _ => None,
    });
    let asked: Vec<Lang> = asked.collect();
    let mut sides = Lang::ALL.to_vec();
    sides.retain(|lang| asked.is_empty() || asked.contains(lang));
    sides
}
