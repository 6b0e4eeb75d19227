//! Transcripts that would break a page: they are shown as they stand, and nothing more.

use super::page::Page;
use crate::{
    harness::{Sandbox, bilingual},
    server::{Server, encoded},
};

/// What none may do.
const SCRIPT: &str = "<script>alert('x')</script><img src=x onerror=alert(1)>\" onload=\"alert(2)";

/// Calls whose names and texts hold markup, characters that turn the direction of text, and a word of
/// ten thousand characters.
pub(super) fn sandbox() -> Sandbox {
    let long = "w".repeat(10_000);
    let turned = "margin \u{202e}nigram \u{2066}x \u{200f}y";
    let call = bilingual(
        "惡意<b>公司 (EVIL) 2025 Q1 法說會逐字稿",
        &[
            (
                "Jane <script>alert(3)</script>\u{202e} Doe - Chief \"onload=alert(4) Officer",
                &[
                    (
                        &format!("Our margin grows. {SCRIPT}"),
                        &format!("毛利率成長。{SCRIPT}"),
                    ),
                    (turned, "毛利率\u{202e}反轉"),
                    (
                        &format!("The margin {long} ends."),
                        &format!("毛利率{}", "長".repeat(5_000)),
                    ),
                ],
            ),
            (
                "Eve O'Neil & Sons <i> - Analyst, \"Firm\" <u>",
                &[("What of the margin?", "毛利率如何?")],
            ),
        ],
    );
    let sandbox = Sandbox::with(&[("evil.txt", &call)]);
    let saved =
        format!("[[saved]]\nname = \"margins\"\nquery = \"margin\"\nnote = '''{SCRIPT}'''\n");
    std::fs::write(sandbox.path("corpus/verbatim.toml"), saved).unwrap();
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    sandbox
}

/// Pages on which such texts stand.
pub(super) fn paths(server: &Server) -> Vec<String> {
    let calls = server.json("/api/calls");
    let call = calls[0]["id"].as_str().unwrap();
    let script = encoded(SCRIPT);
    let mut paths: Vec<String> = [
        "/",
        "/?q=margin",
        "/?q=%E6%AF%9B%E5%88%A9%E7%8E%87",
        "/companies",
        "/speakers",
        "/firms",
        "/calls",
        "/saved",
        "/compare",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.push(format!("/call/{}?q=margin", encoded(call)));
    for path in [
        "/?q=",
        "/?company=",
        "/?q=margin&speaker=",
        "/?find=",
        "/speakers?find=",
        "/call/",
        "/none/",
    ] {
        paths.push(format!("{path}{script}"));
    }
    paths
}

#[test]
fn markup_in_a_transcript_is_text_on_every_page() {
    let sandbox = sandbox();
    let server = sandbox.serve(&["--no-refresh"]);
    let mut shown = 0;
    for path in paths(&server) {
        let page = Page::at(&server, &path);
        for element in &page.elements {
            assert!(
                !["img", "i", "u", "style", "iframe"].contains(&element.tag.as_str()),
                "{path}: {element:?}"
            );
            if element.tag == "script" {
                assert!(
                    element.text.is_empty() && element.get("src").is_some(),
                    "{path}: {element:?}"
                );
            }
            for (name, _) in &element.attributes {
                assert!(
                    !name.starts_with("on") && name != "style",
                    "{path}: {element:?}"
                );
            }
        }
        let body = page.all("body").next().unwrap();
        shown += usize::from(body.text.contains("<script>alert('x')</script>"));
    }
    assert!(shown >= 4, "{shown}");
}

#[test]
fn what_turns_text_around_stays_within_its_own() {
    let sandbox = sandbox();
    let server = sandbox.serve(&["--no-refresh"]);
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    for path in paths(&server) {
        let page = Page::at(&server, &path);
        for element in &page.elements {
            let holds = [
                "html", "body", "main", "div", "section", "article", "p", "mark",
            ]
            .contains(&element.tag.as_str());
            // The sides of a passage are blocks of their own, each with its own direction.
            assert!(
                holds || !element.text.contains(turns),
                "{path}: {element:?}"
            );
            if element.tag == "p" && element.text.contains(turns) {
                assert_eq!(element.get("dir"), Some("auto"), "{path}");
            }
            for (name, value) in &element.attributes {
                let is_title =
                    ["title", "aria-label", "data-cite", "data-say"].contains(&name.as_str());
                assert!(!is_title || !value.contains(turns), "{path}: {name}");
            }
        }
    }
}
