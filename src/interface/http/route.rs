//! The addresses of the API in one table: what each takes, what it answers, how it is worked out.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::{
    answers,
    params::{Parameter, Parameters},
};
use crate::{
    Error, Result,
    engine::Engine,
    index::FacetField,
    interface::{
        json::{
            CallJson, CompanyRowJson, ComparisonJson, FirmRowJson, MentionRowJson, OneOrMore,
            ReadingJson, SearchJson, SpeakerRowJson, SuggestionsJson, TrendJson,
        },
        table::Table,
    },
    model::{Section, word_enum},
    search::{CallSort, Grouping, ListSort, Matching, Sort},
};

/// Most results of one answer; more are asked for with an offset.
pub(super) const MOST: usize = 1_000;

word_enum! {
    /// The form of an answer.
    Form {
        /// JSON.
        Json = "json",
        /// Comma-separated values.
        Csv = "csv",
        /// A chart.
        Svg = "svg",
    }
}

word_enum! {
    /// Which sides of passages to answer with.
    Langs {
        /// The English side.
        En = "en",
        /// The Chinese side.
        Zh = "zh",
        /// Both sides.
        Both = "both",
    }
}

impl Form {
    /// Its media type.
    pub(super) fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// What a request asks of a route.
pub(super) struct ParsedRequest {
    /// What its path names.
    pub(super) id: String,
    /// Its parameters.
    pub(super) given: Parameters,
    /// The form that it wants.
    pub(super) form: Form,
}

/// An address of the API.
pub(super) struct Route {
    /// The path, with what varies in braces.
    pub(super) path: &'static str,
    /// What it answers, in a few words.
    pub(super) about: &'static str,
    /// What it takes, beside the form.
    pub(super) params: fn() -> Vec<Parameter>,
    /// The forms it can answer in; the first where nothing is asked for.
    pub(super) forms: &'static [Form],
    /// The schema of its JSON.
    pub(super) schema: fn(&mut SchemaGenerator) -> Schema,
    /// Works the answer out, in the form that is asked for.
    pub(super) answer: fn(&Engine, &ParsedRequest) -> Result<String>,
}

const JSON: &[Form] = &[Form::Json];
const TABLE: &[Form] = &[Form::Json, Form::Csv];
const CHART: &[Form] = &[Form::Json, Form::Csv, Form::Svg];

/// Every address of the API that answers from the index.
pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "/api/search",
        about: "Passages that match a query, with what of them matches and why",
        params: || {
            let mut params = Parameter::of_request();
            params.extend([
                Parameter::word::<Grouping>("group", "What a result is"),
                limit("Most results"),
                Parameter::number("offset", "Results left out before the first", 0, 1_000_000),
                Parameter::word::<Sort>("sort", "Order of the results"),
                Parameter::word::<Matching>("match", "How much of the words a passage has to say"),
                Parameter::number("per-call", "Most results of one call", 1, MOST),
                Parameter::number("context", "Passages before and after each hit", 0, 50),
                Parameter::words::<FacetField>(
                    "facets",
                    "Counts of values, all where none are named",
                ),
                literal(),
            ]);
            params
        },
        forms: TABLE,
        schema: schema::<SearchJson>,
        answer: answers::search,
    },
    Route {
        path: "/api/calls",
        about: "The calls that match, with their counts",
        params: || listed(Parameter::word::<CallSort>("sort", "Order of the calls")),
        forms: TABLE,
        schema: schema::<Vec<CallJson>>,
        answer: answers::calls,
    },
    Route {
        path: "/api/calls/{id}",
        about: "A call to read, or a part of it, by its id",
        params: || {
            vec![
                Parameter::word::<Section>("section", "Only this section"),
                Parameter::number("exchange", "Only this exchange", 1, 1_000_000),
                Parameter::number("around", "Only the passages around this one", 1, 1_000_000),
                Parameter::number("context", "How many passages before and after", 0, MOST),
                Parameter::text("highlight", "A query that is lit"),
                Parameter::word::<Langs>("lang", "Language of the text"),
            ]
        },
        forms: TABLE,
        schema: schema::<ReadingJson>,
        answer: answers::read,
    },
    Route {
        path: "/api/companies",
        about: "The companies that match, with their counts",
        params: list,
        forms: TABLE,
        schema: schema::<Vec<CompanyRowJson>>,
        answer: answers::companies,
    },
    Route {
        path: "/api/speakers",
        about: "The people whose passages match, with their counts",
        params: list,
        forms: TABLE,
        schema: schema::<Vec<SpeakerRowJson>>,
        answer: answers::speakers,
    },
    Route {
        path: "/api/firms",
        about: "The firms whose analysts' passages match, with their counts",
        params: list,
        forms: TABLE,
        schema: schema::<Vec<FirmRowJson>>,
        answer: answers::firms,
    },
    Route {
        path: "/api/trend",
        about: "How often something is said, by period or another field",
        params: || {
            let mut params = Parameter::of_request();
            params.extend([
                Parameter::text("vs", "Another query to set beside it; at most 8").many(),
                Parameter::word::<FacetField>(
                    "by",
                    "What the rows stand for; the period where not said",
                ),
                limit("Most groups of a chart"),
                literal(),
            ]);
            params
        },
        forms: CHART,
        schema: schema::<OneOrMore<TrendJson>>,
        answer: answers::trend,
    },
    Route {
        path: "/api/mentions",
        about: "How much each company says of something, with those that say nothing",
        params: || {
            let mut params = Parameter::of_request();
            params.push(literal());
            params
        },
        forms: TABLE,
        schema: schema::<Vec<MentionRowJson>>,
        answer: answers::mentions,
    },
    Route {
        path: "/api/suggest",
        about: "Ways to go on with a query of which the last word is being typed",
        params: || {
            vec![
                Parameter::text("q", "The query as far as it is typed"),
                limit("Most suggestions; 10 where not said"),
            ]
        },
        forms: JSON,
        schema: schema::<SuggestionsJson>,
        answer: answers::suggest,
    },
    Route {
        path: "/api/compare",
        about: "What two calls say of something: terms, figures and passages",
        params: || {
            let mut params = Parameter::of_request();
            params.retain(|param| param.name != "call");
            params.extend([
                Parameter::text("call", "The two calls, by id; to be given twice").many(),
                limit("Most terms each way"),
                literal(),
            ]);
            params
        },
        forms: JSON,
        schema: schema::<ComparisonJson>,
        answer: answers::compare,
    },
];

fn limit(about: &'static str) -> Parameter {
    Parameter::number("limit", about, 1, MOST)
}

fn literal() -> Parameter {
    Parameter::flag("literal", "Only what is typed: no stems, no other words")
}

fn list() -> Vec<Parameter> {
    listed(Parameter::word::<ListSort>("sort", "Order of the rows"))
}

fn listed(sort: Parameter) -> Vec<Parameter> {
    let mut params = Parameter::of_request();
    params.extend([
        sort,
        limit("Most rows; all where not said"),
        Parameter::number("offset", "Rows left out before the first", 0, 1_000_000),
        literal(),
    ]);
    params
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

impl ParsedRequest {
    /// An answer in the form that is asked for.
    pub(super) fn answer<T: Serialize>(
        &self,
        document: impl FnOnce() -> T,
        table: impl FnOnce() -> Table,
    ) -> Result<String> {
        match self.form {
            Form::Csv => bounded(table().csv(self.given.flag("raw"))?),
            Form::Json | Form::Svg => json(&document()),
        }
    }
}

/// Most bytes of an answer.
const LARGEST_ANSWER: usize = 16 << 20;

/// The text of an answer.
pub(super) fn json(document: &impl Serialize) -> Result<String> {
    let mut bounded = Bounded {
        bytes: Vec::new(),
        most: LARGEST_ANSWER,
        full: false,
    };
    if let Err(error) = serde_json::to_writer(&mut bounded, document) {
        return Err(match bounded.full {
            true => too_large(),
            false => Error::internal("the answer cannot be written as JSON").because(error),
        });
    }
    String::from_utf8(bounded.bytes)
        .map_err(|error| Error::internal("the answer cannot be written as JSON").because(error))
}

/// A text that may be too long to answer with.
fn bounded(text: String) -> Result<String> {
    match text.len() > LARGEST_ANSWER {
        true => Err(too_large()),
        false => Ok(text),
    }
}

fn too_large() -> Error {
    let message = format!("the answer has more than {} MB", LARGEST_ANSWER >> 20);
    Error::request(message).hint("ask for less at once: limit, offset, per-call, context, section")
}

/// ParameterKind so many bytes and no more.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
    full: bool,
}

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
