//! The table of the API's routes: path, parameters, formats, schema and handler of each.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::{
    format::ResponseFormat,
    handlers,
    parameters::{Parameter, ParameterKind},
    request::ParsedRequest,
};
use crate::{
    Result,
    analytics::{Emerging, Related, Similar},
    engine::Engine,
    index::FacetField,
    interface::{
        json::{
            ComparisonJson, DisagreementJson, EmergingJson, MentionRowJson, OneOrMore, ReadingJson,
            RelatedJson, SearchJson, SimilarJson, SuggestionsJson, TermsJson, TrendJson,
        },
        languages::Languages,
        list::ListEntry,
        messages::UiLocale,
        svg,
    },
    model::{DisagreementKind, Section, Word},
    query::Field,
    search::{CallEntry, CompanyEntry, FirmEntry, Grouping, Matching, Sort, SpeakerEntry},
};

/// Maximum number of results in one answer; `offset` gives the following ones.
const MAX_RESULTS: usize = 1_000;

/// Maximum value of `offset`.
pub(super) const MAX_OFFSET: usize = 1_000_000;

/// A route of the API.
pub(super) struct Route {
    /// The path, with placeholders in braces.
    pub(super) path: &'static str,
    /// What it answers, for the OpenAPI document.
    pub(super) summary: &'static str,
    /// Its parameters but those of the format.
    pub(super) parameters: fn() -> Vec<Parameter>,
    /// The formats it can answer in; the first is the default.
    pub(super) formats: &'static [ResponseFormat],
    /// The schema of its JSON.
    pub(super) schema: fn(&mut SchemaGenerator) -> Schema,
    /// Gives the body of the answer in the requested format.
    pub(super) handler: fn(&Engine, &ParsedRequest) -> Result<Vec<u8>>,
}

impl Route {
    /// The parameters that select the format.
    pub(super) fn format_parameters(&self) -> Vec<Parameter> {
        let words = self.formats.iter().map(|format| format.word());
        let mut parameters = vec![Parameter {
            kind: ParameterKind::Word(words.collect()),
            ..Parameter::text("output", "Form of the answer")
        }];
        if self.formats.contains(&ResponseFormat::Csv) {
            let about = "Leave cells of CSV as they are that a spreadsheet would run as formulas";
            parameters.push(Parameter::flag("raw", about));
            let about = "A file to save: of a search all passages that match, up to 10000; CSV begins with a byte \
                         order mark";
            parameters.push(Parameter::flag("download", about));
        }
        parameters
    }
}

const JSON: &[ResponseFormat] = &[ResponseFormat::Json];
const TABLE: &[ResponseFormat] = &[
    ResponseFormat::Json,
    ResponseFormat::Csv,
    ResponseFormat::Xlsx,
    ResponseFormat::Markdown,
];
const CHART: &[ResponseFormat] = &[
    ResponseFormat::Json,
    ResponseFormat::Csv,
    ResponseFormat::Xlsx,
    ResponseFormat::Markdown,
    ResponseFormat::Svg,
];

/// Every address of the API that answers from the index.
pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "/api/search",
        summary: "Passages that match a query, with what of them matches and why",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.extend([
                Parameter::word::<Grouping>("group", "What a result is"),
                Parameter::number(
                    "limit",
                    "Most results; 0 for the counts alone",
                    0,
                    MAX_RESULTS,
                ),
                offset("Results left out before the first"),
                Parameter::word::<Sort>("sort", "Order of the results"),
                Parameter::word::<Matching>("match", "How much of the words a passage has to say"),
                Parameter::number("per-call", "Most results of one call", 1, MAX_RESULTS),
                Parameter::number("context", "Passages before and after each hit", 0, 50),
                Parameter::words::<FacetField>(
                    "facets",
                    "Counts of values, all where none are named",
                ),
                Parameter::number("facet-limit", "Most values of each facet", 0, 1_000_000),
                Parameter::literal(),
            ]);
            parameters.extend(Parameter::related());
            parameters
        },
        formats: TABLE,
        schema: schema::<SearchJson>,
        handler: handlers::search,
    },
    Route {
        path: "/api/calls",
        summary: "The calls that match, with their counts",
        parameters: list_parameters::<CallEntry>,
        formats: TABLE,
        schema: schema::<Vec<<CallEntry as ListEntry>::Json>>,
        handler: handlers::list::<CallEntry>,
    },
    Route {
        path: "/api/calls/{id}",
        summary: "A call to read, or a part of it, by its id",
        parameters: || {
            vec![
                Parameter::word::<Section>("section", "Only this section"),
                Parameter::number("exchange", "Only this exchange", 1, 1_000_000),
                Parameter::number("around", "Only the passages around this one", 1, 1_000_000),
                Parameter::number(
                    "context",
                    "How many passages before and after",
                    0,
                    MAX_RESULTS,
                ),
                Parameter::text("highlight", "A query that is lit"),
                Parameter::word::<Languages>("lang", "Language of the text"),
            ]
        },
        formats: TABLE,
        schema: schema::<ReadingJson>,
        handler: handlers::read,
    },
    Route {
        path: "/api/companies",
        summary: "The companies that match, with their counts",
        parameters: list_parameters::<CompanyEntry>,
        formats: TABLE,
        schema: schema::<Vec<<CompanyEntry as ListEntry>::Json>>,
        handler: handlers::list::<CompanyEntry>,
    },
    Route {
        path: "/api/speakers",
        summary: "The people whose passages match, with their counts",
        parameters: list_parameters::<SpeakerEntry>,
        formats: TABLE,
        schema: schema::<Vec<<SpeakerEntry as ListEntry>::Json>>,
        handler: handlers::list::<SpeakerEntry>,
    },
    Route {
        path: "/api/firms",
        summary: "The firms whose analysts' passages match, with their counts",
        parameters: list_parameters::<FirmEntry>,
        formats: TABLE,
        schema: schema::<Vec<<FirmEntry as ListEntry>::Json>>,
        handler: handlers::list::<FirmEntry>,
    },
    Route {
        path: "/api/trend",
        summary: "How often something is said, by period or another field",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.extend([
                Parameter::text("vs", "Another query to set beside it; at most 8").repeatable(),
                Parameter::word::<FacetField>(
                    "by",
                    "What the rows stand for; the period where not said",
                ),
                limit("Most groups of a chart"),
                Parameter::number(
                    "width",
                    "Width of a chart in pixels",
                    *svg::WIDTHS.start(),
                    *svg::WIDTHS.end(),
                ),
                Parameter::word::<UiLocale>("locale", "Language of the texts of a chart"),
                Parameter::literal(),
            ]);
            parameters
        },
        formats: CHART,
        schema: schema::<OneOrMore<TrendJson>>,
        handler: handlers::trend,
    },
    Route {
        path: "/api/mentions",
        summary: "How much each company says of something, with those that say nothing",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.push(Parameter::literal());
            parameters
        },
        formats: TABLE,
        schema: schema::<Vec<MentionRowJson>>,
        handler: handlers::mentions,
    },
    Route {
        path: "/api/audit",
        summary: "Passages whose two sides disagree in a quantity, a negation or a name",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.extend([
                Parameter::words::<DisagreementKind>("kind", "Only these kinds"),
                limit("Most disagreements; 100 where not said"),
                Parameter::literal(),
            ]);
            parameters
        },
        formats: TABLE,
        schema: schema::<Vec<DisagreementJson>>,
        handler: handlers::audit,
    },
    Route {
        path: "/api/glossary",
        summary: "Groups of terms that mean the same",
        parameters: || {
            vec![Parameter::text(
                "q",
                "A term; all groups where none is given",
            )]
        },
        formats: TABLE,
        schema: schema::<Vec<TermsJson>>,
        handler: handlers::glossary,
    },
    Route {
        path: "/api/suggest",
        summary: "Ways to go on with a query of which the last word is being typed",
        parameters: || {
            vec![
                Parameter::text("q", "The query as far as it is typed"),
                limit("Most suggestions; 10 where not said"),
            ]
        },
        formats: JSON,
        schema: schema::<SuggestionsJson>,
        handler: handlers::suggest,
    },
    Route {
        path: "/api/compare",
        summary: "What two calls say of something: terms, figures and passages",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.retain(|parameter| parameter.name != Field::Call.word());
            parameters.extend([
                Parameter::text(
                    Field::Call.word(),
                    "The two calls, by id; to be given twice",
                )
                .repeatable(),
                limit("Most terms each way"),
                Parameter::literal(),
            ]);
            parameters
        },
        formats: TABLE,
        schema: schema::<ComparisonJson>,
        handler: handlers::compare,
    },
    Route {
        path: "/api/related",
        summary: "Terms that mean or accompany a term in the calls, with evidence",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.extend([
                Parameter::text("term", "The term; without it the query is"),
                Parameter::number("limit", "Most terms of each relation", 1, Related::MOST),
            ]);
            parameters
        },
        formats: TABLE,
        schema: schema::<RelatedJson>,
        handler: handlers::related,
    },
    Route {
        path: "/api/emerging",
        summary: "Terms whose share of the passages rose most in a period",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.extend([
                Parameter::text("in", "The period; the latest where not said"),
                Parameter::number("limit", "Most terms", 1, Emerging::MOST),
            ]);
            parameters
        },
        formats: TABLE,
        schema: schema::<EmergingJson>,
        handler: handlers::emerging,
    },
    Route {
        path: "/api/similar",
        summary: "Passages that share the rarest terms of a passage, in either language",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.extend([
                Parameter::text("citation", "The passage, such as LMRA-2026Q1#22"),
                Parameter::flag("own", "Find passages of the same call, too"),
                Parameter::number("limit", "Most passages", 1, Similar::MOST),
            ]);
            parameters
        },
        formats: TABLE,
        schema: schema::<SimilarJson>,
        handler: handlers::similar,
    },
];

fn limit(about: &'static str) -> Parameter {
    Parameter::number("limit", about, 1, MAX_RESULTS)
}

fn offset(about: &'static str) -> Parameter {
    Parameter::number("offset", about, 0, MAX_OFFSET)
}

fn list_parameters<E: ListEntry>() -> Vec<Parameter> {
    let [_, entries] = E::NOUNS;
    let order = match entries {
        "calls" => "Order of the calls",
        _ => "Order of the rows",
    };
    let mut parameters = Parameter::of_request();
    parameters.extend([
        Parameter::word::<E::Sort>("sort", order),
        Parameter::text("find", "A part of a name"),
        limit("Most rows; all where not said"),
        offset("Rows left out before the first"),
        Parameter::literal(),
    ]);
    parameters
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
