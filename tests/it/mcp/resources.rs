//! Calls as resources.

use serde_json::{Value, json};

use super::session::{Session, unquoted};
use crate::harness::{Sandbox, call_of};

fn read(session: &mut Session, uri: &str) -> Value {
    session.ask("resources/read", json!({"uri": uri}))
}

#[test]
fn every_call_can_be_listed_and_read() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    let listed = session.ask("resources/list", json!({}));
    let resources = listed["result"]["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 9);
    assert!(listed["result"]["nextCursor"].is_null());
    for resource in resources {
        let uri = resource["uri"].as_str().unwrap();
        let answer = read(&mut session, uri);
        let contents = &answer["result"]["contents"][0];
        assert_eq!(contents["uri"], uri);
        assert_eq!(contents["mimeType"], "text/markdown");
        let text = unquoted(contents["text"].as_str().unwrap());
        let id = resource["name"].as_str().unwrap();
        let mut from = json!(1);
        while !from.is_null() {
            let page = session.found("read_call", json!({"call": id, "from": from}));
            for passage in page["passages"].as_array().unwrap() {
                let citation = format!("**{}**", passage["citation"].as_str().unwrap());
                assert_eq!(text.matches(&citation).count(), 1, "{citation}");
                for side in ["en", "zh"] {
                    assert!(text.contains(passage["text"][side].as_str().unwrap_or_default()));
                }
            }
            from = page["next_from"].clone();
        }
    }
}

#[test]
fn parts_are_read_by_the_templates() {
    let mut session = Session::start(Sandbox::samples(), &[]);
    let listed = session.ask("resources/templates/list", json!({}));
    let templates = listed["result"]["resourceTemplates"].as_array().unwrap();
    let uris: Vec<String> = (templates.iter())
        .map(|template| {
            (template["uriTemplate"].as_str().unwrap())
                .replace("{call}", "LMRA-2025Q3")
                .replace("{section}", "qa")
                .replace("{exchange}", "1")
                .replace("{passage}", "9")
        })
        .collect();
    assert_eq!(uris.len(), 4);
    let mut lengths = Vec::new();
    for uri in &uris {
        let answer = read(&mut session, uri);
        let text = answer["result"]["contents"][0]["text"].as_str().unwrap();
        lengths.push(text.len());
    }
    assert!(
        lengths[1..].iter().all(|&part| part < lengths[0]),
        "{lengths:?}"
    );
    for wrong in [
        "verbatim://call/LMRA-2031Q1",
        "verbatim://call/LMRA-2025Q3/section/middle",
        "verbatim://call/LMRA-2025Q3/exchange/99",
        "verbatim://call/..%2F..%2Fetc%2Fpasswd",
        "file:///etc/passwd",
        "",
    ] {
        let answer = read(&mut session, wrong);
        assert_eq!(answer["error"]["code"], -32002, "{wrong}: {answer}");
    }
    assert_eq!(session.end().0, Some(0));
}

#[test]
fn a_long_list_comes_in_pages() {
    let sandbox = Sandbox::empty();
    for n in 0..130 {
        let call = call_of(
            &format!("T{n:03}"),
            1,
            &["Ann Wu - Chief Financial Officer"],
        );
        sandbox.write(&format!("{n:03}.txt"), call.as_bytes());
    }
    let mut session = Session::start(&sandbox, &[]);
    let mut names = Vec::new();
    let mut params = json!({});
    loop {
        let listed = session.ask("resources/list", params.clone());
        let page = listed["result"]["resources"].as_array().unwrap();
        names.extend(page.iter().map(|resource| resource["name"].to_string()));
        match &listed["result"]["nextCursor"] {
            Value::Null => break,
            cursor => params["cursor"] = cursor.clone(),
        }
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 130);
    let refused = session.ask("resources/list", json!({"cursor": "elsewhere"}));
    assert_eq!(refused["error"]["code"], -32602);
}
