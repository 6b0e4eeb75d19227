//! What cannot be answered: what is wrong, where in the query, and what to do about it.

use maud::{Markup, html};

use super::{Body, Ui, text};

/// What is wrong, in words for a person.
pub(in crate::interface) struct Trouble<'a> {
    /// Status of HTTP.
    pub(in crate::interface) status: u16,
    /// One sentence in lower case.
    pub(in crate::interface) detail: &'a str,
    /// One thing to do about it.
    pub(in crate::interface) hint: Option<&'a str>,
    /// The part of the query that is at fault, in code points.
    pub(in crate::interface) span: Option<[usize; 2]>,
}

/// The page that says so.
pub(in crate::interface) fn problem(ui: &Ui, trouble: &Trouble<'_>) -> Body {
    let words = ui.words();
    let title = if trouble.status == 404 {
        words.not_found
    } else {
        words.cannot
    };
    Body {
        title: title.to_owned(),
        main: html! {
            div #found.first data-here=(ui.here.href()) {
                (super::chips::kept(ui))
                section.problem role="alert" {
                    h1 data-say={ (title) ": " (trouble.detail) } { (title) }
                    p lang="en" { (note(ui, trouble.detail)) }
                    @if let (Some(span), Some(query)) = (trouble.span, ui.here.get("q")) { (place(query, span)) }
                    @if let Some(hint) = trouble.hint {
                        p { b { (words.hint) ": " } span lang="en" { (note(ui, hint)) } }
                    }
                    (super::chips::chips(ui))
                    p { a href="/" { (words.to_start) } }
                }
            }
        },
    }
}

/// A query with the part at fault lit.
fn place(query: &str, [from, to]: [usize; 2]) -> Markup {
    let chars = || query.chars();
    let before: String = chars().take(from).collect();
    let fault: String = chars().skip(from).take(to.saturating_sub(from)).collect();
    let after: String = chars().skip(to.max(from)).collect();
    html! {
        p.query dir="auto" {
            code {
                (before)
                @if fault.is_empty() { em.fault { "␣" } } @else { em.fault { (fault) } }
                (after)
            }
        }
    }
}

/// A sentence about a query. What stands in it between backticks is set as typed; what is said to have
/// been meant, or to be found without a part, leads to that query.
pub(super) fn note(ui: &Ui, sentence: &str) -> Markup {
    let query = ui.here.get("q").unwrap_or_default();
    let mut blamed = None;
    let mut before = "";
    let mut parts = Vec::new();
    for (at, part) in sentence.split('`').enumerate() {
        if at % 2 == 0 {
            before = part;
            parts.push((false, part, None));
            continue;
        }
        let instead = match blamed {
            Some(blamed) if meant(sentence, part) => replaced(query, blamed, part),
            _ if before.ends_with("without ") => replaced(query, part, ""),
            _ => None,
        };
        blamed = blamed.or(Some(part));
        parts.push((true, part, instead));
    }
    html! {
        span lang="en" {
            @for (typed, part, instead) in parts {
                @match (typed, &instead) {
                    (false, _) => (text::plain(part)),
                    (true, None) => code { (text::name(part)) },
                    (true, Some(instead)) => {
                        a href=(ui.here.set("q", instead).href()) {
                            code { (text::name(part)) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a sentence offers a text as what may have been meant.
fn meant(sentence: &str, text: &str) -> bool {
    let offer = sentence
        .find("did you mean")
        .map(|at| sentence.split_at(at).1);
    offer.is_some_and(|offer| offer.contains(&format!("`{text}`")))
}

/// A query with a part of it replaced, where it has that part and something is left.
fn replaced(query: &str, part: &str, by: &str) -> Option<String> {
    let replaced = query.contains(part).then(|| query.replacen(part, by, 1))?;
    let words: Vec<&str> = replaced.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interface::web::{Theme, address::Address, words::UiLocale};

    fn ui(query: &str) -> Ui {
        Ui {
            locale: UiLocale::En,
            theme: Theme::Auto,
            here: Address::new("/").with("q", query),
            part: false,
        }
    }

    #[test]
    fn what_may_have_been_meant_leads_on() {
        let html = note(
            &ui("guidnce x"),
            "no passage has `guidnce`; did you mean `guidance`?",
        );
        let html = html.into_string();
        assert!(html.contains("<a href=\"/?q=guidance+x\">"), "{html}");
        assert_eq!(html.matches("<a ").count(), 1, "{html}");
        let html = note(&ui("a b"), "3 passages match without `b`").into_string();
        assert!(html.contains("<a href=\"/?q=a\">"), "{html}");
        let html = note(&ui("b"), "3 passages match without `b`").into_string();
        assert!(!html.contains("<a "), "{html}");
    }

    #[test]
    fn the_place_is_lit() {
        let html = place("資本 <x", [3, 4]).into_string();
        assert!(
            html.contains("資本 <em class=\"fault\">&lt;</em>x"),
            "{html}"
        );
        assert!(place("a", [1, 1]).into_string().contains("␣"));
    }
}
