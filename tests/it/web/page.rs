//! A page as a browser reads it, and what every page is held to.

use std::collections::HashSet;

use html5gum::{Token, Tokenizer};

use super::{PAGES, samples};
use crate::server::Server;

/// An element with its attributes and the text in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) tag: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) text: String,
}

/// The elements of a page, in order.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) elements: Vec<Element>,
}

/// Elements that have no end.
const VOID: [&str; 6] = ["meta", "link", "input", "br", "img", "source"];

impl Element {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        (attributes.find(|(known, _)| known == name)).map(|(_, value)| value.as_str())
    }
}

impl Page {
    /// Reads a page; every element must end, in order.
    pub(crate) fn read(html: &str) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let mut page = Self {
            elements: Vec::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        for token in Tokenizer::new(html) {
            match token.unwrap() {
                Token::StartTag(start) => {
                    let tag = text(&start.name);
                    if !VOID.contains(&tag.as_str()) && !start.self_closing {
                        open.push(page.elements.len());
                    }
                    let attributes = start.attributes.iter();
                    page.elements.push(Element {
                        tag,
                        attributes: attributes
                            .map(|(name, value)| (text(name), text(value)))
                            .collect(),
                        text: String::new(),
                    });
                }
                Token::EndTag(end) => {
                    let at = open.pop().unwrap_or_else(|| panic!("{end:?} ends nothing"));
                    assert_eq!(page.elements[at].tag, text(&end.name));
                }
                Token::String(said) => {
                    for &at in &open {
                        page.elements[at].text += &text(&said);
                    }
                }
                Token::Doctype(_) => {}
                Token::Comment(comment) => panic!("{comment:?}"),
                Token::Error(error) => panic!("{error:?}"),
            }
        }
        assert!(open.is_empty(), "{open:?}");
        page
    }

    /// What a server answers at a path.
    pub(crate) fn at(server: &Server, path: &str) -> Self {
        let answer = server.get_with(path, &[("accept", "text/html")]);
        assert_eq!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        Self::read(&answer.text)
    }

    pub(crate) fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements
            .iter()
            .filter(move |element| element.tag == tag)
    }

    /// The elements of a class.
    pub(crate) fn of_class<'a>(&'a self, class: &'a str) -> impl Iterator<Item = &'a Element> {
        let has = move |element: &&Element| {
            let classes = element.get("class").unwrap_or_default();
            classes.split(' ').any(|known| known == class)
        };
        self.elements.iter().filter(has)
    }

    /// Where the link of this key leads.
    pub(crate) fn link(&self, key: &str) -> &str {
        let mut links = self.all("a");
        let link = links.find(|link| link.get("data-k") == Some(key));
        link.unwrap_or_else(|| panic!("no link {key}"))
            .get("href")
            .unwrap()
    }

    /// The number of passages that the page says it found.
    pub(crate) fn total(&self) -> u64 {
        let count = self
            .elements
            .iter()
            .find(|element| element.get("id") == Some("count"));
        let digits = count
            .unwrap()
            .text
            .split(' ')
            .next()
            .unwrap()
            .replace(',', "");
        digits.parse().unwrap_or_else(|_| panic!("{count:?}"))
    }
}

fn is_labelled(page: &Page, control: &Element) -> bool {
    let labels =
        |label: &Element| label.get("for").is_some() && label.get("for") == control.get("id");
    control.get("aria-label").is_some()
        || page.all("label").any(labels)
        // A select stands within its label.
        || control.tag == "select"
}

#[test]
fn every_page_is_well_formed_and_says_what_it_is() {
    for path in PAGES {
        let page = Page::at(samples(), path);
        let html = page.all("html").next().unwrap();
        assert_eq!(html.get("lang"), Some("en"), "{path}");
        assert!(
            page.all("title")
                .next()
                .unwrap()
                .text
                .ends_with(" · Verbatim"),
            "{path}"
        );
        let mut ids = HashSet::new();
        for id in page.elements.iter().filter_map(|element| element.get("id")) {
            assert!(ids.insert(id), "{path} has {id} twice");
        }
        for element in &page.elements {
            for name in ["aria-labelledby", "for", "aria-controls"] {
                assert!(
                    element.get(name).is_none_or(|id| ids.contains(id)),
                    "{path}: {element:?}"
                );
            }
            if let Some(target) = element.get("href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(target), "{path}: {element:?}");
            }
        }
        for control in ["input", "select"]
            .into_iter()
            .flat_map(|tag| page.all(tag))
        {
            let hidden = control.get("type") == Some("hidden");
            assert!(hidden || is_labelled(&page, control), "{path}: {control:?}");
        }
        for button in page.all("button").chain(page.all("a")) {
            let named = !button.text.trim().is_empty() || button.get("aria-label").is_some();
            assert!(named, "{path}: {button:?}");
        }
        assert!(
            page.all("img").all(|image| image.get("alt").is_some()),
            "{path}"
        );
        for tag in ["main", "header", "footer", "h1"] {
            assert!(page.all(tag).next().is_some(), "{path} has no {tag}");
        }
        assert_eq!(page.all("main").count(), 1, "{path}");
        assert_eq!(page.all("h1").count(), 1, "{path}");
    }
}

#[test]
fn nothing_on_a_page_runs_but_its_own_scripts() {
    for path in PAGES {
        let page = Page::at(samples(), path);
        assert_eq!(page.all("style").count(), 0, "{path}");
        for script in page.all("script") {
            assert!(
                script.get("src").unwrap().starts_with("/assets/"),
                "{path}: {script:?}"
            );
            assert!(script.text.is_empty(), "{path}: {script:?}");
        }
        for (name, value) in page.elements.iter().flat_map(|element| &element.attributes) {
            assert!(!name.starts_with("on") && name != "style", "{path}: {name}");
            let is_address = ["href", "src", "srcset", "action"].contains(&name.as_str());
            let here = value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
            assert!(!is_address || here, "{path}: {name}={value}");
        }
    }
}

#[test]
fn what_a_page_loads_is_there_and_kept_for_good() {
    let page = Page::at(samples(), "/");
    let links = page.all("link").filter_map(|link| link.get("href"));
    let scripts = page.all("script").filter_map(|script| script.get("src"));
    for path in links.chain(scripts) {
        let answer = samples().get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer.header("cache-control").ends_with("immutable"),
            "{path}"
        );
        assert!(
            !answer.text.contains("http://") || path.ends_with(".svg"),
            "{path}"
        );
        for import in answer.text.split("from \"./").skip(1) {
            let file = import.split('"').next().unwrap();
            assert_eq!(
                samples().get(&format!("/assets/{file}")).status,
                200,
                "{file}"
            );
        }
    }
    assert_eq!(samples().get("/assets/base-0.css").status, 404);
}
