//! Pages name companies, people and calls in the reader's language, and count alike.

use super::{page::Page, samples};
use crate::{harness::Sandbox, server::encoded};

const LOCALES: [(&str, &str, &str); 2] = [
    ("en", "Lumora Semiconductor", "曜光半導體"),
    ("zh-TW", "曜光半導體", "Lumora Semiconductor"),
];

fn page(path: &str, language: &str) -> Page {
    Page::read(
        &samples()
            .get_with(path, &[("accept-language", language)])
            .text,
    )
}

#[test]
fn companies_have_their_name_in_the_language_of_the_page() {
    for (language, name, other) in LOCALES {
        let found = page("/?q=capex&company=LMRA", language);
        let facet = found
            .all("a")
            .find(|link| link.get("data-k") == Some("f-company-LMRA"));
        assert!(facet.unwrap().text.starts_with(name));
        let chip = found
            .all("a")
            .find(|link| link.get("data-k") == Some("chip-company-LMRA"));
        assert!(chip.unwrap().text.contains(name));
        let row = found
            .all("a")
            .find(|link| link.get("data-k") == Some("m-LMRA"));
        assert_eq!(row.unwrap().text, name);
        let filters = page("/?role=analyst", language);
        let facet = filters
            .all("a")
            .find(|link| link.get("data-k") == Some("f-company-LMRA"));
        assert!(
            facet.unwrap().text.starts_with(name),
            "without a word to look for"
        );
        for path in ["/speakers", "/firms", "/trend?q=capex&by=company"] {
            let html = page(path, language);
            let main = html.all("main").next().unwrap();
            assert!(main.text.contains(name), "{path} in {language}");
            assert!(!main.text.contains(other), "{path} in {language}");
        }
        let compared = page(
            "/compare?q=capex&call=LMRA-2025Q3&call=LMRA-2026Q1",
            language,
        );
        let headings: Vec<&str> = compared.all("h2").map(|h2| h2.text.as_str()).collect();
        assert!(
            headings
                .iter()
                .any(|h2| h2.contains(&format!("{name} 2025Q3"))),
            "{headings:?}"
        );
        let mut options = compared
            .all("option")
            .filter_map(|option| option.get("label"));
        assert!(options.any(|label| label == format!("{name} 2026Q1")));
    }
}

#[test]
fn charts_are_in_the_language_of_the_page() {
    for (language, word) in [
        ("en", "passages per 1,000"),
        ("zh-TW", "每千段"),
        ("zh-CN", "每千段"),
    ] {
        for path in ["/trend?q=capex", "/mentions?q=capex"] {
            let shown = page(path, language);
            let chart = shown
                .all("img")
                .next()
                .unwrap()
                .get("src")
                .unwrap()
                .to_owned();
            let svg = samples().get(&chart).text;
            assert!(svg.contains(word), "{path} in {language}: {chart}");
        }
    }
}

#[test]
fn whatever_is_shown_can_be_taken_away() {
    for path in [
        "/?q=capex",
        "/call/LMRA-2026Q1",
        "/companies",
        "/compare?q=capex&call=LMRA-2025Q3&call=LMRA-2026Q1",
        "/trend?q=capex",
        "/mentions?q=capex",
        "/glossary?q=capex",
        "/related?term=gross+margin",
        "/emerging",
        "/similar?citation=LMRA-2025Q3%2323",
    ] {
        let shown = Page::at(samples(), path);
        let files = shown.all("a").filter(|link| link.get("download").is_some());
        let files: Vec<&str> = files.filter_map(|link| link.get("href")).collect();
        for form in ["xlsx", "csv", "markdown", "json"] {
            let file = files
                .iter()
                .find(|href| href.contains(&format!("output={form}")));
            let file = file.unwrap_or_else(|| panic!("{path} has no {form}: {files:?}"));
            let answer = samples().get(file);
            assert_eq!(answer.status, 200, "{file}");
            assert!(
                answer
                    .header("content-disposition")
                    .starts_with("attachment"),
                "{file}"
            );
        }
    }
}

#[test]
fn pages_count_alike() {
    let server = samples();
    for term in ["capex", "gross margin", "資本支出", "關稅"] {
        let term = encoded(term);
        let total = server.json(&format!("/api/search?q={term}&limit=1"))["total"].as_u64();
        let related = server.json(&format!("/api/related?term={term}"));
        assert_eq!(related["count"].as_u64(), total, "{term}");
        let trend = server.json(&format!("/api/trend?q={term}"));
        assert_eq!(trend["total"].as_u64(), total, "{term}");
        let mentions = server.json(&format!("/api/mentions?q={term}"));
        let passages = mentions
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["count"].as_u64().unwrap());
        assert_eq!(Some(passages.sum()), total, "{term}");
    }
}

#[test]
fn speakers_without_a_name_are_one_row_that_says_how_many() {
    let sandbox = Sandbox::with(&[(
        "a.txt",
        "Quill Motors (QLM) Q1 2026 Earnings Call\n\n\
         Speaker 1: We grow.\n\nSpeaker 2: We grow again.\n\n\
         Ann Reed - Chief Executive Officer: We grow everywhere.\n",
    )]);
    let server = sandbox.serve(&[]);
    let shown = Page::at(&server, "/speakers");
    let count = shown
        .elements
        .iter()
        .find(|element| element.get("id") == Some("count"));
    assert_eq!(count.unwrap().text, "1 of 1 · 2 without a name");
    let last = shown.all("tr").last().unwrap();
    assert!(
        last.text.starts_with("Unidentified2 without a name"),
        "{}",
        last.text
    );
}

#[test]
fn a_declined_question_is_told_with_the_words() {
    let shown = page("/?q=declined:*", "en");
    let told: Vec<&str> = shown
        .of_class("declines")
        .map(|p| p.text.as_str())
        .collect();
    assert!(
        told.iter()
            .any(|told| told.contains("do not publish") || told.contains("can't tell you")),
        "{told:?}"
    );
}
