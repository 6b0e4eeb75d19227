//! Saved pages lose no word that a reader of them sees.

use std::fs;

use verbatim::transcript::format::{Document, FORMATS, recognise};

use crate::{formats::lost_words, harness::project};

/// What a page shows: its text without tags, comments, scripts and styles, by the plainest means.
fn visible(page: &str) -> String {
    let hidden =
        regex::Regex::new(r"(?is)<!--.*?-->|<(script|style)\b.*?</(script|style)>").unwrap();
    let tags = regex::Regex::new(r"(?s)<[!/a-zA-Z][^>]*>").unwrap();
    let inline = regex::Regex::new(r"(?i)</?(b|strong|em|span|a)\b[^>]*>").unwrap();
    let mut text = inline
        .replace_all(&hidden.replace_all(page, " "), "")
        .into_owned();
    text = tags.replace_all(&text, "\n").into_owned();
    for (entity, meaning) in [
        ("&nbsp;", " "),
        ("&mdash;", "—"),
        ("&ndash;", "–"),
        ("&copy;", "©"),
    ] {
        text = text.replace(entity, meaning);
    }
    text.replace("&amp;", "&")
}

#[test]
fn no_word_is_lost() {
    let mut seen = 0;
    for format in FORMATS {
        let folder = project().join("tests/fixtures/formats").join(format.name());
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "html") {
                continue;
            }
            seen += 1;
            let page = fs::read_to_string(&path).unwrap();
            let lost = lost_words(&visible(&page), &format.parse(&Document::new(&page)));
            assert!(lost.is_empty(), "{}: {lost:?}", path.display());
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn other_pages_are_no_calls() {
    for page in [
        "<!doctype html><title>Shop</title><h1>Lamps</h1><p><strong>Ann Lee</strong></p><p>Buys lamps.",
        "<h2>Prepared Remarks</h2><p>A glossary of earnings calls.</p><h2>Call participants</h2>",
        "<p><strong>Executives</strong></p><p>decide, <strong>analysts</strong> ask.</p>",
    ] {
        let found = recognise(&Document::new(page)).map(|format| format.name());
        assert_eq!(found, None, "{page}");
    }
}
