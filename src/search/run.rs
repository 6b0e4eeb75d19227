//! Running a request.

use std::{collections::BTreeSet, time::Instant};

use tantivy::{
    collector::{Count, DocSetCollector},
    query::Query,
};

use super::{
    By, Expansion, FilterArg, Grouping, Request, Response, Spotter,
    compile::compile,
    facet,
    filter::{self, Condition, Filter, Key},
    group,
    hits::{self, Matches},
    only::Only,
    plan::{self, Form, Matcher, Narrowing, Node, Options, plan},
};
use crate::{
    Error, Result,
    index::Reader,
    model::{Lang, Word},
    query::{Expr, Field, Text, parse},
    text::Glossary,
};

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
    let expr = parse(&request.query)?;
    let plan = plan_request(reader, request, glossary, &expr)?;
    let mut query = compile(&plan, reader)?;
    if let Some(only) = only {
        query = only.of(query);
    }
    let total = reader.searcher.search(&*query, &Count)?;
    let counts = facet::count(reader, &*query, &request.facets)?;
    let spotter = Spotter::new(&plan);
    let group = request
        .group
        .unwrap_or(match asks_for_exchanges(request, &expr) {
            true => Grouping::Exchange,
            false => Grouping::None,
        });
    let matches = Matches {
        reader,
        query: &*query,
        total,
        sort: request.sort,
    };
    let page = match group {
        Grouping::None => hits::page(&matches, request, &spotter)?,
        by => group::page(&matches, request, by, &spotter)?,
    };
    let mut warnings = Vec::new();
    if total == 0 && only.is_none() {
        warnings = why_nothing(reader, request, glossary, &expr)?;
    }
    Ok(Response {
        query: request.query.clone(),
        total: total as u64,
        total_calls: counts.calls.len() as u64,
        took: start.elapsed(),
        hits: page.hits,
        groups: page.groups,
        total_groups: page.total_groups,
        facets: counts.facets,
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
) -> Result<Node> {
    let mut parts = match expr {
        Expr::All(parts) => parts.clone(),
        other => vec![other.clone()],
    };
    for filter in &request.filters {
        let value = Text {
            text: filter.value.clone(),
            span: 0..0,
        };
        let part = Expr::Filter(filter.field, value);
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
    let options = Options {
        literal: request.literal,
        sides: sides(&parts),
        glossary,
    };
    plan(&Expr::All(parts), &options, &mut |part| {
        let Expr::Filter(field, value) = part else {
            return Err(Error::request("a filter was expected"));
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
                let exchanges = exchanges(reader, &said)?;
                Narrowing::Exchange(Condition::OneOf(Key::Exchange, exchanges), said)
            }
        })
    })
}

/// Whether a query asks what was asked or answered.
fn asks_for_exchanges(request: &Request, expr: &Expr) -> bool {
    let is = |field: &Field| matches!(field, Field::Asked | Field::Answered);
    let parts = match expr {
        Expr::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let typed = |part: &Expr| matches!(part, Expr::Filter(field, _) if is(field));
    let given = |filter: &FilterArg| is(&filter.field) && !filter.negated;
    parts.iter().any(typed) || request.filters.iter().any(given)
}

/// The exchanges of the passages that fulfil a node.
fn exchanges(reader: &Reader, node: &Node) -> Result<Vec<String>> {
    let query = compile(node, reader)?;
    let mut exchanges = BTreeSet::new();
    for address in reader.searcher.search(&*query, &DocSetCollector)? {
        exchanges.extend(reader.text_at(address, "exchange")?);
    }
    Ok(exchanges.into_iter().collect())
}

/// What terms were taken to mean besides themselves: by way, in the order of the query.
pub(super) fn expansions(plan: &Node) -> Vec<Expansion> {
    let mut expansions: Vec<Expansion> = Vec::new();
    for term in plan.terms() {
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
    let asked = |lang: &Lang| {
        parts.iter().any(|part| {
            matches!(part, Expr::Filter(Field::Lang, value)
                if value.text.eq_ignore_ascii_case(lang.word()))
        })
    };
    let sides: Vec<Lang> = Lang::ALL.iter().copied().filter(asked).collect();
    if sides.is_empty() {
        Lang::ALL.to_vec()
    } else {
        sides
    }
}

/// Most parts of a query that are left out in turn to see which one empties the result.
const MOST_PARTS: usize = 8;

/// Says which part of a query without hits is to blame.
pub(super) fn why_nothing(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    expr: &Expr,
) -> Result<Vec<String>> {
    let count = |query: String, filters| -> Result<usize> {
        let part = Request {
            query,
            filters,
            ..request.clone()
        };
        let expr = parse(&part.query)?;
        let query: Box<dyn Query> =
            compile(&plan_request(reader, &part, glossary, &expr)?, reader)?;
        Ok(reader.searcher.search(&*query, &Count)?)
    };
    let parts = match expr {
        Expr::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let mut blame = Vec::new();
    for part in parts.iter().filter(|part| !matches!(part, Expr::Not(_))) {
        if count(part.to_string(), Vec::new())? == 0 {
            blame.push(match part {
                Expr::Term(text) if is_capitals(&text.text) => format!(
                    "no passage has `{part}` in capitals; in lower case it is looked for in any case"
                ),
                _ => format!("no passage has `{part}`"),
            });
        }
    }
    if !blame.is_empty() {
        return Ok(blame);
    }
    if !request.filters.is_empty() && !parts.is_empty() {
        let unfiltered = count(request.query.clone(), Vec::new())?;
        if unfiltered > 0 {
            let flags: Vec<String> = request
                .filters
                .iter()
                .map(|filter| {
                    let sign = if filter.negated { "-" } else { "" };
                    format!("--{} {sign}{}", filter.field, filter.value)
                })
                .collect();
            return Ok(vec![format!(
                "{} without {}",
                matching(unfiltered),
                flags.join(" ")
            )]);
        }
    }
    if parts.len() > 1 {
        blame.push("each part is found, but no passage has them all; try OR".to_owned());
    }
    if (3..=MOST_PARTS).contains(&parts.len()) {
        let mut best: Option<(usize, &Expr)> = None;
        for (at, part) in parts.iter().enumerate() {
            let mut rest = parts.to_vec();
            rest.remove(at);
            let found = count(Expr::All(rest).to_string(), request.filters.clone())?;
            if found > best.map_or(0, |(most, _)| most) {
                best = Some((found, part));
            }
        }
        if let Some((found, part)) = best {
            blame.push(format!("{} without `{part}`", matching(found)));
        }
    }
    Ok(blame)
}

fn matching(passages: usize) -> String {
    match passages {
        1 => "1 passage matches".to_owned(),
        _ => format!("{passages} passages match"),
    }
}

fn is_capitals(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}
