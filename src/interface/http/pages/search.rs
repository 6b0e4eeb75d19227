//! The page of a search; the start page if nothing is searched for.

use std::collections::HashSet;

use super::{request::PageRequest, saved};
use crate::{
    Result,
    engine::{Engine, SavedSearch},
    error::Kind,
    index::{FACETS, FacetField, FacetValues},
    interface::{
        http::parameters::Parameter,
        list::ListEntry,
        web::{self, Bar, Body, HomeView, SavedNews, SearchView, Task},
    },
    model::{Period, Role, Word},
    query::{Expr, Field, parse},
    search::{
        CallEntry, CallSort, FilterArg, Grouping, ListPage, ListSort, Matching, Request, Sort,
        Which,
    },
};

/// Default number of results on a page.
const RESULTS: usize = 20;

/// Default number of calls on a page.
const CALLS: usize = 10;

/// Number of values of a facet, which bounds the periods of the chart too.
const FACET_VALUES: usize = 200;

/// Example queries of the start page, by what one would do; those that find something are shown.
const EXAMPLES: [(Task, &[&str]); 3] = [
    (
        Task::Find,
        &[
            "CapEx",
            "毛利率",
            "\"free cash flow\"",
            "AI -OpenAI",
            "关税",
        ],
    ),
    (Task::Ask, &["asked:margin", "asked:guidance", "declined:*"]),
    (
        Task::Figures,
        &[
            "percent:>30 revenue",
            "amount:>100b",
            "inventory NEAR/5 days",
        ],
    ),
];

pub(super) fn parameters() -> Vec<Parameter> {
    let mut parameters = Parameter::of_request();
    parameters.extend([
        Parameter::word::<Sort>("sort", "Order of the results"),
        Parameter::word::<Matching>("match", "How much of the words a passage has to say"),
        Parameter::word::<Grouping>("group", "What a result is"),
        Parameter::number("limit", "Most results", 1, 100),
        Parameter::number("offset", "Results left out before the first", 0, 1_000_000),
        Parameter::number("per-call", "Most results of one call", 1, 100),
        Parameter::literal(),
        Parameter::word::<ListSort>("mentions", "Order of the table of companies"),
    ]);
    parameters.extend(Parameter::related());
    parameters
}

/// Joins `from` and `to`, which a form sends, to one range of periods in `period`.
pub(super) fn join_period_range(query: &str) -> String {
    let mut ends = [None, None];
    let mut others = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "from" => ends[0] = Some(value.into_owned()),
            "to" => ends[1] = Some(value.into_owned()),
            _ => {
                others.append_pair(&name, &value);
            }
        }
    }
    let [Some(from), Some(to)] = ends else {
        return query.to_owned();
    };
    match (from.as_str(), to.as_str()) {
        ("", "") => {}
        (from, to) if from == to => {
            others.append_pair("period", from);
        }
        (from, to) => {
            others.append_pair("period", &format!("{from}..{to}"));
        }
    }
    others.finish()
}

pub(super) fn show(engine: &Engine, page: &PageRequest) -> Result<Body> {
    let request = page.parameters.search_request(RESULTS)?;
    if request.query.trim().is_empty() && request.filters.is_empty() {
        return Ok(web::home(&page.ui, &home(engine)?));
    }
    let has_terms = has_terms(&parse(&request.query)?);
    let request = with_defaults(request, has_terms, page.parameters.number("limit"));
    let response = engine.search(&request)?;
    let facets = facets(engine, &request, response.facets.clone())?;
    let bars = bars(engine, &request, &facets)?;
    let shows_counts = has_terms && response.total > 0;
    let mentions = match shows_counts {
        true => engine.mentions(&without_filter(&request, Field::Company))?,
        false => Vec::new(),
    };
    let brokers = brokers(engine, &request, &facets)?;
    let of_companies = facets
        .iter()
        .filter(|facet| facet.field == FacetField::Company);
    let ids = of_companies.flat_map(|facet| &facet.values);
    let companies = engine.companies_of(ids.map(|facet| facet.value.as_str()))?;
    let view = SearchView {
        brokers,
        companies,
        periods: bars.iter().rev().map(|bar| bar.period.clone()).collect(),
        request,
        response,
        facets,
        trend: if shows_counts { bars } else { Vec::new() },
        mentions,
    };
    Ok(web::search(&page.ui, &view))
}

/// The request with the defaults of the page: grouped by call if it has terms and does not ask for
/// exchanges, and with all facets.
fn with_defaults(request: Request, has_terms: bool, limit: Option<usize>) -> Request {
    let for_exchanges = (request.filters.iter()).any(|filter| filter.field.is_of_exchange());
    let by_call = (has_terms && !for_exchanges).then_some(Grouping::Call);
    let group = request.group.or(by_call);
    let default = match group {
        Some(Grouping::Call) => CALLS,
        _ => RESULTS,
    };
    Request {
        group,
        limit: limit.unwrap_or(default),
        facets: FACETS.to_vec(),
        facet_limit: FACET_VALUES,
        ..request
    }
}

/// Whether a query has terms besides filters, and no filter that looks for exchanges.
fn has_terms(expr: &Expr) -> bool {
    let is_exchange =
        |part: &Expr| matches!(part, Expr::Filter(field, _) if field.is_of_exchange());
    let is_term = |part: &Expr| match part {
        Expr::Filter(..) => false,
        Expr::Not(inner) => !matches!(**inner, Expr::Filter(..)),
        _ => true,
    };
    !expr.parts().iter().any(is_exchange) && expr.parts().iter().any(is_term)
}

/// The facets of an answer. For a field that is filtered by, all values are counted as if it were not, since
/// its values are alternatives.
fn facets(
    engine: &Engine,
    request: &Request,
    counted: Vec<FacetValues>,
) -> Result<Vec<FacetValues>> {
    let mut facets = Vec::with_capacity(counted.len());
    for values in counted {
        let by = values.field;
        let field = Field::from_word(by.word()).filter(|&field| {
            let narrows = |filter: &FilterArg| filter.field == field && !filter.negated;
            request.filters.iter().any(narrows)
        });
        let Some(field) = field else {
            facets.push(values);
            continue;
        };
        let without = Request {
            limit: 0,
            offset: 0,
            group: Some(Grouping::None),
            facets: vec![by],
            ..without_filter(request, field)
        };
        let is_empty = without.query.trim().is_empty() && without.filters.is_empty();
        let others = match is_empty {
            true => Vec::new(),
            false => engine.search(&without)?.facets,
        };
        facets.push(others.into_iter().next().unwrap_or(values));
    }
    Ok(facets)
}

/// The firms of a facet that analysts are of.
fn brokers(engine: &Engine, request: &Request, facets: &[FacetValues]) -> Result<HashSet<String>> {
    let firms = facets.iter().find(|facet| facet.field == FacetField::Firm);
    if firms.is_none_or(|firms| firms.values.is_empty()) {
        return Ok(HashSet::new());
    }
    let mut by_analysts = without_filter(&without_filter(request, Field::Firm), Field::Role);
    let analyst = FilterArg::new(Field::Role, Role::Analyst.word())?;
    by_analysts.filters.push(analyst);
    let found = engine.search(&Request {
        limit: 0,
        offset: 0,
        group: Some(Grouping::None),
        facets: vec![FacetField::Firm],
        facet_limit: usize::MAX,
        ..by_analysts
    })?;
    let values = found.facets.into_iter().flat_map(|facet| facet.values);
    Ok(values.map(|facet| facet.value).collect())
}

/// The request without its filters by a field, but with those that exclude values.
fn without_filter(request: &Request, field: Field) -> Request {
    let mut request = request.clone();
    (request.filters).retain(|filter| filter.negated || filter.field != field);
    request
}

/// The matching passages of each period that the other filters leave, in order of time. The facet has counted
/// them already; a trend would also count the mentions in every passage.
fn bars(engine: &Engine, request: &Request, facets: &[FacetValues]) -> Result<Vec<Bar>> {
    let everything = Request {
        query: String::new(),
        ..without_filter(request, Field::Period)
    };
    let counted = facets
        .iter()
        .find(|facet| facet.field == FacetField::Period);
    let counted = counted.map_or(&[][..], |facet| facet.values.as_slice());
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

/// Number of recent calls on the start page.
const RECENT: usize = 8;

fn home(engine: &Engine) -> Result<HomeView> {
    let companies = engine.companies(&Request::new(""), ListSort::Latest)?;
    let mut tasks = Vec::new();
    for (task, queries) in EXAMPLES {
        let mut examples = Vec::new();
        for query in queries {
            let request = Request {
                limit: 0,
                ..Request::new(*query)
            };
            match engine.search(&request)?.total {
                0 => {}
                total => examples.push(((*query).to_owned(), total)),
            }
        }
        tasks.push((task, examples));
    }
    let newest = ListPage::at(0, RECENT);
    let recent = CallEntry::find_page(engine, &Request::new(""), CallSort::Newest, &newest)?;
    Ok(HomeView {
        saved: saved_news(engine)?,
        recent: recent.entries,
        size: engine.size()?,
        company: companies.first().map(|entry| entry.company.id.clone()),
        companies,
        tasks,
    })
}

/// The number of new passages of each saved search.
fn saved_news(engine: &Engine) -> Result<Vec<SavedNews>> {
    let news = |search: SavedSearch| {
        let request = search.request.map(|request| Request {
            limit: 0,
            ..request
        });
        let name = search.wording.name;
        let news = request.and_then(|request| engine.news(&name, &request, Which::New));
        let new = match news {
            // A mistake in its wording, or a history that cannot be read.
            Err(error) if error.kind.is_of_request() || error.kind == Kind::Input => None,
            news => Some(news?.new),
        };
        Ok(SavedNews { name, new })
    };
    saved::all(engine)?.into_iter().map(news).collect()
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
            assert_eq!(join_period_range(sent), read);
        }
    }
}
