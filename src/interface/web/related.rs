//! The pages of related terms, of emerging terms and of similar passages.

use maud::{Markup, html};

use super::{
    address::Address,
    chips,
    messages::{counted, fill, number},
    problem,
    results::{self, files},
    text,
    ui::{Body, Ui},
};
use crate::{
    analytics::{Emerging, EmergingTerm, Mention, Related, RelatedTerm, Relation, Similar},
    model::{Period, Word},
};

/// What the page of related terms shows.
pub(in crate::interface) struct RelatedView {
    /// The terms; none where no term has been typed.
    pub(in crate::interface) found: Option<Related>,
}

/// What the page of emerging terms shows.
pub(in crate::interface) struct EmergingView {
    /// The terms; none where there is no earlier period.
    pub(in crate::interface) found: Option<Emerging>,
    /// The periods to choose from, in order.
    pub(in crate::interface) periods: Vec<Period>,
}

/// The page of related terms.
pub(in crate::interface) fn related(ui: &Ui, view: &RelatedView) -> Body {
    let messages = ui.messages();
    let term = view.found.as_ref().map_or("", |found| found.term.as_str());
    Body {
        title: format!("{} {}", messages.related, text::plain(term)),
        main: html! {
            div.counted {
            h1 { (messages.related) }
            p.dim { (messages.related_about) }
            form.pick.many action="/related" role="search" aria-label=(messages.related) {
                p.wide-field { label for="term" { (messages.term) }
                    input #term name="term" type="search" value=(term) dir="auto" autocomplete="off"; }
                (chips::hidden_fields(ui, &["term"]))
                button type="submit" { (messages.search) }
            }
            (chips::chips(ui))
            @if let Some(found) = &view.found {
                p #count {
                    a href=(search(ui, &[required(&found.term)]).href()) { (text::name(&found.term)) } " · "
                    (text::extent(messages, found.passages, found.calls)) " · "
                    (files(ui, &ui.here.at("/api/related", &["view"]), messages.download))
                }
                @for warning in &found.warnings { p.notice { (problem::note(ui, warning)) } }
                @for relation in Relation::ALL {
                    (of_relation(ui, found, *relation))
                }
            }
            p { a href=(ui.here.at("/emerging", &["term"]).href()) { (messages.emerging) } }
            }
        },
    }
}

fn of_relation(ui: &Ui, found: &Related, relation: Relation) -> Markup {
    let messages = ui.messages();
    let terms: Vec<&RelatedTerm> = (found.terms.iter())
        .filter(|term| term.relation == relation)
        .collect();
    let title = match relation {
        Relation::Translation => messages.translations,
        Relation::Abbreviation => messages.abbreviations,
        Relation::Companion => messages.companions,
    };
    html! {
        @if !terms.is_empty() {
            section {
                h2 { (title) }
                div.wide tabindex="0" role="region" aria-label=(title) {
                table.rows.term-rows {
                    thead {
                        tr {
                            th scope="col" { (messages.term) }
                            th.number scope="col" { (messages.column_passages) }
                            th.number scope="col" { (messages.column_calls) }
                            th scope="col" { (messages.new_since) }
                            th.evidence scope="col" { (messages.evidence) }
                        }
                    }
                    tbody {
                        @for term in terms {
                            tr {
                                th scope="row" {
                                    a href=(related_to(ui, &term.term).href()) { (text::name(&term.term)) }
                                    @if term.in_glossary { " " span.dim { "(" (messages.by_glossary) ")" } }
                                }
                                td.number { a href=(together(ui, &found.term, term).href()) { (number(term.passages)) } }
                                td.number { (number(term.calls)) }
                                td { @if let Some(since) = term.since { (since) } }
                                td.evidence { (citations(&term.mentions)) }
                            }
                        }
                    }
                }
                }
            }
        }
    }
}

/// The page of emerging terms.
pub(in crate::interface) fn emerging(ui: &Ui, view: &EmergingView) -> Body {
    let messages = ui.messages();
    let chosen = view.found.as_ref().map(|found| found.period);
    Body {
        title: messages.emerging.to_owned(),
        main: html! {
            div.counted {
            h1 { (messages.emerging) }
            p.dim { (messages.emerging_about) }
            (chips::chips(ui))
            @if view.periods.is_empty() { p.notice { (messages.nothing) } }
            nav aria-label=(messages.period) {
                ul.periods {
                    @for period in view.periods.iter().rev() {
                        li {
                            a href=(ui.here.set("in", &period.to_string()).href())
                                aria-current=[(chosen == Some(*period)).then_some("true")] { (period) }
                        }
                    }
                }
            }
            @if let Some(found) = &view.found {
                @let [first, last] = found.before;
                h2 #count { (found.period) " " span.dim { (fill(messages.against, &[&first.to_string(), &last.to_string()])) } }
                (files(ui, &ui.here.at("/api/emerging", &["view"]).set("limit", &Emerging::LOOKED_FOR.to_string()), messages.download))
                @for warning in &found.warnings { p.notice { (problem::note(ui, warning)) } }
                (emerging_terms(ui, found))
            }
            }
        },
    }
}

fn emerging_terms(ui: &Ui, found: &Emerging) -> Markup {
    let messages = ui.messages();
    let row = |term: &EmergingTerm| {
        let [now, before] = found.shares(term);
        let of_period = search(ui, &[counted_as(&term.term, term.has_synonyms)])
            .set("period", &found.period.to_string());
        html! {
            tr {
                th scope="row" { a href=(related_to(ui, &term.term).href()) { (text::name(&term.term)) } }
                td.number { a href=(of_period.href()) { (number(term.passages[0])) } }
                td.number { (format!("{now:.1}")) }
                td.number { (format!("{before:.1}")) }
                td.number { (number(term.calls)) }
                td.evidence { (citations(&term.mentions)) }
            }
        }
    };
    html! {
        div.wide tabindex="0" role="region" aria-label=(messages.emerging) {
        table.rows.term-rows.shares {
            thead {
                tr {
                    th scope="col" { (messages.term) }
                    th.number scope="col" { (messages.column_passages) }
                    th.number scope="col" { (messages.per_thousand) }
                    th.number scope="col" { (messages.before) }
                    th.number scope="col" { (messages.column_calls) }
                    th.evidence scope="col" { (messages.evidence) }
                }
            }
            tbody { @for term in &found.terms { (row(term)) } }
        }
        }
    }
}

/// The page of similar passages.
pub(in crate::interface) fn similar(ui: &Ui, found: &Similar) -> Body {
    let messages = ui.messages();
    let title = fill(messages.similar_to, &[&found.citation]);
    let switched = match ui.here.get("own") {
        Some(_) => ui.here.without("own"),
        None => ui.here.set("own", "true"),
    };
    Body {
        main: html! {
            div.counted {
            h1 { (title) }
            p.dim { (messages.similar_about) }
            p {
                a href=(citation_href(&found.citation)) { (found.citation) } " · "
                @for (at, term) in found.terms.iter().enumerate() {
                    @if at > 0 { ", " } a href=(Address::new("/related").with("term", term).href()) { (text::name(term)) }
                }
            }
            p {
                a.toggle href=(switched.href()) aria-current=[ui.here.get("own").map(|_| "true")] { (messages.own_call) } " "
                (files(ui, &ui.here.at("/api/similar", &["view"]), messages.download))
            }
            p #count { (counted(found.hits.len() as u64, messages.passage, messages.passages)) }
            @for warning in &found.warnings { p.notice { (text::plain(warning)) } }
            div { @for hit in &found.hits { (results::similar_hit(ui, hit)) } }
            }
        },
        title,
    }
}

/// The search for some terms together, under the filters of this page. Other forms of an English word are counted here
/// even where it is searched in quotes, and words in any order are found, so that the numbers may differ a little.
fn search(ui: &Ui, terms: &[String]) -> Address {
    let here = ui.here.at("/", &["term", "in", "q"]);
    here.set("q", &terms.join(" "))
}

/// The search for the passages that are counted beside a related term: a translation is counted where the term itself
/// stands beside it, a companion where anything stands that means the term.
fn together(ui: &Ui, typed: &str, term: &RelatedTerm) -> Address {
    let typed = match term.relation {
        Relation::Companion => required(typed),
        Relation::Translation | Relation::Abbreviation => quoted(typed),
    };
    search(ui, &[typed, counted_as(&term.term, term.has_synonyms)])
}

/// A term as it is counted, without what means the same.
fn counted_as(term: &str, has_synonyms: bool) -> String {
    match has_synonyms {
        true => quoted(term),
        false => required(term),
    }
}

/// The page of the terms related to another, under the filters of this page.
fn related_to(ui: &Ui, term: &str) -> Address {
    let here = ui.here.at("/related", &["in"]);
    here.set("term", term)
}

/// A term whose words are all required; in quotes where a word is none to a query.
fn required(term: &str) -> String {
    let is_plain = |word: &str| {
        word.starts_with(char::is_alphabetic) && word.chars().all(char::is_alphanumeric)
    };
    match term
        .split_whitespace()
        .all(|word| is_plain(word) && !is_operator(word))
    {
        true => {
            let words = term.split_whitespace().map(|word| format!("+{word}"));
            words.collect::<Vec<_>>().join(" ")
        }
        false => quoted(term),
    }
}

/// A term as it is written.
fn quoted(term: &str) -> String {
    format!("+\"{}\"", term.replace('"', " "))
}

fn is_operator(word: &str) -> bool {
    matches!(word, "OR" | "AND" | "NOT" | "NEAR")
}

fn citations(mentions: &[Mention]) -> Markup {
    html! {
        @for (at, mention) in mentions.iter().enumerate() {
            a.cite href=(citation_href(&mention.citation)) { (mention.citation) }
            @if at + 1 < mentions.len() { ", " }
        }
    }
}

/// The address of a passage by its citation.
fn citation_href(citation: &str) -> String {
    match citation.rsplit_once('#') {
        Some((call, n)) => format!("{}#{n}", Address::call(call).href()),
        None => Address::call(citation).href(),
    }
}
