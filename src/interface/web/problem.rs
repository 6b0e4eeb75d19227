//! The page of a problem: what is wrong, where in the query, and a hint.

use maud::{Markup, html};

use super::{
    text,
    translate::translated,
    ui::{Body, Ui},
};

/// A problem to show.
pub(in crate::interface) struct ProblemView<'a> {
    /// The HTTP status.
    pub(in crate::interface) status: u16,
    /// What is wrong: one sentence in lower case.
    pub(in crate::interface) detail: &'a str,
    /// What to do about it.
    pub(in crate::interface) hint: Option<&'a str>,
    /// The part of the query that is at fault, in code points.
    pub(in crate::interface) span: Option<[usize; 2]>,
}

/// The page of a problem.
pub(in crate::interface) fn problem(ui: &Ui, problem: &ProblemView<'_>) -> Body {
    let messages = ui.messages();
    let title = if problem.status == 404 {
        messages.not_found
    } else {
        messages.cannot
    };
    Body {
        title: title.to_owned(),
        main: html! {
            div #found.first data-here=(ui.here.href()) {
                (super::chips::search_box_fields(ui))
                section.problem role="alert" {
                    h1 data-say={ (title) ": " (problem.detail) } { (title) }
                    p { (note(ui, problem.detail)) }
                    @if let (Some(span), Some(query)) = (problem.span, ui.here.get("q")) { (marked_query(query, span)) }
                    @if let Some(hint) = problem.hint {
                        p { b { (messages.hint) ": " } (note(ui, hint)) }
                    }
                    (super::chips::chips(ui))
                    p { a href="/" { (messages.to_start) } }
                }
            }
        },
    }
}

/// A query with the part at fault marked.
fn marked_query(query: &str, [from, to]: [usize; 2]) -> Markup {
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

/// A sentence about a query, in the language of the page where it is known. Text between backticks is set as code;
/// a suggested replacement, or a part that the query could do without, is a link to the changed query.
pub(super) fn note(ui: &Ui, sentence: &str) -> Markup {
    let links = links(ui, sentence);
    let shown = translated(ui.locale, sentence);
    let lang = shown.is_none().then_some("en");
    let shown = shown.as_deref().unwrap_or(sentence);
    html! {
        span lang=[lang] {
            @for (at, part) in shown.split('`').enumerate() {
                @if at % 2 == 0 { (text::plain(part)) }
                @else if let Some((_, query)) = links.iter().find(|(linked, _)| *linked == part) {
                    a href=(ui.here.set("q", query).href()) { code { (text::name(part)) } }
                } @else { code { (text::name(part)) } }
            }
        }
    }
}

/// The parts of a sentence between backticks that lead to a changed query, with that query.
fn links<'a>(ui: &Ui, sentence: &'a str) -> Vec<(&'a str, String)> {
    let query = ui.here.get("q").unwrap_or_default();
    let mut faulty = None;
    let mut before = "";
    let mut links = Vec::new();
    for (at, part) in sentence.split('`').enumerate() {
        if at % 2 == 0 {
            before = part;
            continue;
        }
        let new_query = match faulty {
            Some(faulty) if is_suggested(sentence, part) => replaced(query, faulty, part),
            _ if before.ends_with("without ") => replaced(query, part, ""),
            _ => None,
        };
        faulty = faulty.or(Some(part));
        links.extend(new_query.map(|new_query| (part, new_query)));
    }
    links
}

/// Whether a sentence suggests a text after `did you mean`.
fn is_suggested(sentence: &str, text: &str) -> bool {
    let suggestions = sentence
        .find("did you mean")
        .map(|at| sentence.split_at(at).1);
    suggestions.is_some_and(|suggestions| suggestions.contains(&format!("`{text}`")))
}

/// The query with a part replaced; none if it lacks the part or nothing would be left.
fn replaced(query: &str, part: &str, by: &str) -> Option<String> {
    let replaced = query.contains(part).then(|| query.replacen(part, by, 1))?;
    let words: Vec<&str> = replaced.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interface::web::{Theme, address::Address, messages::UiLocale};

    fn ui(query: &str) -> Ui {
        Ui {
            locale: UiLocale::En,
            theme: Theme::Auto,
            here: Address::new("/").with("q", query),
            part: false,
            may_change: false,
            done: None,
            companies: Vec::new(),
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
        let html = marked_query("資本 <x", [3, 4]).into_string();
        assert!(
            html.contains("資本 <em class=\"fault\">&lt;</em>x"),
            "{html}"
        );
        assert!(marked_query("a", [1, 1]).into_string().contains("␣"));
    }
}
