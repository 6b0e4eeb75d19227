//! The page of a search, and the first page where nothing is asked.

use super::ParsedRequest;
use crate::{
    Result,
    engine::Engine,
    index::{FACETS, Facet, FacetField},
    interface::{
        http::params::Parameter,
        web::{self, Bar, Body, Found, Home},
    },
    model::{Period, Word},
    query::{Expr, Field, parse},
    search::{FilterArg, Grouping, ListSort, Matching, Request, Sort},
};

/// Results on a page.
const RESULTS: usize = 20;

/// Calls on a page.
const CALLS: usize = 10;

/// Queries for the first page; those that find something are shown.
const EXAMPLES: [&str; 9] = [
    "CapEx",
    "毛利率",
    "\"free cash flow\"",
    "guidance OR 財測",
    "AI -OpenAI",
    "percent:>30 revenue",
    "asked:margin",
    "关税",
    "inventory NEAR/5 days",
];

pub(super) fn params() -> Vec<Parameter> {
    let mut params = Parameter::of_request();
    params.extend([
        Parameter::word::<Sort>("sort", "Order of the results"),
        Parameter::word::<Matching>("match", "How much of the words a passage has to say"),
        Parameter::word::<Grouping>("group", "What a result is"),
        Parameter::number("limit", "Most results", 1, 100),
        Parameter::number("offset", "Results left out before the first", 0, 1_000_000),
        Parameter::number("per-call", "Most results of one call", 1, 100),
        Parameter::flag("literal", "Only what is typed: no stems, no other words"),
        Parameter::word::<ListSort>("mentions", "Order of the table of companies"),
    ]);
    params
}

/// A query string in which two ends of a range of periods, as a form sends them, are one.
pub(super) fn with_range(query: &str) -> String {
    let mut ends = [None, None];
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "from" => ends[0] = Some(value.into_owned()),
            "to" => ends[1] = Some(value.into_owned()),
            _ => {
                rest.append_pair(&name, &value);
            }
        }
    }
    let [Some(from), Some(to)] = ends else {
        return query.to_owned();
    };
    match (from.as_str(), to.as_str()) {
        ("", "") => {}
        (from, to) if from == to => {
            rest.append_pair("period", from);
        }
        (from, to) => {
            rest.append_pair("period", &format!("{from}..{to}"));
        }
    }
    rest.finish()
}

pub(super) fn show(engine: &Engine, asked: &ParsedRequest) -> Result<Body> {
    let request = request(asked)?;
    let says_something = has_words(&parse(&request.query)?);
    if request.query.trim().is_empty() && request.filters.is_empty() {
        return Ok(web::home(&asked.ui, &home(engine)?));
    }
    let response = engine.search(&request)?;
    let facets = facets(engine, &request, response.facets.clone())?;
    let bars = bars(engine, &request, &facets)?;
    let says = says_something && response.total > 0;
    let mentions = match says {
        true => engine.mentions(&alternatives(&request, Field::Company))?,
        false => Vec::new(),
    };
    let found = Found {
        periods: bars.iter().rev().map(|bar| bar.period.clone()).collect(),
        request,
        response,
        facets,
        trend: if says { bars } else { Vec::new() },
        mentions,
    };
    Ok(web::search(&asked.ui, &found))
}

fn request(asked: &ParsedRequest) -> Result<Request> {
    let given = &asked.given;
    let request = given.request()?;
    let asks = request.filters.iter().any(|filter| is_place(filter.field));
    let by_call = has_words(&parse(&request.query)?) && !asks;
    let group = given.word("group").or(by_call.then_some(Grouping::Call));
    let most = if group == Some(Grouping::Call) {
        CALLS
    } else {
        RESULTS
    };
    Ok(Request {
        group,
        limit: given.number("limit").unwrap_or(most),
        offset: given.number("offset").unwrap_or(0),
        sort: given.word("sort").unwrap_or(Sort::Relevance),
        matching: given.word("match").unwrap_or(Matching::Most),
        per_call: given.number("per-call"),
        facets: FACETS.to_vec(),
        ..request
    })
}

fn is_place(field: Field) -> bool {
    matches!(field, Field::Asked | Field::Answered)
}

/// Whether a query is of more than filters, and none of them looks for exchanges.
fn has_words(expr: &Expr) -> bool {
    let is_place = |part: &Expr| matches!(part, Expr::Filter(field, _) if is_place(*field));
    let says = |part: &Expr| match part {
        Expr::Filter(..) => false,
        Expr::Not(inner) => !matches!(**inner, Expr::Filter(..)),
        _ => true,
    };
    !expr.parts().iter().any(is_place) && expr.parts().iter().any(says)
}

/// The facets of an answer. Of a field that narrows, its other values are counted too, as if it did
/// not: they are alternatives.
fn facets(
    engine: &Engine,
    request: &Request,
    counted: Vec<(FacetField, Vec<Facet>)>,
) -> Result<Vec<(FacetField, Vec<Facet>)>> {
    let mut facets = Vec::with_capacity(counted.len());
    for (by, values) in counted {
        let field = Field::from_word(by.word()).filter(|&field| {
            let narrows = |filter: &FilterArg| filter.field == field && !filter.negated;
            request.filters.iter().any(narrows)
        });
        let Some(field) = field else {
            facets.push((by, values));
            continue;
        };
        let without = Request {
            limit: 0,
            offset: 0,
            group: Some(Grouping::None),
            facets: vec![by],
            ..alternatives(request, field)
        };
        let left = !without.query.trim().is_empty() || !without.filters.is_empty();
        let others = if left {
            engine.search(&without)?.facets
        } else {
            Vec::new()
        };
        facets.push(others.into_iter().next().unwrap_or((by, values)));
    }
    Ok(facets)
}

/// The request without what it narrows a field to, whose values are alternatives to one another.
fn alternatives(request: &Request, field: Field) -> Request {
    let mut request = request.clone();
    (request.filters).retain(|filter| filter.negated || filter.field != field);
    request
}

/// What is said in each period that the other filters leave, in order of time. The facet has counted it
/// already; a trend would look for every place in every passage.
fn bars(
    engine: &Engine,
    request: &Request,
    facets: &[(FacetField, Vec<Facet>)],
) -> Result<Vec<Bar>> {
    let everything = Request {
        query: String::new(),
        ..alternatives(request, Field::Period)
    };
    let counted = facets.iter().find(|(by, _)| *by == FacetField::Period);
    let counted = counted.map_or(&[][..], |(_, values)| values.as_slice());
    let bar = |(period, of): (Period, u64)| {
        let period = period.to_string();
        let found = counted.iter().find(|facet| facet.value == period);
        let passages = found.map_or(0, |facet| facet.count);
        Bar {
            period,
            passages,
            of,
        }
    };
    Ok(engine.periods(&everything)?.into_iter().map(bar).collect())
}

fn home(engine: &Engine) -> Result<Home> {
    let companies = engine.companies(&Request::new(""), ListSort::Passages)?;
    let mut examples = Vec::new();
    for query in EXAMPLES {
        let request = Request {
            limit: 0,
            ..Request::new(query)
        };
        match engine.search(&request)?.total {
            0 => {}
            total => examples.push((query.to_owned(), total)),
        }
    }
    Ok(Home {
        size: engine.size()?,
        company: companies.first().map(|entry| entry.company.id.clone()),
        companies,
        examples,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ends_are_one_range() {
        for (sent, read) in [
            ("q=a&from=2025Q1&to=2026Q1", "q=a&period=2025Q1..2026Q1"),
            ("from=&to=2026Q1&q=a", "q=a&period=..2026Q1"),
            ("q=a&from=2025Q1&to=2025Q1", "q=a&period=2025Q1"),
            ("q=a&from=&to=", "q=a"),
            ("q=a&from=2025Q1", "q=a&from=2025Q1"),
            ("q=a+b", "q=a+b"),
        ] {
            assert_eq!(with_range(sent), read);
        }
    }
}
