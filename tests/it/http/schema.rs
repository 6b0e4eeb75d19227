//! The OpenAPI document says what the API takes and answers: held against a client that is made from
//! it and tries what it allows and what it does not.

use std::{collections::BTreeSet, process::Command};

use serde_json::Value;

use super::samples;
use crate::python::python;

#[test]
fn the_document_lists_every_address_with_its_parameters() {
    let document = samples().json("/api/openapi.json");
    let paths = document["paths"].as_object().unwrap();
    for path in [
        "search",
        "calls",
        "calls/{id}",
        "companies",
        "speakers",
        "firms",
        "trend",
        "mentions",
        "suggest",
        "compare",
    ] {
        let operation = &paths[&format!("/api/{path}")]["get"];
        assert!(operation["summary"].is_string(), "{path}");
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path}");
    }
    let names: BTreeSet<&str> = (paths["/api/search"]["get"]["parameters"]
        .as_array()
        .unwrap()
        .iter())
    .map(|parameter| parameter["name"].as_str().unwrap())
    .collect();
    for info in verbatim::query::FIELDS {
        assert!(
            names.contains(info.field.to_string().as_str()),
            "{}",
            info.field
        );
    }
    // Every schema that is referred to is there.
    let mut missing = Vec::new();
    refer(&document, &mut |name| {
        if document["components"]["schemas"][name].is_null() {
            missing.push(name.to_owned());
        }
    });
    assert!(missing.is_empty(), "{missing:?}");
}

/// Calls `seen` with every schema that a document refers to.
fn refer(value: &Value, seen: &mut impl FnMut(&str)) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(target)) = object.get("$ref") {
                seen(target.strip_prefix("#/components/schemas/").unwrap());
            }
            object.values().for_each(|value| refer(value, seen));
        }
        Value::Array(array) => array.iter().for_each(|value| refer(value, seen)),
        _ => {}
    }
}

#[test]
fn a_client_made_from_the_document_finds_no_fault() {
    let Some(python) = python("schemathesis") else {
        return;
    };
    let examples = std::env::var("VERBATIM_EXAMPLES").unwrap_or_else(|_| "40".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(python)
        .args([
            "-m",
            "schemathesis.cli",
            "run",
            &samples().url("/api/openapi.json"),
        ])
        .args(["--max-examples", &examples, "--seed", "7", "--no-color"])
        // Names and queries have rules that no schema says.
        .args(["--exclude-checks", "positive_data_acceptance"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert!(said.contains(" passed\n"), "{said}");
}
