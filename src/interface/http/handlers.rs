//! The handlers of the API's routes.

use super::{format::ResponseFormat, request::ParsedRequest, response_body};
use crate::{
    Error, Result,
    analytics::Trend,
    engine::{CallPart, Engine},
    index::{FACETS, FacetField},
    interface::{
        glossary,
        json::{
            ComparisonJson, DisagreementJson, EmergingJson, MentionRowJson, OneOrMore, ReadingJson,
            RelatedJson, SearchJson, SimilarJson, SuggestionsJson, TermsJson, TrendJson,
        },
        languages::Languages,
        list::ListEntry,
        messages::UiLocale,
        quotations,
        request::MAX_PASSAGES,
        svg::{self, ChartOptions},
        table,
    },
    model::{DisagreementKind, Word},
    query::Field,
    search::{Grouping, Matching, Request, Response},
};

pub(super) fn search(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let search = search_request(request)?;
    let response = match request.is_download() {
        true => whole(engine, &search)?,
        false => engine.search(&search)?,
    };
    if request.format == ResponseFormat::Markdown {
        let text = quotations::markdown(&response).into_bytes();
        return response_body::bounded(text, request.max_bytes());
    }
    request.body(
        || SearchJson::from(&response),
        || table::hits(&response.hits),
    )
}

/// All passages that match, up to the most of an answer: full matches, partial ones only where there are no others.
fn whole(engine: &Engine, request: &Request) -> Result<Response> {
    // Exchanges and turns are read whole; by default a query for exchanges finds such.
    let group = match request.group {
        Some(Grouping::Call) => Some(Grouping::None),
        group => group,
    };
    let whole = Request {
        group,
        limit: MAX_PASSAGES,
        offset: 0,
        per_call: None,
        context: 0,
        facets: Vec::new(),
        ..request.clone()
    };
    if whole.matching != Matching::Most {
        return engine.search(&whole);
    }
    let full = engine.search(&Request {
        matching: Matching::All,
        ..whole.clone()
    })?;
    match full.total {
        0 => engine.search(&whole),
        _ => Ok(full),
    }
}

fn search_request(request: &ParsedRequest) -> Result<Request> {
    let facets = match request.parameters.words::<FacetField>("facets") {
        named if named.is_empty() && request.format == ResponseFormat::Json => FACETS.to_vec(),
        named => named,
    };
    let search = Request {
        context: request.parameters.number("context").unwrap_or(0),
        facets,
        facet_limit: (request.parameters.number("facet-limit")).unwrap_or(Request::FACET_VALUES),
        ..request.parameters.search_request(10)?
    };
    let per_result = match search.group {
        Some(Grouping::Call) => search.per_call.unwrap_or(3),
        _ => 1,
    };
    let passages = (search.limit * per_result).saturating_mul(search.context * 2 + 1);
    if passages > MAX_PASSAGES {
        return Err(Error::request(format!(
            "up to {passages} passages are asked for at once, and {MAX_PASSAGES} are the most"
        ))
        .hint("lower `limit`, `per-call` or `context`, and go on with `offset`"));
    }
    Ok(search)
}

pub(super) fn list<E: ListEntry>(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let sort = request.parameters.word("sort").unwrap_or(E::DEFAULT_SORT);
    let page = request.parameters.list_page(usize::MAX);
    let listed = E::find_page(engine, &request.parameters.request()?, sort, &page)?;
    request.body(|| E::json(&listed.entries), || E::table(&listed.entries))
}

pub(super) fn mentions(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let entries = engine.mentions(&request.parameters.request()?)?;
    let document = || -> Vec<MentionRowJson> { entries.iter().map(From::from).collect() };
    request.body(document, || table::mentions(&entries))
}

pub(super) fn trend(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let parameters = &request.parameters;
    let search = parameters.request()?;
    let by = parameters.word("by").unwrap_or(FacetField::Period);
    Trend::check_beside(parameters.all("vs").count())?;
    let mut trends = vec![engine.trend(&search, by)?];
    for query in parameters.all("vs") {
        let versus = Request {
            query: query.to_owned(),
            ..search.clone()
        };
        trends.push(engine.trend(&versus, by)?);
    }
    if request.format == ResponseFormat::Svg {
        let options = ChartOptions {
            limit: parameters.number("limit"),
            width: parameters.number("width"),
            locale: parameters.word("locale").unwrap_or(UiLocale::En),
        };
        return Ok(svg::chart(&search, &trends, options).into_bytes());
    }
    let document = || {
        let trends: Vec<TrendJson> = trends.iter().map(TrendJson::from).collect();
        OneOrMore::from(trends)
    };
    request.body(document, || table::trends(&trends))
}

pub(super) fn audit(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let parameters = &request.parameters;
    let kinds = parameters.words::<DisagreementKind>("kind");
    let limit = match request.is_download() {
        true => MAX_PASSAGES,
        false => parameters.number("limit").unwrap_or(100),
    };
    let audit = engine.audit(&parameters.request()?, &kinds, limit)?;
    let document = || -> Vec<DisagreementJson> {
        audit
            .calls
            .iter()
            .flat_map(DisagreementJson::of_call)
            .collect()
    };
    request.body(document, || table::audit(&audit))
}

pub(super) fn glossary(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let glossary = engine.own_glossary()?;
    let groups = glossary::groups(&glossary, request.parameters.text("q").unwrap_or_default());
    let document = || -> Vec<TermsJson> { groups.iter().map(|&group| group.into()).collect() };
    request.body(document, || glossary::table(&groups))
}

pub(super) fn related(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let parameters = &request.parameters;
    let mut search = parameters.request()?;
    if let Some(term) = parameters.text("term") {
        term.clone_into(&mut search.query);
    }
    let found = engine.related(&search, parameters.number("limit").unwrap_or(10))?;
    request.body(|| RelatedJson::from(&found), || table::related(&found))
}

pub(super) fn emerging(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let parameters = &request.parameters;
    let limit = parameters.number("limit").unwrap_or(20);
    let found = engine.emerging(&parameters.request()?, parameters.period("in")?, limit)?;
    request.body(|| EmergingJson::from(&found), || table::emerging(&found))
}

pub(super) fn similar(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let parameters = &request.parameters;
    let citation = parameters.text("citation").unwrap_or_default();
    let (own, limit) = (
        parameters.flag("own"),
        parameters.number("limit").unwrap_or(10),
    );
    let found = engine.similar(&parameters.request()?, citation, own, limit)?;
    request.body(|| SimilarJson::from(&found), || table::hits(&found.hits))
}

pub(super) fn suggest(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let typed = request.parameters.text("q").unwrap_or_default();
    let limit = request.parameters.number("limit").unwrap_or(10);
    response_body::json(
        &SuggestionsJson::from(&*engine.complete(typed, limit)?),
        request.max_bytes(),
    )
}

pub(super) fn compare(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let parameters = &request.parameters;
    let calls: Vec<&str> = parameters.all(Field::Call.word()).collect();
    let [first, second] = calls.as_slice() else {
        return Err(Error::request("two calls are compared")
            .hint("give `call` twice: call=LMRA-2025Q4&call=LMRA-2026Q1"));
    };
    let mut search = parameters.request()?;
    search.filters.retain(|filter| filter.field != Field::Call);
    let terms = parameters.number("limit").unwrap_or(12);
    let found = engine.compare(&search, [first, second], terms)?;
    request.body(
        || ComparisonJson::from(&found),
        || table::comparison(&found),
    )
}

pub(super) fn read(engine: &Engine, request: &ParsedRequest) -> Result<Vec<u8>> {
    let parameters = &request.parameters;
    let number = |name| {
        parameters
            .number(name)
            .and_then(|number| u32::try_from(number).ok())
    };
    let part = CallPart {
        section: parameters.word("section"),
        exchange: number("exchange"),
        around: number("around"),
        context: number("context").unwrap_or(2),
    };
    let mut reading = engine.read(&request.id, &part)?;
    if let Some(lang) = parameters.word("lang").and_then(Languages::single) {
        reading.only(lang);
    }
    let hits = match parameters.text("highlight") {
        Some(query) => engine.highlights(&reading, query)?,
        None => Vec::new(),
    };
    request.body(
        || ReadingJson::new(&reading, &hits),
        || table::passages(&reading),
    )
}
