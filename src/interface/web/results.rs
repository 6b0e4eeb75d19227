//! What a search found: passages under their calls, and what is to be known about them.

use maud::{Markup, html};

use super::{
    Ui,
    address::Address,
    problem,
    search::Found,
    text::{self, Shown},
    words::{counted, fill, number},
};
use crate::{
    model::{Call, Passage},
    query::{Expr, parse},
    search::{Expansion, Hit, HitGroup},
};

/// Columns of a side of a hit that are shown, more or less.
const HIT: usize = 640;

/// The same of a passage that only goes with a hit.
const BESIDE: usize = 160;

/// The count, and the results.
pub(super) fn results(ui: &Ui, found: &Found) -> Markup {
    let words = ui.words();
    let response = &found.response;
    let count = match (response.total, response.total_partial) {
        (0, Some(partial)) => fill(words.none_says_all, &[&number(partial)]),
        (0, None) => words.nothing.to_owned(),
        (total, _) => text::extent(words, total, response.total_calls),
    };
    html! {
        div.tally {
            h1 #count data-say=(count) { (count) }
            @if let Some(partial) = response.total_partial.filter(|_| response.total > 0) {
                span.dim { (fill(words.more_say_part, &[&number(partial)])) }
            }
            @if !response.hits.is_empty() {
                span.dim { (range(ui, found)) }
                span.dim { (fill(words.took, &[&format!("{:.1}", response.took.as_secs_f64() * 1e3)])) }
                (downloads(ui))
            }
        }
        (expansions(ui, &response.expansions))
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
        (pages(ui, found))
    }
}

/// What stands before the hits that say a part of what was asked.
fn part_heading(ui: &Ui) -> Markup {
    html! { h2.part { (ui.words().part_of_it) } }
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

fn range(ui: &Ui, found: &Found) -> String {
    let from = found.request.offset + 1;
    let to = found.request.offset + found.on_page();
    fill(
        ui.words().shown,
        &[&number(from as u64), &number(to as u64)],
    )
}

fn downloads(ui: &Ui) -> Markup {
    let api = ui.here.at("/api/search", &["view", "mentions"]);
    html! {
        span.downloads {
            a href=(api.set("output", "csv").href()) download="verbatim.csv" aria-label={ (ui.words().download) " CSV" } { "CSV" }
            " "
            a href=(api.href()) aria-label={ (ui.words().download) " JSON" } { "JSON" }
        }
    }
}

/// What terms were taken to mean besides themselves, each with a way to have it as typed.
fn expansions(ui: &Ui, expansions: &[Expansion]) -> Markup {
    let words = ui.words();
    html! {
        @if !expansions.is_empty() {
            ul.expansions {
                @for expansion in expansions {
                    @let typed = fill(words.as_typed, &[&text::plain(&expansion.term)]);
                    li {
                        b { (text::name(&expansion.term)) } " " (words.also) " "
                        @for (at, term) in expansion.also.iter().enumerate() {
                            @if at > 0 { ", " } (text::name(term))
                        }
                        span.dim { " (" (text::way(words, expansion.by)) ")" }
                        " " a.remove href=(as_typed(ui, &expansion.term).href()) aria-label=(typed) title=(typed) {
                            span aria-hidden="true" { "×" }
                        }
                    }
                }
            }
        }
    }
}

/// The page where a term is looked for only as typed: in quotes, or if it is not to be told from what
/// stands around it, with everything as typed.
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

/// The address of a passage where it is read, with what is lit in it.
pub(super) fn open(ui: &Ui, call: &Call, n: Option<u32>) -> String {
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
    let words = ui.words();
    html! {
        header.head {
            h2 id={ "call-" (key) } {
                a href=(open(ui, call, None)) { (text::company(&call.company)) }
                @if let Some(period) = call.period { " " span.period { (period) } }
            }
            @if let Some(date) = &call.date { span.dim { (text::plain(date)) } }
            @if let Some(total) = total {
                span.dim { (counted(total, words.passage, words.passages)) }
            }
        }
    }
}

fn of_group(ui: &Ui, found: &Found, group: &HitGroup) -> Markup {
    let words = ui.words();
    let hits = found.response.hits_of(group);
    let key = hits
        .first()
        .map_or_else(|| group.call.id.clone(), Hit::citation);
    let hit_of = |passage: &Passage| hits.iter().find(|hit| hit.passage.n == passage.n);
    html! {
        section.call aria-labelledby={ "call-" (key) } {
            (head(ui, &group.call, &key, Some(group.total)))
            @if let Some(exchange) = group.exchange {
                h3.exchange { (fill(words.exchange, &[&exchange.to_string()])) }
            }
            @if group.passages.is_empty() {
                @for hit in hits { (of_hit(ui, hit)) }
            } @else {
                @for passage in &group.passages {
                    @match hit_of(passage) {
                        Some(hit) => (of_hit(ui, hit)),
                        None => (beside(ui, &group.call, passage)),
                    }
                }
            }
            @if group.total > hits.len() as u64 && group.passages.is_empty() {
                p.more {
                    a href=(ui.here.set("call", &group.call.id).set("group", "none").href()) {
                        (fill(words.more_of_call, &[&number(group.total)]))
                    }
                }
            }
        }
    }
}

fn of_hit(ui: &Ui, hit: &Hit) -> Markup {
    let shown = Shown {
        hit: Some(hit),
        columns: Some(HIT),
    };
    html! {
        article.hit data-item="hit" data-cite=(text::source(ui.words(), &hit.call, &hit.passage)) {
            (said_by(ui, &hit.call, &hit.passage))
            @if !hit.missing.is_empty() {
                p.without { (fill(ui.words().says_not, &[&text::plain(&hit.missing.join(", "))])) }
            }
            (text::sides(ui, &hit.passage, shown))
            (text::why(ui.words(), hit))
        }
    }
}

/// A passage that goes with hits and is none.
fn beside(ui: &Ui, call: &Call, passage: &Passage) -> Markup {
    let shown = Shown {
        hit: None,
        columns: Some(BESIDE),
    };
    html! {
        article.hit.beside data-item="" data-cite=(text::source(ui.words(), call, passage)) {
            (said_by(ui, call, passage))
            (text::sides(ui, passage, shown))
        }
    }
}

fn said_by(ui: &Ui, call: &Call, passage: &Passage) -> Markup {
    let words = ui.words();
    html! {
        p.by {
            a.cite href=(open(ui, call, Some(passage.n))) aria-label={ (words.read_call) " " (call.citation(passage)) } {
                "#" (passage.n)
            }
            " "
            @match call.speaker_of(passage) {
                Some(speaker) => (text::speaker(words, speaker)),
                None => b.who { (text::name(&passage.notes.join(" › "))) },
            }
            span.dim {
                " · " (text::section(words, passage.section))
                @if let Some(exchange) = passage.exchange { " · " (fill(words.exchange, &[&exchange.to_string()])) }
            }
        }
    }
}

fn pages(ui: &Ui, found: &Found) -> Markup {
    let words = ui.words();
    let (offset, limit) = (found.request.offset, found.request.limit);
    let next = offset + limit;
    let total = found.units();
    html! {
        @if offset > 0 || (next as u64) < total {
            nav.pages aria-label=(words.pages) {
                @if offset > 0 {
                    a rel="prev" href=(ui.here.from(offset.saturating_sub(limit)).href()) { "← " (words.previous_page) }
                }
                @if (next as u64) < total {
                    a rel="next" href=(ui.here.from(next).href()) { (words.next_page) " →" }
                }
            }
        }
    }
}
