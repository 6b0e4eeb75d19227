//! What the API answers, worked out.

use super::route::{Form, Langs, ParsedRequest, json};
use crate::{
    Error, Result,
    analytics::Trend,
    engine::{CallPart, Engine},
    index::{FACETS, FacetField},
    interface::{
        json::{
            CallJson, CompanyRowJson, ComparisonJson, FirmRowJson, MentionRowJson, OneOrMore,
            ReadingJson, SearchJson, SpeakerRowJson, SuggestionsJson, TrendJson,
        },
        svg, table,
    },
    model::Lang,
    query::Field,
    search::{CallSort, Grouping, ListSort, Matching, Request, Sort},
};

pub(super) fn search(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let response = engine.search(&search_request(asked)?)?;
    asked.answer(
        || SearchJson::from(&response),
        || table::hits(&response.hits),
    )
}

/// Most passages of an answer, those around hits taken in.
const MOST_PASSAGES: usize = 10_000;

/// The search that is asked for.
fn search_request(asked: &ParsedRequest) -> Result<Request> {
    let given = &asked.given;
    let facets = match given.words::<FacetField>("facets") {
        named if named.is_empty() && asked.form == Form::Json => FACETS.to_vec(),
        named => named,
    };
    let number = |name, other| given.number(name).unwrap_or(other);
    let of_group = match given.word("group") {
        Some(Grouping::Call) => number("per-call", 3),
        _ => 1,
    };
    let around = number("context", 0) * 2 + 1;
    let passages = (number("limit", 10) * of_group).saturating_mul(around);
    if passages > MOST_PASSAGES {
        return Err(Error::request(format!(
            "up to {passages} passages are asked for at once, and {MOST_PASSAGES} are the most"
        ))
        .hint("lower `limit`, `per-call` or `context`, and go on with `offset`"));
    }
    Ok(Request {
        group: given.word("group"),
        limit: given.number("limit").unwrap_or(10),
        offset: given.number("offset").unwrap_or(0),
        sort: given.word("sort").unwrap_or(Sort::Relevance),
        matching: given.word("match").unwrap_or(Matching::Most),
        per_call: given.number("per-call"),
        context: given.number("context").unwrap_or(0),
        facets,
        ..given.request()?
    })
}

pub(super) fn calls(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let sort = asked.given.word("sort").unwrap_or(CallSort::Call);
    let entries = engine.calls_by(&asked.given.request()?, sort)?;
    let shown = asked.page(&entries);
    asked.answer(|| rows::<_, CallJson>(shown), || table::calls(shown))
}

pub(super) fn companies(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let entries = engine.companies(&asked.given.request()?, asked.list_sort())?;
    let shown = asked.page(&entries);
    asked.answer(
        || rows::<_, CompanyRowJson>(shown),
        || table::companies(shown),
    )
}

pub(super) fn speakers(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let entries = engine.speakers(&asked.given.request()?, asked.list_sort())?;
    let shown = asked.page(&entries);
    asked.answer(
        || rows::<_, SpeakerRowJson>(shown),
        || table::speakers(shown),
    )
}

pub(super) fn firms(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let entries = engine.firms(&asked.given.request()?, asked.list_sort())?;
    let shown = asked.page(&entries);
    asked.answer(|| rows::<_, FirmRowJson>(shown), || table::firms(shown))
}

pub(super) fn mentions(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let entries = engine.mentions(&asked.given.request()?)?;
    asked.answer(
        || rows::<_, MentionRowJson>(&entries),
        || table::mentions(&entries),
    )
}

pub(super) fn trend(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let given = &asked.given;
    let request = given.request()?;
    let by = given.word("by").unwrap_or(FacetField::Period);
    Trend::check_beside(given.all("vs").count())?;
    let mut trends = vec![engine.trend(&request, by)?];
    for query in given.all("vs") {
        let versus = Request {
            query: query.to_owned(),
            ..request.clone()
        };
        trends.push(engine.trend(&versus, by)?);
    }
    if asked.form == Form::Svg {
        return Ok(svg::chart(&request, &trends, given.number("limit")));
    }
    let document = || {
        let trends: Vec<TrendJson> = trends.iter().map(TrendJson::from).collect();
        OneOrMore::from(trends)
    };
    asked.answer(document, || table::trends(&trends))
}

pub(super) fn suggest(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let typed = asked.given.text("q").unwrap_or_default();
    let limit = asked.given.number("limit").unwrap_or(10);
    json(&SuggestionsJson::from(&*engine.complete(typed, limit)?))
}

pub(super) fn compare(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let given = &asked.given;
    let calls: Vec<&str> = given.all("call").collect();
    let [first, second] = calls.as_slice() else {
        return Err(Error::request("two calls are compared")
            .hint("give `call` twice: call=LMRA-2025Q4&call=LMRA-2026Q1"));
    };
    let mut request = given.request()?;
    request.filters.retain(|filter| filter.field != Field::Call);
    let terms = given.number("limit").unwrap_or(12);
    let found = engine.compare(&request, [first, second], terms)?;
    json(&ComparisonJson::from(&found))
}

pub(super) fn read(engine: &Engine, asked: &ParsedRequest) -> Result<String> {
    let given = &asked.given;
    let number = |name| {
        given
            .number(name)
            .and_then(|number| u32::try_from(number).ok())
    };
    let part = CallPart {
        section: given.word("section"),
        exchange: number("exchange"),
        around: number("around"),
        context: number("context").unwrap_or(2),
    };
    let mut reading = engine.read(&asked.id, &part)?;
    match given.word("lang").unwrap_or(Langs::Both) {
        Langs::Both => {}
        Langs::En => reading.only(Lang::En),
        Langs::Zh => reading.only(Lang::Zh),
    }
    let hits = match given.text("highlight") {
        Some(query) => engine.highlights(&reading, query)?,
        None => Vec::new(),
    };
    asked.answer(
        || ReadingJson::new(&reading, &hits),
        || table::passages(&reading),
    )
}

/// The JSON of each entry of a list.
fn rows<'e, T: 'e, J: From<&'e T>>(entries: &'e [T]) -> Vec<J> {
    entries.iter().map(J::from).collect()
}

impl ParsedRequest {
    /// The rows that are asked for.
    fn page<'e, T>(&self, entries: &'e [T]) -> &'e [T] {
        let from = self.given.number("offset").unwrap_or(0).min(entries.len());
        let rest = entries.get(from..).unwrap_or_default();
        let limit = self.given.number("limit").unwrap_or(usize::MAX);
        rest.get(..limit).unwrap_or(rest)
    }

    fn list_sort(&self) -> ListSort {
        self.given.word("sort").unwrap_or(ListSort::Passages)
    }
}
