//! What the pages change: names, terms, saved searches and files left out, by the page itself only.

use std::fs;

use super::page::Page;
use crate::{
    harness::Sandbox,
    server::{Answer, Server, encoded, eventually},
};

const OWN: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

fn send(server: &Server, what: &str, values: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
    let pairs = values
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    let body = pairs
        .chain([String::from("sent=true")])
        .collect::<Vec<_>>()
        .join("&");
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    server.ask_plainly(
        "POST",
        &format!("/edit/{what}"),
        &[&kind, headers].concat(),
        &body,
    )
}

fn stated(sandbox: &Sandbox) -> Option<String> {
    fs::read_to_string(sandbox.path("corpus/verbatim.toml")).ok()
}

#[test]
fn a_change_is_written_and_answers_follow() {
    let sandbox = Sandbox::of(&crate::harness::samples());
    let server = sandbox.serve(&[]);
    let total = |query: &str| server.json(&format!("/api/search?{query}"))["total"].as_u64();
    // A search that waits too long for what has changed answers from the last commit.
    let is_taken_in = |path: &str, holds: &dyn Fn(&Answer) -> bool| {
        eventually(path, || holds(&server.get(path)));
    };
    assert_eq!(stated(&sandbox), None);
    let terms = [("terms", "lamp output\r\n資本支出")];
    let made = send(&server, "glossary", &terms, OWN);
    assert_eq!(
        (made.status, made.header("location")),
        (303, "/glossary?q=lamp+output&done=written")
    );
    assert!(
        stated(&sandbox)
            .unwrap()
            .contains("terms = [\"lamp output\", \"資本支出\"]")
    );
    is_taken_in("/api/search?q=lamp+output", &|answer| {
        answer.json()["total"].as_u64() > Some(10)
    });
    let named = [("company", "LMRA"), ("name", "Lamps"), ("ticker", "LAMP")];
    assert_eq!(send(&server, "company", &named, OWN).status, 303);
    is_taken_in("/api/search?q=&company=Lamps", &|answer| {
        answer.status == 200
    });
    assert_eq!(total("q=&company=Lamps"), total("q=&company=LAMP"));
    assert!(total("q=&company=Lamps") > Some(50));
    let moved = server.ask_plainly("GET", "/call/LMRA-2026Q1", &[], "");
    assert_eq!(moved.header("location"), "/call/LAMP-2026Q1");
    let left_out = send(&server, "leave-out", &[("call", "TDWL-2025Q3")], OWN);
    assert_eq!(left_out.header("location"), "/edit/left-out?done=written");
    assert!(
        stated(&sandbox)
            .unwrap()
            .contains("patterns = [\"/TDWL-2025Q3.txt\"]")
    );
    let are =
        |calls: usize| move |answer: &Answer| answer.json().as_array().unwrap().len() == calls;
    is_taken_in("/api/calls", &are(8));
    let again = send(&server, "left-out", &[("pattern", "/TDWL-2025Q3.txt")], OWN);
    assert_eq!(again.status, 303);
    is_taken_in("/api/calls", &are(9));
}

#[test]
fn what_cannot_be_changed_is_told_in_the_form() {
    let sandbox = Sandbox::of(&crate::harness::samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    for (what, values, told) in [
        (
            "saved",
            &[("q", "capex"), ("name", "a b")][..],
            "letters, digits, - and _",
        ),
        ("saved", &[("q", "capex")], "a saved search needs a name"),
        (
            "saved",
            &[("name", "a")],
            "the search has neither a query nor a filter",
        ),
        ("saved", &[("q", "(capex"), ("name", "a")], "never closed"),
        (
            "glossary",
            &[("terms", "one")],
            "two terms that mean the same",
        ),
        (
            "company",
            &[("company", "LMRA")],
            "a company needs a name or a ticker",
        ),
        ("company", &[("company", "nobody"), ("name", "x")], "nobody"),
        (
            "person",
            &[("person", "Toby Hale"), ("at", "FCPM")],
            "a person needs a name",
        ),
        (
            "person",
            &[("person", "Toby Hale"), ("name", "T"), ("role", "king")],
            "no role `king`",
        ),
        ("note", &[("name", "nothing")], "no saved search `nothing`"),
        ("left-out", &[("pattern", "/x")], "`/x` is not left out"),
    ] {
        let answer = send(&server, what, values, OWN);
        assert_eq!(answer.status, 400, "{what} {values:?}");
        let page = Page::read(&answer.text);
        let main = page.all("main").next().unwrap().text.replace('\u{a0}', " ");
        let plain = told.replace('`', "");
        assert!(main.contains(&plain), "{what} {values:?}: {main}");
    }
    assert_eq!(send(&server, "crown", &[], OWN).status, 404);
    assert_eq!(stated(&sandbox), None, "nothing has been written");
}

#[test]
fn only_the_page_itself_changes_anything() {
    let sandbox = Sandbox::of(&crate::harness::samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    let terms = [("terms", "one\ntwo")];
    for strange in [
        &[][..],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "none")],
        &[("origin", "http://example.org")],
    ] {
        assert_eq!(
            send(&server, "glossary", &terms, strange).status,
            403,
            "{strange:?}"
        );
    }
    assert_eq!(stated(&sandbox), None);
    let made = send(&server, "glossary", &terms, OWN);
    assert!(made.header("location").ends_with("done=later"), "{made:?}");
}

#[test]
fn a_server_that_only_reads_shows_no_forms_and_refuses_them() {
    let sandbox = Sandbox::of(&crate::harness::samples());
    for flags in [
        ["--no-refresh", "--read-only"],
        ["--no-refresh", "--insecure"],
    ] {
        assert_eq!(sandbox.run(&["index"]).code, Some(0));
        let server = sandbox.serve(&flags);
        for path in [
            "/?q=capex",
            "/glossary",
            "/companies",
            "/calls",
            "/call/LMRA-2026Q1",
            "/saved",
        ] {
            let answer = server.get(path);
            assert!(!answer.text.contains("/edit/"), "{path}");
            assert!(!answer.text.contains("method=\"post\""), "{path}");
        }
        let form = server.get("/edit/glossary");
        assert_eq!(form.status, 403);
        assert!(form.text.contains("--read-only"), "{}", form.text);
        assert_eq!(
            send(&server, "glossary", &[("terms", "one\ntwo")], OWN).status,
            403
        );
        let mark = server.ask_plainly("POST", "/saved", OWN, "name=a");
        assert_eq!(mark.status, 403);
        assert_eq!(stated(&sandbox), None);
    }
}
