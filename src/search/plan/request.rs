//! The plan of a request: its query and its filters as one tree.

use super::{
    expression::{FieldClause, plan, single_term},
    options::Options,
    tree::{Form, Matcher, Node, Plan, Term},
};
use crate::{
    Error, Result,
    index::DECLINED,
    model::{Lang, Word},
    query::{Expr, Field, Text},
    search::{
        By, Request,
        entity::EntityNames,
        filter::{self, Filter},
        key::Key,
        plan::Condition,
        related,
        request::unanswered,
        store::{Store, at_once},
    },
    text::Glossary,
};

/// Maximum number of filters beside a query.
const MOST_FILTERS: usize = 500;

/// The plan of a request's query and filters together.
pub(crate) fn plan_request(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    expr: &Expr,
) -> Result<Plan> {
    if request.filters.len() > MOST_FILTERS {
        let message = format!("more than {MOST_FILTERS} filters are too many to read");
        return Err(Error::request(message).hint("filter by fewer values"));
    }
    let parts = request.parts(expr);
    if parts.is_empty() {
        return Err(Error::request("there is nothing to search for")
            .hint("type a word, a \"phrase\" or a filter such as company:BABA"));
    }
    at_once(store, || plan_of_parts(store, request, glossary, &parts))
}

/// The plan of clauses and filters.
fn plan_of_parts(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    parts: &[Expr],
) -> Result<Plan> {
    let names = EntityNames { store };
    let related = |term: &str| match request.related && !request.literal {
        true => related::used(store, request, glossary, term),
        false => Vec::new(),
    };
    let options = Options {
        literal: request.literal,
        matching: request.matching,
        sides: sides(parts),
        glossary,
        names: &|text| names.at_start(text),
        related: &related,
    };
    let mut plan = plan(&Expr::All(parts.to_vec()), &options, &mut |part| {
        let Expr::Filter(field, value) = part else {
            return Err(Error::internal("a filter was expected"));
        };
        let filter = filter::filter(store, *field, &value.text).map_err(|error| {
            if value.span.is_empty() {
                error
            } else {
                error.at(&request.query, value.span.clone())
            }
        })?;
        Ok(match filter {
            Filter::Where(condition) => FieldClause::Passage(Node::Filter(condition)),
            Filter::States(range) => FieldClause::Passage(Node::Term(options.term(
                part.to_string(),
                vec![Form {
                    matcher: Matcher::Value(range),
                    by: By::Quantity,
                    shown: None,
                }],
            ))),
            Filter::Says(side) => exchange(side.word(), value, &options),
            Filter::Declined => exchange(DECLINED, value, &options),
        })
    })?;
    if unanswered(parts).is_some() {
        plan.node = Node::Boost(Box::new(plan.node), vec![declined(&options)]);
    }
    Ok(plan)
}

/// Exchanges in which a passage with this mark says something; for `*`, in which there is one.
fn exchange(mark: &str, value: &Text, options: &Options) -> FieldClause {
    let marked = Node::Filter(marked(mark));
    let said = match value.text.as_str() {
        "*" => marked,
        _ => {
            let said = single_term(&Expr::Term(value.clone()), options);
            Node::All(vec![marked, Node::Term(said)])
        }
    };
    FieldClause::Exchange(Condition::InExchange(Box::new(said.clone())), said)
}

fn marked(mark: &str) -> Condition {
    Condition::OneOf(Key::ExchangeSide, vec![mark.to_owned()])
}

/// Questions whose reply declines to answer: they come first where unanswered ones are looked for.
fn declined(options: &Options) -> Term {
    let form = Form {
        matcher: Matcher::Entity(vec![marked(DECLINED)]),
        by: By::Entity,
        shown: None,
    };
    options.term(String::new(), vec![form])
}

/// The sides to match on: both, unless a language is requested.
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
