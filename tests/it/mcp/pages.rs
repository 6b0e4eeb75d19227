//! Pages put together are the whole, however they are cut.

use std::sync::Mutex;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::session::Session;
use crate::harness::Sandbox;

/// The values of a key on all pages of a tool, in order.
fn all(session: &mut Session, tool: &str, arguments: &Value, rows: &str, key: &str) -> Vec<Value> {
    let mut arguments = arguments.clone();
    let mut values = Vec::new();
    loop {
        let page = session.found(tool, arguments.clone());
        let rows = page[rows].as_array().unwrap();
        assert!(rows.len() <= arguments["limit"].as_u64().unwrap() as usize);
        values.extend(rows.iter().map(|row| row[key].clone()));
        match &page["next_offset"] {
            Value::Null => return values,
            next => arguments["offset"] = next.clone(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pages_are_the_whole(limit in 1_u64..9, room in 500_u64..3000, at in 0_usize..7) {
        static SESSION: Mutex<Option<Session>> = Mutex::new(None);
        let mut session = SESSION.lock().unwrap();
        let session = session.get_or_insert_with(|| Session::start(Sandbox::samples(), &["--no-refresh"]));
        let (tool, mut arguments, rows, key) = [
            ("search_transcripts", json!({"query": "margin", "sort": "call"}), "hits", "citation"),
            ("search_transcripts", json!({"query": "asked:margin"}), "groups", "exchange"),
            ("list_calls", json!({"query": "capex"}), "rows", "id"),
            ("list_people", json!({"who": "speakers"}), "speakers", "value"),
            ("list_people", json!({"who": "firms"}), "firms", "value"),
            ("trend", json!({"query": "capex", "by": "speaker"}), "rows", "value"),
            ("mentions", json!({"query": "capex"}), "rows", "value"),
        ][at]
        .clone();
        arguments["limit"] = json!(100);
        if tool == "search_transcripts" {
            arguments["max_chars"] = json!(200_000);
        }
        let whole = all(session, tool, &arguments, rows, key);
        arguments["limit"] = json!(limit);
        if tool == "search_transcripts" {
            arguments["max_chars"] = json!(room);
        }
        prop_assert!(!whole.is_empty());
        prop_assert_eq!(all(session, tool, &arguments, rows, key), whole);
    }
}
