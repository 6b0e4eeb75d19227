//! The results of a search: passages under their calls, expansions and warnings.

use maud::{Markup, html};

use super::{
    address::Address,
    messages::{Messages, counted, fill, number},
    paging::pages,
    problem,
    search_view::SearchView,
    text::{self, Shown},
    ui::Ui,
};
use crate::{
    interface::request::MAX_PASSAGES,
    model::{Call, Passage, Word},
    query::{Expr, Field, parse},
    search::{Expansion, Hit, HitGroup, Suggestion},
};

/// Approximate length of a hit's excerpt in columns.
const HIT_EXCERPT: usize = 640;

/// The same of another passage of a hit's exchange or turn.
const OTHER_EXCERPT: usize = 160;

/// The count, and the results.
pub(super) fn results(ui: &Ui, found: &SearchView) -> Markup {
    let messages = ui.messages();
    let response = &found.response;
    let count = match (response.total, response.total_partial) {
        (0, Some(partial)) => fill(messages.none_says_all, &[&number(partial)]),
        (0, None) => messages.nothing.to_owned(),
        (total, _) => text::extent(messages, total, response.total_calls),
    };
    let passages = match response.total {
        0 => response.total_partial.unwrap_or(0),
        total => total,
    };
    html! {
        div.tally {
            h1 #count data-say=(count) { (count) }
            @if let Some(partial) = response.total_partial.filter(|_| response.total > 0) {
                span.dim { (fill(messages.more_say_part, &[&number(partial)])) }
            }
            @if !response.hits.is_empty() {
                @if let Some(range) = range(ui, found) { span.dim { (range) } }
                span.dim { (fill(messages.took, &[&format!("{:.1}", response.took.as_secs_f64() * 1e3)])) }
                @if ui.may_change {
                    a href=(ui.here.at("/edit/saved", NOT_SAVED).href()) { (messages.save_search) }
                }
                (downloads(ui, passages))
            }
        }
        (expansions(ui, &response.expansions))
        (suggestions(ui, &response.related))
        @if response.total == 0 {
            div.notice { ul { @for warning in &response.warnings { li { (problem::note(ui, warning)) } } } }
        } @else {
            @for warning in &response.warnings { p.notice { (problem::note(ui, warning)) } }
        }
        @let first_part = response.groups.iter().position(|group| response.is_part(group));
        @for (at, group) in response.groups.iter().enumerate() {
            @if first_part == Some(at) { (part_heading(ui)) }
            (of_group(ui, found, group))
        }
        @if response.total_groups.is_none() {
            @let (all, part) = response.all_and_part();
            (by_call(ui, all))
            @if !part.is_empty() { (part_heading(ui)) }
            (by_call(ui, part))
        }
        (pages(ui, (found.request.offset, found.request.limit), found.total() as usize))
    }
}

/// Parameters of a search that are not saved.
const NOT_SAVED: &[&str] = &[
    "view", "mentions", "sort", "match", "group", "limit", "offset", "per-call",
];

/// The heading of the partial matches.
fn part_heading(ui: &Ui) -> Markup {
    html! { h2.part { (ui.messages().part_of_it) } }
}

/// Hits under their calls.
fn by_call(ui: &Ui, hits: &[Hit]) -> Markup {
    html! {
        @for hits in hits.chunk_by(|a, b| a.call.id == b.call.id) {
            @if let Some(first) = hits.first() {
                section.call aria-labelledby={ "call-" (first.citation()) } {
                    (head(ui, &first.call, &first.citation(), None))
                    @for hit in hits { (of_hit(ui, hit)) }
                }
            }
        }
    }
}

/// Which results are on the page; none where all are.
fn range(ui: &Ui, found: &SearchView) -> Option<String> {
    let from = found.request.offset as u64 + 1;
    let to = found.request.offset as u64 + found.on_page() as u64;
    let total = found.total();
    let range = [from, to, total].map(number);
    let is_part = from > 1 || to < total;
    is_part.then(|| fill(ui.messages().shown, &range.each_ref().map(String::as_str)))
}

/// The whole result as files.
fn downloads(ui: &Ui, total: u64) -> Markup {
    let messages = ui.messages();
    let most = MAX_PASSAGES as u64;
    let what = match total > most {
        true => fill(messages.download_first, &[&number(most), &number(total)]),
        false => fill(messages.download_all, &[&number(total)]),
    };
    let not_of_files = [
        "view", "mentions", "group", "limit", "offset", "per-call", "context",
    ];
    files(ui, &ui.here.at("/api/search", &not_of_files), &what)
}

/// Links to the answer of an API route as files.
pub(super) fn files(ui: &Ui, api: &Address, what: &str) -> Markup {
    let file = |format: &str| api.set("output", format).set("download", "true").href();
    html! {
        span.downloads {
            (what) " "
            @for (format, shown) in [("xlsx", "Excel"), ("csv", "CSV"), ("markdown", "Markdown"), ("json", "JSON")] {
                a href=(file(format)) download aria-label={ (ui.messages().download) " " (shown) } { (shown) } " "
            }
        }
    }
}

/// The expansions of terms, each with a link to search for the term as typed.
fn expansions(ui: &Ui, expansions: &[Expansion]) -> Markup {
    let messages = ui.messages();
    html! {
        @if !expansions.is_empty() {
            ul.expansions {
                @for expansion in expansions {
                    @let typed = fill(messages.as_typed, &[&text::plain(&expansion.term)]);
                    li {
                        b { (text::name(&expansion.term)) } " " (messages.also) " "
                        @for (at, term) in expansion.also.iter().enumerate() {
                            @if at > 0 { ", " } (text::name(term))
                        }
                        span.dim { " (" (text::way(messages, expansion.by)) ")" }
                        " " a.remove href=(as_typed(ui, &expansion.term).href()) aria-label=(typed) title=(typed) {
                            span aria-hidden="true" { "×" }
                        }
                    }
                }
            }
        }
    }
}

/// The terms that calls relate to those of the query: each with a link to find it, too, or to leave it out.
fn suggestions(ui: &Ui, suggestions: &[Suggestion]) -> Markup {
    let messages = ui.messages();
    let calls = |other: &Suggestion| counted(other.calls, messages.call_one, messages.call_many);
    html! {
        @if !suggestions.is_empty() {
            ul.expansions {
                @for of_term in suggestions.chunk_by(|a, b| a.term == b.term) {
                    @let term = of_term.first().map_or("", |other| other.term.as_str());
                    li {
                        a href=(Address::new("/related").with("term", term).href()) { (text::name(term)) }
                        " " (messages.also_said_as) " "
                        @for (at, other) in of_term.iter().enumerate() {
                            @if at > 0 { ", " }
                            @if other.used {
                                (text::name(&other.also)) " "
                                @let remove = fill(messages.remove, &[&text::plain(&other.also)]);
                                a.remove href=(ui.here.with("unrelated", &other.also).href()) aria-label=(remove) title=(remove) {
                                    span aria-hidden="true" { "×" }
                                }
                            } @else {
                                a href=(with_related(ui, &other.also).href()) { (text::name(&other.also)) }
                            }
                            span.dim { " (" (calls(other)) ")" }
                        }
                    }
                }
            }
        }
    }
}

/// The search with related terms, among them this one.
fn with_related(ui: &Ui, term: &str) -> Address {
    ui.here
        .without_value("unrelated", term)
        .set("related", "true")
}

/// A passage that is similar to another, under its call.
pub(super) fn similar_hit(ui: &Ui, hit: &Hit) -> Markup {
    let share = format!("{:.0}", hit.score * 100.0);
    html! {
        div.call {
            (head(ui, &hit.call, &hit.citation(), None))
            p.dim { (fill(ui.messages().percent_alike, &[&share])) }
            (of_hit(ui, hit))
        }
    }
}

/// The address of the search with a term in quotes, or if the term is not a part of the query by itself, with
/// the whole query literal.
fn as_typed(ui: &Ui, term: &str) -> Address {
    let query = ui.here.get("q").unwrap_or_default();
    let expr = parse(query).unwrap_or(Expr::All(Vec::new()));
    let typed = expr.parts().iter().find_map(|part| match part {
        Expr::Term(text) if text.text == term => Some(text.span.clone()),
        _ => None,
    });
    let quoted = typed.and_then(|span| {
        let (before, after) = (query.get(..span.start)?, query.get(span.end..)?);
        Some(format!("{before}\"{term}\"{after}"))
    });
    match quoted {
        Some(quoted) => ui.here.set("q", &quoted),
        None => ui.here.set("literal", "true"),
    }
}

/// The address of a call, at a passage if `n` is given, with the hits of the query marked.
pub(super) fn reading_href(ui: &Ui, call: &Call, n: Option<u32>) -> String {
    let mut address = Address::call(&call.id);
    for name in ["q", "literal", "view"] {
        if let Some(value) = ui.here.get(name).filter(|value| !value.is_empty()) {
            address = address.set(name, value);
        }
    }
    match n {
        Some(n) => format!("{}#{n}", address.href()),
        None => address.href(),
    }
}

fn head(ui: &Ui, call: &Call, key: &str, total: Option<u64>) -> Markup {
    let messages = ui.messages();
    html! {
        header.head {
            h2 id={ "call-" (key) } {
                a href=(reading_href(ui, call, None)) { (text::company(&call.company)) }
                @if let Some(period) = call.period { " " span.period { (period) } }
            }
            @if let Some(date) = &call.date { span.dim { (text::plain(date)) } }
            @if let Some(total) = total {
                span.dim { (counted(total, messages.passage, messages.passages)) }
            }
        }
    }
}

fn of_group(ui: &Ui, found: &SearchView, group: &HitGroup) -> Markup {
    let messages = ui.messages();
    let hits = found.response.hits_of(group);
    let key = hits
        .first()
        .map_or_else(|| group.call.id.clone(), Hit::citation);
    let hit_of = |passage: &Passage| hits.iter().find(|hit| hit.passage.n == passage.n);
    html! {
        section.call aria-labelledby={ "call-" (key) } {
            (head(ui, &group.call, &key, Some(group.total)))
            @if let Some(exchange) = group.exchange {
                h3.exchange { (fill(messages.exchange, &[&exchange.to_string()])) }
            }
            @if group.passages.is_empty() {
                @for hit in hits { (of_hit(ui, hit)) }
            } @else {
                @let follow_ups = group.follow_ups();
                @let about_answers = found.request.is_about_answers();
                @let refusals = if about_answers { group.refusals() } else { Vec::new() };
                @let (before, rest) = if about_answers { group.before_and_after(hits) } else { (&[][..], group.passages.as_slice()) };
                @if !before.is_empty() {
                    details.earlier {
                        summary { (fill(messages.earlier, &[&number(before.len() as u64)])) }
                        @for passage in before { (other_passage(ui, &group.call, passage, about_answers)) }
                    }
                }
                @for passage in rest {
                    @if follow_ups.contains(&passage.n) { p.follow-up { (messages.follow_up) } }
                    @match hit_of(passage) {
                        Some(hit) => (of_hit(ui, hit)),
                        None => {
                            @if let Some(refusal) = refusals.iter().find(|refusal| refusal.n == passage.n) {
                                p.declines { (fill(messages.declines, &[&refusal.words])) }
                            }
                            (other_passage(ui, &group.call, passage, about_answers))
                        },
                    }
                }
            }
            @if group.total > hits.len() as u64 && group.passages.is_empty() {
                p.more {
                    a href=(ui.here.set(Field::Call.word(), &group.call.id).set("group", "none").href()) {
                        (fill(messages.more_of_call, &[&number(group.total)]))
                    }
                }
            }
        }
    }
}

fn of_hit(ui: &Ui, hit: &Hit) -> Markup {
    let shown = Shown {
        hit: Some(hit),
        columns: Some(HIT_EXCERPT),
    };
    html! {
        article.hit data-item="hit" data-cite=(text::source(ui.messages(), &hit.call, &hit.passage))
            data-link=(link(&hit.call, &hit.passage)) {
            (said_by(ui, &hit.call, &hit.passage))
            @if !hit.missing.is_empty() {
                p.without { (fill(ui.messages().says_not, &[&text::plain(&hit.missing.join(", "))])) }
            }
            (text::sides(ui, &hit.passage, shown))
            (text::why(ui.messages(), hit))
        }
    }
}

/// A passage of a hit's exchange or turn that is not a hit.
fn other_passage(ui: &Ui, call: &Call, passage: &Passage, whole: bool) -> Markup {
    let shown = Shown {
        hit: None,
        columns: (!whole).then_some(OTHER_EXCERPT),
    };
    html! {
        article.hit.beside data-item="" data-cite=(text::source(ui.messages(), call, passage))
            data-link=(link(call, passage)) {
            (said_by(ui, call, passage))
            (text::sides(ui, passage, shown))
        }
    }
}

/// The address of a passage for others: without the query.
pub(super) fn link(call: &Call, passage: &Passage) -> String {
    format!("{}#{}", Address::call(&call.id).href(), passage.n)
}

/// A link to the passages that are similar to one.
pub(super) fn similar_link(messages: &Messages, citation: &str) -> Markup {
    html! {
        a.similar href=(Address::new("/similar").with("citation", citation).href())
            aria-label=(fill(messages.similar_to, &[citation])) title=(messages.similar) {
            span aria-hidden="true" { "≈" }
        }
    }
}

pub(super) fn said_by(ui: &Ui, call: &Call, passage: &Passage) -> Markup {
    let messages = ui.messages();
    html! {
        p.by {
            a.cite href=(reading_href(ui, call, Some(passage.n))) aria-label={ (messages.read_call) " " (call.citation(passage)) } {
                "#" (passage.n)
            }
            " "
            @match call.speaker_of(passage) {
                Some(speaker) => (text::speaker(messages, call, speaker)),
                None => b.who { (text::name(&passage.notes.join(" › "))) },
            }
            span.dim {
                " · "
                @match passage.exchange {
                    Some(exchange) => (fill(messages.exchange, &[&exchange.to_string()])),
                    None => (text::section(messages, passage.section)),
                }
                @if let Some(page) = passage.page { " · " (text::page_of_file(call, page)) }
            }
            (text::copy_button(messages, &call.citation(passage)))
            "\u{a0}" (similar_link(messages, &call.citation(passage)))
        }
    }
}
