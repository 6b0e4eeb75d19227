//! The page on which a call is view.

use std::collections::HashSet;

use maud::{Markup, html};

use super::{
    address::Address,
    chips, facets,
    lists::edit_link,
    messages::{Messages, counted, fill, number},
    problem::{self, ProblemView},
    results::{files, similar_link},
    text::{self, Shown},
    ui::{Body, Ui, View},
};
use crate::{
    engine::CallText,
    model::{Call, Exchange, Lang, Passage, Speaker, Word},
    search::Hit,
};

/// A call with the hits of a query.
pub(in crate::interface) struct ReadingView<'a> {
    /// The whole call.
    pub(in crate::interface) reading: CallText,
    /// The hits in order.
    pub(in crate::interface) hits: Vec<Hit>,
    /// Why the query failed.
    pub(in crate::interface) problem: Option<ProblemView<'a>>,
}

/// A passage, with what begins at it.
struct Step<'a> {
    passage: &'a Passage,
    section: bool,
    exchange: Option<&'a Exchange>,
    turn: bool,
    page: bool,
}

/// The page on which a call is view.
pub(in crate::interface) fn reading(ui: &Ui, view: &ReadingView<'_>) -> Body {
    let messages = ui.messages();
    let call = &view.reading.call;
    let steps = steps(&view.reading);
    Body {
        title: text::call_title(ui.locale, call),
        main: html! {
            div #found.read data-here=(ui.here.href()) {
                (head(ui, view))
                (finder(ui, view))
                nav.contents aria-label=(messages.contents) { (contents(messages, &steps, call)) }
                div.passages {
                    @for turn in steps.chunk_by(|_, next| !(next.turn || next.section || next.exchange.is_some())) {
                        (of_turn(ui, view, turn))
                    }
                }
            }
        },
    }
}

fn steps(reading: &CallText) -> Vec<Step<'_>> {
    let mut before: Option<&Passage> = None;
    // The operator may interrupt an exchange, which goes on then and does not begin again.
    let mut begun = HashSet::new();
    let mut steps = Vec::with_capacity(reading.passages.len());
    for passage in &reading.passages {
        let differs =
            |of: fn(&Passage, &Passage) -> bool| before.is_none_or(|before| of(before, passage));
        let exchange = passage.exchange.filter(|number| begun.insert(*number));
        let mut exchanges = reading.call.exchanges.iter();
        steps.push(Step {
            passage,
            section: differs(|a, b| a.section != b.section),
            exchange: exchange.and_then(|number| exchanges.find(|known| known.number == number)),
            page: differs(|a, b| a.page != b.page),
            turn: differs(|a, b| a.turn != b.turn || (a.turn.is_none() && a.notes != b.notes)),
        });
        before = Some(passage);
    }
    steps
}

fn head(ui: &Ui, view: &ReadingView<'_>) -> Markup {
    let messages = ui.messages();
    let call = &view.reading.call;
    let counts = [
        counted(
            view.reading.call_passages as u64,
            messages.passage,
            messages.passages,
        ),
        fill(messages.turns, &[&number(call.turns.len() as u64)]),
        fill(messages.exchanges, &[&number(call.exchanges.len() as u64)]),
    ];
    html! {
        header.title {
            h1 {
                (text::company(&call.company))
                @if let Some(period) = call.period { " " span.period { (period) } }
            }
            p.dim {
                @if let Some(date) = &call.date { (text::plain(date)) " · " }
                (counts.join(" · ")) " · " (text::name(&call.title))
            }
            p.actions {
                a href=(Address::new("/compare").with("call", &call.id).href()) { (messages.compare) }
                @if ui.may_change {
                    " " a href=(Address::new("/edit/company").with("company", &call.company.id).href()) { (messages.name_company) }
                    " " a href=(Address::new("/edit/leave-out").with("call", &call.id).href()) { (messages.leave_out) }
                }
                " " (files(ui, &Address::new(format!("/api/calls/{}", call.id)), messages.download))
            }
            (participants(ui, call))
        }
    }
}

fn participants(ui: &Ui, call: &Call) -> Markup {
    let messages = ui.messages();
    let form = |speaker: &Speaker| {
        let form = Address::new("/edit/person").with("person", &speaker.name);
        form.with("at", &call.company.id)
    };
    html! {
        details.participants {
            summary { (messages.participants) " " span.count { (number(call.speakers.len() as u64)) } }
            ul { @for speaker in &call.speakers { li {
                (text::speaker(messages, call, speaker))
                @if ui.may_change && speaker.has_name() { (edit_link(ui, &form(speaker), &speaker.name)) }
            } } }
        }
    }
}

/// The search box of the call, and links from hit to hit.
fn finder(ui: &Ui, view: &ReadingView<'_>) -> Markup {
    let messages = ui.messages();
    let query = ui.here.get("q").unwrap_or_default();
    let count = view.hits.len();
    let numbers = |at: &str| fill(messages.hit_of, &[at, &number(count as u64)]);
    html! {
        div.finder {
            form role="search" action=(ui.here.path()) aria-label=(messages.find_in_call) {
                (chips::hidden_fields(ui, &["q"]))
                label.unseen for="here" { (messages.find_in_call) }
                input #here name="q" type="search" value=(query) placeholder=(messages.find_in_call) dir="auto" autocomplete="off";
            }
            @if !query.is_empty() {
                p.hits data-hit-of=(messages.hit_of) {
                    @if let Some(first) = view.hits.first() {
                        span.counter #counter data-say=(counted(count as u64, messages.passage, messages.passages)) { (numbers("–")) }
                        a.step href={ "#" (first.passage.n) } data-does="previous-hit" aria-label=(messages.previous_hit) title={ (messages.previous_hit) " (p)" } { span aria-hidden="true" { "↑" } }
                        a.step href={ "#" (first.passage.n) } data-does="next-hit" aria-label=(messages.next_hit) title={ (messages.next_hit) " (n)" } { span aria-hidden="true" { "↓" } }
                    } @else {
                        span.dim { (messages.nothing) }
                    }
                    a href=(ui.here.at("/", &[]).href()) { (messages.all_results) }
                }
            }
            @if has_both_languages(&view.reading) || ui.view() != View::Both { (facets::views(ui)) }
        }
        @if let Some(problem) = &view.problem {
            p.notice role="alert" {
                (problem::note(ui, problem.detail))
                @if let Some(hint) = problem.hint { " · " (problem::note(ui, hint)) }
            }
        }
        @if !view.hits.is_empty() {
            nav.jump aria-label=(messages.hits) {
                ul { @for hit in &view.hits { li { a href={ "#" (hit.passage.n) } { "#" (hit.passage.n) } } } }
            }
        }
    }
}

/// Whether a call has text in more than one language, so that there is a choice.
fn has_both_languages(reading: &CallText) -> bool {
    let has = |lang| {
        reading
            .passages
            .iter()
            .any(|passage| passage.text.get(lang).is_some())
    };
    Lang::ALL.iter().all(|&lang| has(lang))
}

fn contents(messages: &Messages, steps: &[Step<'_>], call: &Call) -> Markup {
    html! {
        details.outline open data-k="outline" {
            summary { (messages.contents) }
            @for section in steps.chunk_by(|_, next| !next.section) {
                @if let Some(first) = section.first() {
                    @let exchanges: Vec<(u32, &Exchange)> = section.iter().filter_map(|step| Some((step.passage.n, step.exchange?))).collect();
                    p { a href={ "#" (first.passage.n) } { (text::section(messages, first.passage.section)) } }
                    @if exchanges.is_empty() {
                        (speakers(section, call))
                    } @else {
                        ol { @for (n, exchange) in exchanges { (of_exchange(n, exchange, call)) } }
                    }
                }
            }
        }
    }
}

/// The speakers or headings of a section.
fn speakers(section: &[Step<'_>], call: &Call) -> Markup {
    let mut listed = Vec::new();
    let turns = section.iter().filter(|step| step.turn);
    let firsts = turns.filter_map(|step| {
        let named = match call.speaker_of(step.passage) {
            Some(speaker) => speaker.name.as_str(),
            None => step.passage.notes.first()?,
        };
        (!listed.contains(&named)).then(|| listed.push(named))?;
        Some((step.passage.n, named))
    });
    let firsts: Vec<(u32, &str)> = firsts.collect();
    html! { ul { @for (n, named) in firsts { li { a href={ "#" (n) } { (text::name(named)) } } } } }
}

fn of_exchange(n: u32, exchange: &Exchange, call: &Call) -> Markup {
    let asker = call.speakers.get(exchange.asker);
    html! {
        li {
            a href={ "#" (n) } {
                span.count { (exchange.number) } " "
                @if let Some(asker) = asker {
                    (text::name(&asker.name))
                    @if let Some(firm) = &asker.firm { " " span.dim { (text::name(firm)) } }
                }
            }
        }
    }
}

/// A turn, with the headings above it.
fn of_turn(ui: &Ui, view: &ReadingView<'_>, steps: &[Step<'_>]) -> Markup {
    let messages = ui.messages();
    let call = &view.reading.call;
    let Some(first) = steps.first() else {
        return html! {};
    };
    html! {
        @if first.section { h2.section { (text::section(messages, first.passage.section)) } }
        @if let Some(exchange) = first.exchange {
            h3.exchange { (fill(messages.exchange, &[&exchange.number.to_string()])) }
        }
        section.turn {
            p.by {
                @match call.speaker_of(first.passage) {
                    Some(speaker) => {
                        (text::speaker(messages, call, speaker))
                        @for note in &first.passage.notes { span.dim { " · " (text::name(note)) } }
                    }
                    None => b.who { (text::name(&first.passage.notes.join(" › "))) },
                }
            }
            @for step in steps {
                @if let (true, Some(page)) = (step.page, step.passage.page) { p.page.dim { (text::page_of_file(&view.reading.call, page)) } }
                (of_passage(ui, view, step.passage))
            }
        }
    }
}

fn of_passage(ui: &Ui, view: &ReadingView<'_>, passage: &Passage) -> Markup {
    let messages = ui.messages();
    let call = &view.reading.call;
    let citation = call.citation(passage);
    let found = view
        .hits
        .binary_search_by_key(&passage.n, |hit| hit.passage.n);
    let hit = found.ok().and_then(|at| view.hits.get(at));
    let shown = Shown { hit, columns: None };
    html! {
        article.passage #(passage.n) data-item=(if hit.is_some() { "hit" } else { "" })
            data-cite=(text::source(messages, call, passage)) data-link={ "#" (passage.n) } {
            p.margin {
                a.cite href={ "#" (passage.n) } aria-label=(fill(messages.permalink, &[&citation])) { (passage.n) }
                (text::copy_button(messages, &citation))
                (similar_link(messages, &citation))
            }
            (text::sides(ui, passage, shown))
        }
    }
}
