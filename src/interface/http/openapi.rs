//! The OpenAPI document, generated from the table of routes and the types of their answers.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    format::ResponseFormat,
    parameters::{Parameter, ParameterKind},
    problem::Problem,
    route::{ROUTES, Route},
};

/// Statuses of a route other than 200.
const PROBLEMS: [(&str, &str); 4] = [
    ("400", "The request cannot be understood"),
    ("401", "A token is missing"),
    ("404", "What the path names does not exist"),
    ("503", "There is no index, or too much is asked at once"),
];

pub(super) async fn answer() -> Response {
    let media_type = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, media_type)], document().to_string()).into_response()
}

/// The document, of version 3.1.
fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let problem = <Problem as JsonSchema>::json_schema(&mut generator).to_value();
    let mut paths = Map::new();
    for route in ROUTES {
        let schema = (route.schema)(&mut generator).to_value();
        let answer = json!({ "get": operation(route, schema) });
        paths.insert(route.path.to_owned(), answer);
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Verbatim",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Full-text search over earnings-call transcripts. Offsets are Unicode \
                            code points, half-open.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{}, { "token": [] }],
    })
}

fn operation(route: &Route, schema: Value) -> Value {
    let mut parameters: Vec<Value> = (route.parameters)().iter().map(schema_of).collect();
    parameters.extend(route.format_parameters().iter().map(schema_of));
    for name in route.path.split(['{', '}']).skip(1).step_by(2) {
        parameters.push(json!({
            "name": name, "in": "path", "required": true,
            "schema": { "type": "string", "minLength": 1 },
        }));
    }
    let content = route.formats.iter().map(|format| {
        let schema = match format {
            ResponseFormat::Json => schema.clone(),
            ResponseFormat::Csv | ResponseFormat::Markdown | ResponseFormat::Svg => {
                json!({ "type": "string" })
            }
            ResponseFormat::Xlsx => json!({ "type": "string", "format": "binary" }),
        };
        (format.media_type().to_owned(), json!({ "schema": schema }))
    });
    let content: Map<String, Value> = content.collect();
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        json!({ "description": route.summary, "content": content }),
    );
    for (status, about) in PROBLEMS {
        let problem = json!({ "$ref": "#/components/schemas/Problem" });
        responses.insert(
            status.to_owned(),
            json!({
                "description": about,
                "content": { "application/problem+json": { "schema": problem } },
            }),
        );
    }
    json!({
        "summary": route.summary,
        "operationId": operation_id(route.path),
        "parameters": parameters,
        "responses": responses,
    })
}

/// The id of an operation: `calls_id` for `/api/calls/{id}`.
fn operation_id(path: &str) -> String {
    let parts = path.split(['/', '{', '}']);
    let names: Vec<&str> = parts.filter(|part| !part.is_empty()).skip(1).collect();
    names.join("_")
}

fn schema_of(parameter: &Parameter) -> Value {
    let one = match &parameter.kind {
        ParameterKind::Text => json!({ "type": "string" }),
        ParameterKind::Number(min, max) => {
            json!({ "type": "integer", "minimum": min, "maximum": max })
        }
        // A name without a value means true.
        ParameterKind::Flag => json!({ "type": ["boolean", "string"], "enum": [true, false, ""] }),
        ParameterKind::Word(words) => json!({ "type": "string", "enum": words }),
        ParameterKind::Words(words) => {
            json!({ "type": "array", "items": { "type": "string", "enum": words } })
        }
    };
    let schema = match parameter.repeatable {
        true => json!({ "type": "array", "items": one }),
        false => one,
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "schema": schema,
        "explode": !matches!(parameter.kind, ParameterKind::Words(_)),
    })
}
